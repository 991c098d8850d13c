//! The one place that asks what time it is.

use chrono::{DateTime, Utc};
use std::time::Instant;

/// The wall clock, in UTC.
pub(crate) fn now() -> DateTime<Utc> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    Utc::now()
}

/// The start of something whose length is measured.
pub(crate) fn start() -> Instant {
    Instant::now()
}
