//! The named examples of plain OpenAPI in, [`Example`]s out: request and response belong together by having the same name.

use super::{
    Contract, DocumentedRequest, DocumentedResponse, Example, ExampleId, ExampleSource, Operation,
    Parameter, ParameterPlace, ResponseSpec,
};
use crate::contract::operation::is_json;
use crate::pointer::child;
use serde_json::Value;

/// The name of an example that is written as a lone `example`.
const LONE: &str = "example";

pub(super) fn of(contract: &Contract, operation: &Operation, node: &Value) -> Vec<Example> {
    let names = names(contract, operation, node);
    names.iter().filter_map(|name| example(contract, operation, node, name)).collect()
}

/// Every name on either side, in the document's order; where there is none, those of the parameters.
fn names(contract: &Contract, operation: &Operation, node: &Value) -> Vec<String> {
    let request = request_media_type(contract, node).map(|(_, media_type)| media_type);
    let responses =
        operation.responses.iter().filter_map(|response| response_media_type(contract, response));
    let bodies = request.into_iter().chain(responses.map(|(_, media_type)| media_type));
    let names = distinct(bodies.flat_map(named));
    if !names.is_empty() {
        return names;
    }
    let parameters =
        operation.parameters.iter().filter_map(|parameter| contract.node(&parameter.pointer));
    distinct(parameters.flat_map(named))
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

fn named(media_type: &Value) -> Vec<String> {
    let many = media_type.get("examples").and_then(Value::as_object).into_iter().flatten();
    let lone = media_type.get("example").map(|_| LONE.to_owned());
    many.map(|(name, _)| name.clone()).chain(lone).collect()
}

fn example(
    contract: &Contract,
    operation: &Operation,
    node: &Value,
    name: &str,
) -> Option<Example> {
    let response = documented_response(contract, operation, name)?;
    let (request, unsendable) = match documented_request(contract, operation, node, name) {
        Ok(request) => (request, None),
        Err(missing) => (bare_request(operation), Some(missing)),
    };
    Some(Example {
        id: ExampleId(format!("{}/{name}", operation.id)),
        operation: operation.id.clone(),
        summary: node.get("summary").and_then(Value::as_str).unwrap_or_default().to_owned(),
        source: ExampleSource {
            page: format!("{}, named example {name}", contract.title),
            ..ExampleSource::default()
        },
        requires: Vec::new(),
        bindings: Vec::new(),
        request,
        response,
        unsendable,
    })
}

fn documented_request(
    contract: &Contract,
    operation: &Operation,
    node: &Value,
    name: &str,
) -> Result<DocumentedRequest, String> {
    let mut request = bare_request(operation);
    for parameter in &operation.parameters {
        match parameter_value(contract, parameter, name) {
            Some(value) => place(&mut request, parameter, &value),
            None if parameter.required => {
                return Err(format!(
                    "the contract has no example {name} of the required parameter {}",
                    parameter.name
                ));
            }
            None => {}
        }
    }
    if let Some((kind, media_type)) = request_media_type(contract, node) {
        let required =
            contract.resolve(&node["requestBody"]).get("required").and_then(Value::as_bool);
        request.body = value_of(contract, media_type, name);
        match &request.body {
            Some(_) => request.headers.push(("Content-Type".to_owned(), kind)),
            None if required == Some(true) => {
                return Err(format!(
                    "the contract has no example {name} of the required request body"
                ));
            }
            None => {}
        }
    }
    Ok(request)
}

fn bare_request(operation: &Operation) -> DocumentedRequest {
    DocumentedRequest {
        method: operation.method.clone(),
        target: operation.path.clone(),
        headers: Vec::new(),
        body: None,
    }
}

fn place(request: &mut DocumentedRequest, parameter: &Parameter, value: &str) {
    let name = &parameter.name;
    match parameter.place {
        ParameterPlace::Path => {
            request.target = request.target.replace(&format!("{{{name}}}"), value);
        }
        ParameterPlace::Query => {
            let joint = if request.target.contains('?') { '&' } else { '?' };
            request.target = format!("{}{joint}{name}={value}", request.target);
        }
        ParameterPlace::Header => request.headers.push((name.clone(), value.to_owned())),
    }
}

/// The example of that name; a required parameter falls back on its only other example.
fn parameter_value(contract: &Contract, parameter: &Parameter, name: &str) -> Option<String> {
    let node = contract.node(&parameter.pointer)?;
    let fallback = || {
        let schema = contract.resolve(node.get("schema")?);
        value_of(contract, node, LONE)
            .or_else(|| schema.get("example").cloned())
            .or_else(|| schema.get("default").cloned())
    };
    let value =
        value_of(contract, node, name).or_else(|| parameter.required.then(fallback).flatten())?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// The response that has an example of that name, else the first success that documents no body.
fn documented_response(
    contract: &Contract,
    operation: &Operation,
    name: &str,
) -> Option<DocumentedResponse> {
    let with_body = operation.responses.iter().find_map(|response| {
        let (kind, media_type) = response_media_type(contract, response)?;
        Some((response, kind, value_of(contract, media_type, name)?))
    });
    if let Some((response, kind, body)) = with_body {
        Some(DocumentedResponse {
            status: code(&response.status)?,
            headers: vec![("Content-Type".to_owned(), kind)],
            body: Some(body),
        })
    } else {
        let empty = |response: &&ResponseSpec| {
            response.status.starts_with('2') && response.media_types.is_empty()
        };
        let response = operation.responses.iter().find(empty)?;
        Some(DocumentedResponse {
            status: code(&response.status)?,
            headers: Vec::new(),
            body: None,
        })
    }
}

/// A status code, the first one of a class: `2XX` → 200.
fn code(status: &str) -> Option<u16> {
    status.to_ascii_uppercase().replace('X', "0").parse().ok()
}

fn request_media_type<'a>(contract: &'a Contract, node: &'a Value) -> Option<(String, &'a Value)> {
    json_media_type(contract.resolve(node.get("requestBody")?))
}

fn response_media_type<'a>(
    contract: &'a Contract,
    response: &ResponseSpec,
) -> Option<(String, &'a Value)> {
    json_media_type(contract.node(&response.pointer)?)
}

fn json_media_type(node: &Value) -> Option<(String, &Value)> {
    let mut content = node.get("content")?.as_object()?.iter();
    content.find(|(kind, _)| is_json(kind)).map(|(kind, media_type)| (kind.clone(), media_type))
}

/// The value of the example `name` of a media type or parameter.
fn value_of(contract: &Contract, node: &Value, name: &str) -> Option<Value> {
    let named = node.pointer(&child("/examples", name)).map(|example| contract.resolve(example));
    let lone = (name == LONE).then(|| node.get("example")).flatten();
    named.and_then(|example| example.get("value")).or(lone).cloned()
}
