//! The status code is the documented one, or one that a reading of the documents accepts as well.

use super::value::brief_bytes;
use super::{Case, Check};
use crate::exchange::Answer;
use crate::finding::{Finding, Level, Party, Source};

pub(super) const CHECK: Check = Check {
    id: "status",
    level: Level::Must,
    sentence: "The status code is the one documented for the example.",
    grounds: "the status line of the documented example, and the register of discrepancies",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let documented = case.example.response.status;
    match case.answer() {
        Some(answer) if documented.accepts(answer.status) => Vec::new(),
        Some(answer) => vec![departing(case, answer)],
        None => Vec::new(),
    }
}

fn departing(case: &Case<'_>, answer: &Answer) -> Finding {
    let expected = case.example.response.status.to_string();
    let accepting = case.reading.accepted_statuses().find(|(_, code)| *code == answer.status);
    match accepting {
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
        None => CHECK.finding("status", (expected, told(answer)), case.page()),
    }
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
