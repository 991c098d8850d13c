//! What the generator needs of an operation's parameters: an operation comes in, the list of what to
//! correct goes out.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::Value;

use super::{operation::Operation, problem::Problem};

/// Names that the code of each operation uses for something else.
const TAKEN: [&str; 6] = ["body", "body_map", "header_map", "new", "response", "send"];

/// Every violation.
pub(crate) fn check(operation: &Operation<'_>) -> Vec<Problem> {
    let mut problems = path_parameters(operation);
    problems.extend(operation.parameters().filter_map(|parameter| kind(operation, parameter)));
    problems.extend(names(operation));
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
    undeclared.chain(unused).chain(optional).map(|fault| operation.problem(fault)).collect()
}

/// What becomes of one parameter: it is sent as a text, in the path, the query or a header. A list in a
/// query would be sent as one parameter per item, which OData does not read.
fn kind(operation: &Operation<'_>, parameter: &Value) -> Option<Problem> {
    let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
    let schema = parameter.get("schema").map(|schema| operation.resolve(schema));
    let type_of = |schema: &Value| schema.get("type")?.as_str().map(str::to_owned);
    let fault = if !["path", "query", "header"].contains(&place) {
        "must be in `path`, `query` or `header`"
    } else if schema.is_none() {
        "has no `schema`; give it one in the place of `content`"
    } else if matches!(schema.and_then(type_of).as_deref(), Some("array" | "object")) {
        "must be a string, not a list or an object"
    } else {
        return None;
    };
    Some(operation.problem(format!("the parameter {} {fault}", name(parameter))))
}

/// Parameters become arguments, in which `$` is dropped and case is lost.
fn names(operation: &Operation<'_>) -> Vec<Problem> {
    let mut taken = BTreeMap::new();
    let mut problems = Vec::new();
    for parameter in operation.parameters() {
        let argument = name(parameter).to_snake_case();
        if argument.is_empty() || TAKEN.contains(&&*argument) {
            let fault = format!(
                "the parameter {} would have the name of something else in the generated code; \
                 rename it",
                name(parameter)
            );
            problems.push(operation.problem(fault));
        }
        if let Some(other) = taken.insert(argument, name(parameter)) {
            let fault =
                format!("the parameters {other} and {} share one argument name", name(parameter));
            problems.push(operation.problem(fault));
        }
    }
    problems
}

fn name(parameter: &Value) -> &str {
    parameter.get("name").and_then(Value::as_str).unwrap_or_default()
}
