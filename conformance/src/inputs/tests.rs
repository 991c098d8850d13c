//! Which bodies are made of one, and what is demanded of each, by a small contract that has a keyword of every kind.

use super::*;
use crate::contract::{
    DocumentedRequest, DocumentedResponse, ExampleId, ExamplePlaces, ExampleSource, OperationId,
};
use serde_json::json;

fn contract(method: &str) -> Contract {
    let schema = json!({"$ref": "#/components/schemas/animal"});
    let body = json!({"content": {"application/json": {"schema": schema}}});
    let operation = json!({"operationId": "make", "requestBody": body, "responses": {}});
    let animal = json!({
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string"},
            "id": {"type": "string", "format": "uuid", "readOnly": true},
            "name": {"type": "string", "minLength": 2, "maxLength": 9},
            "size": {"type": "string", "enum": ["small", "large"]},
            "mood": {"type": "string", "enum": ["good", "bad"], "x-ms-enum": {"modelAsString": true}},
            "born": {"type": "string", "format": "date-time", "nullable": true},
            "legs": {"type": "integer", "minimum": 0, "maximum": 8},
            "parent": {"type": "string", "nullable": true},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "cat"}},
    });
    let base = json!({"$ref": "#/components/schemas/animal"});
    let lives = json!({"properties": {"lives": {"type": "number", "nullable": true}}});
    Contract::load(json!({
        "openapi": "3.0.3",
        "paths": {"/animals": {method: operation}},
        "components": {"schemas": {"animal": animal, "cat": {"allOf": [base, lives]}}},
    }))
    .unwrap()
}

fn example(method: &str) -> Example {
    Example {
        id: ExampleId("make/cat".to_owned()),
        operation: OperationId("make".to_owned()),
        summary: String::new(),
        source: ExampleSource::default(),
        requires: Vec::new(),
        bindings: Vec::new(),
        request: DocumentedRequest {
            method: method.to_owned(),
            target: "/animals".to_owned(),
            headers: Vec::new(),
            body: None,
        },
        response: DocumentedResponse { status: 201.into(), headers: Vec::new(), body: None },
        at: ExamplePlaces::default(),
        unsendable: None,
    }
}

fn mutations(method: &str, body: &Value) -> Vec<Mutation> {
    let contract = contract(&method.to_lowercase());
    let schemas = Schemas::new(&contract);
    let inputs = Inputs::new((&contract, &schemas), &example(method), body);
    inputs.mutations(SEED, usize::MAX).unwrap()
}

/// Of a body, a mutation of that kind with that sentence is made, and so much is demanded of it.
fn check(body: &Value, expected: &[(&str, &str, Demand)]) {
    let made = mutations("POST", body);
    for (kind, sentence, demand) in expected {
        let of_kind = made.iter().filter(|mutation| mutation.kind == *kind);
        let told: Vec<_> = of_kind.clone().map(|mutation| &mutation.sentence).collect();
        let meant = of_kind.clone().find(|mutation| mutation.sentence == *sentence);
        assert_eq!(meant.map(|mutation| mutation.demand), Some(*demand), "{sentence}: {told:?}");
    }
}

use Demand::{Accepted, Answered, Refused};

#[test]
fn another_type_is_refused_where_the_schema_has_one() {
    check(
        &json!({"kind": "cat", "born": "2024-01-01T00:00:00Z", "tags": ["a", "b"], "other": 1}),
        &[
            ("null", "/kind is null", Refused),
            ("null", "/born is null", Answered),
            ("null", "/other is null", Answered),
            ("boolean", "/kind is the boolean true", Refused),
            ("number", "/tags/0 is the number 7", Refused),
            ("text", "/tags is the text \"text\"", Refused),
            ("array", "/born is an empty array", Refused),
            ("object", "/tags is an empty object", Refused),
            ("emptied", "/tags is an empty array", Answered),
            ("in-array", "/tags is within an array", Refused),
            ("in-object", "/kind is within an object", Refused),
            ("body-array", "the body is an empty array", Refused),
            ("body-in-object", "the body is within an object", Refused),
        ],
    );
}

#[test]
fn members_come_and_go_as_the_schema_has_it() {
    check(
        &json!({"kind": "cat", "tags": ["a"]}),
        &[
            ("left-out", "/kind is left out", Refused),
            ("left-out", "/tags is left out", Answered),
            ("left-out", "/tags/0 is left out", Answered),
            ("repeated", "/kind is there twice, with the same value", Answered),
            ("repeated-otherwise", "/kind is there twice, then as null", Answered),
            ("unknown-type", "/kind is the text \"#unknown.type\"", Refused),
            ("unknown-member", "/unknownMember is added as the text \"text\"", Answered),
            ("deep-member", "/unknownMember is added, within 200 objects", Answered),
            ("added-of-other-type", "/legs is added as the text \"text\"", Refused),
            ("added-of-other-type", "/lives is added as the text \"text\"", Refused),
        ],
    );
}

/// OpenAPI says that they should not be sent, so nobody has to look at them.
#[test]
fn what_only_answers_carry_is_never_refused() {
    let id = "46184453-e63b-4f20-86c2-c557ed5d5df9";
    let added = "/id is added as the text \"00000000-0000-0000-0000-000000000000\"";
    check(&json!({"kind": "cat"}), &[("read-only-member", added, Answered)]);
    check(&json!({"kind": "cat", "id": id}), &[("number", "/id is the number 7", Answered)]);
}

#[test]
fn text_is_held_to_its_enumeration_format_and_length() {
    check(
        &json!({"kind": "cat", "size": "small", "mood": "good", "name": "Tom", "born": "2024-01-01T00:00:00Z"}),
        &[
            ("unknown-enum-member", "/size is the text \"noSuchMember\"", Refused),
            ("unknown-enum-member", "/mood is the text \"noSuchMember\"", Answered),
            ("other-enum-member", "/size is the text \"large\"", Answered),
            ("other-casing", "/size is the text \"SMALL\"", Answered),
            ("wrong-format", "/born is the text \"2024-02-30T25:61:00Z\"", Refused),
            ("empty-text", "/name is an empty text", Refused),
            ("empty-text", "/kind is an empty text", Refused),
            ("length-at-bound", "/name is 2 characters long", Answered),
            ("length-at-bound", "/name is 9 characters long", Answered),
            ("length-beyond-bound", "/name is 1 characters long", Refused),
            ("length-beyond-bound", "/name is 10 characters long", Refused),
            ("long-text", "/name is 65,536 characters long", Refused),
            ("long-text", "/mood is 65,536 characters long", Answered),
            ("lone-surrogate", r#"/name is "\ud800""#, Answered),
            ("nul-character", r#"/name is the text "a\0b""#, Answered),
        ],
    );
}

#[test]
fn numbers_are_held_to_their_type_and_bounds() {
    check(
        &json!({"kind": "cat", "legs": 4, "lives": 9}),
        &[
            ("fraction", "/legs is the number 1.5", Refused),
            ("fraction", "/lives is the number 1.5", Answered),
            ("negative", "/legs is the number -1", Refused),
            ("zero", "/lives is the number 0", Answered),
            ("number-at-bound", "/legs is the number 8", Answered),
            ("number-beyond-bound", "/legs is the number 9", Refused),
            ("beyond-int32", "/lives is the number 2147483648", Answered),
            ("beyond-int64", "/legs is the number 9223372036854775808", Refused),
            ("beyond-double", "/legs is 1e400", Answered),
        ],
    );
}

#[test]
fn a_whole_body_is_json_or_refused() {
    check(
        &json!({"kind": "cat", "born": null}),
        &[
            ("empty-body", "the body is empty", Answered),
            ("broken-off", "the body breaks off halfway", Refused),
            ("trailing-comma", "the body has a comma behind its last member", Refused),
            ("not-a-number", "/kind is NaN", Refused),
            ("utf-16", "the body is encoded in UTF-16", Refused),
            ("byte-order-mark", "the body begins with a byte order mark", Answered),
            ("endless-arrays", "the body is within 10,000 arrays", Refused),
            ("reversed", "the members stand in reverse order", Accepted),
            ("spaced", "white space stands wherever it may", Accepted),
            ("escaped-texts", "every text is written in escapes", Accepted),
            ("escaped-names", "every member's name is written in escapes", Accepted),
        ],
    );
}

/// In a PATCH, what is null is taken away and what is not there stays.
#[test]
fn null_is_not_given_but_in_a_patch() {
    for (method, demand) in [("POST", Accepted), ("PATCH", Answered)] {
        let made = mutations(method, &json!({"kind": "cat", "born": null}));
        let nulls = made.iter().find(|mutation| mutation.kind == "explicit-nulls").unwrap();
        let expected = "/parent is added as null, /lives is added as null";
        assert_eq!((nulls.sentence.as_str(), nulls.demand), (expected, demand));
    }
}

/// An endpoint's own value may not be what the contract says of the documented one.
#[test]
fn a_bound_value_that_departs_from_the_schema_changes_no_demand() {
    let demands = |name: &str| {
        let made = mutations("POST", &json!({"kind": "cat", "name": name}));
        let accepted = made.into_iter().filter(|mutation| mutation.demand == Accepted);
        accepted.map(|mutation| mutation.kind).collect::<Vec<_>>()
    };
    assert_eq!(demands("Tom"), demands("a name far too long"));
}

#[test]
fn a_text_is_not_cut_to_what_the_contract_allows() {
    let contract = contract("post");
    let schemas = Schemas::new(&contract);
    let body = json!({"kind": "cat", "name": "Tom", "tags": ["a"]});
    let inputs = Inputs::new((&contract, &schemas), &example("POST"), &body);
    let made = inputs.mutations(SEED, usize::MAX).unwrap();
    let is_meant = |one: &Mutation| one.kind == "long-text" && one.edits[0].at == "/name";
    let failing = made.into_iter().find(is_meant).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    // An endpoint that takes everything.
    let reduced = runtime.block_on(inputs.reduced(failing, async |_| true)).unwrap();
    assert_eq!(String::from_utf8_lossy(&reduced.body), r#"{"name":"aaaaaaaaaa"}"#);
}
