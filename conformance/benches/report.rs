//! How long it takes to write a report of 10,000 cases in every format, each against the JSON.
//!
//! `cargo bench -p conformance --bench report`

#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measurement prints what it found, and ends where it meets what it does not expect"
)]

use conformance::contract::OperationId;
use conformance::finding::{Finding, Level, Party, Source};
use conformance::plan::Kind;
use conformance::report::{
    CaseReport, ContractInfo, Ended, ExchangeReport, FORMATS, Format, Location, Report,
    RequestReport, ResponseReport, Suite,
};
use conformance::throttle::Throttled;
use conformance::verdict::{Tally, Verdict};
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

const CASES: usize = 10_000;

/// One case of so many fails, with three findings.
const FAILING: usize = 20;

/// How often each format is timed. The shortest counts: whatever else the machine does only adds to it.
const RUNS: usize = 11;

fn main() {
    let report = report();
    let json = shortest(&|| Format::Json.render(&report));
    println!("{CASES} cases, {} of them failed", report.tally.failed);
    for (name, format) in FORMATS {
        let size = format.render(&report).len();
        let took = shortest(&|| format.render(&report));
        let ratio = took.as_secs_f64() / json.as_secs_f64();
        let took = took.as_secs_f64() * 1000.0;
        println!("{name:<16} {took:>7.1} ms  {ratio:>5.1} x  {:>6} KiB", size >> 10);
    }
}

fn shortest(render: &dyn Fn() -> String) -> Duration {
    (0..RUNS).map(|_| once(render)).min().unwrap_or_default()
}

fn once(render: &dyn Fn() -> String) -> Duration {
    let started = Instant::now();
    black_box(render());
    started.elapsed()
}

fn report() -> Report {
    let cases: Vec<CaseReport> = (0..CASES).map(case).collect();
    let mut tally = Tally::default();
    for case in &cases {
        tally.count(&case.verdict);
    }
    Report {
        suite: Suite { name: "conformance".to_owned(), version: "0.1.0".to_owned() },
        contract: ContractInfo {
            title: "Things".to_owned(),
            version: "1.0".to_owned(),
            sha256: "ab".repeat(32),
        },
        endpoint: "https://api.example.com/v1.0".to_owned(),
        is_own_sandbox: false,
        run_id: None,
        started: "2026-11-28T19:52:38+00:00".to_owned(),
        elapsed_ms: 60_000.0,
        ended: Ended::Whole,
        planned: None,
        hindrances: Vec::new(),
        requirements: None,
        settings: serde_json::Map::new(),
        shard: None,
        had_all_passed: false,
        again: Vec::new(),
        decisive: Level::Must,
        snapshots: None,
        waivers: Vec::new(),
        waived_at_most: None,
        tally,
        throttled: Throttled::default(),
        life_cycle: Vec::new(),
        cases,
    }
}

fn case(number: usize) -> CaseReport {
    let is_failed = number.is_multiple_of(FAILING);
    CaseReport {
        id: format!("family-{}/fact-{number}", number / 100),
        kind: if number.is_multiple_of(3) { Kind::Example } else { Kind::Rule },
        level: Level::Must,
        operation: number.is_multiple_of(3).then(|| OperationId("createThing".to_owned())),
        summary: "A thing that was made is listed, with what it was made from.".to_owned(),
        source: None,
        rests_on: vec![Source::Page("Create thing (https://example.com/create)".to_owned())],
        location: Some(Location {
            file: "openapi/examples/create/a.yaml".to_owned(),
            line: 12,
            text: Some("status: 201".to_owned()),
        }),
        documented: None,
        before: None,
        voices: None,
        shape: None,
        verdict: if is_failed { Verdict::Failed } else { Verdict::Passed },
        findings: (0..if is_failed { 3 } else { 0 }).map(|of| finding(number, of)).collect(),
        exchanges: vec![exchange(number)],
    }
}

fn finding(number: usize, of: usize) -> Finding {
    let member = ["state", "requestType", "createdDateTime"][of];
    let place = format!("/value/{number}/{member}");
    let expected = "one of \"submitted\", \"delivered\", \"denied\", \"canceled\"";
    let told = (place, expected, format!("\"{}\"", id(number)));
    let source = Source::Schema("#/components/schemas/thing/properties/state".to_owned());
    Finding::new(("schema", Level::Must), Party::Server, told, source)
}

fn exchange(number: usize) -> ExchangeReport {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = vec![
        header("content-type", "application/json"),
        header("request-id", &id(number)),
        header("client-request-id", &id(number + 1)),
        header("date", "Sat, 28 Nov 2026 19:52:38 GMT"),
    ];
    ExchangeReport {
        request: RequestReport {
            method: "POST".to_owned(),
            url: format!("https://api.example.com/v1.0/things/{}?$expand=target", id(number)),
            headers: headers.clone(),
            identity: Some("admin".to_owned()),
            body: Some(body(number)),
            text: None,
        },
        response: Some(ResponseReport {
            status: 201,
            headers,
            body: Some(body(number)),
            text: None,
            stray: None,
        }),
        interruption: None,
        started: Some("2026-11-28T19:52:38.123Z".to_owned()),
        elapsed_ms: 6.25,
    }
}

fn body(number: usize) -> Value {
    json!({
        "id": id(number),
        "state": "delivered",
        "createdDateTime": "2026-11-28T19:52:38.123Z",
        "schedule": { "startDateTime": null, "expiration": { "type": "afterDuration", "duration": "P30D" } },
        "answers": [{ "value": "yes", "answeredQuestion": { "id": id(number + 2) } }],
    })
}

fn id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}
