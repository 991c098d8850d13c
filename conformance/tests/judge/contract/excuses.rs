//! An entry's application to an example in, whether it excuses anything out: an answer that makes use of it is judged with it and without.

use crate::judged::findings;
use conformance::contract::{Application, Contract, Declared, Example, Kind, Side};
use conformance::exchange::Answer;
use conformance::pointer::{child, matches};
use conformance::reading::Reading;
use serde_json::{Value, json};

/// Whether an answer that departs as the application allows is judged worse without it.
pub(crate) fn excuses(
    contract: &Contract,
    (id, example): (&str, &Example),
    application: &Application,
) -> bool {
    let answer = departing(contract, example, application);
    let without = Contract::load(without(contract, (id, example), application)).unwrap();
    findings((contract, example), &answer, None) != findings((&without, example), &answer, None)
}

/// The contract with the application taken from the example.
fn without(contract: &Contract, (id, example): (&str, &Example), taken: &Application) -> Value {
    let mut document = contract.document().clone();
    let applications = &mut document["x-discrepancies"][id]["applications"];
    let (at, kind) = (json!(taken.at), json!(taken.kind));
    for application in applications.as_array_mut().unwrap() {
        if application["at"] == at && application["as"] == kind {
            let examples = application["examples"].as_array_mut().unwrap();
            examples.retain(|other| *other != example.id.0.as_str());
        }
    }
    document
}

/// The documented answer in the contract's words, altered where the application allows.
fn departing(contract: &Contract, example: &Example, application: &Application) -> Answer {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let status = application.accept.first().copied().unwrap_or(example.response.status.lowest());
    let body = example.response.body.as_ref().map(|body| {
        let read = Reading::of(contract, example, Side::Response).read(body);
        let place =
            Place { body: &read.value, schema: schema(contract, example), at: String::new() };
        let is_meant = |at: &str| {
            application.side == Side::Response && matches(&application.at, &read.documented(at))
        };
        altered(contract, place, &|at| is_meant(at).then_some(application.kind))
    });
    let body = body.flatten().map(|body| body.to_string().into_bytes()).unwrap_or_default();
    Answer { status, headers, body, stray: Vec::new() }
}

fn schema(contract: &Contract, example: &Example) -> Option<String> {
    let operation = contract.operation(&example.operation)?;
    operation.response(example.response.status)?.json_schema().map(str::to_owned)
}

/// A value within a body, and the schema declared for it.
struct Place<'a> {
    body: &'a Value,
    schema: Option<String>,
    at: String,
}

/// The value with what lies at the meant places altered; none where it goes altogether.
fn altered(
    contract: &Contract,
    place: Place<'_>,
    meant: &dyn Fn(&str) -> Option<Kind>,
) -> Option<Value> {
    let declared = place
        .schema
        .map_or_else(Declared::default, |schema| Declared::of(contract, &schema, place.body));
    match (meant(&place.at), place.body) {
        (Some(Kind::Optional), _) => None,
        (Some(Kind::Placeholder), _) => Some(json!({})),
        (Some(Kind::AnyValue), body) => Some(another(body, &declared)),
        (_, Value::Object(members)) => {
            let members = members.iter().filter_map(|(name, body)| {
                let (schema, at) = (declared.member(name), child(&place.at, name));
                Some((name.clone(), altered(contract, Place { body, schema, at }, meant)?))
            });
            Some(members.collect())
        }
        (_, Value::Array(items)) => {
            let items = items.iter().enumerate().filter_map(|(index, body)| {
                let (schema, at) = (declared.items(), child(&place.at, index.to_string()));
                altered(contract, Place { body, schema, at }, meant)
            });
            Some(items.collect())
        }
        (_, body) => Some(body.clone()),
    }
}

/// Another value of the same type, format and enumeration.
fn another(value: &Value, declared: &Declared<'_>) -> Value {
    let others = declared.enumeration().unwrap_or_default();
    let other = others.iter().find(|other| Some(**other) != value.as_str());
    match (value, other, declared.text("format")) {
        (Value::String(_), Some(other), _) => json!(other),
        (_, _, Some("uuid")) => json!("7d9b1f3c-5a3e-4f0e-9c1e-6a3b2d9e7f20"),
        (_, _, Some("date-time")) => json!("2001-02-03T04:05:06Z"),
        (Value::Bool(flag), ..) => json!(!flag),
        (Value::Number(_), ..) => json!(7),
        (Value::String(text), ..) => json!(format!("{text}-or-another")),
        (Value::Null | Value::Array(_) | Value::Object(_), ..) => value.clone(),
    }
}
