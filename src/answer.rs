//! Answers as the generated client takes them: a response comes in, its decoded body goes out, or an error
//! that still has its status, its headers and its text.

use std::sync::Arc;

use progenitor_client::{Error, ResponseValue};
use reqwest::{Response, ResponseBuilderExt};
use serde::de::DeserializeOwned;

/// What was read of a response whose body could not be taken for what it should be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    /// The body as it came.
    pub(crate) body: Vec<u8>,
    /// Why it cannot be decoded, where it was tried.
    pub(crate) cause: Option<Arc<serde_json::Error>>,
}

impl Unread {
    /// What is kept beside `response`.
    pub(crate) fn of(response: &Response) -> Self {
        response.extensions().get().cloned().unwrap_or_default()
    }
}

/// The body of a documented answer. One that cannot be decoded is an unexpected response, because the
/// error for an invalid payload has no place for status and headers.
pub(crate) async fn decoded<T: DeserializeOwned, E>(
    response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let is_success = response.status().is_success();
    let head = Head::of(&response);
    let body = match response.bytes().await {
        Ok(body) => body.to_vec(),
        Err(cause) if is_success => return Err(Error::ResponseBodyError(cause)),
        // That the service refused is graver news than that its words broke off.
        Err(_) => Vec::new(),
    };
    match serde_json::from_slice(&body) {
        Ok(value) => Ok(ResponseValue::new(value, head.status, head.headers)),
        Err(cause) => Err(head.unexpected(Unread { body, cause: Some(Arc::new(cause)) })),
    }
}

/// The error for an answer that is not documented, with as much of its body as there is.
pub(crate) async fn unexpected<E>(response: Response) -> Error<E> {
    let head = Head::of(&response);
    let body = response.bytes().await.map(Vec::from).unwrap_or_default();
    head.unexpected(Unread { body, cause: None })
}

/// A response but for its body.
struct Head {
    status: reqwest::StatusCode,
    version: reqwest::Version,
    url: reqwest::Url,
    headers: reqwest::header::HeaderMap,
}

impl Head {
    fn of(response: &Response) -> Self {
        Self {
            status: response.status(),
            version: response.version(),
            url: response.url().clone(),
            headers: response.headers().clone(),
        }
    }

    fn unexpected<E>(self, unread: Unread) -> Error<E> {
        let builder =
            http::Response::builder().status(self.status).version(self.version).url(self.url);
        let body = unread.body.clone();
        // Cannot fail: status and version come from a response.
        let mut response = builder.extension(unread).body(body).unwrap_or_default();
        *response.headers_mut() = self.headers;
        Error::UnexpectedResponse(Response::from(response))
    }
}
