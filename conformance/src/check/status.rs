//! The status code is the documented one, or one that a reading of the documents accepts as well.

use super::documented::Documented;
use super::value::brief_bytes;
use super::{Case, Check};
use crate::exchange::Answer;
use crate::finding::{Finding, Level, Party, Source};
use crate::throttle::is_failure;

pub(super) const CHECK: Check = Check {
    id: "status",
    level: Level::Must,
    sentence: "The status code is the one documented for the example; elsewhere it is declared by the contract, and no failure of the server.",
    grounds: "the status line of the documented example, the register of discrepancies, and the contract's responses",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(answer) = case.answer() else { return Vec::new() };
    let finding = match &case.documented {
        Some(documented) => departing(documented, answer),
        None => undeclared(case, answer),
    };
    finding.into_iter().collect()
}

fn departing(documented: &Documented<'_>, answer: &Answer) -> Option<Finding> {
    let expected = documented.example.response.status;
    if expected.accepts(answer.status) {
        return None;
    }
    let expected = expected.to_string();
    let accepting = documented.reading.accepted_statuses().find(|(_, code)| *code == answer.status);
    Some(match accepting {
        // Another documented reading: worth a note, and no fault.
        Some((id, _)) => Finding {
            level: Level::May,
            out_of_step: Party::Documentation,
            ..CHECK.finding(
                "status",
                (expected, format!("{}, which the documents say as well", answer.status)),
                Source::Discrepancy(id.to_owned()),
            )
        },
        None => CHECK.finding("status", (expected, told(answer)), documented.page()),
    })
}

/// Where no example is replayed: a status that the operation does not declare, or a failure of the server itself.
fn undeclared(case: &Case<'_>, answer: &Answer) -> Option<Finding> {
    let operation = case.operation?;
    let is_failure = is_failure(answer.status);
    if !is_failure && operation.response(answer.status).is_some() {
        return None;
    }
    let expected = if is_failure { "no failure of the server" } else { "a declared status" };
    let source = Source::Schema(format!("#{}/responses", operation.pointer));
    Some(CHECK.finding("status", (expected, told(answer)), source))
}

/// The code, where it leads to, and what the answer says of itself.
fn told(answer: &Answer) -> String {
    let to = answer.header("location").map(|url| format!(" to {url}")).unwrap_or_default();
    let says = if answer.body.is_empty() {
        String::new()
    } else {
        format!(": {}", brief_bytes(&answer.body))
    };
    format!("{}{to}{says}", answer.status)
}
