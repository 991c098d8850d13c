//! What progenitor needs of the contract, beyond what OpenAPI asks: a bundled document comes in, the
//! list of what to correct goes out. Left unchecked, most of these end in a panic of the generator that
//! names no operation; `openapi/README.md` lists them for authors.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::Value;

use super::{
    operation::{Operation, members, operations},
    problem::Problem,
    schema_rules,
};

/// Every violation, operations first.
pub(crate) fn check(document: &Value) -> Vec<Problem> {
    let operations = operations(document);
    let mut problems = Vec::new();
    if operations.is_empty() {
        problems.push(Problem::new("#/paths", "there is no operation; list the paths"));
    }
    problems.extend(version(document));
    problems.extend(identifiers(&operations));
    for operation in &operations {
        problems.extend(responses(operation));
        problems.extend(request_body(operation));
        problems.extend(path_parameters(operation));
        problems.extend(parameter_types(operation));
        problems.extend(parameter_names(operation));
    }
    problems.extend(path_item_references(document));
    problems.extend(schema_rules::check(document));
    problems
}

/// The version becomes a header of each request through `HeaderValue::from_static`, which panics at run
/// time on anything but visible ASCII.
fn version(document: &Value) -> Option<Problem> {
    let version = document.pointer("/info/version").and_then(Value::as_str);
    let is_plain =
        version.is_some_and(|text| text.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
    (!is_plain).then(|| Problem::new("#/info/version", "give a version in plain ASCII"))
}

fn path_item_references(document: &Value) -> Vec<Problem> {
    members(document.get("paths"))
        .filter(|(_, item)| item.get("$ref").is_some())
        .map(|(path, _)| {
            Problem::new(path, "a path item may not be a reference within the document")
        })
        .collect()
}

/// Operation ids become method names: each must exist and differ from the others in `snake_case` too.
fn identifiers(operations: &[Operation<'_>]) -> Vec<Problem> {
    let mut taken = BTreeMap::new();
    let mut problems = Vec::new();
    for operation in operations {
        let Some(id) = operation.id() else {
            problems.push(Problem::new(operation, "give it an operationId"));
            continue;
        };
        if let Some(other) = taken.insert(id.to_snake_case(), operation) {
            let fault = format!("its operationId gives the same method name as that of {other}");
            problems.push(Problem::new(operation, fault));
        }
    }
    problems
}

/// One kind of body for all successes and one for all errors, where no body is a kind too.
fn responses(operation: &Operation<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if operation.responses().any(|(status, _)| status == "default") {
        let fault = "`default` counts as success and as error; write `4XX` and `5XX` instead";
        problems.push(Problem::new(operation, fault));
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
            problems.push(Problem::new(operation, fault));
        }
    }
    for (status, response) in operation.responses() {
        problems.extend(json_only(operation, &format!("the response {status}"), response));
    }
    problems
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
        problems.push(Problem::new(operation, fault));
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
        problems.push(Problem::new(operation, fault));
    }
    if members(Some(content)).any(|(_, media)| media.get("schema").is_none()) {
        problems.push(Problem::new(operation, format!("{part} has no schema; give it one")));
    }
    problems
}

/// The names in braces and the path parameters must be the same, and each required.
fn path_parameters(operation: &Operation<'_>) -> Vec<Problem> {
    let in_template: BTreeSet<&str> = operation
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect();
    let declared: BTreeMap<&str, &Value> = operation
        .parameters()
        .filter(|parameter| parameter.get("in").is_some_and(|place| place == "path"))
        .map(|parameter| (name(parameter), parameter))
        .collect();
    let undeclared = in_template
        .iter()
        .filter(|name| !declared.contains_key(*name))
        .map(|name| format!("the path has {{{name}}}, but no path parameter is called so"));
    let unused = declared
        .keys()
        .filter(|name| !in_template.contains(*name))
        .map(|name| format!("the path has no {{{name}}} for the path parameter of that name"));
    let optional = declared
        .iter()
        .filter(|(_, parameter)| parameter.get("required") != Some(&Value::Bool(true)))
        .map(|(name, _)| format!("the path parameter {name} must be `required: true`"));
    undeclared.chain(unused).chain(optional).map(|fault| Problem::new(operation, fault)).collect()
}

/// A list in a query would be sent as one parameter per item, which OData does not read.
fn parameter_types(operation: &Operation<'_>) -> Vec<Problem> {
    let type_of = |parameter: &'_ Value| {
        let schema = parameter.get("schema")?;
        schema.get("type")?.as_str().map(str::to_owned)
    };
    operation
        .parameters()
        .filter(|parameter| matches!(type_of(parameter).as_deref(), Some("array" | "object")))
        .map(|parameter| {
            let name = name(parameter);
            Problem::new(
                operation,
                format!("the parameter {name} must be a string, not a list or an object"),
            )
        })
        .collect()
}

/// Parameters become arguments, in which `$` is dropped and case is lost.
fn parameter_names(operation: &Operation<'_>) -> Vec<Problem> {
    let mut taken = BTreeMap::new();
    let mut problems = Vec::new();
    for parameter in operation.parameters() {
        if let Some(other) = taken.insert(name(parameter).to_snake_case(), name(parameter)) {
            let fault =
                format!("the parameters {other} and {} share one argument name", name(parameter));
            problems.push(Problem::new(operation, fault));
        }
    }
    problems
}

fn name(parameter: &Value) -> &str {
    parameter.get("name").and_then(Value::as_str).unwrap_or_default()
}
