//! A documented example: the request and the response that belong together, with their source.

use super::{Contract, DocumentedStatus, OperationId, documented, malformed, standard_examples};
use crate::error::Error;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashSet;

/// `<operation>/<example>`.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct ExampleId(pub String);

impl std::fmt::Display for ExampleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// One documented call.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its id.
    pub id: ExampleId,
    /// The operation it shows.
    pub operation: OperationId,
    /// The fact it shows, in a sentence.
    pub summary: String,
    /// Where it was documented.
    pub source: ExampleSource,
    /// What must be true at the endpoint for it to hold.
    pub requires: Vec<String>,
    /// The documented values that stand for something of the endpoint's own.
    pub bindings: Vec<Binding>,
    /// What is sent.
    pub request: DocumentedRequest,
    /// What is answered.
    pub response: DocumentedResponse,
    /// Where it stands in the document.
    pub at: ExamplePlaces,
    /// Why it cannot be sent, where the document leaves out what a request needs.
    pub unsendable: Option<String>,
}

impl Example {
    /// Its name among the examples of its operation, as under `examples` in the document.
    pub fn name(&self) -> &str {
        self.id.0.rsplit('/').next().unwrap_or_default()
    }
}

/// Where an example stands in the document of the contract, each as a JSON pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExamplePlaces {
    /// The body of the request; where it has none, what the example begins with.
    pub request_body: String,
    /// The response.
    pub response: String,
    /// The body of the response, where it has one.
    pub response_body: Option<String>,
}

/// Where an example was documented.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ExampleSource {
    /// Name of the page.
    pub page: String,
    /// Address of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Number of the example on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<u32>,
    /// The example's own title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl std::fmt::Display for ExampleSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.page)?;
        self.example.map_or(Ok(()), |number| write!(f, ", example {number}"))
    }
}

/// A documented value that each endpoint has its own of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The value as documented.
    pub documented: String,
    /// What it must be at the endpoint, in words.
    pub is: String,
    /// What is sent where nothing is bound and the document prints a placeholder.
    pub stand_in: Option<String>,
}

/// A request as documented.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentedRequest {
    /// HTTP method.
    pub method: String,
    /// Path and query below the server's URL.
    pub target: String,
    /// Headers as printed.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<Value>,
}

/// A response as documented.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentedResponse {
    /// Status code, or its class.
    pub status: DocumentedStatus,
    /// Headers as printed.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<Value>,
}

/// Every example of every operation: those of `x-examples`, else the named examples of OpenAPI itself.
pub(super) fn all(contract: &Contract) -> Result<Vec<Example>, Error> {
    let mut examples = Vec::new();
    for operation in &contract.operations {
        let Some(node) = contract.node(&operation.pointer) else { continue };
        match node.get("x-examples").and_then(Value::as_object) {
            Some(entries) => {
                for (id, entry) in entries {
                    examples.push(documented::example(contract, operation, id, entry)?);
                }
            }
            None => examples.extend(standard_examples::of(contract, operation, node)),
        }
    }
    require_distinct(&examples)?;
    Ok(examples)
}

/// An id that stands for two examples would bind, select and explain the wrong one.
fn require_distinct(examples: &[Example]) -> Result<(), Error> {
    let mut ids = HashSet::new();
    match examples.iter().find(|example| !ids.insert(&example.id)) {
        None => Ok(()),
        Some(example) => Err(malformed(
            &format!("example {}", example.id),
            "there are two of this id; give every operation, and every example in it, a name of its own",
        )),
    }
}
