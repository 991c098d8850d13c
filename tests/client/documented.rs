//! The documented bodies against the generated types: what is decoded and encoded again says the same.

use assignment_requests::{
    OPENAPI,
    types::{
        AccessPackageAssignmentRequest, AccessPackageAssignmentRequestCollection,
        AccessPackageAssignmentRequestCreate, ResumeParameters,
    },
};
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

type Encode = fn(&Value) -> Value;

/// Which types the bodies of an operation are of.
const BODIES: [(&str, &str, Encode); 6] = [
    ("list", "response", encoded::<AccessPackageAssignmentRequestCollection>),
    ("filter-by-current-user", "response", encoded::<AccessPackageAssignmentRequestCollection>),
    ("get", "response", encoded::<AccessPackageAssignmentRequest>),
    ("create", "response", encoded::<AccessPackageAssignmentRequest>),
    ("create", "request", encoded::<AccessPackageAssignmentRequestCreate>),
    ("resume", "request", encoded::<ResumeParameters>),
];

fn encoded<T: DeserializeOwned + Serialize>(body: &Value) -> Value {
    let decoded: T = serde_json::from_value(body.clone()).unwrap();
    serde_json::to_value(decoded).unwrap()
}

/// The documented bodies of one side of the examples of one operation.
fn bodies(folder: &str, side: &str) -> Vec<(String, Value)> {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    let members = |value: &Value| value.as_object().cloned().unwrap_or_default().into_iter();
    let items = contract.get("paths").into_iter().flat_map(members);
    let operations = items.flat_map(|(_, item)| members(&item));
    let bodies: Vec<(String, Value)> = operations
        .filter_map(|(_, operation)| operation.get("x-examples").cloned())
        .flat_map(|examples| members(&examples))
        .filter(|(id, _)| id.split('/').next() == Some(folder))
        .map(|(id, example)| {
            (id, example.pointer(&format!("/{side}/body/value")).cloned().unwrap())
        })
        .collect();
    assert!(!bodies.is_empty(), "no example of {folder}");
    bodies
}

/// The same value without what need not be written, and with moments in one spelling.
fn meaning(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .map(|(name, member)| (name.clone(), meaning(member)))
            .filter(|(_, member)| !member.is_null())
            .collect(),
        Value::Array(items) => items.iter().map(meaning).collect(),
        Value::String(text) => text
            .parse::<DateTime<Utc>>()
            .map_or_else(|_| value.clone(), |moment| moment.to_rfc3339().into()),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

#[test]
fn documented_bodies_lose_nothing() {
    for (folder, side, encode) in BODIES {
        for (id, body) in bodies(folder, side) {
            assert_eq!(meaning(&encode(&body)), meaning(&body), "{side} of {id}");
        }
    }
}
