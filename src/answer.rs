//! Answers as the generated client takes them: a response comes in, its decoded body goes out, or the error that it is.

use crate::GraphError;
use crate::error::{Answer, Transport, refusal};
use crate::exchange::mask;
use crate::mask::Mask;
use progenitor_client::ResponseValue;
use reqwest::{Response, StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;

/// The body of a documented success.
///
/// # Errors
///
/// [`GraphError::Transport`] where it breaks off, [`GraphError::Undecodable`] where it is not as documented.
pub(crate) async fn decoded<T: DeserializeOwned>(
    response: Response,
) -> Result<ResponseValue<T>, GraphError> {
    let mask = mask(&response);
    let (status, headers) = head(&response, &mask);
    let body = response.bytes().await;
    let body = body.map_err(|cause| Transport::within_an_answer(status, mask.broken(cause)))?;
    match serde_json::from_slice(&body) {
        Ok(value) => Ok(ResponseValue::new(value, status, headers)),
        Err(cause) => Err(undecodable(&mask, (status, headers), body.to_vec(), cause)),
    }
}

/// The error for an answer to `operation` that is no documented success, with as much of its body as there is.
pub(crate) async fn refused(response: Response, operation: &str) -> GraphError {
    let mask = mask(&response);
    let head = head(&response, &mask);
    let body = response.bytes().await.map(Vec::from).unwrap_or_default();
    failure(&mask, operation, head, body)
}

/// The same for an answer that is there as a whole.
pub(crate) fn failure(
    mask: &Mask,
    operation: &str,
    head: (StatusCode, HeaderMap),
    body: Vec<u8>,
) -> GraphError {
    let is_refusal = head.0.is_client_error() || head.0.is_server_error();
    let answer = if is_refusal {
        Answer::refused(mask, head, body)
    } else {
        Answer::unexpected(mask, head, body, None)
    };
    refusal(operation, answer)
}

/// The error for a success that is not as documented.
pub(crate) fn undecodable(
    mask: &Mask,
    head: (StatusCode, HeaderMap),
    body: Vec<u8>,
    cause: serde_json::Error,
) -> GraphError {
    GraphError::Undecodable(Box::new(Answer::unexpected(mask, head, body, Some(cause))))
}

/// Status and headers. Those of a success have no token either: who waits for a request is told their ids in the end.
fn head(response: &Response, mask: &Mask) -> (StatusCode, HeaderMap) {
    (response.status(), mask.headers(response.headers().clone()))
}
