//! The contract to judge by: an OpenAPI document in, its operations, examples and discrepancies out.

mod declared;
mod discrepancy;
pub(crate) mod discriminator;
mod documented;
mod documented_status;
mod example;
mod operation;
mod route;
mod source_files;
mod standard_examples;

pub use declared::Declared;
pub use discrepancy::{Application, Discrepancy, Kind, Register, Side, Statement};
pub use documented_status::DocumentedStatus;
pub use example::{
    Binding, DocumentedRequest, DocumentedResponse, Example, ExampleId, ExamplePlaces,
    ExampleSource,
};
pub(crate) use operation::essence;
pub use operation::{Operation, OperationId, Parameter, ParameterPlace, ResponseSpec};
pub use source_files::SourceFiles;

use crate::error::Error;
use crate::pointer::at;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// How many `$ref` in a row are followed before the document is called circular.
const MOST_REFERENCES: usize = 32;

/// An OpenAPI document, read once.
#[derive(Debug)]
pub struct Contract {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// SHA-256 of the bundled document, in hexadecimal.
    pub hash: String,
    /// The URLs of `servers`.
    pub servers: Vec<String>,
    /// Every operation, in the document's order.
    pub operations: Vec<Operation>,
    /// Every documented example, in the document's order.
    pub examples: Vec<Example>,
    /// Where the documents contradict each other, and the readings chosen.
    pub register: Register,
    document: Value,
    files: SourceFiles,
}

impl Contract {
    /// Reads a bundled document.
    ///
    /// # Errors
    /// [`Error::Contract`] with the place, where the document is not OpenAPI 3.0 or an extension of ours is malformed.
    pub fn load(document: Value) -> Result<Self, Error> {
        require_openapi_3_0(&document)?;
        let text = |pointer: &str| {
            document.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let mut contract = Self {
            title: text("/info/title"),
            version: text("/info/version"),
            hash: sha256(&document),
            servers: servers(&document),
            operations: Vec::new(),
            examples: Vec::new(),
            register: discrepancy::register(&document)?,
            document,
            files: SourceFiles::default(),
        };
        contract.operations = operation::all(&contract)?;
        contract.examples = example::all(&contract)?;
        Ok(contract)
    }

    /// The bundled document itself.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The operation of that id.
    pub fn operation(&self, id: &OperationId) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == *id)
    }

    /// The node at a JSON pointer, references followed.
    pub fn node(&self, pointer: &str) -> Option<&Value> {
        at(&self.document, pointer).map(|node| self.resolve(node))
    }

    /// The node itself, or what its `$ref` leads to; a reference that leads nowhere stays as it is.
    pub fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        let mut node = node;
        for _ in 0..MOST_REFERENCES {
            let Some(target) = reference(node).and_then(|pointer| at(&self.document, pointer))
            else {
                return node;
            };
            node = target;
        }
        node
    }

    /// Where a node really stands: the pointer it was given with, or the target of its `$ref`.
    fn place<'a>(&'a self, pointer: String, node: &'a Value) -> (String, &'a Value) {
        let mut place = pointer;
        let mut node = node;
        for _ in 0..MOST_REFERENCES {
            let Some((target, found)) =
                reference(node).and_then(|target| Some((target, at(&self.document, target)?)))
            else {
                break;
            };
            target.clone_into(&mut place);
            node = found;
        }
        (place, node)
    }
}

/// The pointer that a local `$ref` names.
fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()?.strip_prefix('#')
}

fn require_openapi_3_0(document: &Value) -> Result<(), Error> {
    let version = document.get("openapi").and_then(Value::as_str);
    if version.is_some_and(|version| version.starts_with("3.0.")) {
        return Ok(());
    }
    Err(malformed(
        "/openapi",
        format!(
            "found {}, expected \"3.0.x\"; convert other versions to OpenAPI 3.0 first",
            document.get("openapi").map_or_else(|| "nothing".to_owned(), Value::to_string)
        ),
    ))
}

fn servers(document: &Value) -> Vec<String> {
    let servers = document.get("servers").and_then(Value::as_array).into_iter().flatten();
    servers.filter_map(|server| server.get("url")?.as_str()).map(str::to_owned).collect()
}

fn sha256(document: &Value) -> String {
    let digest = Sha256::digest(document.to_string().as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The error for a document that does not say what it must.
fn malformed(place: &str, problem: impl Into<String>) -> Error {
    Error::Contract { place: place.to_owned(), problem: problem.into() }
}
