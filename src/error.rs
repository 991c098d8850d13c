//! Errors for callers: what the generated client says went wrong comes in, one type goes out that carries
//! Graph's own words about it.

use std::{borrow::Cow, error::Error as StdError, sync::Arc};

use reqwest::{
    Response, StatusCode,
    header::{HeaderMap, LOCATION},
};
use serde_json::{Map, Value};

use crate::{Error, answer::Unread, envelope::Envelope, types::OdataError};

/// Status and headers of an answer.
type Head = (StatusCode, HeaderMap);

/// Why a call failed, with everything that the service said about it.
///
/// Where there was an answer, its [`status`](Self::status) and [`headers`](Self::headers) are kept, whether
/// or not its body is what it should be. Of Graph's error envelope everything is kept that it says; a
/// `code` is enough to be one.
///
/// Made from the generated [`Error`] by `?` or `map_err(GraphError::from)`.
#[derive(Debug, thiserror::Error)]
#[error("{description}")]
pub struct GraphError {
    description: String,
    status: Option<StatusCode>,
    headers: HeaderMap,
    request_id: Option<String>,
    client_request_id: Option<String>,
    envelope: Option<Envelope>,
    body: Vec<u8>,
    #[source]
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl GraphError {
    /// The status of the answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The headers of the answer, empty where there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Graph's error in one word: what programs should branch on.
    pub fn code(&self) -> Option<&str> {
        self.envelope.as_ref().map(Envelope::code)
    }

    /// Graph's error in a sentence: for people, and for people only.
    pub fn message(&self) -> Option<&str> {
        self.envelope.as_ref().and_then(Envelope::message)
    }

    /// Graph's error as a whole, with `target`, `details` and `innerError` as the service wrote them.
    pub fn envelope(&self) -> Option<&Map<String, Value>> {
        self.envelope.as_ref().map(Envelope::members)
    }

    /// The service's own id of the exchange, to quote when asking for help.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The caller's id of the exchange, as the service repeated it.
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// The body of an answer that is not what it should be; empty where it is.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    fn described(description: String) -> Self {
        Self {
            description,
            status: None,
            headers: HeaderMap::new(),
            request_id: None,
            client_request_id: None,
            envelope: None,
            body: Vec::new(),
            cause: None,
        }
    }

    /// An error about an answer. The ids are those of the headers, or else those of the envelope, which
    /// repeats them.
    fn answered(fault: &str, (status, headers): Head, envelope: Option<Envelope>) -> Self {
        let id = |name: &str| {
            let from_header = headers.get(name).and_then(|value| value.to_str().ok());
            let from_header = from_header.map(str::to_owned);
            from_header.or_else(|| envelope.as_ref()?.id(name))
        };
        let (request_id, client_request_id) = (id("request-id"), id("client-request-id"));
        let quoted = request_id.iter().map(|id| format!(" (request-id {id})"));
        let description = format!("{status}{fault}{}", quoted.collect::<String>());
        Self {
            status: Some(status),
            request_id,
            client_request_id,
            headers,
            envelope,
            ..Self::described(description)
        }
    }

    fn refused(head: Head, envelope: Envelope) -> Self {
        let message = envelope.message().map(|message| format!(": {message}"));
        let fault = format!(": {}{}", envelope.code(), message.unwrap_or_default());
        Self::answered(&fault, head, Some(envelope))
    }

    fn not_understood(response: &Response) -> Self {
        let head = (response.status(), response.headers().clone());
        let Unread { body, cause } = Unread::of(response);
        let envelope = if is_refusal(head.0) { Envelope::read(&body) } else { None };
        let error = match envelope {
            Some(envelope) => Self::refused(head, envelope),
            None => Self {
                cause: cause.map(|cause| cause as Arc<_>),
                ..Self::answered(&surprise(&head), head, None)
            },
        };
        Self { body, ..error }
    }

    fn caused(description: &str, cause: impl StdError + Send + Sync + 'static) -> Self {
        Self { cause: Some(Arc::new(cause)), ..Self::described(description.to_owned()) }
    }
}

const WITHOUT_ENVELOPE: &str = ", without Graph's error envelope";

fn is_refusal(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// What is surprising about an answer that is neither a success as documented nor a refusal in Graph's
/// envelope.
fn surprise((status, headers): &Head) -> Cow<'static, str> {
    if is_refusal(*status) {
        return WITHOUT_ENVELOPE.into();
    }
    let location = headers.get(LOCATION).map(|place| String::from_utf8_lossy(place.as_bytes()));
    match location.filter(|_| status.is_redirection()) {
        Some(place) => format!(", a redirect to {place}, which is not followed").into(),
        None => ", which is not documented in this form".into(),
    }
}

impl From<Error<OdataError>> for GraphError {
    fn from(error: Error<OdataError>) -> Self {
        match error {
            Error::ErrorResponse(answer) => {
                let head = (answer.status(), answer.headers().clone());
                let body = serde_json::to_value(answer.into_inner()).unwrap_or_default();
                match Envelope::of(body) {
                    Some(envelope) => Self::refused(head, envelope),
                    None => Self::answered(WITHOUT_ENVELOPE, head, None),
                }
            }
            Error::UnexpectedResponse(response) => Self::not_understood(&response),
            Error::InvalidResponsePayload(body, cause) => {
                let error = Self::caused("the answer does not have the documented form", cause);
                Self { body: body.to_vec(), ..error }
            }
            Error::CommunicationError(cause) => {
                Self::caused("the service could not be reached, or broke off", cause)
            }
            Error::ResponseBodyError(cause) | Error::InvalidUpgrade(cause) => {
                let status = cause.status();
                Self { status, ..Self::caused("the answer broke off", cause) }
            }
            Error::InvalidRequest(fault) | Error::Custom(fault) => {
                Self::described(format!("the request could not be made: {fault}"))
            }
        }
    }
}
