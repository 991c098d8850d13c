//! The sandbox's time: a clock that stands still until told, or one that runs with the machine's.
//!
//! The only module that reads the machine's clock.

use std::fmt;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// Who waits for a running clock looks at it this often: the timers that it waits by stand still
/// while the machine sleeps.
const LOOK: Duration = Duration::from_mins(1);

/// A handle on the sandbox's time; every clone moves the same clock.
#[derive(Clone)]
pub struct Clock(watch::Sender<Pace>);

#[derive(Clone, Copy, Debug)]
enum Pace {
    Still(DateTime<Utc>),
    Running { ahead: TimeDelta },
}

impl Clock {
    /// A clock that shows `moment` until it is moved.
    pub fn still(moment: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(Pace::Still(writable(moment))))
    }

    /// A clock that runs with the machine's.
    pub fn running() -> Self {
        Self(watch::Sender::new(Pace::Running { ahead: TimeDelta::zero() }))
    }

    /// A clock that shows `moment` and runs on from there, as fast as the machine's.
    pub fn running_from(moment: DateTime<Utc>) -> Self {
        let clock = Self::running();
        clock.set(moment);
        clock
    }

    /// Whether time passes by itself.
    pub fn runs(&self) -> bool {
        matches!(*self.0.borrow(), Pace::Running { .. })
    }

    /// What the clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.borrow().now()
    }

    /// Moves the clock to `moment`, forwards or backwards; a running clock runs on from there.
    pub fn set(&self, moment: DateTime<Utc>) {
        self.0.send_modify(|pace| *pace = pace.moved_to(moment));
    }

    /// Moves the clock forwards, at most to the last moment that can be written.
    pub fn advance(&self, by: Duration) {
        let by = TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX);
        self.0.send_modify(|pace| *pace = pace.moved_to(later(pace.now(), by)));
    }

    /// Tells from now on whether the clock is moved.
    pub(crate) fn moves(&self) -> Moves {
        Moves(self.0.subscribe())
    }

    /// Waits until the clock shows `moment`, be it by itself or because it is moved there.
    pub(crate) async fn until(&self, moment: DateTime<Utc>) {
        let mut paces = self.0.subscribe();
        loop {
            let pace = *paces.borrow_and_update();
            let left = (moment - pace.now()).to_std().unwrap_or_default();
            if left.is_zero() {
                return;
            }
            let wait = match pace {
                Pace::Still(_) => Duration::MAX,
                Pace::Running { .. } => left.min(LOOK),
            };
            // Either way it is looked at anew.
            let _ = tokio::time::timeout(wait, paces.changed()).await;
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&*self.0.borrow()).finish()
    }
}

/// Whether a clock is moved.
#[derive(Debug)]
pub(crate) struct Moves(watch::Receiver<Pace>);

impl Moves {
    /// Whether it was moved since this was last asked.
    pub(crate) fn take(&mut self) -> bool {
        let moved = self.0.has_changed().unwrap_or(false);
        self.0.mark_unchanged();
        moved
    }
}

impl Pace {
    fn now(self) -> DateTime<Utc> {
        match self {
            Self::Still(moment) => moment,
            Self::Running { ahead } => later(machine_time(), ahead),
        }
    }

    fn moved_to(self, moment: DateTime<Utc>) -> Self {
        match self {
            Self::Still(_) => Self::Still(writable(moment)),
            Self::Running { .. } => Self::Running { ahead: writable(moment) - machine_time() },
        }
    }
}

/// How long something takes, by the machine's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// A watch that runs from now on.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// How long it has run.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// `moment` and `by` added; chrono's own addition panics past its range.
pub(crate) fn later(moment: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    writable(moment.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC))
}

/// The nearest moment of the years 1 to 9999, which are those that RFC 3339 and Graph can write.
fn writable(moment: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = moment.timestamp().clamp(-62_135_596_800, 253_402_300_799);
    if seconds == moment.timestamp() {
        return moment;
    }
    DateTime::from_timestamp(seconds, 0).unwrap_or(moment)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
pub(crate) fn machine_time() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2024-06-07T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_still_clock_moves_only_when_told() {
        let clock = Clock::still(noon());
        assert_eq!(clock.now(), noon());
        clock.advance(Duration::from_mins(1));
        assert_eq!(clock.now(), noon() + TimeDelta::seconds(60));
    }

    #[test]
    fn a_move_is_told_once() {
        let clock = Clock::still(noon());
        let mut moves = clock.moves();
        assert!(!moves.take());
        clock.advance(Duration::ZERO);
        assert!(moves.take() && !moves.take());
    }

    #[test]
    fn clones_move_the_same_clock() {
        let clock = Clock::still(DateTime::UNIX_EPOCH);
        clock.clone().set(noon());
        assert_eq!(clock.now(), noon());
    }

    #[test]
    fn a_running_clock_runs_on_from_where_it_is_set() {
        let clock = Clock::running();
        clock.set(noon());
        let shown = clock.now();
        assert!(shown >= noon() && shown < noon() + TimeDelta::hours(1));
    }

    #[test]
    fn a_clock_that_runs_from_a_moment_begins_there_and_goes_on_by_itself() {
        let clock = Clock::running_from(noon());
        let first = clock.now();
        assert!(first >= noon() && first < noon() + TimeDelta::hours(1));
        assert!((0..1_000_000).any(|_| clock.now() > first));
    }

    #[test]
    fn a_clock_cannot_be_moved_out_of_the_years_1_to_9999() {
        let clock = Clock::still(noon());
        clock.advance(Duration::MAX);
        assert_eq!(clock.now().to_rfc3339(), "9999-12-31T23:59:59+00:00");
        clock.set(DateTime::<Utc>::MIN_UTC);
        assert_eq!(clock.now().to_rfc3339(), "0001-01-01T00:00:00+00:00");
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_a_still_clock_waits_until_it_is_moved_far_enough() {
        let clock = Clock::still(noon());
        let waiter = clock.clone();
        let waiting =
            tokio::spawn(async move { waiter.until(noon() + TimeDelta::seconds(2)).await });
        clock.advance(Duration::from_secs(1));
        tokio::time::sleep(Duration::from_hours(1)).await;
        assert!(!waiting.is_finished());
        clock.advance(Duration::from_secs(1));
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn who_waits_for_a_running_clock_waits_as_long_as_it_takes() {
        let clock = Clock::running_from(noon());
        let moment = noon() + TimeDelta::milliseconds(50);
        clock.until(moment).await;
        assert!(clock.now() >= moment);
    }

    #[tokio::test]
    async fn who_waits_for_a_running_clock_sees_that_it_is_moved() {
        let clock = Clock::running_from(noon());
        let day = TimeDelta::days(1);
        let moved = async { clock.set(noon() + day) };
        tokio::join!(clock.until(noon() + day), moved);
        assert!(clock.now() >= noon() + day);
    }
}
