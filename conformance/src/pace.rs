//! How many requests are sent a second, at most, by all lanes together.

use crate::clock;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When the next request may be sent; all clones share it. By itself: at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pace(Option<Arc<Beat>>);

#[derive(Debug)]
struct Beat {
    period: Duration,
    /// When whoever comes next may send.
    next: Mutex<Instant>,
}

impl Pace {
    /// So many requests a second.
    pub(crate) fn new(rate: Option<f64>) -> Self {
        let beat = rate.map(|rate| Beat {
            period: Duration::from_secs_f64(1.0 / rate),
            next: Mutex::new(clock::start()),
        });
        Self(beat.map(Arc::new))
    }

    /// Waits until a request may be sent.
    pub(crate) async fn turn(&self) {
        if let Some(beat) = &self.0 {
            let at = beat.take(clock::start());
            tokio::time::sleep_until(at.into()).await;
        }
    }
}

impl Beat {
    /// The time of a request that would be sent now. What was not sent earlier is not made up for.
    fn take(&self, now: Instant) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let at = now.max(*next);
        *next = at + self.period;
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_a_period_apart_and_a_pause_is_not_made_up_for() {
        let begun = clock::start();
        let beat = Beat { period: Duration::from_millis(250), next: Mutex::new(begun) };
        for (now, expected) in [(0, 0), (0, 250), (10, 500), (2000, 2000), (2001, 2250)] {
            let at = beat.take(begun + Duration::from_millis(now));
            assert_eq!(at.duration_since(begun).as_millis(), expected, "{now}");
        }
    }
}
