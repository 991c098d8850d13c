//! Every member that the documented answer shows is there, with a value of the same type.

use super::comparison::{Found, Pair, pairs};
use super::documented::Documented;
use super::value::{brief, kind};
use super::{Case, Check};
use crate::contract::Kind;
use crate::finding::{Finding, Level};
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "documented-members",
    level: Level::Must,
    sentence: "Every member of the documented answer is present, with a value of the documented type.",
    grounds: "the documented example, as read through the register of discrepancies",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(example) = case.expected() else { return Vec::new() };
    pairs(case)
        .iter()
        .filter_map(|pair| {
            let finding = CHECK.finding(pair.at.clone(), departure(example, pair)?, example.page());
            Some(case.held_against_the_contract(finding))
        })
        .collect()
}

/// (expected, actual) where the member is missing or of another type.
fn departure(example: &Documented<'_>, pair: &Pair<'_>) -> Option<(String, String)> {
    match pair.found {
        Found::Value(actual) | Found::Sample(actual) => {
            let is_placeholder = example.reading.reads_as(&pair.documented_at, Kind::Placeholder);
            let differs = !is_placeholder && !is_compatible(pair.documented, actual);
            differs.then(|| (format!("a value of type {}", kind(pair.documented)), brief(actual)))
        }
        Found::Nothing if example.reading.reads_as(&pair.documented_at, Kind::Optional) => None,
        Found::Nothing => Some((
            format!("present, as in the documented {}", brief(pair.documented)),
            "missing".to_owned(),
        )),
        // Whether the documented object exists at the endpoint is a question of values.
        Found::NoSuchItem | Found::Elsewhere => None,
    }
}

/// A documented null says nothing of the type; the schema does.
fn is_compatible(documented: &Value, actual: &Value) -> bool {
    documented.is_null() || kind(documented) == kind(actual)
}
