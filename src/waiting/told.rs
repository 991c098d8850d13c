//! A look that failed and is repeated in, an event out, as [`Retry`](crate::Retry) tells of a try.

use crate::{Client, GraphError};
use std::time::Duration;

/// Tells of a failed look at the request of `id`, where somebody listens. Neither a query nor a header is told, and so no token.
#[cfg(feature = "tracing")]
pub(super) fn tell(client: &Client, id: &str, error: &GraphError, pause: Duration) {
    let address = client.of_request(id, "").ok();
    let by_endpoint = matches!(error, GraphError::Token(_));
    tracing::warn!(
        target: "assignment_requests::retry",
        method = "GET",
        path = address.as_ref().map(reqwest::Url::path),
        of = if by_endpoint { "the token endpoint" } else { "the service" },
        status = status(error),
        cause = cause(error).map(tracing::field::display),
        pause = ?pause,
        "trying again"
    );
}

#[cfg(not(feature = "tracing"))]
pub(super) fn tell(_: &Client, _: &str, _: &GraphError, _: Duration) {}

/// The status of the answer, whoever gave it.
#[cfg(feature = "tracing")]
fn status(error: &GraphError) -> Option<u16> {
    if let GraphError::Token(crate::TokenFailure::Refused { status, .. }) = error {
        return Some(*status);
    }
    error.status().map(|status| status.as_u16())
}

/// Why there was no whole answer. What stands in the error of a connection itself is the whole address.
#[cfg(feature = "tracing")]
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are answers")]
fn cause(error: &GraphError) -> Option<&(dyn std::error::Error + 'static)> {
    use std::error::Error;

    match error {
        GraphError::Token(failure) => failure.source()?.source(),
        GraphError::Transport(broken) => broken.source().and_then(Error::source).or(Some(broken)),
        _ => None,
    }
}
