//! Why a call failed: one type to match on, with everything that the service said about it.

mod answer;
mod envelope;
mod kind;

pub use answer::Answer;
pub(crate) use answer::is_refusal;
pub(crate) use kind::refusal;

use crate::mask::Mask;
use crate::retry_after::retry_after;
use crate::token::TokenFailure;
use reqwest::header::HeaderMap;
use reqwest::{StatusCode, Url};
use serde_json::{Map, Value};
use std::error::Error as StdError;
use std::time::Duration;

/// Why a call failed.
///
/// Where there was an answer, its status, headers, and body are kept, whether or not its body is what it should be. Of Graph's error
/// envelope everything is kept that it says; a `code` is enough to be one. The token that was sent is in none of it, though the service
/// repeats it.
///
/// ```
/// use assignment_requests::GraphError;
///
/// fn advice(error: &GraphError) -> &'static str {
///     match error {
///         GraphError::Unauthorized(_) | GraphError::Token(_) => "sign in again",
///         GraphError::Forbidden(_) => "ask for the permission",
///         GraphError::NotFound(_) => "it was deleted",
///         GraphError::Conflict(_) => "look at it again: it has moved on",
///         GraphError::Throttled(_) | GraphError::Service(_) | GraphError::Transport(_) => "try later",
///         _ => "tell whoever wrote this program",
///     }
/// }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// 401: the token is none, or has expired.
    #[error(transparent)]
    Unauthorized(Box<Answer>),
    /// 403: whoever calls may not do that.
    #[error(transparent)]
    Forbidden(Box<Answer>),
    /// 404 or 410: there is no such request, or no longer.
    #[error(transparent)]
    NotFound(Box<Answer>),
    /// What was asked for does not fit the state in which things are. The documents name no status for it (D-39): taken as such are 409, 412
    /// and 423, the code `ExistingOpenRequest` (seen of the real service), and a 400 to an action or a deletion, unless its code says that the
    /// request itself is malformed.
    #[error(transparent)]
    Conflict(Box<Answer>),
    /// 400 or another 4XX: the request is not one that the service takes.
    #[error(transparent)]
    Invalid(Box<Answer>),
    /// 424: in a [`Batch`](crate::Batch), a call that this one depends on failed, and this one was not carried out.
    #[error(transparent)]
    Dependency(Box<Answer>),
    /// 429: more was asked than is allowed, and [`Retry`](crate::Retry) has come to its end. [`retry_after`](Self::retry_after) says when to ask again.
    #[error(transparent)]
    Throttled(Box<Answer>),
    /// 5XX: the service failed.
    #[error(transparent)]
    Service(Box<Answer>),
    /// The answer is neither a success as documented nor a refusal.
    #[error(transparent)]
    Undecodable(Box<Answer>),
    /// There was no whole answer.
    #[error(transparent)]
    Transport(Transport),
    /// There was no token to send.
    #[error("there is no token to call with")]
    Token(#[from] TokenFailure),
    /// The link to the next page of a list is not followed.
    #[error(transparent)]
    NextLink(#[from] NextLink),
    /// What was given cannot be sent. Nobody was called.
    #[error(transparent)]
    Argument(#[from] Argument),
}

/// Why there was no whole answer.
#[derive(Debug, thiserror::Error)]
#[error("{description}")]
pub struct Transport {
    description: String,
    /// Of an answer that broke off.
    head: Option<Box<(StatusCode, HeaderMap)>>,
    #[source]
    cause: Option<reqwest::Error>,
}

/// Why the next page of a list is not asked for. The link is not shown, but for the server that it leads to; the page came before, and holds it.
#[derive(Debug, thiserror::Error)]
#[error("the link to the next page {problem}; it is not followed")]
pub struct NextLink {
    problem: String,
}

/// What cannot be sent.
#[derive(Debug, thiserror::Error)]
#[error("the request could not be made: {problem}")]
pub struct Argument {
    problem: String,
}

impl GraphError {
    /// The answer, where there was one.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Unauthorized(answer)
            | Self::Forbidden(answer)
            | Self::NotFound(answer)
            | Self::Conflict(answer)
            | Self::Dependency(answer)
            | Self::Invalid(answer)
            | Self::Throttled(answer)
            | Self::Service(answer)
            | Self::Undecodable(answer) => Some(answer),
            Self::Transport(_) | Self::Token(_) | Self::NextLink(_) | Self::Argument(_) => None,
        }
    }

    /// The status of the answer, also of one that broke off.
    pub fn status(&self) -> Option<StatusCode> {
        let of_answer = self.answer().map(Answer::status);
        of_answer.or_else(|| self.broken_head().map(|(status, _)| *status))
    }

    /// The headers of the answer, also of one that broke off.
    pub fn headers(&self) -> Option<&HeaderMap> {
        let of_answer = self.answer().map(Answer::headers);
        of_answer.or_else(|| self.broken_head().map(|(_, headers)| headers))
    }

    fn broken_head(&self) -> Option<&(StatusCode, HeaderMap)> {
        if let Self::Transport(broken) = self { broken.head.as_deref() } else { None }
    }

    /// An id of an answer that broke off.
    fn broken_id(&self, name: &str) -> Option<&str> {
        self.broken_head()?.1.get(name)?.to_str().ok()
    }

    /// Graph's error in one word: what programs should branch on.
    pub fn code(&self) -> Option<&str> {
        self.answer()?.code()
    }

    /// Graph's error in a sentence: for people, and for people only.
    pub fn message(&self) -> Option<&str> {
        self.answer()?.message()
    }

    /// Graph's error as a whole, with `target`, `details` and `innerError` as the service wrote them.
    pub fn envelope(&self) -> Option<&Map<String, Value>> {
        self.answer()?.envelope()
    }

    /// The service's own id of the exchange, to quote when asking for help.
    pub fn request_id(&self) -> Option<&str> {
        self.answer().map_or_else(|| self.broken_id("request-id"), Answer::request_id)
    }

    /// The caller's id of the exchange, as the service repeated it.
    pub fn client_request_id(&self) -> Option<&str> {
        let of_broken = || self.broken_id("client-request-id");
        self.answer().map_or_else(of_broken, Answer::client_request_id)
    }

    /// How long the service, or the token endpoint, asks to wait before the next call, where it does.
    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Token(failure) = self {
            return failure.retry_after();
        }
        retry_after(self.headers()?)
    }

    /// Whether the same call may well succeed in a moment.
    pub(crate) fn may_pass(&self) -> bool {
        if let Self::Token(failure) = self {
            return failure.may_pass();
        }
        if let Self::Transport(broken) = self {
            return broken.may_pass();
        }
        matches!(self, Self::Throttled(_) | Self::Service(_))
    }

    /// The body of the answer, as it came but for the token; empty where there was none.
    pub fn body(&self) -> &[u8] {
        self.answer().map(Answer::body).unwrap_or_default()
    }
}

impl Transport {
    /// Whether the time for the exchange was up, or that for the connection.
    pub fn is_timeout(&self) -> bool {
        self.cause.as_ref().is_some_and(reqwest::Error::is_timeout)
    }

    /// Whether no connection came about, so that nobody heard of the call.
    pub fn is_connect(&self) -> bool {
        self.cause.as_ref().is_some_and(reqwest::Error::is_connect)
    }

    /// Whether it is the connection that failed: what another place answered, or a batch left out, will not be otherwise in a moment.
    fn may_pass(&self) -> bool {
        let is_of_connection = |cause: &reqwest::Error| {
            let is_broken = cause.is_request() || cause.is_body() || cause.is_decode();
            cause.is_timeout() || cause.is_connect() || is_broken
        };
        self.cause.as_ref().is_some_and(is_of_connection)
    }

    /// No connection came about, or it broke before there was an answer.
    pub(crate) fn before_an_answer(cause: reqwest::Error) -> Self {
        let description = "the service could not be reached, or broke off".to_owned();
        Self { description, head: None, cause: Some(cause) }
    }

    /// An answer with this status and these headers broke off.
    pub(crate) fn within_an_answer(head: (StatusCode, HeaderMap), cause: reqwest::Error) -> Self {
        let description = "the answer broke off".to_owned();
        Self { description, head: Some(Box::new(head)), cause: Some(cause) }
    }

    /// A batch was answered, and this call of it was not.
    pub(crate) fn missing_in_a_batch() -> Self {
        let description = "the batch was answered without an answer to this call, which may have been carried out";
        Self { description: description.to_owned(), head: None, cause: None }
    }

    /// The connection followed a redirect.
    pub(crate) fn redirected(to: &Url, mask: &Mask) -> Self {
        let description = format!(
            "the connection followed a redirect to {}, which is not what was asked for; build it without redirects",
            mask.text(&to.origin().ascii_serialization())
        );
        Self { description, head: None, cause: None }
    }
}

impl NextLink {
    /// There is none, though the page says that there is.
    pub(crate) fn empty() -> Self {
        Self { problem: "is empty".to_owned() }
    }

    /// It is no address.
    pub(crate) fn wrong() -> Self {
        Self { problem: "is no address".to_owned() }
    }

    /// It leads to another server, which would get the token.
    pub(crate) fn elsewhere(link: &Url, mask: &Mask) -> Self {
        let origin = link.origin().ascii_serialization();
        Self { problem: format!("leads to {}", mask.text(&origin)) }
    }

    /// It was followed before.
    pub(crate) fn again() -> Self {
        Self { problem: "leads in a circle".to_owned() }
    }
}

impl From<Transport> for GraphError {
    fn from(broken: Transport) -> Self {
        Self::Transport(broken)
    }
}

impl Argument {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self { problem: problem.into() }
    }

    /// What the connection says of a request that it cannot make.
    pub(crate) fn of(cause: &(dyn StdError + 'static)) -> Self {
        Self::new(cause.to_string())
    }
}
