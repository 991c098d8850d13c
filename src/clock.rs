//! The one place where the crate asks for the time: how much has passed, which tests let stand still, and what time it is.

use std::time::SystemTime;
use tokio::time::Instant;

/// Now, to tell how much time passes from it.
pub(crate) fn start() -> Instant {
    Instant::now()
}

/// What time it is, for a service that names a date and does not say what time it is there.
#[expect(clippy::disallowed_methods, reason = "this is the place that the others are to use")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}
