//! How long to wait in, the pauses between the looks out, until the time is up.

use crate::clock;
use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use std::time::Duration;
use tokio::time::Instant;

/// The least pause between two looks.
const SHORTEST: Duration = Duration::from_millis(1);

/// How long is waited, and how often is looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Budget {
    within: Duration,
    first: Duration,
    longest: Duration,
}

impl Budget {
    /// So long. Looks after a second, and twice as long after each look, to half a minute.
    pub const fn within(time: Duration) -> Self {
        Self { within: time, first: Duration::from_secs(1), longest: Duration::from_secs(30) }
    }

    /// From this pause to that one. A pause is a millisecond at least, so that no service is asked without a pause.
    pub const fn pauses(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// The first look begins.
    pub(super) fn begin(self) -> Looks {
        let longest = self.longest.max(SHORTEST);
        let pauses = ExponentialBuilder::new()
            .with_min_delay(self.first.clamp(SHORTEST, longest))
            .with_max_delay(longest)
            .without_max_times()
            .build();
        Looks { budget: self, begun: clock::start(), pauses }
    }
}

/// How far the looks at one request have come.
#[derive(Debug)]
pub(super) struct Looks {
    budget: Budget,
    begun: Instant,
    pauses: ExponentialBackoff,
}

impl Looks {
    /// How long to wait before the next look, where the service asks for so much at least; none where the time is up. The last look is at the
    /// end of the budget.
    pub(super) fn pause(&mut self, asked: Option<Duration>) -> Option<Duration> {
        let left = self.budget.within.saturating_sub(self.time());
        let asked = asked.unwrap_or_default();
        if left.is_zero() || asked > left {
            return None;
        }
        let own = self.pauses.next().unwrap_or(self.budget.longest);
        Some(own.max(asked).min(left))
    }

    /// How long it has been.
    pub(super) fn time(&self) -> Duration {
        self.begun.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::sleep;

    const fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    /// After how many seconds is looked, where the looks take no time, and the service asks for so much, one after the other, and then for
    /// nothing more.
    async fn looked(budget: Budget, asked: &[u64]) -> Vec<u64> {
        let (mut looks, mut asked) = (budget.begin(), asked.iter().copied().map(seconds));
        let mut moments = vec![0];
        while let Some(pause) = looks.pause(asked.next()) {
            sleep(pause).await;
            moments.push(looks.time().as_secs());
            assert!(moments.len() < 50_000, "it is looked without a pause");
        }
        moments
    }

    #[tokio::test(start_paused = true)]
    async fn the_pauses_double_to_the_longest_and_the_last_look_is_at_the_end() {
        for (budget, expected) in [
            (Budget::within(seconds(120)), vec![0, 1, 3, 7, 15, 31, 61, 91, 120]),
            (Budget::within(seconds(3)), vec![0, 1, 3]),
            (Budget::within(seconds(20)).pauses(seconds(6), seconds(6)), vec![0, 6, 12, 18, 20]),
            (Budget::within(seconds(20)).pauses(seconds(60), seconds(9)), vec![0, 9, 18, 20]),
        ] {
            assert_eq!(looked(budget, &[]).await, expected, "{budget:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_budget_is_looked_once() {
        assert_eq!(looked(Budget::within(Duration::ZERO), &[]).await, [0]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_time_is_too_long() {
        let endless = Budget::within(Duration::MAX).pauses(Duration::MAX, Duration::MAX);
        let mut looks = endless.begin();
        for asked in [None, Some(seconds(u64::MAX)), None] {
            assert!(looks.pause(asked) >= Some(seconds(u64::MAX)));
        }
        let mut looks = Budget::within(Duration::MAX).pauses(seconds(1), Duration::MAX).begin();
        let pauses: Vec<_> = (0..100).filter_map(|_| looks.pause(None)).collect();
        assert_eq!((pauses.len(), pauses.last()), (100, Some(&Duration::MAX)));
    }

    #[tokio::test(start_paused = true)]
    async fn no_pause_is_shorter_than_a_millisecond() {
        let (zero, within) = (Duration::ZERO, Budget::within(Duration::from_millis(20)));
        for (budget, looks) in [
            // The end, 0, 1, 3, 7, 15.
            (within.pauses(zero, seconds(1)), 6),
            (within.pauses(zero, zero), 21),
            (within.pauses(seconds(1), zero), 21),
            (within.pauses(Duration::from_nanos(1), Duration::from_micros(1)), 21),
        ] {
            assert_eq!(looked(budget, &[]).await.len(), looks, "{budget:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_service_may_ask_for_a_longer_pause_but_for_no_shorter_one() {
        let budget = Budget::within(seconds(30)).pauses(seconds(5), seconds(5));
        assert_eq!(looked(budget, &[12, 1]).await, [0, 12, 17, 22, 27, 30]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_for_more_time_than_is_left_is_not_asked_again() {
        let budget = Budget::within(seconds(30)).pauses(seconds(5), seconds(5));
        assert_eq!(looked(budget, &[10, 21]).await, [0, 10]);
        assert_eq!(looked(budget, &[10, 20]).await, [0, 10, 30]);
        assert_eq!(looked(budget, &[u64::MAX]).await, [0]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_week_is_waited_to_its_end_with_pauses_of_half_a_minute() {
        let week = seconds(7 * 24 * 60 * 60);
        let moments = looked(Budget::within(week), &[]).await;
        assert_eq!((moments.len(), moments.last()), (20_165, Some(&week.as_secs())));
    }
}
