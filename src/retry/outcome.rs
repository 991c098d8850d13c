//! What a try came to in, whether another may be made out.

use super::{Retry, retry_after};
use reqwest::{Method, Response, StatusCode};
use std::time::Duration;

/// Why another try may be made, and how long the service asks to wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Again {
    /// The status, where there was an answer.
    pub(super) status: Option<StatusCode>,
    /// What the service asks for.
    pub(super) after: Option<Duration>,
}

/// Whether the call may be made again that came to `outcome`; none where that is the last word.
pub(super) fn again(
    retry: Retry,
    method: &Method,
    outcome: &reqwest::Result<Response>,
) -> Option<Again> {
    let may_repeat = *method != Method::POST || retry.repeats_posts;
    match outcome {
        Ok(answer) => {
            let is_worth_it = match answer.status() {
                // Nothing was done: the service says so.
                StatusCode::TOO_MANY_REQUESTS => true,
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => may_repeat,
                _ => false,
            };
            let after = retry_after(answer.headers());
            is_worth_it.then(|| Again { status: Some(answer.status()), after })
        }
        // What never had a connection was not heard. What cannot be sent at all cannot be sent again either.
        Err(error) if error.is_connect() || (may_repeat && is_broken(error)) => {
            Some(Again { status: None, after: None })
        }
        Err(_) => None,
    }
}

/// Whether the connection is what failed.
fn is_broken(error: &reqwest::Error) -> bool {
    error.is_timeout() || error.is_request()
}
