//! Whatever a contract, an answer or a bound value holds, the judge neither panics nor hangs.

use conformance::audit::disagreements;
use conformance::bindings::{Bindings, template};
use conformance::check::Case;
use conformance::contract::{Contract, Example};
use conformance::exchange::{Answer, Exchange, Outcome, SentRequest};
use conformance::pointer::places;
use conformance::schemas::Schemas;
use conformance::shape::ResponseShape;
use conformance::typed::{CONTRACT, ROUND_TRIP};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;
use std::time::Duration;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(CONTRACT).unwrap());

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop_oneof![
            Just(json!({ "$ref": "#/components/schemas/accessPackageAnswer" })),
            Just(json!({ "$ref": "#/paths" })),
            Just(json!({ "$ref": "#" })),
            Just(json!({ "type": "integer", "nullable": true })),
            Just(json!("#microsoft.graph.accessPackageAnswerString")),
        ],
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name = prop_oneof![
            "\\PC{0,8}",
            Just("@odata.type".to_owned()),
            Just("id".to_owned()),
            Just("value".to_owned())
        ];
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((name, inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// The contract with one of its places replaced, chosen by a share of their number.
fn altered(share: f64, with: Value) -> Value {
    let mut document = DOCUMENT.clone();
    let pointers: Vec<String> = places(&document).into_iter().map(|(pointer, _)| pointer).collect();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a number of places is a place"
    )]
    let chosen = (share * pointers.len() as f64) as usize;
    if let Some(place) = pointers.get(chosen).and_then(|pointer| document.pointer_mut(pointer)) {
        *place = with;
    }
    document
}

fn findings(example: &Example, contract: &Contract, answer: Answer) -> usize {
    let operation = contract.operation(&example.operation).unwrap();
    let schema = operation.response(answer.status).and_then(|response| response.json_schema());
    let shape = ResponseShape::of(contract, schema, &answer);
    let request = SentRequest {
        method: "GET".to_owned(),
        url: String::new(),
        headers: Vec::new(),
        body: None,
    };
    let exchange =
        Exchange { request, outcome: Outcome::Answered(answer), elapsed: Duration::ZERO };
    let (bindings, schemas) = (Bindings::default().of(example), Schemas::new(contract));
    let case = Case::new(
        (contract, &schemas),
        (operation, example),
        (&bindings, &exchange),
        Some(ROUND_TRIP),
    );
    case.unwrap().findings().len() + serde_json::to_string(&shape).unwrap().len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_contract_with_anything_anywhere_is_read_or_refused(share in 0.0..1.0, with in any_json()) {
        if let Ok(contract) = Contract::load(altered(share, with)) {
            // Either is fine; what is asked is that it comes to an end.
            let _ = disagreements(&contract);
            prop_assert!(!template(&contract.examples).is_empty());
        }
    }

    #[test]
    fn any_json_is_judged(status in 100_u16..600, body in any_json(), which in 0_usize..17) {
        let contract = Contract::load(DOCUMENT.clone()).unwrap();
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let answer = Answer { status, headers, body: body.to_string().into_bytes(), stray: Vec::new() };
        prop_assert!(findings(&contract.examples[which], &contract, answer) > 0);
    }

    #[test]
    fn any_bytes_are_judged(body in vec(any::<u8>(), 0..64), which in 0_usize..17) {
        let contract = Contract::load(DOCUMENT.clone()).unwrap();
        let example = &contract.examples[which];
        let answer = Answer { status: example.response.status, headers: Vec::new(), body, stray: Vec::new() };
        prop_assert!(findings(example, &contract, answer) > 0);
    }
}
