//! Answers as the generated client takes them: a reply comes in, its decoded body goes out, or the error that it is.

use crate::GraphError;
use crate::error::{Answer, Transport, is_refusal, refusal};
use crate::mask::Mask;
use crate::reply::{Parts, Reply};
use progenitor_client::ResponseValue;
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;

/// The body of a documented success.
///
/// # Errors
///
/// [`GraphError::Transport`] where it breaks off, [`GraphError::Undecodable`] where it is not as documented.
pub(crate) fn decoded<T: DeserializeOwned>(reply: Reply) -> Result<ResponseValue<T>, GraphError> {
    let Parts { mask, head, body, broken } = reply.into_parts();
    if let Some(cause) = broken {
        return Err(Transport::within_an_answer(head, cause).into());
    }
    match serde_json::from_slice(&body) {
        Ok(value) => Ok(ResponseValue::new(value, head.0, head.1)),
        Err(cause) => Err(undecodable(&mask, head, body, cause)),
    }
}

/// A documented success whose body says nothing, and need not have come.
pub(crate) fn empty(reply: Reply) -> ResponseValue<()> {
    let (status, headers) = reply.into_parts().head;
    ResponseValue::new((), status, headers)
}

/// The error for an answer to `operation` that is no documented success, with as much of its body as there is. A refusal that breaks off is
/// still a refusal.
pub(crate) fn refused(reply: Reply, operation: &str) -> GraphError {
    let Parts { mask, head, body, broken } = reply.into_parts();
    match broken {
        None => failure(&mask, operation, head, body),
        Some(cause) if is_refusal(head.0) => {
            refusal(operation, Answer::refused(&mask, head, body).broken(cause))
        }
        Some(cause) => Transport::within_an_answer(head, cause).into(),
    }
}

/// The same for an answer that is there as a whole.
pub(crate) fn failure(
    mask: &Mask,
    operation: &str,
    head: (StatusCode, HeaderMap),
    body: Vec<u8>,
) -> GraphError {
    let answer = if is_refusal(head.0) {
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
