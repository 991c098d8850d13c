//! An example in, what the documents show of it out, as it stands in a report beside what went over the wire.

use crate::contract::{DocumentedRequest, DocumentedResponse, DocumentedStatus};
use crate::plan::Planned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the documents show of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentedReport {
    /// The request, with the documents' own values.
    pub request: DocumentedRequestReport,
    /// The answer; none where only the request is documented, as for bodies that are made from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<DocumentedResponseReport>,
}

/// A request as documented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentedRequestReport {
    /// HTTP method.
    pub method: String,
    /// Path and query below the server's URL.
    pub target: String,
    /// Name and value of each header.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// An answer as documented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentedResponseReport {
    /// Status code, a class of them such as `4XX`, or `default`.
    pub status: String,
    /// Name and value of each header.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

impl DocumentedReport {
    /// What is documented of a case; nothing where it is no documented call.
    pub(super) fn of(planned: &Planned<'_>) -> Option<Self> {
        match planned {
            Planned::Example(example) => Some(Self {
                request: request(&example.request),
                response: Some(response(&example.response)),
            }),
            Planned::Input { example, .. } => {
                Some(Self { request: request(&example.request), response: None })
            }
            Planned::Rule(..) => None,
        }
    }
}

fn request(request: &DocumentedRequest) -> DocumentedRequestReport {
    DocumentedRequestReport {
        method: request.method.clone(),
        target: request.target.clone(),
        headers: request.headers.clone(),
        body: request.body.clone(),
    }
}

fn response(response: &DocumentedResponse) -> DocumentedResponseReport {
    DocumentedResponseReport {
        status: status(response.status),
        headers: response.headers.clone(),
        body: response.body.clone(),
    }
}

/// As an OpenAPI document writes it.
fn status(status: DocumentedStatus) -> String {
    match status {
        DocumentedStatus::Code(code) => code.to_string(),
        DocumentedStatus::Class(class) => format!("{class}XX"),
        DocumentedStatus::Any => "default".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::plan;
    use crate::typed;

    #[test]
    fn an_example_shows_both_messages_and_what_is_made_from_it_the_request() {
        let contract = Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap();
        let everything = plan::everything(&contract, true);
        let documented = |id: &str| {
            let planned = everything.iter().find(|planned| planned.id() == id).unwrap();
            DocumentedReport::of(planned)
        };
        let example = documented("create/admin-adds-user").unwrap();
        let answer = example.response.unwrap();
        assert_eq!((example.request.method.as_str(), answer.status.as_str()), ("POST", "201"));
        assert_eq!(answer.body.unwrap()["requestState"], "Submitted");
        let input = documented("input/create/admin-adds-user").unwrap();
        assert_eq!((input.request, input.response), (example.request, None));
        assert_eq!(documented("cancel/is-refused-once-delivered"), None);
    }

    #[test]
    fn a_status_is_written_as_in_an_openapi_document() {
        for (status_of, expected) in [
            (DocumentedStatus::Code(201), "201"),
            (DocumentedStatus::Class(4), "4XX"),
            (DocumentedStatus::Any, "default"),
        ] {
            assert_eq!(status(status_of), expected);
        }
    }
}
