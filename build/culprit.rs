//! Which schema or operation a failure of the generator is about, where the failure itself does not say:
//! the view of the contract and the failure come in, a problem for each part at fault goes out.

use serde_json::{Map, Value, json};

use super::{
    operation::{Operation, members, operations, pointer},
    problem::Problem,
};

const REMEDY: &str = "compare it with the rules in openapi/README.md";

/// Tries each schema, and then each operation, as if it were the only one. Where no schema fails, and all
/// operations fail or none does, the fault lies in what they share.
pub(crate) fn name(
    view: &Value,
    fault: &str,
    fault_of: impl Fn(&Value) -> Option<String>,
) -> Vec<Problem> {
    let schemas: Vec<Problem> = members(view.pointer("/components/schemas"))
        .filter_map(|(name, _)| Some((name, fault_of(&only_schema(view, name))?)))
        .map(|(name, fault)| {
            Problem::at(&pointer(&["components", "schemas", name]), given_up("it", &fault))
        })
        .collect();
    let operations = operations(view);
    let culprits: Vec<Problem> = operations
        .iter()
        .filter(|_| schemas.is_empty())
        .filter_map(|operation| Some((operation, fault_of(&only(view, operation))?)))
        .map(|(operation, fault)| operation.problem(given_up("it", &fault)))
        .collect();
    match (schemas.is_empty(), culprits.len()) {
        (false, _) => schemas,
        (true, count) if 0 < count && count < operations.len() => culprits,
        (true, _) => vec![Problem::at("", given_up("the contract", fault))],
    }
}

fn given_up(part: &str, fault: &str) -> String {
    format!("the generator gives up on {part} ({fault}); {REMEDY}")
}

/// The view without operations, in which the other schemas have a name and no content.
fn only_schema(view: &Value, name: &str) -> Value {
    let mut view = view.clone();
    if let Some(paths) = view.get_mut("paths") {
        *paths = Value::Object(Map::new());
    }
    let schemas = view.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (_, schema) in schemas.into_iter().flatten().filter(|(other, _)| *other != name) {
        *schema = json!({ "type": "object" });
    }
    view
}

fn only(view: &Value, operation: &Operation<'_>) -> Value {
    let item = view.get("paths").and_then(|paths| paths.get(operation.path));
    let item: Map<String, Value> = members(item)
        .filter(|(key, _)| *key == "parameters" || *key == operation.method)
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect();
    let mut view = view.clone();
    if let Some(paths) = view.get_mut("paths") {
        *paths = Map::from_iter([(operation.path.to_owned(), Value::Object(item))]).into();
    }
    view
}
