//! Reports to be written: with every verdict, with hostile text in every place that an endpoint fills, of any length.

use conformance::contract::OperationId;
use conformance::exit::Exit;
use conformance::finding::{Finding, Level, Party, Source, Waived};
use conformance::plan::Kind;
use conformance::report::{
    CaseReport, ContractInfo, Ended, ExchangeReport, Hindered, Hindrance, Location, Report,
    RequestReport, ResponseReport, Suite,
};
use conformance::throttle::Throttled;
use conformance::verdict::{Tally, Verdict};
use serde_json::{Map, Value, json};

/// What breaks a format that does not look after it.
pub(crate) const HOSTILE: &[&str] = &[
    "",
    " ",
    "\u{0}\u{1}\u{b}\u{1b}[31m\u{7f}\u{85}\u{9b}",
    "\u{fffe}\u{ffff}\u{feff}\u{2028}\u{2029}\u{202e}\u{1ffff}",
    "]]>",
    "--><!-- <script>alert(1)</script> </code></details>",
    "'\"`\\",
    "\r\n\n\r",
    "\n::error::injected\n::stop-commands::x\n",
    "\n...\n---\nnot ok 1\nBail out!\n# TODO # SKIP \\# \\",
    "| a | b |\n|---|\n# heading\n@someone #1 [a](b) ![x](y) ***",
    "%0A%25:,;=%",
    r"\ud800\udfff",
    "&amp;&#0;&lt;&bogus;",
    "猫é\u{301}🦀",
    "{\"a\": [",
];

/// A report of these cases that has come to its end.
pub(crate) fn report(cases: Vec<CaseReport>) -> Report {
    let mut tally = Tally::default();
    for case in &cases {
        tally.count(&case.verdict);
    }
    Report {
        suite: Suite { name: "conformance".to_owned(), version: "0.1.0".to_owned() },
        contract: ContractInfo {
            title: "An API".to_owned(),
            version: "1.0".to_owned(),
            sha256: "ab".repeat(32),
        },
        endpoint: "https://api.example.com/v1.0".to_owned(),
        is_own_sandbox: false,
        run_id: Some("4711".to_owned()),
        started: "2026-11-28T19:52:38.123456+00:00".to_owned(),
        elapsed_ms: 1234.5,
        ended: Ended::Whole,
        planned: None,
        hindrances: Vec::new(),
        requirements: None,
        settings: Map::new(),
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

/// What keeps a run from its end, each for this reason.
pub(crate) fn hindrances(because: &str) -> Vec<Hindrance> {
    let hindrance = |of, exit| Hindrance { of, because: because.to_owned(), exit };
    vec![hindrance(Hindered::Judging, Exit::Refused), hindrance(Hindered::Undoing, Exit::NotJudged)]
}

/// The same, ended in another way.
pub(crate) fn ended(mut report: Report, ended: Ended) -> Report {
    report.ended = ended;
    report
}

/// A case of every verdict, with findings of every level and party.
pub(crate) fn whole() -> Report {
    let waived = Waived {
        reason: "the next release has it".to_owned(),
        owner: "ada".to_owned(),
        link: Some("https://example.com/7".to_owned()),
        expires: "2026-12-31".to_owned(),
    };
    let late = Finding { waived: Some(waived), ..finding(Level::Must, Party::Server) };
    let levels = [
        finding(Level::Must, Party::Server),
        finding(Level::Should, Party::Client),
        finding(Level::May, Party::Server),
        finding(Level::Must, Party::Documentation),
        finding(Level::Must, Party::Contract),
    ];
    let reported = levels[1..].to_vec();
    report(vec![
        case("create/a", Kind::Example, Verdict::Passed, reported),
        case("create/b", Kind::Example, Verdict::Failed, levels.to_vec()),
        case("input/create/b", Kind::Input, Verdict::Skipped("it has no body".to_owned()), vec![]),
        case(
            "cancel/c",
            Kind::Rule,
            Verdict::Waived("late until 2026-12-31".to_owned()),
            vec![late],
        ),
        case("cancel/d", Kind::Rule, Verdict::Error("cannot reach it".to_owned()), vec![]),
    ])
}

/// A failed case with this text wherever an endpoint, a contract or a file can say something.
pub(crate) fn hostile(text: &str) -> Report {
    let own = || text.to_owned();
    let waived = Waived { reason: own(), owner: own(), link: Some(own()), expires: own() };
    let mut said = finding(Level::Must, Party::Server);
    (said.check, said.place, said.expected, said.actual) = (own(), own(), own(), own());
    (said.sent, said.source) = (Some(own()), Source::Page(own()));
    said.location = Some(Location { file: own(), line: 0, text: Some(own()) });
    let let_pass = Finding { waived: Some(waived), ..said.clone() };
    let verdicts = [
        Verdict::Passed,
        Verdict::Failed,
        Verdict::Waived(own()),
        Verdict::Skipped(own()),
        Verdict::Error(own()),
    ];
    let cases = verdicts.into_iter().map(|verdict| {
        let mut findings = vec![said.clone()];
        // In more cases it would be told once for all, and not as what is let pass.
        findings.extend(matches!(verdict, Verdict::Waived(_)).then(|| let_pass.clone()));
        let mut case = case(text, Kind::Rule, verdict, findings);
        (case.summary, case.location) = (own(), said.location.clone());
        case.operation = Some(OperationId(own()));
        case.exchanges = vec![exchange(text, Some(json!({ text: [text, 1.5, null] })))];
        case.exchanges[0].request.method = own();
        case
    });
    let mut report = report(cases.collect());
    report.contract.title = own();
    report.endpoint = own();
    report.run_id = Some(own());
    report.hindrances = hindrances(text);
    report
}

pub(crate) fn case(id: &str, kind: Kind, verdict: Verdict, findings: Vec<Finding>) -> CaseReport {
    CaseReport {
        id: id.to_owned(),
        kind,
        level: Level::Must,
        operation: (kind != Kind::Rule).then(|| OperationId("createThing".to_owned())),
        summary: "It is so.".to_owned(),
        source: None,
        rests_on: vec![Source::Page("A page (https://example.com/page)".to_owned())],
        location: Some(Location {
            file: format!("openapi/examples/{id}.yaml"),
            line: 3,
            text: Some("status: 201".to_owned()),
        }),
        documented: None,
        before: None,
        voices: None,
        shape: None,
        verdict,
        findings,
        exchanges: vec![exchange("a", None), exchange("b", Some(json!({ "state": "b" })))],
    }
}

pub(crate) fn finding(level: Level, out_of_step: Party) -> Finding {
    let told = ("/value/0/state", "\"delivered\"", "\"submitted\"");
    let source = Source::Schema("#/components/schemas/thing".to_owned());
    let finding = Finding::new(("schema", level), out_of_step, told, source);
    Finding { exchange: Some(2), ..finding }
}

fn exchange(text: &str, body: Option<Value>) -> ExchangeReport {
    let headers =
        vec![("content-type".to_owned(), text.to_owned()), (text.to_owned(), text.to_owned())];
    let response = body.map(|body| ResponseReport {
        status: 200,
        headers: headers.clone(),
        body: Some(body),
        text: Some(text.to_owned()),
        stray: Some(text.to_owned()),
    });
    ExchangeReport {
        request: RequestReport {
            method: "POST".to_owned(),
            url: format!("https://api.example.com/v1.0/things?$filter={text}"),
            headers,
            identity: Some("admin".to_owned()),
            body: None,
            text: Some(text.to_owned()),
        },
        interruption: response.is_none().then(|| text.to_owned()),
        response,
        started: Some("2026-11-28T19:52:38.123Z".to_owned()),
        elapsed_ms: 1.25,
    }
}
