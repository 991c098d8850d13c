//! Whatever the body of a create holds, the answer is a new request or an error that says why not.

use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config as Cases, RngSeed, TestRunner};
use sandbox::Sandbox;
use serde_json::{Map, Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::client::{Ask, documented};

/// Values that some member takes, and values that none does.
fn values() -> impl Strategy<Value = Value> {
    let known = [
        json!("userAdd"),
        json!("AdminAdd"),
        json!("userUpdate"),
        json!("adminRemove"),
        json!("approverRemove"),
        json!("a914b616-e04e-476b-aa37-91038f0b165b"),
        json!("2264bf65-76ba-417b-a27d-54d291f0cbc8"),
        json!("977c7ff4-ef8f-4910-9d31-49048ddf3120"),
        json!("4540a08f-8ab5-43f6-a923-015275799197"),
        json!("46184453-e63b-4f20-86c2-c557ed5d5df9"),
        json!("329f8dac-8062-4c1b-a9b8-39b7132f9bff"),
        json!("8fe745e7-80b2-490d-bd22-4e708c77288c"),
        json!("7aaa18c9-8e4f-440f-bd5a-3a7ce312cbe6"),
        json!("MultipleChoiceAnswerValue"),
        json!("#microsoft.graph.accessPackageAnswerString"),
        json!("microsoft.graph.accessPackageTextInputQuestion"),
        json!("2030-01-01T00:00:00Z"),
        json!("0001-01-01T00:00:00+14:00"),
        json!("9999-12-31T23:59:59.9999999Z"),
        json!("afterDateTime"),
        json!("afterDuration"),
        json!("P30D"),
        json!("P99999999999999999999D"),
        json!("somebody@contoso.com"),
    ];
    prop_oneof![
        6 => prop::sample::select(known.to_vec()),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
    ]
}

fn names() -> impl Strategy<Value = String> {
    let known = [
        "requestType",
        "assignment",
        "accessPackageAssignment",
        "schedule",
        "answers",
        "justification",
        "id",
        "accessPackageId",
        "accessPackage",
        "assignmentPolicyId",
        "assignmentPolicy",
        "targetId",
        "target",
        "objectId",
        "email",
        "startDateTime",
        "recurrence",
        "expiration",
        "endDateTime",
        "duration",
        "type",
        "@odata.type",
        "value",
        "displayValue",
        "answeredQuestion",
        "access_package_id",
    ];
    prop_oneof![9 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

/// Any JSON with members that a create knows, mostly at the wrong place.
fn anything() -> impl Strategy<Value = Value> {
    values().prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            3 => prop::collection::btree_map(names(), inner.clone(), 0..8)
                .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::from),
        ]
    })
}

/// Bodies that the sandbox takes.
fn right() -> Vec<Value> {
    let answer = json!({
        "@odata.type": "#microsoft.graph.accessPackageAnswerString",
        "value": "MultipleChoiceAnswerValue",
        "answeredQuestion": {
            "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion",
            "id": "8fe745e7-80b2-490d-bd22-4e708c77288c"
        }
    });
    let expiration = json!({"type": "afterDateTime", "endDateTime": "2031-01-01T00:00:00Z"});
    let schedule = json!({"startDateTime": "2030-01-01T00:00:00Z", "expiration": expiration});
    let package = json!({"accessPackageId": "977c7ff4-ef8f-4910-9d31-49048ddf3120"});
    vec![
        json!({"requestType": "userAdd", "assignment": package, "answers": [answer]}),
        json!({
            "requestType": "adminAdd",
            "assignment": {
                "target": {"email": "somebody@contoso.com"},
                "assignmentPolicy": {"id": "11114b50-0a08-4f96-83e9-1d714aa2cd79"},
                "accessPackage": {"id": "11115c72-0612-4c43-a044-fc0a4e71a4c5"}
            },
            "justification": "Month-end closing"
        }),
        json!({
            "requestType": "userUpdate",
            "assignment": {"id": "329f8dac-8062-4c1b-a9b8-39b7132f9bff"},
            "schedule": schedule
        }),
    ]
}

/// What is done to the part of a body with this number, which is counted all over again where
/// there are fewer.
#[derive(Clone, Debug)]
struct Change {
    part: usize,
    name: String,
    value: Value,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let value = prop_oneof![3 => values(), 1 => anything()];
    let change = (any::<usize>(), names(), value).prop_map(|(part, name, value)| Change {
        part,
        name,
        value,
    });
    prop::collection::vec(change, 0..3)
}

/// An object gains or loses a member, anything else becomes another value.
fn changed(mut body: Value, changes: Vec<Change>) -> Value {
    for Change { part, name, value } in changes {
        let places = places(&body);
        let place = body.pointer_mut(&places[part % places.len()]).unwrap();
        if let Some(members) = place.as_object_mut() {
            if members.remove(&name).is_none() {
                members.insert(name, value);
            }
        } else {
            *place = value;
        }
    }
    body
}

/// Pointers to all parts of a body.
fn places(body: &Value) -> Vec<String> {
    let members = body.as_object().into_iter().flatten().map(|(name, one)| (name.clone(), one));
    let items = body.as_array().into_iter().flatten().enumerate();
    let inner = members.chain(items.map(|(at, one)| (at.to_string(), one)));
    let inner = inner.flat_map(|(name, one)| {
        let name = name.replace('~', "~0").replace('/', "~1");
        places(one).into_iter().map(move |rest| format!("/{name}{rest}"))
    });
    std::iter::once(String::new()).chain(inner).collect()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The status of the answer, once it is known to be well formed.
async fn answered(sandbox: &Sandbox, body: &Value) -> u16 {
    let answer = Ask::create(body).send(sandbox).await;
    if answer.status == 201 {
        assert_eq!(answer.json()["id"].as_str().unwrap().len(), 36, "{body}");
    } else {
        assert!((400..500).contains(&answer.status), "{body}: {answer:?}");
        assert!(!answer.code().is_empty() && !answer.message().is_empty(), "{body}: {answer:?}");
    }
    answer.status
}

/// How many of these bodies created a request.
fn created_of(cases: u32, bodies: &impl Strategy<Value = Value>) -> u32 {
    let runtime = runtime();
    let sandbox = runtime.block_on(documented());
    let config =
        Cases { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..Cases::default() };
    let created = std::cell::Cell::new(0);
    let ran = TestRunner::new(config).run(bodies, |body| {
        if runtime.block_on(answered(&sandbox, &body)) == 201 {
            created.set(created.get() + 1);
        }
        // What was created stands in the way of nothing that follows.
        sandbox.clock().advance(Duration::from_mins(1));
        Ok(())
    });
    ran.unwrap();
    created.get()
}

#[test]
fn any_json_is_answered() {
    assert!(created_of(500, &anything()) < 500);
}

#[test]
fn a_body_that_is_almost_right_is_answered() {
    let bodies = (prop::sample::select(right()), changes())
        .prop_map(|(body, changes)| changed(body, changes));
    let created = created_of(1000, &bodies);
    assert!(created > 0 && created < 1000, "{created} of 1000 were right");
}
