//! An operation and the name of an example in, the request of that name out, or what the document leaves out of it.

use super::{LONE, Subject, described, request_media_type, value_of};
use crate::contract::{Contract, DocumentedRequest, Operation, Parameter, ParameterPlace};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// What is encoded of a value in a path segment: all that RFC 3986 does not let stand there.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The same in a query, where these three end a name or a value, or stand for a space.
const IN_QUERY: &AsciiSet = &IN_PATH.add(b'&').add(b'=').add(b'+');

/// The request without any value.
pub(super) fn bare(operation: &Operation) -> DocumentedRequest {
    DocumentedRequest {
        method: operation.method.clone(),
        target: operation.path.clone(),
        headers: Vec::new(),
        body: None,
    }
}

impl Subject<'_> {
    /// The request of that name.
    pub(super) fn request(&self, name: &str) -> Result<DocumentedRequest, String> {
        let mut request = bare(self.operation);
        for parameter in &self.operation.parameters {
            match parameter_value(self.contract, parameter, name)? {
                Some(value) => place(&mut request, parameter, &value)?,
                None if parameter.required => {
                    let (none, parameter) = (described(name), &parameter.name);
                    return Err(format!(
                        "the contract has {none} of the required parameter {parameter}"
                    ));
                }
                None => {}
            }
        }
        require_path(&request.target)?;
        self.add_body(&mut request, name)?;
        Ok(request)
    }

    fn add_body(&self, request: &mut DocumentedRequest, name: &str) -> Result<(), String> {
        let Some((kind, media_type)) = request_media_type(self.contract, self.node) else {
            return Ok(());
        };
        let body = self.node.get("requestBody").map(|body| self.contract.resolve(body));
        let is_required = body.and_then(|body| body.get("required")) == Some(&Value::Bool(true));
        request.body = value_of(self.contract, media_type, name);
        if request.body.is_some() {
            request.headers.push(("Content-Type".to_owned(), kind));
        } else if is_required {
            return Err(format!(
                "the contract has {} of the required request body",
                described(name)
            ));
        }
        Ok(())
    }
}

/// The example of that name; a required parameter falls back on its only other example.
fn parameter_value(
    contract: &Contract,
    parameter: &Parameter,
    name: &str,
) -> Result<Option<String>, String> {
    let Some(node) = contract.node(&parameter.pointer) else { return Ok(None) };
    let of_schema = |keyword: &str| contract.resolve(node.get("schema")?).get(keyword).cloned();
    let fallback = || {
        value_of(contract, node, LONE)
            .or_else(|| of_schema("example"))
            .or_else(|| of_schema("default"))
    };
    let named = value_of(contract, node, name);
    match named.or_else(|| parameter.required.then(fallback).flatten()) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Array(_) | Value::Object(_)) if node.get("content").is_none() => Err(format!(
            "the parameter {} has an array or an object for an example; only plain values are sent",
            parameter.name
        )),
        value => Ok(value.map(|value| value.to_string())),
    }
}

fn place(
    request: &mut DocumentedRequest,
    parameter: &Parameter,
    value: &str,
) -> Result<(), String> {
    let name = &parameter.name;
    match parameter.place {
        ParameterPlace::Path => {
            let value = utf8_percent_encode(value, IN_PATH).to_string();
            request.target = request.target.replace(&format!("{{{name}}}"), &value);
        }
        ParameterPlace::Query => {
            let joint = if request.target.contains('?') { '&' } else { '?' };
            let name = utf8_percent_encode(name, IN_QUERY);
            let value = utf8_percent_encode(value, IN_QUERY);
            request.target = format!("{}{joint}{name}={value}", request.target);
        }
        ParameterPlace::Header => request.headers.push((name.clone(), value.to_owned())),
        ParameterPlace::Cookie if parameter.required => {
            return Err(format!("the required parameter {name} is a cookie, and none are sent"));
        }
        ParameterPlace::Cookie => {}
    }
    Ok(())
}

/// A path that every parameter of its template is in, and that is sent as it stands.
fn require_path(target: &str) -> Result<(), String> {
    let path = target.split('?').next().unwrap_or_default();
    if path.contains('{') {
        return Err(format!("the contract does not declare every parameter of the path {path}"));
    }
    if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err(format!("a segment . or .. cannot be sent, as in {path}"));
    }
    Ok(())
}
