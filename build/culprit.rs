//! Which operation a failure of the generator is about, where the failure itself does not say: the view
//! of the contract and the failure come in, a problem for each operation at fault goes out.

use serde_json::{Map, Value};

use super::{
    operation::{Operation, members, operations},
    problem::Problem,
};

const REMEDY: &str = "compare it with the rules in openapi/README.md";

/// Tries each operation as if it were the only one. Where all of them fail, or none does, the fault lies
/// in what they share.
pub(crate) fn name(
    view: &Value,
    fault: &str,
    fault_of: impl Fn(&Value) -> Option<String>,
) -> Vec<Problem> {
    let operations = operations(view);
    let culprits: Vec<Problem> = operations
        .iter()
        .filter_map(|operation| Some((operation, fault_of(&only(view, operation))?)))
        .map(|(operation, fault)| {
            Problem::new(operation, format!("the generator gives up on it ({fault}); {REMEDY}"))
        })
        .collect();
    if !culprits.is_empty() && culprits.len() < operations.len() {
        return culprits;
    }
    vec![Problem::new("#", format!("the generator gives up on the contract ({fault}); {REMEDY}"))]
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
