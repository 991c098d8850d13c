//! Errors for callers: what the generated client says went wrong comes in, one type goes out that carries
//! Graph's own words about it.

use std::error::Error as StdError;

use reqwest::{StatusCode, header::HeaderMap};

use crate::{
    Error, refusal,
    types::{MainError, OdataError},
};

/// Why a call failed, with everything that the service said about it.
///
/// Where there was an answer, its [`status`](Self::status) and [`headers`](Self::headers) are kept, whether
/// or not its body is Graph's error envelope; only a success whose body cannot be decoded has lost them.
///
/// Made from the generated [`Error`] by `?` or `map_err(GraphError::from)`.
#[derive(Debug, thiserror::Error)]
#[error("{description}")]
pub struct GraphError {
    description: String,
    status: Option<StatusCode>,
    headers: HeaderMap,
    envelope: Option<MainError>,
    body: Vec<u8>,
    #[source]
    cause: Option<Box<dyn StdError + Send + Sync>>,
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
        self.envelope.as_ref().map(|error| error.code.as_str())
    }

    /// Graph's error in a sentence: for people, and for people only.
    pub fn message(&self) -> Option<&str> {
        self.envelope.as_ref().map(|error| error.message.as_str())
    }

    /// Graph's error as a whole, with `target`, `details` and `innerError`.
    pub fn envelope(&self) -> Option<&MainError> {
        self.envelope.as_ref()
    }

    /// The service's own id of the exchange, to quote when asking for help.
    pub fn request_id(&self) -> Option<&str> {
        self.id("request-id", |inner| inner.request_id.as_deref())
    }

    /// The caller's id of the exchange, as the service repeated it.
    pub fn client_request_id(&self) -> Option<&str> {
        self.id("client-request-id", |inner| inner.client_request_id.as_deref())
    }

    /// The body of an answer that could not be understood; empty where it could.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// From the header, or else from the envelope, which repeats it.
    fn id(
        &self,
        header: &str,
        member: fn(&crate::types::InnerError) -> Option<&str>,
    ) -> Option<&str> {
        let from_header = self.headers.get(header).and_then(|value| value.to_str().ok());
        from_header.or_else(|| self.envelope.as_ref()?.inner_error.as_ref().and_then(member))
    }

    fn described(description: String) -> Self {
        Self {
            description,
            status: None,
            headers: HeaderMap::new(),
            envelope: None,
            body: Vec::new(),
            cause: None,
        }
    }

    fn refused(status: StatusCode, headers: HeaderMap, envelope: MainError) -> Self {
        let description = format!("{status}: {}: {}", envelope.code, envelope.message);
        let error = Self {
            status: Some(status),
            headers,
            envelope: Some(envelope),
            ..Self::described(description)
        };
        match error.request_id().map(|id| format!("{} (request-id {id})", error.description)) {
            Some(description) => Self { description, ..error },
            None => error,
        }
    }

    fn not_understood(response: &reqwest::Response) -> Self {
        let status = response.status();
        let description = if status.is_client_error() || status.is_server_error() {
            format!("{status}, without Graph's error envelope")
        } else {
            format!("{status}, which is not documented")
        };
        Self {
            status: Some(status),
            headers: response.headers().clone(),
            body: refusal::body(response).unwrap_or_default().to_vec(),
            ..Self::described(description)
        }
    }

    fn caused(description: &str, cause: impl StdError + Send + Sync + 'static) -> Self {
        Self { cause: Some(Box::new(cause)), ..Self::described(description.to_owned()) }
    }
}

impl From<Error<OdataError>> for GraphError {
    fn from(error: Error<OdataError>) -> Self {
        match error {
            Error::ErrorResponse(answer) => {
                let (status, headers) = (answer.status(), answer.headers().clone());
                Self::refused(status, headers, answer.into_inner().error)
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
