//! Exchanges in, the transitions that are told of them: a small life cycle, and the program's own.

use super::*;
use crate::contract::Contract;
use crate::finding::{Finding, Party};
use crate::plan::Kind;
use crate::report::{ExchangeReport, RequestReport, ResponseReport};
use crate::typed;
use crate::verdict::Verdict;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TITLE: &str = "Access package assignment requests of Microsoft Graph";

/// Method, what follows the collection, the status of the answer, and the state that it shows.
type Told<'a> = (&'a str, &'a str, u16, Value);

fn exchange((method, below, status, body): &Told<'_>) -> ExchangeReport {
    let url = format!("http://127.0.0.1/v1.0/assignmentRequests{below}");
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
    ExchangeReport { request, response: Some(response), interruption: None, elapsed_ms: 1.0 }
}

fn finding(exchange: usize) -> Finding {
    Finding {
        check: "status".to_owned(),
        exchange: Some(exchange),
        level: Level::Must,
        out_of_step: Party::Server,
        place: "status".to_owned(),
        expected: "204".to_owned(),
        actual: "409".to_owned(),
        sent: None,
        source: Source::Discrepancy("D-25".to_owned()),
        location: None,
        waived: None,
    }
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
        verdict: Verdict::Passed,
        findings: faulty.map(finding).into_iter().collect(),
        exchanges: exchanges.iter().map(exchange).collect(),
    });
    report
}

/// `from → to by what`, with `!` where it failed and `?` where no document has it.
fn told(exchanges: &[Told<'_>], faulty: Option<usize>) -> Vec<String> {
    let seen = life_cycle(&report(exchanges, faulty));
    let seen = seen.into_iter().filter(|seen| seen.passed + seen.failed > 0);
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
    let waits = json!({ "id": "A1", "state": "submitted", "status": "WaitingForCallback" });
    let listed = json!({ "value": [{ "id": "a1", "state": "Denied" }, { "id": "b2" }] });
    let created = ("POST", "", 201, in_state("submitted"));
    for (exchanges, expected) in [
        (vec![created.clone()], vec!["new → submitted by create"]),
        (
            vec![
                created.clone(),
                ("POST", "/A1/cancel", 204, json!(null)),
                ("GET", "/A1", 200, in_state("canceled")),
            ],
            vec!["new → submitted by create", "submitted → canceled by cancel"],
        ),
        (
            // States that nobody looked at are on the shortest documented way.
            vec![created.clone(), ("GET", "/A1", 200, in_state("Delivered"))],
            vec![
                "new → submitted by create",
                "submitted → delivering by its delivery begins",
                "delivering → delivered by all is delivered",
            ],
        ),
        (
            vec![
                ("GET", "/a1", 200, waits),
                ("POST", "/a1/microsoft.graph.resume", 204, json!(null)),
                ("GET", "?$filter=x", 200, listed),
            ],
            vec!["waitingForCallback → denied by resume"],
        ),
        (
            vec![("GET", "/a1", 200, in_state("denied")), ("DELETE", "/a1", 204, json!(null))],
            vec!["denied → deleted by delete"],
        ),
        (
            vec![
                ("GET", "/a1", 200, in_state("denied")),
                ("POST", "/a1/cancel", 409, json!(null)),
                ("GET", "/a1", 200, in_state("denied")),
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
            "denied",
            ("GET", "/a1", 200, in_state("delivered")),
            "denied → delivered by no call of the case?",
        ),
        (
            "denied",
            ("GET", "/a1", 200, in_state("expired")),
            "denied → another state by no call of the case?",
        ),
        // Nobody looked what came of it.
        ("delivered", ("POST", "/a1/cancel", 200, json!(null)), "delivered → canceled by cancel?"),
    ] {
        let exchanges = [("GET", "/a1", 200, in_state(state)), next];
        assert_eq!(told(&exchanges, None), [expected], "{exchanges:?}");
    }
}

#[test]
fn a_transition_fails_with_the_exchange_that_makes_it_or_shows_it() {
    let exchanges = [
        ("POST", "", 201, in_state("submitted")),
        ("POST", "/A1/cancel", 204, json!(null)),
        ("GET", "/A1", 200, in_state("canceled")),
    ];
    for (faulty, expected) in [
        (1, ["new → submitted by create!", "submitted → canceled by cancel"]),
        (2, ["new → submitted by create", "submitted → canceled by cancel!"]),
        (3, ["new → submitted by create", "submitted → canceled by cancel!"]),
    ] {
        assert_eq!(told(&exchanges, Some(faulty)), expected);
    }
}

#[test]
fn a_call_that_is_answered_wrongly_is_a_transition_that_failed() {
    let refused =
        [("POST", "", 201, in_state("submitted")), ("POST", "/A1/cancel", 409, json!(null))];
    assert_eq!(
        told(&refused, Some(2)),
        ["new → submitted by create", "submitted → canceled by cancel!"]
    );
    let served =
        [("GET", "/A1", 200, in_state("delivered")), ("POST", "/A1/cancel", 200, json!(null))];
    assert_eq!(told(&served, Some(2)), ["delivered → canceled by cancel?!"]);
    assert_eq!(told(&[("POST", "", 500, json!(null))], Some(1)), ["new → submitted by create!"]);
}

#[test]
fn a_contract_without_a_life_cycle_has_no_transitions() {
    let mut report = report(&[("POST", "", 201, in_state("submitted"))], None);
    report.contract.title = "Notes".to_owned();
    assert_eq!(life_cycle(&report), []);
}

#[test]
fn every_transition_is_between_states_and_each_state_but_the_last_is_left() {
    let cycle = rules::life_cycle(TITLE).unwrap();
    let states: BTreeSet<&str> = cycle.states.iter().map(|state| state.name).collect();
    assert_eq!(states.len(), cycle.states.len());
    let left: BTreeSet<&str> = cycle.transitions.iter().map(|one| one.from).collect();
    let reached: BTreeSet<&str> = cycle.transitions.iter().map(|one| one.to).collect();
    let but = |name: &'static str| states.iter().copied().filter(move |state| *state != name);
    assert!(left.iter().copied().eq(but(DELETED)), "{left:?}");
    assert!(reached.iter().copied().eq(but(NEW)), "{reached:?}");
    assert!(cycle.transitions.iter().all(|one| !one.rests_on.is_empty()));
}
