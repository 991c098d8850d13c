//! What a try came to in, whether another may be made out.

use super::{Retry, retry_after};
use crate::exchange::Reply;
use crate::token::TokenFailure;
use reqwest::{Method, StatusCode};
use std::time::Duration;

/// What one try came to: there was no token to send, no answer, or one.
pub(crate) type Outcome = Result<reqwest::Result<Reply>, TokenFailure>;

/// Why another try may be made, and how long the service asks to wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Again {
    /// Whose answer it is, or who gave none.
    pub(super) of: &'static str,
    /// The status, where there was an answer, and be it one that broke off.
    pub(super) status: Option<StatusCode>,
    /// What is asked for.
    pub(super) after: Option<Duration>,
}

/// Whether the call may be made again that came to `outcome`; none where that is the last word.
pub(super) fn again(retry: Retry, method: &Method, outcome: &Outcome) -> Option<Again> {
    let may_repeat = *method != Method::POST || retry.repeats_posts;
    match outcome {
        // The call was not sent, or refused for its token. A grant changes nothing.
        Err(failure) => again_for_a_token(failure),
        Ok(Ok(answer)) => {
            let after = retry_after(answer.headers());
            let status = answer.status();
            // One that breaks off is a connection that broke.
            let is_broken = may_repeat && answer.broken().is_some();
            (is_broken || is_worth_it(status, may_repeat)).then_some(Again {
                of: "the service",
                status: Some(status),
                after,
            })
        }
        // What never had a connection was not heard. What cannot be sent at all cannot be sent again either.
        Ok(Err(error)) if error.is_connect() || (may_repeat && is_broken(error)) => {
            Some(Again { of: "the service", status: None, after: None })
        }
        Ok(Err(_)) => None,
    }
}

fn again_for_a_token(failure: &TokenFailure) -> Option<Again> {
    let of = "the token endpoint";
    match failure {
        TokenFailure::Refused { status, retry_after, .. } => {
            let status = StatusCode::from_u16(*status).ok()?;
            is_worth_it(status, true).then_some(Again {
                of,
                status: Some(status),
                after: *retry_after,
            })
        }
        TokenFailure::Endpoint(_) if failure.may_pass() => {
            Some(Again { of, status: None, after: None })
        }
        TokenFailure::Late { .. } | TokenFailure::Unavailable(_) => {
            Some(Again { of: "the source of tokens", status: None, after: None })
        }
        TokenFailure::Endpoint(_) | TokenFailure::Invalid(_) | TokenFailure::Source(_) => None,
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
