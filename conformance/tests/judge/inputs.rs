//! Bodies made by the contract: whatever the contract and the body, they are the same twice, and the contract itself bears out what is demanded of them.

use crate::program::reviewed;
use conformance::contract::{Contract, Example, OperationId, Side};
use conformance::inputs::{
    Change, Damage, Demand, Inputs, MOST_ATTEMPTS, MUTATIONS_OF_AN_EXAMPLE, Mutation, SEED,
};
use conformance::schemas::{Schemas, Violation};
use conformance::typed::CONTRACT;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

static SHIPPED: LazyLock<Contract> =
    LazyLock::new(|| Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap());

/// The examples that send a body, with it.
fn bodies(contract: &Contract) -> Vec<(&Example, &Value)> {
    let examples = contract.examples.iter();
    examples.filter_map(|example| Some((example, example.request.body.as_ref()?))).collect()
}

/// The same input in every run.
fn config() -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(0);
    ProptestConfig { cases: 64, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

/// What the schema of the example's request objects to in a body.
fn violations(
    (contract, schemas): (&Contract, &Schemas),
    example: &Example,
    body: &Value,
) -> Vec<Violation> {
    let operation = contract.operation(&example.operation).unwrap();
    let schema = operation.request_schema.as_deref().unwrap();
    schemas.violations(contract, (schema, Side::Request), body).unwrap()
}

#[test]
fn what_is_sent_for_an_example() {
    let contract = &*SHIPPED;
    let schemas = Schemas::new(contract);
    let (example, body) = bodies(contract)
        .into_iter()
        .find(|(example, _)| example.id.0 == "create/user-updates-answers-and-expiration")
        .unwrap();
    let inputs = Inputs::new((contract, &schemas), example, body);
    let mutations = inputs.mutations(SEED, MUTATIONS_OF_AN_EXAMPLE).unwrap();
    let lines: Vec<String> = mutations
        .iter()
        .map(|Mutation { kind, demand, sentence, source, .. }| {
            format!("{demand:<9} {kind:<23} {sentence} ({source})")
        })
        .collect();
    assert_eq!(lines.len(), MUTATIONS_OF_AN_EXAMPLE);
    reviewed("what_is_sent_for_an_example", &lines.join("\n"), "");
}

#[test]
fn the_contract_bears_out_every_demand() {
    let contract = &*SHIPPED;
    let schemas = Schemas::new(contract);
    let judge = (contract, &schemas);
    for (example, body) in bodies(contract) {
        let known = violations(judge, example, body);
        let all = Inputs::new(judge, example, body).mutations(SEED, usize::MAX).unwrap();
        for mutation in all {
            let Ok(sent) = serde_json::from_slice(&mutation.body) else {
                assert!(may_be_no_json(&mutation), "{} {mutation:?}", example.id);
                continue;
            };
            let new =
                violations(judge, example, &sent).into_iter().find(|one| !known.contains(one));
            match mutation.demand {
                Demand::Refused => assert!(new.is_some(), "{} {mutation:?}", example.id),
                Demand::Accepted => assert_eq!(new, None, "{} {mutation:?}", example.id),
                Demand::Answered => {}
            }
        }
    }
}

/// What a parser does not read is refused, but for what JSON allows and a parser may not hold.
fn may_be_no_json(mutation: &Mutation) -> bool {
    const ALLOWED: [&str; 4] =
        ["lone-surrogate", "beyond-double", "deep-member", "byte-order-mark"];
    let demand = if ALLOWED.contains(&mutation.kind) { Demand::Answered } else { Demand::Refused };
    mutation.demand == demand
}

#[test]
fn what_is_accepted_is_the_documented_body_but_for_nulls() {
    let contract = &*SHIPPED;
    let schemas = Schemas::new(contract);
    for (example, body) in bodies(contract) {
        let inputs = Inputs::new((contract, &schemas), example, body);
        let all = inputs.mutations(SEED, usize::MAX).unwrap();
        let combined = inputs.combined(&all);
        let accepted = all.iter().filter(|mutation| mutation.demand == Demand::Accepted);
        for mutation in accepted.chain([&combined]) {
            assert_ne!(mutation.body, body.to_string().into_bytes(), "{}", mutation.sentence);
            let sent: Value = serde_json::from_slice(&mutation.body).unwrap();
            assert_eq!(without_nulls(&sent), without_nulls(body), "{}", mutation.sentence);
        }
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let given = members.iter().filter(|(_, member)| !member.is_null());
            given.map(|(name, member)| (name.clone(), without_nulls(member))).collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[test]
fn every_kind_has_its_turn_and_a_body_is_sent_once() {
    let contract = &*SHIPPED;
    let schemas = Schemas::new(contract);
    for (example, body) in bodies(contract) {
        let inputs = Inputs::new((contract, &schemas), example, body);
        let all = inputs.mutations(SEED, usize::MAX).unwrap();
        let some = inputs.mutations(SEED, MUTATIONS_OF_AN_EXAMPLE).unwrap();
        let kinds = |mutations: &[Mutation]| -> HashSet<&str> {
            mutations.iter().map(|mutation| mutation.kind).collect()
        };
        assert_eq!(kinds(&all), kinds(&some), "{}", example.id);
        let distinct: HashSet<&[u8]> =
            all.iter().map(|mutation| mutation.body.as_slice()).collect();
        assert_eq!(distinct.len(), all.len(), "{}", example.id);
    }
}

#[test]
fn a_seed_gives_the_same_mutations_every_time() {
    let contract = &*SHIPPED;
    let schemas = Schemas::new(contract);
    let bodies = bodies(contract);
    let chosen = (0..bodies.len(), any::<u64>(), 0_usize..200);
    let config = ProptestConfig { cases: 16, ..config() };
    let run = TestRunner::new(config).run(&chosen, |(which, seed, cap)| {
        let (example, body) = bodies[which];
        let made = || Inputs::new((contract, &schemas), example, body).mutations(seed, cap);
        let (one, other) = (made().unwrap(), made().unwrap());
        prop_assert!(one.len() <= cap);
        prop_assert_eq!(one, other);
        Ok(())
    });
    run.unwrap();
}

/// Any JSON with the names that the schemas of [`any_schema`] declare.
fn any_body() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        Just(json!("46184453-e63b-4f20-86c2-c557ed5d5df9")),
        Just(json!("cat")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name = prop_oneof!["\\PC{0,4}", Just("kind".to_owned()), Just("a/~b".to_owned())];
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((name, inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Keywords with what belongs there, or with anything.
fn any_schema() -> impl Strategy<Value = Value> {
    let keyword = prop_oneof![
        select(vec!["string", "integer", "number", "boolean", "array", "object"])
            .prop_map(|kind| ("type", json!(kind))),
        select(vec!["uuid", "date-time", "duration", "email", "int32", "x"])
            .prop_map(|format| ("format", json!(format))),
        select(vec!["nullable", "readOnly", "additionalProperties"])
            .prop_map(|keyword| (keyword, json!(keyword != "additionalProperties"))),
        (select(vec!["minLength", "maxLength", "minimum", "maximum"]), 0_u64..1_000)
            .prop_map(|(keyword, bound)| (keyword, json!(bound))),
        vec(any_body(), 1..4).prop_map(|members| ("enum", json!(members))),
        Just(("required", json!(["kind"]))),
        Just(("$ref", json!("#/components/schemas/thing"))),
        Just(("discriminator", json!({"propertyName": "kind", "mapping": {"cat": "thing"}}))),
        (
            select(vec!["nullable", "properties", "enum", "items", "maxLength", "discriminator"]),
            any_body()
        ),
    ];
    let leaf = vec(keyword, 0..4).prop_map(|keywords| keywords.into_iter().collect::<Value>());
    leaf.prop_recursive(3, 12, 3, |inner| {
        let members = prop_oneof![Just("kind".to_owned()), Just("a/~b".to_owned())];
        prop_oneof![
            inner.clone().prop_map(|items| json!({"type": "array", "items": items})),
            vec((members, inner.clone()), 0..3).prop_map(|members| {
                json!({"type": "object", "properties": members.into_iter().collect::<Value>()})
            }),
            (select(vec!["allOf", "oneOf", "anyOf"]), vec(inner, 1..3))
                .prop_map(|(keyword, parts)| [(keyword, json!(parts))].into_iter().collect()),
        ]
    })
}

fn contract_of(schema: &Value, thing: &Value) -> Contract {
    let body = json!({"required": true, "content": {"application/json": {"schema": schema}}});
    let post = json!({"operationId": "make", "requestBody": body, "responses": {}});
    let document = json!({
        "openapi": "3.0.3",
        "paths": {"/things": {"post": post}},
        "components": {"schemas": {"thing": thing}},
    });
    Contract::load(document).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_body_and_any_schema_give_mutations_or_an_error(schema in any_schema(), thing in any_schema(), body in any_body()) {
        let contract = contract_of(&schema, &thing);
        let example = Example { operation: OperationId("make".to_owned()), ..SHIPPED.examples[0].clone() };
        let schemas = Schemas::new(&contract);
        let inputs = Inputs::new((&contract, &schemas), &example, &body);
        if let Ok(mutations) = inputs.mutations(SEED, usize::MAX) {
            for mutation in mutations {
                prop_assert!(!mutation.sentence.is_empty());
                prop_assert!(!mutation.edits.is_empty());
            }
        }
    }
}

/// Whatever makes an endpoint fail, be it without any rhyme, what is reduced makes it fail as well.
#[test]
fn what_is_reduced_fails_as_well_and_is_asked_of_within_the_bound() {
    let contract = &*SHIPPED;
    let schemas = Schemas::new(contract);
    let bodies = bodies(contract);
    let input = (0..bodies.len(), any::<u64>(), 1_u64..4);
    // Each case asks up to forty times of every one of its mutations.
    let config = ProptestConfig { cases: 16, ..config() };
    let run = TestRunner::new(config).run(&input, |(which, seed, share)| {
        let (example, body) = bodies[which];
        let inputs = Inputs::new((contract, &schemas), example, body);
        let mut failing = inputs.mutations(seed, 5).unwrap();
        failing.push(inputs.combined(&inputs.mutations(seed, MUTATIONS_OF_AN_EXAMPLE).unwrap()));
        let fails = |body: &[u8]| drawn(seed, body).is_multiple_of(share);
        for failing in failing.into_iter().filter(|mutation| fails(&mutation.body)) {
            let mut asked = 0;
            let (size, demand) = (failing.body.len(), failing.demand);
            let reduced = block_on(inputs.reduced(failing, async |smaller| {
                asked += 1;
                fails(&smaller.body)
            }));
            prop_assert!(fails(&reduced.body), "{}", reduced.sentence);
            prop_assert!(reduced.body.len() <= size, "{}", reduced.sentence);
            prop_assert!(asked <= MOST_ATTEMPTS, "{}", asked);
            prop_assert_eq!(reduced.demand, demand);
        }
        Ok(())
    });
    run.unwrap();
}

/// A number that a seed and a body decide.
fn drawn(seed: u64, body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seed, body).hash(&mut hasher);
    hasher.finish()
}

fn block_on<T>(future: impl Future<Output = Result<T, conformance::Error>>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future).unwrap()
}

/// The one mutation of that kind at that place, of the example with answers.
fn reduced(kind: &str, place: &str, fails: impl Fn(&[u8]) -> bool) -> Mutation {
    let contract = &*SHIPPED;
    let schemas = Schemas::new(contract);
    let bodies = bodies(contract);
    let of_answers =
        |(example, _): &&(&Example, &Value)| example.id.0 == "create/user-adds-with-answers";
    let (example, body) = bodies.iter().find(of_answers).unwrap();
    let inputs = Inputs::new((contract, &schemas), example, body);
    let all = inputs.mutations(SEED, usize::MAX).unwrap();
    let failing = if kind == "combined" {
        inputs.combined(&all)
    } else {
        let is_meant = |one: &Mutation| one.kind == kind && one.edits[0].at == place;
        all.into_iter().find(is_meant).unwrap()
    };
    block_on(inputs.reduced(failing, async |smaller| fails(&smaller.body)))
}

fn text(mutation: &Mutation) -> &str {
    std::str::from_utf8(&mutation.body).unwrap()
}

#[test]
fn of_everything_at_once_the_one_change_that_fails_is_left() {
    let mutation = reduced("combined", "", |body| body.contains(&b'\t'));
    assert_eq!(mutation.sentence, "white space stands wherever it may");
    assert_eq!(mutation.demand, Demand::Accepted);
}

#[test]
fn a_long_text_is_cut_to_the_length_that_fails() {
    let letters = "a".repeat(4_096);
    let overflows = |body: &[u8]| String::from_utf8_lossy(body).contains(&letters);
    let mutation = reduced("long-text", "/answers/1/value", overflows);
    assert_eq!(mutation.sentence, "/answers/1/value is 4,096 characters long");
    let expected = format!(r#"{{"answers":[{{}},{{"value":"{letters}"}}]}}"#);
    assert_eq!(text(&mutation), expected);
}

#[test]
fn nesting_is_brought_to_the_depth_that_fails_and_the_rest_is_dropped() {
    let depth = |body: &[u8]| body.iter().take_while(|byte| **byte == b'[').count();
    let mutation = reduced("endless-arrays", "", |body| depth(body) > 130);
    assert_eq!(text(&mutation), format!("{}{{}}{}", "[".repeat(131), "]".repeat(131)));
    assert_eq!(mutation.demand, Demand::Refused);
}

/// Were the name of the type dropped, the contract would allow the body, and an endpoint that serves it would be right.
#[test]
fn what_makes_a_body_forbidden_is_not_dropped() {
    let mutation = reduced("number", "/answers/1/value", |_| true);
    let kept: Value = serde_json::from_slice(&mutation.body).unwrap();
    let tag = kept.pointer("/answers/1/@odata.type").unwrap();
    assert_eq!(tag, "#microsoft.graph.accessPackageAnswerString");
    assert_eq!(kept.pointer("/answers/1/value"), Some(&json!(7)));
}

#[test]
fn what_was_rightly_refused_is_not_taken_for_a_failure_of_less() {
    let mutation = reduced("reversed", "", |_| true);
    let sent: Value = serde_json::from_slice(&mutation.body).unwrap();
    assert_eq!(sent.as_object().unwrap().len(), 4, "{sent}");
}

#[test]
fn a_body_that_must_be_there_is_refused_where_it_is_missing() {
    for (required, demand) in [(true, Demand::Refused), (false, Demand::Answered)] {
        let body = json!({"required": required, "content": {"application/json": {"schema": {}}}});
        let post = json!({"operationId": "make", "requestBody": body, "responses": {}});
        let document = json!({"openapi": "3.0.3", "paths": {"/things": {"post": post}}});
        let contract = Contract::load(document).unwrap();
        let schemas = Schemas::new(&contract);
        let operation = OperationId("make".to_owned());
        let example = Example { operation, ..SHIPPED.examples[0].clone() };
        let sent = json!({"a": 1});
        let all = Inputs::new((&contract, &schemas), &example, &sent).mutations(SEED, usize::MAX);
        let is_empty = |one: &Mutation| one.edits[0].change == Change::Break(Damage::Emptied);
        let empty = all.unwrap().into_iter().find(is_empty).unwrap();
        assert_eq!((empty.demand, empty.body.len()), (demand, 0));
    }
}
