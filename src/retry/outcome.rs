//! What a try came to in, whether another may be made out, and how long is asked to wait for it.

use super::Retry;
use crate::reply::Reply;
use crate::retry_after::retry_after;
use crate::token::TokenFailure;
use reqwest::{Method, StatusCode};
use std::time::Duration;

/// What one try came to: there was no token to send, no answer, or one.
pub(crate) type Outcome = Result<reqwest::Result<Reply>, TokenFailure>;

/// Whether the call may be made again that came to `outcome`; else that is the last word.
pub(super) fn may_be_repeated(retry: Retry, method: &Method, outcome: &Outcome) -> bool {
    let may_repeat = *method != Method::POST || retry.repeats_posts;
    match outcome {
        // The call was not sent, or refused for its token. A grant changes nothing.
        Err(failure) => is_for_the_moment(failure),
        // One that breaks off is a connection that broke.
        Ok(Ok(answer)) => {
            is_worth_it(answer.status(), may_repeat) || (may_repeat && answer.broken().is_some())
        }
        // What never had a connection was not heard. What cannot be sent at all cannot be sent again either.
        Ok(Err(error)) => error.is_connect() || (may_repeat && is_broken(error)),
    }
}

/// How long whoever answered asks to wait.
pub(super) fn asked(outcome: &Outcome) -> Option<Duration> {
    match outcome {
        Err(failure) => failure.retry_after(),
        Ok(Ok(answer)) => retry_after(answer.headers()),
        Ok(Err(_)) => None,
    }
}

fn is_for_the_moment(failure: &TokenFailure) -> bool {
    match failure {
        TokenFailure::Refused { status, .. } => {
            StatusCode::from_u16(*status).is_ok_and(|status| is_worth_it(status, true))
        }
        TokenFailure::Endpoint(_)
        | TokenFailure::Late { .. }
        | TokenFailure::Unavailable(_)
        | TokenFailure::Invalid(_)
        | TokenFailure::Source(_) => failure.may_pass(),
    }
}

fn is_worth_it(status: StatusCode, may_repeat: bool) -> bool {
    match status {
        // Nothing was done: the service says so.
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => may_repeat,
        _ => false,
    }
}

/// Whether the connection is what failed.
fn is_broken(error: &reqwest::Error) -> bool {
    error.is_timeout() || error.is_request()
}
