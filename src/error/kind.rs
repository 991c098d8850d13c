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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::Mask;
    use reqwest::header::HeaderMap;
    use serde_json::{Value, json};

    /// The variant that a refusal of an operation with this status and code comes to.
    fn kind(status: u16, operation: &str, code: Option<&str>) -> String {
        let body = code.map(|code| json!({ "error": { "code": code } }).to_string());
        let head = (StatusCode::from_u16(status).unwrap(), HeaderMap::new());
        let answer = Answer::refused(&Mask::default(), head, body.unwrap_or_default().into_bytes());
        let error = format!("{:?}", refusal(operation, answer));
        error.split('(').next().unwrap().to_owned()
    }

    /// All operations of the contract.
    fn operations() -> Vec<String> {
        let contract: Value = serde_json::from_str(crate::OPENAPI).unwrap();
        let paths = contract["paths"].as_object().unwrap().values();
        let methods = paths.flat_map(|path| path.as_object().unwrap().values());
        let ids = methods.filter_map(|operation| operation.get("operationId")?.as_str());
        ids.map(heck::ToSnakeCase::to_snake_case).collect()
    }

    #[test]
    fn most_statuses_say_alone_what_they_are_of_any_operation() {
        for (status, expected) in [
            (304, "Undecodable"),
            (401, "Unauthorized"),
            (403, "Forbidden"),
            (404, "NotFound"),
            (405, "Invalid"),
            (409, "Conflict"),
            (410, "NotFound"),
            (412, "Conflict"),
            (413, "Invalid"),
            (415, "Invalid"),
            (422, "Invalid"),
            (423, "Conflict"),
            (429, "Throttled"),
            (500, "Service"),
            (501, "Service"),
            (502, "Service"),
            (503, "Service"),
            (504, "Service"),
            (599, "Service"),
        ] {
            for operation in operations() {
                let kind = |code| kind(status, &operation, code);
                let kinds = [None, Some("InvalidState"), Some("BadRequest")].map(kind);
                assert_eq!(kinds, [expected; 3], "{status} to {operation}");
            }
        }
    }

    #[test]
    fn a_400_is_of_the_state_of_things_or_of_the_request() {
        let (create, cancel) = ("create_assignment_request", "cancel_assignment_request");
        for (operation, code, expected) in [
            // What changes something is refused because of how that is, unless the code says otherwise.
            (cancel, Some("InvalidState"), "Conflict"),
            (cancel, Some("RequestNotCancelable"), "Conflict"),
            (cancel, None, "Conflict"),
            ("reprocess_assignment_request", Some("InvalidState"), "Conflict"),
            ("resume_assignment_request", Some("InvalidState"), "Conflict"),
            ("resume_assignment_request", Some("InvalidModel"), "Invalid"),
            ("delete_assignment_request", Some("InvalidState"), "Conflict"),
            (cancel, Some("BadRequest"), "Invalid"),
            (cancel, Some("invalidRequest"), "Invalid"),
            (cancel, Some("RequestBodyRead"), "Invalid"),
            // What makes or reads something is refused because of what it says.
            (create, Some("InvalidState"), "Invalid"),
            (create, Some("InvalidModel"), "Invalid"),
            (create, None, "Invalid"),
            (create, Some("ExistingOpenRequest"), "Conflict"),
            ("list_assignment_requests", Some("InvalidFilter"), "Invalid"),
            ("list_assignment_requests", None, "Invalid"),
            ("get_assignment_request", Some("InvalidState"), "Invalid"),
            ("filter_assignment_requests_by_current_user", Some("BadRequest"), "Invalid"),
        ] {
            assert_eq!(kind(400, operation, code), expected, "{code:?} to {operation}");
        }
    }

    #[test]
    fn what_changes_something_is_named_as_the_contract_has_it() {
        let operations = operations();
        assert_eq!(operations.len(), 8);
        for name in CHANGES {
            assert!(operations.iter().any(|operation| operation == name), "{name}");
        }
    }
}
