//! Strikes: when a fault is to strike and how far it has come in, whether it strikes now out.

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::later;
use crate::faults::When;
use crate::ids::Lots;

/// How far a fault has come.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    /// How many exchanges it concerned.
    pub(super) matched: u64,
    /// At how many of them it struck.
    pub(super) struck: u64,
    lots: Lots,
    window: Option<Window>,
}

/// The span of time in which exchanges are counted together.
#[derive(Clone, Copy, Debug)]
struct Window {
    opened: DateTime<Utc>,
    heard: u64,
}

/// What a fault does at an exchange that it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strike {
    Spares,
    Strikes {
        /// In how many seconds it no longer would, where that is known.
        reopens_in: Option<u64>,
    },
}

impl Progress {
    /// That of a fault which has not been asked yet.
    pub(super) fn of(when: &When) -> Self {
        let seed = if let When::Probability { seed, .. } = when { *seed } else { 0 };
        Self { matched: 0, struck: 0, lots: Lots::with_seed(seed), window: None }
    }

    /// Counts one more exchange, and says whether the fault strikes at it.
    pub(super) fn strike(&mut self, when: &When, now: DateTime<Utc>) -> Strike {
        self.matched += 1;
        let strike = match *when {
            When::Always => Strike::of(true),
            When::Nth(nth) => Strike::of(self.matched == nth),
            When::EveryNth(nth) => Strike::of(self.matched.is_multiple_of(nth)),
            When::Probability { of, .. } => Strike::of(self.lots.draw() < of),
            When::Rate { requests, per } => {
                let per = TimeDelta::from_std(per).unwrap_or(TimeDelta::MAX);
                self.throttle(requests, per, now)
            }
        };
        self.struck += u64::from(strike != Strike::Spares);
        strike
    }

    fn throttle(&mut self, requests: u64, per: TimeDelta, now: DateTime<Utc>) -> Strike {
        // A clock that was moved backwards opens the window anew.
        let open = self.window.filter(|one| one.opened <= now && now < later(one.opened, per));
        let window = open.unwrap_or(Window { opened: now, heard: 0 });
        self.window = Some(Window { heard: window.heard + 1, ..window });
        if window.heard < requests {
            return Strike::Spares;
        }
        let left = later(window.opened, per) - now;
        let begun = i64::from(left.subsec_nanos() > 0);
        let seconds = u64::try_from(left.num_seconds() + begun).unwrap_or_default();
        Strike::Strikes { reopens_in: Some(seconds) }
    }
}

impl Strike {
    fn of(strikes: bool) -> Self {
        if strikes { Self::Strikes { reopens_in: None } } else { Self::Spares }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Which of twelve exchanges, one every ten seconds, the fault strikes at.
    fn struck(when: When) -> Vec<i64> {
        let mut progress = Progress::of(&when);
        let strikes = |at: &i64| progress.strike(&when, moment(at * 10)) != Strike::Spares;
        (1..=12).filter(strikes).collect()
    }

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_fault_strikes_when_it_is_told_to() {
        let per = Duration::from_secs(40);
        for (when, expected) in [
            (When::Always, (1..=12).collect()),
            (When::Nth(3), vec![3]),
            (When::EveryNth(5), vec![5, 10]),
            (When::Probability { of: 0.0, seed: 7 }, vec![]),
            (When::Probability { of: 1.0, seed: 7 }, (1..=12).collect()),
            (When::Rate { requests: 3, per }, vec![4, 8, 12]),
            (When::Rate { requests: 0, per }, (1..=12).collect()),
        ] {
            assert_eq!(struck(when), expected, "{when:?}");
        }
    }

    #[test]
    fn one_seed_draws_the_same_lots_and_another_others() {
        let drawn = |seed| struck(When::Probability { of: 0.5, seed });
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn throttling_says_when_there_is_room_again() {
        let when = When::Rate { requests: 1, per: Duration::from_millis(2500) };
        let mut progress = Progress::of(&when);
        progress.strike(&when, moment(0));
        assert_eq!(progress.strike(&when, moment(1)), Strike::Strikes { reopens_in: Some(2) });
        assert_eq!(progress.strike(&when, moment(3)), Strike::Spares);
    }

    #[test]
    fn throttling_begins_anew_where_the_clock_is_moved_backwards() {
        let when = When::Rate { requests: 1, per: Duration::from_hours(1) };
        let mut progress = Progress::of(&when);
        progress.strike(&when, moment(100));
        assert_eq!(progress.strike(&when, moment(50)), Strike::Spares);
    }
}
