//! The report in CTRF, the Common Test Report Format: a test a case, what is our own under `extra`.

use super::account::{account, elapsed_ms, group, headline};
use super::{CaseReport, Report};
use crate::finding::{Finding, Level};
use crate::verdict::{Tally, Verdict};
use chrono::DateTime;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    report_format: &'static str,
    spec_version: &'static str,
    report_id: String,
    run_id: &'a str,
    timestamp: &'a str,
    generated_by: String,
    results: Results<'a>,
}

#[derive(Serialize)]
struct Results<'a> {
    tool: Value,
    summary: Value,
    tests: Vec<Test<'a>>,
    environment: Value,
    extra: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Test<'a> {
    #[serde(rename = "testId")]
    id: &'a str,
    name: &'a str,
    status: &'static str,
    raw_status: &'static str,
    duration: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop: Option<i64>,
    suite: [&'a str; 2],
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    trace: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    tags: [&'a str; 2],
    extra: Extra<'a>,
}

#[derive(Serialize)]
struct Extra<'a> {
    summary: &'a str,
    exchanges: usize,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    fingerprint: String,
    check: &'a str,
    level: Level,
    out_of_step: String,
    place: &'a str,
    is_waived: bool,
}

pub(super) fn render(report: &Report) -> String {
    let id = format!("{} {} {}", report.started, report.endpoint, report.contract.sha256);
    let document = Document {
        report_format: "CTRF",
        spec_version: "0.0.0",
        report_id: Uuid::new_v5(&Uuid::NAMESPACE_OID, id.as_bytes()).to_string(),
        run_id: report.run_id(),
        timestamp: &report.started,
        generated_by: format!("{} {}", report.suite.name, report.suite.version),
        results: Results {
            tool: json!({ "name": report.suite.name, "version": report.suite.version }),
            summary: summary(report),
            tests: report.cases.iter().map(|case| test(case, report.decisive)).collect(),
            environment: json!({
                "testEnvironment": report.endpoint,
                "healthy": report.is_healthy(),
            }),
            extra: json!({
                "contract": report.contract,
                "ended": report.ended,
                "hindrances": report.hindrances,
                "requirements": report.requirements,
                "decisive": report.decisive,
            }),
        },
    };
    super::json::text(&document)
}

fn summary(report: &Report) -> Value {
    let Tally { passed, failed, waived, skipped, errors } = report.tally;
    let start = epoch_ms(&report.started).unwrap_or_default();
    json!({
        "tests": report.cases.len(),
        "passed": passed,
        "failed": failed,
        "skipped": skipped + waived,
        "pending": 0,
        "other": errors,
        "start": start,
        "stop": start.saturating_add(whole_ms(report.elapsed_ms)),
        "extra": { "waived": waived },
    })
}

fn test(case: &CaseReport, decisive: Level) -> Test<'_> {
    let (status, raw_status) = match &case.verdict {
        Verdict::Passed => ("passed", "passed"),
        Verdict::Failed => ("failed", "failed"),
        Verdict::Waived(_) => ("skipped", "waived"),
        Verdict::Skipped(_) => ("skipped", "skipped"),
        Verdict::Error(_) => ("other", "error"),
    };
    let (start, stop) = span(case);
    Test {
        id: named(&case.id),
        name: named(&case.id),
        status,
        raw_status,
        duration: whole_ms(elapsed_ms(case)),
        start,
        stop,
        suite: [case.kind.name(), group(case)],
        message: headline(case, decisive),
        trace: account(case),
        file_path: case.location.as_ref().map(|location| location.file.as_str()),
        line: case.location.as_ref().map(|location| location.line),
        tags: [case.kind.name(), level(case.level)],
        extra: Extra {
            summary: &case.summary,
            exchanges: case.exchanges.len(),
            findings: case.findings.iter().map(found).collect(),
        },
    }
}

fn found(finding: &Finding) -> Found<'_> {
    Found {
        fingerprint: finding.fingerprint(),
        check: &finding.check,
        level: finding.level,
        out_of_step: finding.out_of_step.to_string(),
        place: &finding.place,
        is_waived: finding.waived.is_some(),
    }
}

/// A test has a name.
fn named(id: &str) -> &str {
    if id.is_empty() { "(no id)" } else { id }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "must",
        Level::Should => "should",
        Level::May => "may",
    }
}

/// When the first exchange began and the last ended, in milliseconds since 1970.
fn span(case: &CaseReport) -> (Option<i64>, Option<i64>) {
    let began = |exchange: &super::ExchangeReport| epoch_ms(exchange.started.as_deref()?);
    let start = case.exchanges.first().and_then(began);
    let last = case.exchanges.last();
    let stop = last.and_then(|last| Some(began(last)?.saturating_add(whole_ms(last.elapsed_ms))));
    (start, stop)
}

fn epoch_ms(time: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(time).ok().map(|time| time.timestamp_millis())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "what is too long or no number becomes the next that is one"
)]
fn whole_ms(ms: f64) -> i64 {
    ms.round() as i64
}
