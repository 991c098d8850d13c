//! The report in SARIF 2.1.0: what the judged side breaks, located in the files of the contract.

mod rule;

use super::account::{place, value};
use super::{CaseReport, Ended, Location, Report};
use crate::finding::{Finding, Level, Waived};
use crate::verdict::Verdict;
use chrono::{DateTime, SecondsFormat, TimeDelta};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rule::{Rule, Rules};
use serde::Serialize;
use serde_json::{Value, json};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What the folder that the contract is kept in is called: the root of the repository, for those who show code.
const ROOT: &str = "%SRCROOT%";

/// What of a path must be escaped in a URI.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    automation_details: Value,
    invocations: [Invocation; 1],
    original_uri_base_ids: Value,
    column_kind: &'static str,
    results: Vec<Found<'a>>,
    properties: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time_utc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time_utc: Option<String>,
    tool_execution_notifications: Vec<Value>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    rules: &'a [Rule<'a>],
}

/// A result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Place<'a>>,
    partial_fingerprints: Fingerprints,
    suppressions: Vec<Suppression>,
    properties: Value,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Value>,
    logical_locations: [Logical<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: &'a str,
}

/// The one that is our own, and the one by which GitHub tells alerts apart.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints {
    #[serde(rename = "conformance/v1")]
    own: String,
    primary_location_line_hash: String,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

pub(super) fn render(report: &Report) -> String {
    let rules = Rules::of(report);
    let theirs = report.cases.iter().flat_map(|case| {
        let theirs = case.findings.iter().filter(|finding| finding.out_of_step.is_judged());
        theirs.map(move |finding| (case, finding))
    });
    let results = theirs.map(|(case, finding)| found(&rules, case, finding)).collect();
    let driver = Driver {
        name: &report.suite.name,
        semantic_version: &report.suite.version,
        rules: rules.all(),
    };
    let run = Run {
        tool: Tool { driver },
        automation_details: json!({ "id": automation_id(report) }),
        invocations: [invocation(report)],
        original_uri_base_ids: json!({
            ROOT: { "description": { "text": "The folder that the contract is kept in." } },
        }),
        column_kind: "unicodeCodePoints",
        results,
        properties: json!({
            "endpoint": report.endpoint,
            "contract": report.contract,
            "decisive": report.decisive,
            "tally": report.tally,
        }),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    super::json::text(&log)
}

fn found<'a>(rules: &Rules<'a>, case: &'a CaseReport, finding: &'a Finding) -> Found<'a> {
    let own = finding.fingerprint();
    Found {
        rule_id: &finding.check,
        rule_index: rules.index(&finding.check),
        level: level(finding.level),
        message: Text { text: message(case, finding) },
        locations: vec![Place {
            physical_location: finding.location.as_ref().or(case.location.as_ref()).map(physical),
            logical_locations: [Logical { fully_qualified_name: &case.id }],
        }],
        partial_fingerprints: Fingerprints { primary_location_line_hash: format!("{own}:1"), own },
        suppressions: finding.waived.iter().map(suppression).collect(),
        properties: json!({
            "case": case.id,
            "exchange": finding.exchange,
            "outOfStep": finding.out_of_step,
            "place": value(&finding.place),
            "source": value(&finding.source.to_string()),
        }),
    }
}

fn message(case: &CaseReport, finding: &Finding) -> String {
    let (expected, actual) = (value(&finding.expected), value(&finding.actual));
    format!("{}, {}: expected {expected}, came {actual}", value(&case.id), place(finding))
}

/// How SARIF calls a level.
fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "error",
        Level::Should => "warning",
        Level::May => "note",
    }
}

fn physical(location: &Location) -> Value {
    json!({
        "artifactLocation": {
            "uri": utf8_percent_encode(&location.file, PATH).to_string(),
            "uriBaseId": ROOT,
        },
        "region": { "startLine": location.line.max(1) },
    })
}

fn suppression(waived: &Waived) -> Suppression {
    let Waived { reason, owner, link, expires } = waived;
    let link = link.as_ref().map(|link| format!(", see {link}")).unwrap_or_default();
    Suppression {
        kind: "external",
        status: "accepted",
        justification: value(&format!("{reason} (until {expires}, {owner} answers for it{link})")),
    }
}

/// What stays the same from run to run up to the last slash, and what tells one run from the next behind it.
fn automation_id(report: &Report) -> String {
    let endpoint = if report.is_own_sandbox { "sandbox" } else { &report.endpoint };
    let run = report.run_id().replace('/', "-");
    format!("{}/{}/{}", report.suite.name, value(endpoint), value(&run))
}

fn invocation(report: &Report) -> Invocation {
    let (start_time_utc, end_time_utc) = span(report).unzip();
    Invocation {
        execution_successful: report.is_healthy(),
        start_time_utc,
        end_time_utc,
        tool_execution_notifications: unjudged(report),
    }
}

/// When the run began and ended.
fn span(report: &Report) -> Option<(String, String)> {
    let started = DateTime::parse_from_rfc3339(&report.started).ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a run of 292 million years")]
    let elapsed = TimeDelta::try_milliseconds(report.elapsed_ms as i64)?;
    let utc = |time: DateTime<_>| time.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true);
    Some((utc(started), utc(started.checked_add_signed(elapsed)?)))
}

/// What could not be judged, that the run did not come to its end, and what kept it from that.
fn unjudged(report: &Report) -> Vec<Value> {
    let notification = |text: String| json!({ "level": "error", "message": { "text": text } });
    let errors = report.cases.iter().filter_map(|case| match &case.verdict {
        Verdict::Error(because) => Some(format!("{}: {}", value(&case.id), value(because))),
        Verdict::Passed | Verdict::Failed | Verdict::Waived(_) | Verdict::Skipped(_) => None,
    });
    let end = match report.ended {
        Ended::Whole => None,
        Ended::Interrupted => Some("the run was interrupted".to_owned()),
        Ended::Unfinished => Some("the run has not ended".to_owned()),
    };
    let hindrances = report.hindrances.iter().map(|one| value(&one.sentence()));
    errors.chain(end).chain(hindrances).map(notification).collect()
}
