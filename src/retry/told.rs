//! A try that was not the last in, an event out, with the feature `tracing`. Neither a query nor a header is told, and so no token.

use super::Outcome;
use crate::{Client, GraphError, TokenFailure};
use reqwest::{Request, StatusCode, Url};
use std::error::Error;
use std::iter::successors;
use std::time::Duration;

/// What another try is made for.
struct Why<'a> {
    /// Who answered so, or did not answer.
    of: &'static str,
    /// The status of the answer, where there was one.
    status: Option<StatusCode>,
    /// Why there was none, or no whole one.
    cause: Option<&'a (dyn Error + 'static)>,
}

const SERVICE: &str = "the service";
const TOKEN_ENDPOINT: &str = "the token endpoint";
const TOKEN_SOURCE: &str = "the source of tokens";

/// Tells of a try of a call.
pub(crate) fn a_try(request: &Request, outcome: &Outcome, pause: Duration) {
    let why = match outcome {
        Err(failure) => for_a_token(failure),
        // What stands in the error of a connection itself is the whole address.
        Ok(Err(error)) => Why { of: SERVICE, status: None, cause: error.source() },
        Ok(Ok(answer)) => {
            let cause = answer.broken().and_then(Error::source);
            Why { of: SERVICE, status: Some(answer.status()), cause }
        }
    };
    tell((request.method().as_str(), request.url().path()), &why, pause);
}

/// Tells of a try whose token was refused, and that is made anew with another at once.
pub(crate) fn a_refused_token(request: &Request) {
    let why = Why { of: SERVICE, status: Some(StatusCode::UNAUTHORIZED), cause: None };
    tell((request.method().as_str(), request.url().path()), &why, Duration::ZERO);
}

/// Tells of a look at the request of `id` that failed.
pub(crate) fn a_look(client: &Client, id: &str, error: &GraphError, pause: Duration) {
    let why = if let GraphError::Token(failure) = error {
        for_a_token(failure)
    } else {
        let cause = error.source().filter(|_| error.answer().is_none()).and_then(Error::source);
        Why { of: SERVICE, status: error.status(), cause }
    };
    let address = client.of_request(id, "").ok();
    tell(("GET", address.as_ref().map_or("", Url::path)), &why, pause);
}

fn for_a_token(failure: &TokenFailure) -> Why<'_> {
    match failure {
        TokenFailure::Refused { status, .. } => {
            Why { of: TOKEN_ENDPOINT, status: StatusCode::from_u16(*status).ok(), cause: None }
        }
        TokenFailure::Endpoint(error) => {
            Why { of: TOKEN_ENDPOINT, status: None, cause: error.source() }
        }
        TokenFailure::Late { .. } => Why { of: TOKEN_SOURCE, status: None, cause: Some(failure) },
        TokenFailure::Invalid(_) | TokenFailure::Unavailable(_) | TokenFailure::Source(_) => {
            Why { of: TOKEN_SOURCE, status: None, cause: failure.source() }
        }
    }
}

fn tell((method, path): (&str, &str), why: &Why<'_>, pause: Duration) {
    // Behind a broken connection stands what the system says of it.
    let innermost = successors(why.cause, |&cause| cause.source()).last();
    tracing::warn!(
        target: "assignment_requests::retry",
        method,
        path,
        of = why.of,
        status = why.status.map(|status| status.as_u16()),
        cause = innermost.map(tracing::field::display),
        pause = ?pause,
        "trying again"
    );
}
