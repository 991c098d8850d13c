//! How often a call is tried, and how long is waited between: what one try came to in, the time until the next out, or that it is the last.

mod course;
mod outcome;
#[cfg_attr(not(feature = "tracing"), path = "retry/told_to_nobody.rs")]
pub(crate) mod told;

pub(crate) use course::Course;
pub(crate) use outcome::Outcome;
use outcome::{asked, may_be_repeated};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use std::time::Duration;

/// How often a call is tried, and how long is waited between two tries.
///
/// Tried again is what was throttled (429), and, unless it is a POST, what met a service that is not there for the moment (503, 504) or a
/// connection that broke, be it within an answer, whose body is read before the try is over. A POST that got no answer may have been carried
/// out, and would be carried out twice; it is tried again only where it cannot have been heard, or where [`even_posts`](Self::even_posts)
/// allows it. A deletion that is tried again may find nothing any more, for the first try did it: it ends with
/// [`NotFound`](crate::GraphError::NotFound).
///
/// The same holds where a call waits for a token: what a token endpoint that was throttled, is not there for the moment, or broke off leaves
/// undone is one try of the call, a POST or not, for neither the call nor the grant of a token has changed anything.
///
/// A `Retry-After` of the service is obeyed, in seconds or as a date. One of no time, as `0` or a date that has passed, asks for nothing.
/// Without one, the time doubles from try to try up to the longest, and each pause is between half of it and the whole, as chance has it, so
/// that many callers do not come back at the same moment.
///
/// With the feature `tracing`, each try that was not the last is one event `trying again`, of the level `WARN` and the target
/// `assignment_requests::retry`. Its fields are `method`, `path` (without a query), `of` (the service, the token endpoint, or the source of
/// tokens, whichever it was for), `status` of an answer, `cause` where there was none or no whole one, and `pause`. So is a call that is sent
/// anew because its token was refused, and a look of [`wait_until`](crate::Client::wait_until) that failed.
///
/// ```
/// use assignment_requests::Retry;
/// use std::time::Duration;
///
/// let patient = Retry::default().tries(8).within(Duration::from_secs(300));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    tries: usize,
    within: Duration,
    first: Duration,
    longest: Duration,
    repeats_posts: bool,
}

impl Default for Retry {
    /// Four tries within a minute, the first pause half a second at most, the second a second, and none over 20.
    fn default() -> Self {
        Self {
            tries: 4,
            within: Duration::from_mins(1),
            first: Duration::from_millis(500),
            longest: Duration::from_secs(20),
            repeats_posts: false,
        }
    }
}

impl Retry {
    /// Every call is tried once.
    pub const fn never() -> Self {
        Self {
            tries: 1,
            within: Duration::ZERO,
            first: Duration::ZERO,
            longest: Duration::ZERO,
            repeats_posts: false,
        }
    }

    /// So often at most, the first try included.
    pub const fn tries(self, tries: usize) -> Self {
        Self { tries, ..self }
    }

    /// No try begins later than so long after the first. A service that asks for more than is left of it is not waited for.
    pub const fn within(self, time: Duration) -> Self {
        Self { within: time, ..self }
    }

    /// From this pause to that one, where the service does not say how long to wait: `first`, twice as long after each try, and no longer than
    /// `longest`. What is waited is between half and the whole of that.
    pub const fn pauses(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// Tries a POST again as well that may have been carried out: whoever allows it knows that a second request, or a refusal because of the
    /// first, does no harm.
    pub const fn even_posts(self) -> Self {
        Self { repeats_posts: true, ..self }
    }

    /// The tries of one call.
    pub(crate) fn begin(self) -> Course {
        Course::begin(self)
    }

    /// The pauses that the service says nothing of, one after the other. Chance adds up to as much again, so they are built from the halves.
    fn pauses_between(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(self.first.min(self.longest) / 2)
            .with_max_delay(self.longest / 2)
            .with_max_times(self.tries.saturating_sub(1))
            .with_jitter()
            .build()
    }
}
