//! A place in, a value of every other JSON type for it out, and the value itself within an array or an object.

use super::Plan;
use crate::inputs::edit::{Bracket, Change};
use crate::inputs::place::{Place, Role};
use serde_json::{Value, json};
use std::mem::discriminant;

pub(super) fn plans(place: &Place<'_>) -> Vec<Plan> {
    let is_body = place.role == Role::Body;
    let kinds = if is_body {
        ["body-null", "body-boolean", "body-number", "body-text", "body-array", "body-object"]
    } else {
        ["null", "boolean", "number", "text", "array", "object"]
    };
    let values = [Value::Null, json!(true), json!(7), json!("text"), json!([]), json!({})];
    let is_other = |value: &Value| discriminant(value) != discriminant(place.value);
    let other_types = kinds.into_iter().zip(values).filter(|(_, value)| is_other(value));
    let other_types = other_types.map(|(kind, value)| Plan::at(place, kind, Change::Put(value)));
    let nested = if is_body {
        [("body-in-array", Bracket::Array), ("body-in-object", Bracket::Object)]
    } else {
        [("in-array", Bracket::Array), ("in-object", Bracket::Object)]
    };
    // An array of one item within an array is the array with its item within one.
    let is_double = place.value.as_array().is_some_and(|items| items.len() == 1);
    let nested = nested.into_iter().filter(|(_, bracket)| *bracket != Bracket::Array || !is_double);
    let nested = nested.map(|(kind, bracket)| Plan::at(place, kind, Change::Nest(bracket, 1)));
    let emptied = emptied(place.value).map(|empty| Plan::at(place, "emptied", Change::Put(empty)));
    other_types.chain(nested).chain(emptied).collect()
}

/// An array or an object without what is in it; of one part, leaving that out is the same.
fn emptied(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => (items.len() > 1).then(|| json!([])),
        Value::Object(members) => (members.len() > 1).then(|| json!({})),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
