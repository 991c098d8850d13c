//! An entry of `x-examples` in, an [`Example`] out: the request and status lines are read as the page prints them.

use super::{
    Binding, Contract, DocumentedRequest, DocumentedResponse, Example, ExampleId, ExamplePlaces,
    ExampleSource, Operation, malformed,
};
use crate::error::Error;
use crate::pointer::child;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The file of one example. Members that only a reader needs are left to the reader.
#[derive(Deserialize)]
struct Entry {
    summary: String,
    source: ExampleSource,
    #[serde(default)]
    requires: Vec<String>,
    #[serde(default)]
    bindings: serde_json::Map<String, Value>,
    request: Message,
    response: Message,
}

#[derive(Deserialize)]
struct Message {
    line: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Option<Body>,
}

/// An OpenAPI Example Object.
#[derive(Deserialize)]
struct Body {
    value: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct BoundValue {
    is: String,
    #[serde(default)]
    stand_in: Option<String>,
}

pub(super) fn example(
    contract: &Contract,
    operation: &Operation,
    id: &str,
    entry: &Value,
) -> Result<Example, Error> {
    let wrong = |problem: String| malformed(&format!("example {id}"), problem);
    let entry = Entry::deserialize(entry).map_err(|error| wrong(error.to_string()))?;
    let (method, target) = request_line(contract, &entry.request.line).map_err(wrong)?;
    if method != operation.method {
        return Err(wrong(format!(
            "the request line says {method}, the operation {} is {}",
            operation.id, operation.method
        )));
    }
    let at = places(&operation.pointer, id, &entry);
    Ok(Example {
        at,
        id: ExampleId(id.to_owned()),
        operation: operation.id.clone(),
        summary: entry.summary,
        source: entry.source,
        requires: entry.requires,
        bindings: bindings(entry.bindings).map_err(wrong)?,
        request: DocumentedRequest {
            method,
            target,
            headers: entry.request.headers.into_iter().collect(),
            body: entry.request.body.map(|body| body.value),
        },
        response: DocumentedResponse {
            status: status_line(&entry.response.line).map_err(wrong)?.into(),
            headers: entry.response.headers.into_iter().collect(),
            body: entry.response.body.map(|body| body.value),
        },
        unsendable: None,
    })
}

fn places(operation: &str, id: &str, entry: &Entry) -> ExamplePlaces {
    let begins = child(&child(operation, "x-examples"), id);
    let within = |place: &str| format!("{begins}{place}");
    let has_body = |message: &Message| message.body.is_some();
    ExamplePlaces {
        request_body: if has_body(&entry.request) {
            within("/request/body/value")
        } else {
            within("/request")
        },
        response: within("/response"),
        response_body: has_body(&entry.response).then(|| within("/response/body/value")),
    }
}

/// `POST https://host/v1.0/path?query` → method, and what follows the server's URL.
fn request_line(contract: &Contract, line: &str) -> Result<(String, String), String> {
    let (method, url) =
        line.split_once(' ').ok_or_else(|| format!("request line {line:?} is not `METHOD URL`"))?;
    let target =
        contract.servers.iter().find_map(|server| url.strip_prefix(server.trim_end_matches('/')));
    match target {
        Some(target) => Ok((method.to_owned(), target.to_owned())),
        None => Err(format!("the URL {url} lies under none of the contract's servers")),
    }
}

/// `HTTP/1.1 201 Created` → 201.
fn status_line(line: &str) -> Result<u16, String> {
    let code = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    code.filter(|code| (100..600).contains(code))
        .ok_or_else(|| format!("status line {line:?} is not `HTTP/1.1 CODE REASON`"))
}

fn bindings(entries: serde_json::Map<String, Value>) -> Result<Vec<Binding>, String> {
    entries
        .into_iter()
        .map(|(documented, entry)| {
            let value = BoundValue::deserialize(entry)
                .map_err(|error| format!("binding {documented}: {error}"))?;
            Ok(Binding { documented, is: value.is, stand_in: value.stand_in })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::status_line;

    #[test]
    fn a_status_line_gives_its_code_whatever_the_reason() {
        for (line, expected) in [
            ("HTTP/1.1 201 Created", Some(201)),
            ("HTTP/1.1 200 Status OK", Some(200)),
            ("HTTP/1.1 204", Some(204)),
            ("HTTP/1.1", None),
            ("HTTP/1.1 99 Low", None),
            ("HTTP/1.1 OK", None),
        ] {
            assert_eq!(status_line(line).ok(), expected, "{line}");
        }
    }
}
