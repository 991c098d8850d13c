//! A refusal of the service in, the kind of error that it is out.

use super::{Answer, GraphError};
use reqwest::StatusCode;

/// Codes that say of a 400 that the request itself is malformed.
const MALFORMED: [&str; 5] =
    ["BadRequest", "InvalidFilter", "InvalidModel", "invalidRequest", "RequestBodyRead"];

/// Codes that say that something stands in the way.
const IN_THE_WAY: [&str; 2] = ["ExistingOpenRequest", "nameAlreadyExists"];

/// What changes something that is there: it can be refused because of the state of that.
const CHANGES: [&str; 4] = [
    "cancel_assignment_request",
    "delete_assignment_request",
    "reprocess_assignment_request",
    "resume_assignment_request",
];

/// The error for an answer to an operation that is no success.
pub(crate) fn refusal(operation: &str, answer: Answer) -> GraphError {
    let answer = Box::new(answer);
    match answer.status() {
        StatusCode::UNAUTHORIZED => GraphError::Unauthorized(answer),
        StatusCode::FORBIDDEN => GraphError::Forbidden(answer),
        StatusCode::NOT_FOUND | StatusCode::GONE => GraphError::NotFound(answer),
        StatusCode::FAILED_DEPENDENCY => GraphError::Dependency(answer),
        StatusCode::TOO_MANY_REQUESTS => GraphError::Throttled(answer),
        StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED | StatusCode::LOCKED => {
            GraphError::Conflict(answer)
        }
        status if status.is_server_error() => GraphError::Service(answer),
        status if !status.is_client_error() => GraphError::Undecodable(answer),
        _ if is_in_the_way(operation, &answer) => GraphError::Conflict(answer),
        _ => GraphError::Invalid(answer),
    }
}

fn is_in_the_way(operation: &str, answer: &Answer) -> bool {
    let code = answer.code().unwrap_or_default();
    let is_of_state = answer.status() == StatusCode::BAD_REQUEST && CHANGES.contains(&operation);
    IN_THE_WAY.contains(&code) || (is_of_state && !MALFORMED.contains(&code))
}
