//! Where no body is documented, none comes: not in the answer, and not behind its back on the connection.

use super::value::brief_bytes;
use super::{Case, Check};
use crate::exchange::Answer;
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: Check = Check {
    id: "empty-body",
    level: Level::Must,
    sentence: "An answer for which no body is documented has none, down to the bytes on the connection.",
    grounds: "the documented examples, and the contract's responses; RFC 9110, section 15.3.5",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(answer) = case.answer() else { return Vec::new() };
    let mut findings = Vec::new();
    if let Some(source) = empty_by(case).filter(|_| !answer.body.is_empty()) {
        findings.push(CHECK.finding("body", ("no body", brief_bytes(&answer.body)), source));
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

/// What says that the answer has no body: the example, or without one the contract.
fn empty_by(case: &Case<'_>) -> Option<Source> {
    if let Some(documented) = case.expected() {
        return documented.example.response.body.is_none().then(|| documented.page());
    }
    let response = case.declared_response().filter(|_| case.is_served())?;
    response.media_types.is_empty().then(|| Source::Schema(format!("#{}", response.pointer)))
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
