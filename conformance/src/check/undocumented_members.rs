//! Members that the contract does not know are reported, and fail nobody: a service may grow.

use super::subject::Spot;
use super::value::brief;
use super::{Case, Check, Subject};
use crate::finding::{Finding, Level, Source};
use crate::pointer::child;
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "undocumented-members",
    level: Level::May,
    sentence: "An answer has no members that the contract does not know.",
    grounds: "our own choice: what nobody documented is worth knowing, and no fault",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    case.departures(&CHECK)
}

/// Members of objects that no schema declares.
pub(super) fn departures(subject: &Subject<'_>) -> Vec<Finding> {
    subject.spots.iter().flat_map(unknown_members).collect()
}

fn unknown_members(spot: &Spot<'_>) -> Vec<Finding> {
    let declared = &spot.declared;
    let members = spot
        .value
        .as_object()
        .filter(|_| declared.is_object() && !declared.is_map())
        .into_iter()
        .flatten();
    members
        .filter(|(name, _)| declared.member(name).is_none() && !is_annotation(name))
        .map(|(name, value)| finding(spot, name, value))
        .collect()
}

/// OData lets a service annotate anything.
fn is_annotation(name: &str) -> bool {
    name.contains('@')
}

fn finding(spot: &Spot<'_>, name: &str, value: &Value) -> Finding {
    let names: Vec<&str> = spot.declared.members().collect();
    let nearest = names
        .iter()
        .max_by(|one, other| strsim::jaro(name, one).total_cmp(&strsim::jaro(name, other)));
    let expected = nearest.map_or_else(
        || "no such member".to_owned(),
        |near| format!("no such member; the nearest is {near}"),
    );
    let source = Source::Schema(format!("#{}", spot.declared.pointer().unwrap_or_default()));
    CHECK.finding(child(&spot.at, name), (expected, brief(value)), source)
}
