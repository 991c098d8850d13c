//! A place that holds a number in, other numbers for it out: fractions, bounds, and what no integer of 32 or 64 bits holds.

use super::Plan;
use crate::inputs::edit::Change;
use crate::inputs::mutation::Demand;
use crate::inputs::place::Place;
use serde_json::{Number, Value, json};

/// More than a double holds.
const BEYOND_DOUBLE: &str = "1e400";

pub(super) fn plans(place: &Place<'_>) -> Vec<Plan> {
    let is_numeric = matches!(place.declared.text("type"), Some("integer" | "number"));
    if !is_numeric && !place.value.is_number() {
        return Vec::new();
    }
    let fixed = [
        ("fraction", json!(1.5)),
        ("negative", json!(-1)),
        ("zero", json!(0)),
        ("beyond-int32", json!(i64::from(i32::MAX) + 1)),
        ("beyond-int64", json!(1_u64 << 63)),
    ];
    let numbers = fixed.into_iter().chain(at_bounds(place));
    let other = numbers.filter(|(_, number)| number != place.value);
    let mut plans: Vec<Plan> =
        other.map(|(kind, number)| Plan::at(place, kind, Change::Put(number))).collect();
    // A parser may set limits to numbers, and JSON has none.
    let grounds = (Demand::Answered, "RFC 8259, section 6");
    let beyond_double = ("beyond-double", Change::Raw(BEYOND_DOUBLE));
    plans.push(Plan::by_standard(beyond_double, &place.at, grounds));
    plans
}

/// The bounds themselves and the integers next to them on the far side.
fn at_bounds(place: &Place<'_>) -> Vec<(&'static str, Value)> {
    let mut numbers = Vec::new();
    for (keyword, step) in [("minimum", -1), ("maximum", 1)] {
        let Some(bound) = place.declared.number(keyword) else { continue };
        numbers.push(("number-at-bound", Value::Number(bound.clone())));
        let beyond = bound.as_i64().and_then(|bound| bound.checked_add(step)).map(Number::from);
        numbers.extend(beyond.map(|beyond| ("number-beyond-bound", Value::Number(beyond))));
    }
    numbers
}
