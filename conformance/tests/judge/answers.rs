//! What is said of an answer, and of whom: one row an answer, without a server between.

use crate::judged::findings;
use conformance::contract::Contract;
use conformance::exchange::Answer;
use conformance::finding::Finding;
use conformance::typed::CONTRACT;
use serde_json::{Value, json};

fn own() -> Value {
    serde_json::from_str(CONTRACT).unwrap()
}

/// An API whose only example departs from its own schema.
fn at_odds_with_itself() -> Value {
    let schema = json!({ "type": "object", "required": ["b"], "properties": { "a": { "type": "string" }, "b": {} } });
    let content = json!({ "application/json": { "schema": schema, "examples": { "one": { "value": { "a": 1 } } } } });
    let read = json!({ "operationId": "read", "responses": { "200": { "description": "d", "content": content } } });
    json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": { "/things": { "get": read } } })
}

/// An API that reads things by their number.
fn by_number() -> Value {
    let content = json!({ "application/json": { "examples": { "one": { "value": { "id": 7, "size": 3 } } } } });
    let number =
        json!({ "name": "number", "in": "path", "required": true, "schema": {}, "example": 7 });
    let read = json!({ "operationId": "read", "parameters": [number], "responses": { "200": { "description": "d", "content": content } } });
    json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": { "/things/{number}": { "get": read } } })
}

/// `check place level party` for every finding about an answer to an example.
fn said(document: Value, example: &str, (status, body): (u16, &Value)) -> Vec<String> {
    let contract = Contract::load(document).unwrap();
    let example = contract.examples.iter().find(|known| known.id.0 == example).unwrap();
    let headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("request-id".to_owned(), "46184453-e63b-4f20-86c2-c557ed5d5df9".to_owned()),
    ];
    let answer = Answer { status, headers, body: body.to_string().into_bytes(), stray: Vec::new() };
    let line = |finding: &Finding| {
        format!("{} {} {} {}", finding.check, finding.place, finding.level, finding.out_of_step)
    };
    findings((&contract, example), &answer, None).iter().map(line).collect()
}

/// Headers are left out here, and so are members too many, which are no fault.
fn check(document: Value, example: &str, answer: (u16, &Value), expected: &[&str]) {
    let found = said(document, example, answer);
    let is_shown = |line: &&str| !line.starts_with("headers") && !line.ends_with("may server");
    let found: Vec<&str> = found.iter().map(String::as_str).filter(is_shown).collect();
    assert_eq!(found, expected, "{example} {} {}", answer.0, answer.1);
}

const ADDS: &str = "create/admin-adds-user";
const LISTS: &str = "list/lists-requests";

/// The answer of the first example of create, in the contract's words.
fn created(state: &str) -> Value {
    let id = "a9b1f3c0-5a3e-4f0e-9c1e-6a3b2d9e7f20";
    json!({ "id": id, "requestType": "adminAdd", "state": state, "status": "Accepted" })
}

#[test]
fn the_casing_of_the_documents_is_charged_to_them_and_another_to_the_server() {
    for (state, expected) in [
        ("submitted", None),
        ("Submitted", Some("enum-members /state must documentation")),
        ("SUBMITTED", Some("enum-members /state must server")),
    ] {
        let expected: Vec<&str> = expected.into_iter().collect();
        check(own(), ADDS, (201, &created(state)), &expected);
    }
}

#[test]
fn an_answer_with_another_documented_status_is_noted_and_compared() {
    let note = "status status may documentation";
    check(own(), ADDS, (200, &created("submitted")), &[note]);
    check(
        own(),
        ADDS,
        (200, &created("delivered")),
        &[note, "documented-values /state must server"],
    );
}

#[test]
fn the_body_of_a_success_is_no_error() {
    let expected = ["status status must server", "error-envelope  must server"];
    check(own(), ADDS, (400, &created("submitted")), &expected);
}

#[test]
fn a_collection_that_goes_on_is_not_searched_to_its_end() {
    let another = json!([{
        "id": "a9b1f3c0-5a3e-4f0e-9c1e-6a3b2d9e7f20", "requestType": "userAdd", "state": "denied", "status": "Denied",
        "createdDateTime": "2020-01-01T00:00:00Z", "completedDateTime": "2020-01-01T00:00:00Z", "schedule": {},
    }]);
    let next = "https://graph.example/next";
    check(own(), LISTS, (200, &json!({ "value": another, "@odata.nextLink": next })), &[]);
    check(own(), LISTS, (200, &json!({ "value": [], "@odata.nextLink": next })), &[]);
    let missing = "documented-values /value/0 must server";
    check(own(), LISTS, (200, &json!({ "value": another })), &[missing]);
}

#[test]
fn a_type_is_one_of_the_contract_or_of_odata_itself() {
    let stranger = ["odata-annotations /@odata.type should server"];
    for (kind, expected) in [
        ("#microsoft.graph.accessPackageAssignmentRequest", &[][..]),
        ("#Collection(microsoft.graph.accessPackageAssignmentRequest)", &[]),
        ("#DateTimeOffset", &[]),
        ("microsoft.graph.accessPackageAssignmentRequest", &stranger),
        ("#microsoft.graph.nobody", &stranger),
    ] {
        let mut body = created("submitted");
        body["@odata.type"] = kind.into();
        check(own(), ADDS, (201, &body), expected);
    }
}

#[test]
fn where_example_and_server_depart_alike_the_contract_is_out_of_step() {
    let as_documented = ["schema  must contract", "schema /a must contract"];
    check(at_odds_with_itself(), "read/one", (200, &json!({ "a": 1 })), &as_documented);
    check(
        at_odds_with_itself(),
        "read/one",
        (200, &json!({ "a": 2, "b": 1 })),
        &["schema /a must contract"],
    );
    check(
        at_odds_with_itself(),
        "read/one",
        (200, &json!({ "a": "x", "b": 1 })),
        &["documented-members /a must documentation"],
    );
}

#[test]
fn a_value_of_the_path_is_repeated_like_one_of_the_body() {
    check(by_number(), "read/one", (200, &json!({ "id": 7, "size": 4 })), &[]);
    let another = ["repeated-values /id must server"];
    check(by_number(), "read/one", (200, &json!({ "id": 8, "size": 3 })), &another);
}

#[test]
fn an_answer_that_is_wrong_all_over_is_told_so_within_bounds() {
    let body = json!({ "value": vec![json!(1); 100_000] });
    let found = said(own(), LISTS, (200, &body));
    assert!((1..200).contains(&found.len()), "{}", found.len());
}
