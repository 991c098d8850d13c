//! Where no body is documented, none comes: not in the answer, and not behind its back on the connection.

use super::value::brief_bytes;
use super::{Case, Check};
use crate::exchange::Answer;
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: Check = Check {
    id: "empty-body",
    level: Level::Must,
    sentence: "An answer for which no body is documented has none, down to the bytes on the connection.",
    grounds: "the documented examples; RFC 9110, section 15.3.5",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(answer) = case.answer() else { return Vec::new() };
    let is_documented_empty =
        case.expected_answer().is_some() && case.example.response.body.is_none();
    let mut findings = Vec::new();
    if is_documented_empty && !answer.body.is_empty() {
        findings.push(CHECK.finding("body", ("no body", brief_bytes(&answer.body)), case.page()));
    }
    if !answer.stray.is_empty() {
        findings.push(CHECK.finding(
            "connection",
            ("nothing after the head", brief_bytes(&answer.stray)),
            Source::Standard("RFC 9112, section 6.3".to_owned()),
        ));
    }
    if let Some((name, value)) = announced(answer) {
        findings.push(CHECK.finding(
            format!("header {name}"),
            ("no such header", value),
            Source::Standard("RFC 9110, section 15.3.5".to_owned()),
        ));
    }
    findings
}

/// A head that announces a body which HTTP forbids.
fn announced(answer: &Answer) -> Option<(&'static str, String)> {
    let forbids = answer.status == 204;
    let length = answer
        .header("content-length")
        .filter(|length| *length != "0")
        .map(|value| ("content-length", value));
    let encoding = answer.header("transfer-encoding").map(|value| ("transfer-encoding", value));
    length.or(encoding).filter(|_| forbids).map(|(name, value)| (name, value.to_owned()))
}
