//! The answer is valid by the contract's JSON Schema: types, formats, nullability, required members, subtypes by discriminator.

use super::value::brief;
use super::{Case, Check, Subject};
use crate::finding::{Finding, Level, Source};

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
        case.held(&CHECK)
    } else {
        Vec::new()
    }
}

/// What the schema forbids in a body.
pub(super) fn held(subject: &Subject<'_>) -> Vec<Finding> {
    let spots = subject.spots();
    subject
        .violations
        .iter()
        .map(|violation| {
            let actual = subject.body.pointer(&violation.at).map(brief).unwrap_or_default();
            let spot = spots.iter().find(|spot| spot.at == violation.at);
            let schema = spot.and_then(|spot| spot.declared.pointer()).unwrap_or(&subject.schema);
            let source = Source::Schema(format!("#{schema}"));
            CHECK.finding(violation.at.clone(), (violation.demand.clone(), actual), source)
        })
        .collect()
}
