//! Answers as the generated client takes them: a response comes in, its decoded body goes out, or the error that it is.

use crate::GraphError;
use crate::error::{Answer, Transport, refusal};
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
    let (status, headers) = head(&response);
    let body = response.bytes().await;
    let body = body.map_err(|cause| Transport::within_an_answer(status, cause))?;
    match serde_json::from_slice(&body) {
        Ok(value) => Ok(ResponseValue::new(value, status, headers)),
        Err(cause) => {
            let answer = Answer::unexpected((status, headers), body.to_vec(), Some(cause));
            Err(GraphError::Undecodable(Box::new(answer)))
        }
    }
}

/// The error for an answer to `operation` that is no documented success, with as much of its body as there is.
pub(crate) async fn refused(response: Response, operation: &str) -> GraphError {
    let head = head(&response);
    failure(operation, head, response.bytes().await.map(Vec::from).unwrap_or_default())
}

/// The same for an answer that is there as a whole.
pub(crate) fn failure(operation: &str, head: (StatusCode, HeaderMap), body: Vec<u8>) -> GraphError {
    let is_refusal = head.0.is_client_error() || head.0.is_server_error();
    let answer =
        if is_refusal { Answer::refused(head, body) } else { Answer::unexpected(head, body, None) };
    refusal(operation, answer)
}

fn head(response: &Response) -> (StatusCode, HeaderMap) {
    (response.status(), response.headers().clone())
}
