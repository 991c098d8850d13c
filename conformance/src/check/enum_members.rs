//! Members of enumerations are those of the contract, in its casing; an evolvable enumeration may grow, which is reported apart.

use super::subject::Spot;
use super::value::brief;
use super::{Case, Check, Subject};
use crate::finding::{Finding, Level};

pub(super) const CHECK: Check = Check {
    id: "enum-members",
    level: Level::Must,
    sentence: "A member of an enumeration is written as in the contract; one that the contract does not know is reported as `should` where the enumeration is evolvable.",
    grounds: "the enumerations of the metadata; Graph's rules for evolvable enumerations",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    case.departures(&CHECK)
}

/// Strings that are no members of their enumeration.
pub(super) fn departures(subject: &Subject<'_>) -> Vec<Finding> {
    subject.spots.iter().filter_map(|spot| finding(subject, spot)).collect()
}

fn finding(subject: &Subject<'_>, spot: &Spot<'_>) -> Option<Finding> {
    let text = spot.value.as_str()?;
    let members = spot.declared.enumeration().filter(|_| spot.declared.is_enumeration())?;
    // A closed enumeration is the schema's affair.
    if members.contains(&text) || !spot.declared.is_evolvable() {
        return None;
    }
    let known = members.iter().find(|member| member.eq_ignore_ascii_case(text));
    let (level, expected) = match known {
        Some(member) => (Level::Must, format!("{member:?}, in this casing")),
        None => (Level::Should, format!("one of {}", members.join(", "))),
    };
    let finding = subject.finding(&CHECK, spot, (expected, brief(spot.value)));
    Some(Finding { level, ..finding })
}
