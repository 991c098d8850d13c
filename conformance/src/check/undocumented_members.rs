//! Members that the contract does not know are reported, and fail nobody: a service may grow.

use super::subject::Spot;
use super::value::brief;
use super::{Case, Check, Subject};
use crate::contract::Contract;
use crate::finding::{Finding, Level, Source};
use crate::nearest::nearest;
use crate::pointer::child;

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
    subject.spots.iter().flat_map(|spot| unknown_members(subject, spot)).collect()
}

fn unknown_members(subject: &Subject<'_>, spot: &Spot<'_>) -> Vec<Finding> {
    let declared = &spot.declared;
    let members = spot.value.as_object();
    let members =
        members.filter(|_| declared.is_object() && !declared.is_map()).into_iter().flatten();
    members
        .filter(|(name, _)| declared.member(name).is_none() && !is_annotation(name))
        .map(|(name, value)| {
            let expected = match meant(subject.contract, spot, name) {
                Some(known) => format!("no such member; the contract has {known}"),
                None => "no such member".to_owned(),
            };
            let source = Source::Schema(format!("#{}", declared.pointer().unwrap_or_default()));
            CHECK.finding(child(&spot.at, name), (expected, brief(value)), source)
        })
        .collect()
}

/// OData lets a service annotate anything.
fn is_annotation(name: &str) -> bool {
    name.contains('@')
}

/// The member that was probably meant: the one that a discrepancy says, else the one that reads most alike.
fn meant(contract: &Contract, spot: &Spot<'_>, name: &str) -> Option<String> {
    let applications = contract.register.iter().flat_map(|(id, entry)| {
        entry.applications.iter().map(move |application| (id, application))
    });
    let mut renamed = applications.filter_map(|(id, application)| {
        let to =
            application.to.as_ref().filter(|_| application.at.rsplit('/').next() == Some(name))?;
        Some(format!("{to} ({id})"))
    });
    renamed.next().or_else(|| nearest(name, spot.declared.members()).map(str::to_owned))
}
