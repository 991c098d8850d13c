//! What progenitor needs of the contract, beyond what OpenAPI asks: a bundled document comes in, the
//! list of what to correct goes out. Left unchecked, most of these end in a panic of the generator that
//! names no operation; `openapi/README.md` lists them for authors.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::Value;

use super::{
    operation::{Operation, members, operations, pointer},
    parameter_rules,
    problem::Problem,
    schema_rules,
};

/// Names that the client has for itself.
const METHODS_OF_THE_CLIENT: [&str; 10] =
    ["api_version", "baseurl", "client", "clone", "exec", "inner", "new", "over", "post", "pre"];

/// Every violation, operations first.
pub(crate) fn check(document: &Value) -> Vec<Problem> {
    let operations = operations(document);
    let mut problems = Vec::new();
    if operations.is_empty() {
        problems.push(Problem::at("/paths", "there is no operation; list the paths"));
    }
    problems.extend(version(document));
    problems.extend(paths(document));
    problems.extend(identifiers(&operations));
    for operation in &operations {
        problems.extend(responses(operation));
        problems.extend(request_body(operation));
        problems.extend(parameter_rules::check(operation));
    }
    problems.extend(schema_rules::check(document));
    problems
}

/// The version becomes a header of each request through `HeaderValue::from_static`, which panics at run
/// time on anything but visible ASCII.
fn version(document: &Value) -> Option<Problem> {
    let version = document.pointer("/info/version").and_then(Value::as_str);
    let is_plain =
        version.is_some_and(|text| text.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
    (!is_plain).then(|| Problem::at("/info/version", "give a version in plain ASCII"))
}

fn paths(document: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, item) in members(document.get("paths")) {
        let place = pointer(&["paths", path]);
        if !path.starts_with('/') {
            let fault = format!("the path `{path}` must begin with `/`");
            problems.push(Problem::at(&place, fault));
        }
        if item.get("$ref").is_some() {
            let fault = "a path item may not be a reference within the document; name a file";
            problems.push(Problem::at(&place, fault));
        }
    }
    problems
}

/// Operation ids become method names: each must exist, be free, and differ from the others in
/// `snake_case` too.
fn identifiers(operations: &[Operation<'_>]) -> Vec<Problem> {
    let mut taken = BTreeMap::new();
    let mut problems = Vec::new();
    for operation in operations {
        let Some(id) = operation.id() else {
            problems.push(operation.problem("give it an operationId"));
            continue;
        };
        if !id.starts_with(char::is_alphabetic)
            || METHODS_OF_THE_CLIENT.contains(&&*id.to_snake_case())
        {
            let fault =
                format!("`{id}` cannot be the name of a method; give it another operationId");
            problems.push(operation.problem(fault));
        }
        if let Some(other) = taken.insert(id.to_snake_case(), operation) {
            let fault = format!("its operationId gives the same method name as that of {other}");
            problems.push(operation.problem(fault));
        }
    }
    problems
}

/// One kind of body for all successes and one for all errors, where no body is a kind too.
fn responses(operation: &Operation<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (status, _) in operation.responses().filter(|(status, _)| !is_status(status)) {
        let fault = if status == "default" {
            "`default` counts as success and as error; write `4XX` and `5XX` instead".to_owned()
        } else {
            format!("`{status}` is no status; write one such as `200` or `4XX`")
        };
        problems.push(operation.problem(fault));
    }
    for (side, digits) in [("success", "2"), ("error", "45")] {
        let side_responses =
            operation.responses().filter(|(status, _)| status.starts_with(|c| digits.contains(c)));
        let bodies: BTreeSet<String> = side_responses
            .map(|(_, response)| response.get("content").map_or_else(String::new, body_kind))
            .collect();
        if bodies.len() > 1 {
            let fault = format!(
                "its {side} responses have {} different bodies ({}); give all of them the same one",
                bodies.len(),
                bodies
                    .iter()
                    .map(|body| if body.is_empty() { "none" } else { body })
                    .collect::<Vec<_>>()
                    .join(", "),
            );
            problems.push(operation.problem(fault));
        }
    }
    for (status, response) in operation.responses() {
        problems.extend(json_only(operation, &format!("the response {status}"), response));
    }
    problems
}

/// Three digits, or one and `XX`. Extensions stand beside the statuses.
fn is_status(key: &str) -> bool {
    let Some(rest) = key.strip_prefix(|first| ('1'..='5').contains(&first)) else {
        return key.starts_with("x-");
    };
    rest == "XX" || (rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The schema that a body is decoded by; an inline schema is told from others by its text.
fn body_kind(content: &Value) -> String {
    let schema = members(Some(content)).next().and_then(|(_, media)| media.get("schema"));
    let reference = schema.and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
    reference.map_or_else(|| schema.unwrap_or(&Value::Null).to_string(), str::to_owned)
}

fn request_body(operation: &Operation<'_>) -> Vec<Problem> {
    let Some(body) = operation.request_body() else { return Vec::new() };
    let mut problems = json_only(operation, "the request body", body);
    if body.get("required") != Some(&Value::Bool(true)) {
        let fault = "the generated method always sends a body; mark it `required: true`";
        problems.push(operation.problem(fault));
    }
    problems
}

/// Exactly `application/json` with a schema: anything else becomes a stream of bytes, or a panic.
fn json_only(operation: &Operation<'_>, part: &str, holder: &Value) -> Vec<Problem> {
    let Some(content) = holder.get("content") else { return Vec::new() };
    let types: Vec<&str> = members(Some(content)).map(|(media_type, _)| media_type).collect();
    let mut problems = Vec::new();
    if types != ["application/json"] {
        let fault = format!("{part} must be `application/json` alone, not {types:?}");
        problems.push(operation.problem(fault));
    }
    if members(Some(content)).any(|(_, media)| media.get("schema").is_none()) {
        problems.push(operation.problem(format!("{part} has no schema; give it one")));
    }
    problems
}
