//! Exchanges in, the transitions of a small life cycle that are told of them.

use super::*;
use crate::contract::Contract;
use crate::finding::{Finding, Party};
use crate::plan::Kind;
use crate::report::{ExchangeReport, RequestReport, ResponseReport};
use crate::typed;
use crate::verdict::Verdict;
use serde_json::{Value, json};

const fn state(name: &'static str, shown_by: &'static [(&'static str, &'static str)]) -> State {
    State { name, shown_by, place: (0.0, 0.0) }
}

const STATES: &[State] = &[
    state(NEW, &[]),
    state("held", &[("status", "OnHold")]),
    state("open", &[("state", "open")]),
    state("packed", &[("state", "packed")]),
    state("sent", &[("state", "sent")]),
    state("dropped", &[("state", "dropped")]),
    state(DELETED, &[]),
];

const TRANSITIONS: [(&str, &str, By); 7] = [
    (NEW, "open", By::Call(CREATE)),
    ("open", "packed", By::Event("packing")),
    ("packed", "sent", By::Event("sending")),
    ("open", "dropped", By::Call("drop")),
    ("held", "open", By::Call("release")),
    ("held", "dropped", By::Call("release")),
    ("dropped", DELETED, By::Call(DELETE)),
];

/// The life of an order.
fn cycle() -> LifeCycle {
    let transition = |(from, to, by)| Transition { from, to, by, rests_on: Vec::new(), bend: 0.0 };
    LifeCycle {
        collection: "orders",
        id: "id",
        members: &["status", "state"],
        of_any_name: &["state"],
        states: STATES,
        transitions: TRANSITIONS.map(transition).to_vec(),
    }
}

/// Method, what follows the collection, the status of the answer, and the state that it shows.
type Told<'a> = (&'a str, &'a str, u16, Value);

fn exchange((method, below, status, body): &Told<'_>) -> ExchangeReport {
    let url = format!("http://127.0.0.1/v1.0/orders{below}");
    let request = RequestReport {
        method: (*method).to_owned(),
        url,
        headers: Vec::new(),
        identity: None,
        body: None,
        text: None,
    };
    let body = Some(body.clone()).filter(|body| !body.is_null());
    let response =
        ResponseReport { status: *status, headers: Vec::new(), body, text: None, stray: None };
    ExchangeReport {
        request,
        response: Some(response),
        interruption: None,
        started: None,
        elapsed_ms: 1.0,
    }
}

fn finding(exchange: usize) -> Finding {
    let (told, source) = (("status", "204", "409"), Source::Discrepancy("D-25".to_owned()));
    let finding = Finding::new(("status", Level::Must), Party::Server, told, source);
    Finding { exchange: Some(exchange), ..finding }
}

fn report(exchanges: &[Told<'_>], faulty: Option<usize>) -> Report {
    let contract = Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap();
    let mut report = Report::begin(&contract, None, chrono::DateTime::UNIX_EPOCH);
    report.cases.push(CaseReport {
        id: "a/case".to_owned(),
        kind: Kind::Rule,
        level: Level::Must,
        operation: None,
        summary: String::new(),
        source: None,
        rests_on: Vec::new(),
        location: None,
        documented: None,
        before: None,
        voices: None,
        shape: None,
        verdict: Verdict::Passed,
        findings: faulty.map(finding).into_iter().collect(),
        exchanges: exchanges.iter().map(exchange).collect(),
    });
    report
}

/// `from → to by what`, with `!` where it failed and `?` where no document has it.
fn told(exchanges: &[Told<'_>], faulty: Option<usize>) -> Vec<String> {
    let seen = observe(&cycle(), &report(exchanges, faulty));
    let seen = seen.transitions.into_iter().filter(|seen| seen.passed + seen.failed > 0);
    seen.map(|seen| {
        let (Trigger::Call(by) | Trigger::Event(by)) = &seen.by;
        let undocumented = if seen.is_documented { "" } else { "?" };
        let failed = if seen.failed > 0 { "!" } else { "" };
        format!("{} → {} by {by}{undocumented}{failed}", seen.from, seen.to)
    })
    .collect()
}

fn in_state(state: &str) -> Value {
    json!({ "id": "A1", "state": state })
}

#[test]
fn what_the_exchanges_show_is_told() {
    let waits = json!({ "id": "A1", "state": "open", "status": "OnHold" });
    let listed = json!({ "value": [{ "id": "a1", "state": "Dropped" }, { "id": "b2" }] });
    let created = ("POST", "", 201, in_state("open"));
    for (exchanges, expected) in [
        (vec![created.clone()], vec!["new → open by create"]),
        (
            vec![
                created.clone(),
                ("POST", "/A1/drop", 204, json!(null)),
                ("GET", "/A1", 200, in_state("dropped")),
            ],
            vec!["new → open by create", "open → dropped by drop"],
        ),
        (
            // States that nobody looked at are on the shortest documented way.
            vec![created.clone(), ("GET", "/A1", 200, in_state("Sent"))],
            vec!["new → open by create", "open → packed by packing", "packed → sent by sending"],
        ),
        (
            vec![
                ("GET", "/a1", 200, waits),
                ("POST", "/a1/microsoft.graph.release", 204, json!(null)),
                ("GET", "?$filter=x", 200, listed),
            ],
            vec!["held → dropped by release"],
        ),
        (
            vec![("GET", "/a1", 200, in_state("dropped")), ("DELETE", "/a1", 204, json!(null))],
            vec!["dropped → deleted by delete"],
        ),
        (
            vec![
                ("GET", "/a1", 200, in_state("dropped")),
                ("POST", "/a1/drop", 409, json!(null)),
                ("GET", "/a1", 200, in_state("dropped")),
            ],
            vec![],
        ),
        (vec![("GET", "", 200, json!(null)), ("GET", "/a1", 200, json!({ "id": "a1" }))], vec![]),
    ] {
        assert_eq!(told(&exchanges, None), expected, "{exchanges:?}");
    }
}

#[test]
fn what_no_document_provides_for_is_told_as_that() {
    for (state, next, expected) in [
        (
            "dropped",
            ("GET", "/a1", 200, in_state("sent")),
            "dropped → sent by no call of the case?",
        ),
        (
            "dropped",
            ("GET", "/a1", 200, in_state("expired")),
            "dropped → another state by no call of the case?",
        ),
        // Nobody looked what came of it.
        ("sent", ("POST", "/a1/drop", 200, json!(null)), "sent → dropped by drop?"),
    ] {
        let exchanges = [("GET", "/a1", 200, in_state(state)), next];
        assert_eq!(told(&exchanges, None), [expected], "{exchanges:?}");
    }
}

#[test]
fn a_transition_fails_with_the_exchange_that_makes_it_or_shows_it() {
    let exchanges = [
        ("POST", "", 201, in_state("open")),
        ("POST", "/A1/drop", 204, json!(null)),
        ("GET", "/A1", 200, in_state("dropped")),
    ];
    for (faulty, expected) in [
        (1, ["new → open by create!", "open → dropped by drop"]),
        (2, ["new → open by create", "open → dropped by drop!"]),
        (3, ["new → open by create", "open → dropped by drop!"]),
    ] {
        assert_eq!(told(&exchanges, Some(faulty)), expected);
    }
}

#[test]
fn a_call_that_is_answered_wrongly_is_a_transition_that_failed() {
    let refused = [("POST", "", 201, in_state("open")), ("POST", "/A1/drop", 409, json!(null))];
    assert_eq!(told(&refused, Some(2)), ["new → open by create", "open → dropped by drop!"]);
    let served = [("GET", "/A1", 200, in_state("sent")), ("POST", "/A1/drop", 200, json!(null))];
    assert_eq!(told(&served, Some(2)), ["sent → dropped by drop?!"]);
    assert_eq!(told(&[("POST", "", 500, json!(null))], Some(1)), ["new → open by create!"]);
}

#[test]
fn a_contract_without_a_life_cycle_has_no_transitions() {
    let mut report = report(&[("POST", "", 201, in_state("open"))], None);
    report.contract.title = "Notes".to_owned();
    assert_eq!(life_cycle(&report), []);
}
