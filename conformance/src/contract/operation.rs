//! The operations of an OpenAPI document: method, path, parameters, request schema, responses.

use super::{Contract, DocumentedStatus, malformed};
use crate::error::Error;
use crate::pointer::child;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Header parameters without meaning: OpenAPI says the first three elsewhere, and HTTP itself writes the others.
const IGNORED: [&str; 5] = ["Accept", "Content-Type", "Authorization", "Host", "Content-Length"];

/// The `operationId`, or `<method> <path>` where the document gives none.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct OperationId(pub String);

impl std::fmt::Display for OperationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its id.
    pub id: OperationId,
    /// HTTP method, upper case.
    pub method: String,
    /// Path template, below the server's URL.
    pub path: String,
    /// Pointer to the operation in the document.
    pub pointer: String,
    /// Its parameters, those of the path after its own.
    pub parameters: Vec<Parameter>,
    /// Pointer to the JSON schema of the request body.
    pub request_schema: Option<String>,
    /// Its responses, in the document's order.
    pub responses: Vec<ResponseSpec>,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: ParameterPlace,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// The format of its text, such as `uuid`.
    pub format: Option<String>,
    /// Pointer to the parameter in the document.
    pub pointer: String,
}

/// One declared response.
#[derive(Clone, Debug)]
pub struct ResponseSpec {
    /// `201`, `2XX` or `default`.
    pub status: String,
    /// Pointer to the response in the document.
    pub pointer: String,
    /// Media types with the pointer to the schema of each.
    pub media_types: Vec<(String, Option<String>)>,
    /// Headers: name, whether required, pointer to the header in the document.
    pub headers: Vec<(String, bool, String)>,
}

impl Operation {
    /// The response declared for a status: the code itself, else its class, else `default`.
    pub fn response(&self, status: impl Into<DocumentedStatus>) -> Option<&ResponseSpec> {
        let status = status.into();
        let class = DocumentedStatus::Class(status.lowest() / 100);
        let wanted = [status.to_string(), class.to_string(), "default".to_owned()];
        wanted.iter().find_map(|code| {
            self.responses.iter().find(|response| response.status.eq_ignore_ascii_case(code))
        })
    }

    /// Takes over the parameters of the path, but for those that the operation has itself.
    fn inherit(&mut self, of_path: Vec<Parameter>) {
        for parameter in of_path {
            let is_it =
                |own: &Parameter| own.name == parameter.name && own.place == parameter.place;
            if !self.parameters.iter().any(is_it) {
                self.parameters.push(parameter);
            }
        }
    }
}

impl ResponseSpec {
    /// Pointer to the schema of its JSON body.
    pub fn json_schema(&self) -> Option<&str> {
        let json = self.media_types.iter().find(|(media_type, _)| is_json(media_type));
        json.and_then(|(_, schema)| schema.as_deref())
    }
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type, with or without parameters, is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Every operation of the document.
pub(super) fn all(contract: &Contract) -> Result<Vec<Operation>, Error> {
    let Some(paths) = contract.document().get("paths").and_then(Value::as_object) else {
        return Err(malformed("/paths", "there are no paths; is this an OpenAPI document?"));
    };
    let mut operations = Vec::new();
    for (path, item) in paths {
        let (item_pointer, item) = contract.place(child("/paths", path), item);
        refuse_unknown_keys(&item_pointer, item)?;
        for method in METHODS {
            if let Some(node) = item.get(method) {
                let pointer = child(&item_pointer, method);
                let mut operation = operation(contract, (path, method), (pointer, node));
                operation.inherit(parameters(contract, &item_pointer, item));
                operations.push(operation);
            }
        }
    }
    refuse_twins(&operations)?;
    Ok(operations)
}

/// A method that is misspelt would be an operation that nobody judges.
fn refuse_unknown_keys(pointer: &str, item: &Value) -> Result<(), Error> {
    const OTHERS: [&str; 6] = ["$ref", "summary", "description", "servers", "parameters", "trace"];
    let keys = item.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
    let known = |key: &&str| METHODS.contains(key) || OTHERS.contains(key) || key.starts_with("x-");
    match keys.clone().find(|key| !known(key)) {
        None => Ok(()),
        Some(key) => Err(malformed(
            pointer,
            format!("there is no method {key:?}; methods are written in lower case"),
        )),
    }
}

fn refuse_twins(operations: &[Operation]) -> Result<(), Error> {
    let twin = operations.iter().enumerate().find(|(index, operation)| {
        operations.iter().take(*index).any(|other| other.id == operation.id)
    });
    match twin {
        None => Ok(()),
        Some((_, twin)) => Err(malformed(
            &twin.pointer,
            format!("a second operation has the operationId {}", twin.id),
        )),
    }
}

fn operation(
    contract: &Contract,
    (path, method): (&str, &str),
    (pointer, node): (String, &Value),
) -> Operation {
    let id = node.get("operationId").and_then(Value::as_str);
    Operation {
        id: OperationId(id.map_or_else(|| format!("{method} {path}"), str::to_owned)),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        parameters: parameters(contract, &pointer, node),
        request_schema: request_schema(contract, &pointer, node),
        responses: responses(contract, &pointer, node),
        pointer,
    }
}

fn parameters(contract: &Contract, pointer: &str, node: &Value) -> Vec<Parameter> {
    let pointer = child(pointer, "parameters");
    let nodes = node.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate();
    nodes
        .filter_map(|(index, node)| {
            let (pointer, node) = contract.place(child(&pointer, index.to_string()), node);
            let schema = node.get("schema").map(|schema| contract.resolve(schema));
            let format = schema.and_then(|schema| schema.get("format")?.as_str());
            Some(Parameter {
                format: format.map(str::to_owned),
                name: node.get("name")?.as_str()?.to_owned(),
                place: place(node)?,
                required: node.get("required").and_then(Value::as_bool).unwrap_or_default(),
                pointer,
            })
        })
        .collect()
}

/// Where a parameter stands; none where it is to be ignored.
fn place(node: &Value) -> Option<ParameterPlace> {
    let name = node.get("name")?.as_str()?;
    match node.get("in")?.as_str()? {
        "path" => Some(ParameterPlace::Path),
        "query" => Some(ParameterPlace::Query),
        "header" if IGNORED.iter().any(|ignored| name.eq_ignore_ascii_case(ignored)) => None,
        "header" => Some(ParameterPlace::Header),
        "cookie" => Some(ParameterPlace::Cookie),
        _ => None,
    }
}

fn request_schema(contract: &Contract, pointer: &str, node: &Value) -> Option<String> {
    let (pointer, body) = contract.place(child(pointer, "requestBody"), node.get("requestBody")?);
    let media_types = media_types(contract, &pointer, body);
    media_types
        .into_iter()
        .find(|(media_type, _)| is_json(media_type))
        .and_then(|(_, schema)| schema)
}

fn media_types(contract: &Contract, pointer: &str, node: &Value) -> Vec<(String, Option<String>)> {
    let pointer = child(pointer, "content");
    let content = node.get("content").and_then(Value::as_object).into_iter().flatten();
    content
        .map(|(media_type, node)| {
            let at = child(&child(&pointer, media_type), "schema");
            let schema = node.get("schema").map(|schema| contract.place(at, schema).0);
            (media_type.clone(), schema)
        })
        .collect()
}

fn responses(contract: &Contract, pointer: &str, node: &Value) -> Vec<ResponseSpec> {
    let pointer = child(pointer, "responses");
    let nodes = node.get("responses").and_then(Value::as_object).into_iter().flatten();
    nodes
        .map(|(status, node)| {
            let (pointer, node) = contract.place(child(&pointer, status), node);
            ResponseSpec {
                status: status.clone(),
                media_types: media_types(contract, &pointer, node),
                headers: headers(contract, &pointer, node),
                pointer,
            }
        })
        .collect()
}

fn headers(contract: &Contract, pointer: &str, node: &Value) -> Vec<(String, bool, String)> {
    let pointer = child(pointer, "headers");
    let nodes = node.get("headers").and_then(Value::as_object).into_iter().flatten();
    nodes
        .map(|(name, node)| {
            let (pointer, node) = contract.place(child(&pointer, name), node);
            let required = node.get("required").and_then(Value::as_bool).unwrap_or_default();
            (name.clone(), required, pointer)
        })
        .collect()
}
