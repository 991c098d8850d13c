//! The answer is valid by the contract's JSON Schema: types, formats, nullability, required members, subtypes by discriminator.

use super::subject::Spot;
use super::value::brief;
use super::{Case, Check, Subject};
use crate::finding::{Finding, Level, Source};
use crate::schemas::Violation;
use std::collections::HashMap;

pub(super) const CHECK: Check = Check {
    id: "schema",
    level: Level::Must,
    sentence: "An answer is valid by the schema that the contract declares for its status.",
    grounds: "the schemas of the contract, which agree with the service's metadata",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    // An error is the affair of the check on the error envelope.
    if case.answer().is_some_and(|answer| answer.status < 400) {
        case.departures(&CHECK)
    } else {
        Vec::new()
    }
}

/// What the schema forbids in a body.
pub(super) fn departures(subject: &Subject<'_>) -> Vec<Finding> {
    let declared: HashMap<&str, &Spot<'_>> =
        subject.spots.iter().map(|spot| (spot.at.as_str(), spot)).collect();
    let finding = |violation: &Violation| {
        let actual = subject.body.pointer(&violation.at).map(brief).unwrap_or_default();
        let spot = declared.get(violation.at.as_str());
        let schema = spot.and_then(|spot| spot.declared.pointer()).unwrap_or(&subject.schema);
        let told = (violation.demand.clone(), actual);
        CHECK.finding(violation.at.clone(), told, Source::Schema(format!("#{schema}")))
    };
    subject.violations.iter().map(finding).collect()
}
