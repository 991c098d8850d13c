//! Where the documented answer shows a member of an enumeration, a boolean, or a value that is bound, the answer shows the same.

use super::comparison::{Found, Pair, pairs};
use super::documented::Documented;
use super::value::{brief, kind, same};
use super::{Case, Check};
use crate::contract::Kind;
use crate::finding::{Finding, Level};
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "documented-values",
    level: Level::Must,
    sentence: "Members of enumerations, booleans and bound values are those of the documented answer; open strings with known values count as `should`.",
    grounds: "the documented example, as read through the register of discrepancies",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(example) = case.expected() else { return Vec::new() };
    pairs(case).iter().filter_map(|pair| departure(example, pair)).collect()
}

fn departure(example: &Documented<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let any = [Kind::AnyValue, Kind::Placeholder];
    if any.iter().any(|kind| example.reading.covers_as(&pair.documented_at, *kind)) {
        return None;
    }
    match pair.found {
        Found::Value(actual) => {
            let level = firmness(example, pair)?;
            let expected = example.at_the_endpoint(pair.documented);
            // Another type is told by the check on members, another casing by the one on enumerations.
            let is_told = kind(&expected) != kind(actual) || is_casing(pair, (&expected, actual));
            let differs = !is_told && !agrees(example, pair, (&expected, actual));
            let told = (brief(&expected), brief(actual));
            differs
                .then(|| Finding { level, ..CHECK.finding(pair.at.clone(), told, example.page()) })
        }
        Found::NoSuchItem => {
            let id = pair.documented.get("id").map(|id| brief(&example.at_the_endpoint(id)));
            let expected = format!("an item with the id {}", id.unwrap_or_default());
            let told = (expected, "no such item in the collection");
            Some(CHECK.finding(pair.at.clone(), told, example.page()))
        }
        Found::Sample(_) | Found::Nothing | Found::Elsewhere => None,
    }
}

/// How firmly the value itself stands; none where each endpoint has its own.
fn firmness(example: &Documented<'_>, pair: &Pair<'_>) -> Option<Level> {
    let text = match pair.documented {
        Value::Bool(_) => return Some(Level::Must),
        Value::String(_) if example.is_bound(pair.documented) => return Some(Level::Must),
        Value::String(text) => text,
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let members = pair.declared.enumeration()?;
    let is_member = members.iter().any(|member| member.eq_ignore_ascii_case(text));
    is_member.then(|| if pair.declared.is_enumeration() { Level::Must } else { Level::Should })
}

fn is_casing(pair: &Pair<'_>, (expected, actual): (&Value, &Value)) -> bool {
    let texts = expected.as_str().zip(actual.as_str());
    let differs_in_case =
        texts.is_some_and(|(one, other)| one != other && one.eq_ignore_ascii_case(other));
    differs_in_case && pair.declared.is_enumeration()
}

fn agrees(example: &Documented<'_>, pair: &Pair<'_>, (expected, actual): (&Value, &Value)) -> bool {
    let any_casing = example.reading.reads_as(&pair.documented_at, Kind::Case);
    match (expected, actual) {
        (Value::String(expected), Value::String(actual)) if any_casing => {
            expected.eq_ignore_ascii_case(actual)
        }
        _ => same(expected, actual),
    }
}
