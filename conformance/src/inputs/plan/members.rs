//! A place in, members left out, sent twice, added, or of another type out.

use super::Plan;
use crate::contract::{Contract, Declared};
use crate::inputs::edit::{Bracket, Change};
use crate::inputs::mutation::Demand;
use crate::inputs::place::{Place, Role, schema_at};
use crate::pointer::child;
use serde_json::{Value, json};

/// A name that no contract declares.
const UNKNOWN: &str = "unknownMember";

/// How deep a member is nested that a server has to pass over; parsers often stop at 64 or 128.
const DEEP: usize = 200;

/// What the place itself can be in the object or the array around it.
pub(super) fn plans(place: &Place<'_>) -> Vec<Plan> {
    let left_out = || Plan::at(place, "left-out", Change::LeaveOut);
    match place.role {
        Role::Body => Vec::new(),
        Role::Item => vec![left_out()],
        Role::Member => vec![left_out()].into_iter().chain(repeated(place)).collect(),
        Role::TypeName => {
            let unknown = Plan::at(place, "unknown-type", Change::Put(json!("#unknown.type")));
            [left_out(), unknown].into_iter().chain(repeated(place)).collect()
        }
    }
}

/// Names within an object should be unique, and a server is free in what it makes of those that are not.
fn repeated(place: &Place<'_>) -> [Plan; 2] {
    let other = if place.value.is_null() { json!(7) } else { Value::Null };
    let twice = |kind, again| {
        let grounds = (Demand::Answered, "RFC 8259, section 4");
        Plan::by_standard((kind, Change::Repeat(again)), &place.at, grounds)
    };
    [twice("repeated", place.value.clone()), twice("repeated-otherwise", other)]
}

/// What can be added to an object that the place holds.
pub(super) fn added(contract: &Contract, place: &Place<'_>) -> Vec<Plan> {
    if !place.value.is_object() {
        return Vec::new();
    }
    let mut plans = Vec::new();
    if place.value.get(UNKNOWN).is_none() {
        let unknown = [
            ("unknown-member", Change::Put(json!("text"))),
            ("deep-member", Change::Nest(Bracket::Object, DEEP)),
        ];
        let at = child(&place.at, UNKNOWN);
        plans.extend(unknown.map(|(kind, change)| adding(place, (kind, &at), change)));
    }
    for (name, declared) in absent(contract, place) {
        let at = child(&place.at, name);
        let is_read_only = declared.is_set("readOnly");
        let (kind, value) = if is_read_only {
            ("read-only-member", sample(&declared))
        } else {
            ("added-of-other-type", of_other_type(&declared))
        };
        let mut plan = adding(place, (kind, &at), Change::Put(value));
        if let Some(pointer) = declared.pointer() {
            plan.source = schema_at(pointer);
        }
        plans.push(if is_read_only { plan.answered() } else { plan });
    }
    plans
}

/// The declared members that the object does not have, with what is declared of them.
pub(super) fn absent<'a>(
    contract: &'a Contract,
    place: &Place<'a>,
) -> Vec<(&'a str, Declared<'a>)> {
    let names = place.declared.members().filter(|name| place.value.get(name).is_none());
    let mut absent: Vec<(&str, Declared<'_>)> = Vec::new();
    for name in names {
        let is_seen = absent.iter().any(|(seen, _)| *seen == name);
        let Some(pointer) = place.declared.member(name).filter(|_| !is_seen) else { continue };
        absent.push((name, Declared::of(contract, &pointer, &Value::Null)));
    }
    absent
}

fn adding(place: &Place<'_>, (kind, at): (&'static str, &str), change: Change) -> Plan {
    let mut plan = Plan::at(place, kind, change);
    plan.edits.iter_mut().for_each(|edit| at.clone_into(&mut edit.at));
    plan
}

/// A value that the schema allows, as far as type and format say so.
fn sample(declared: &Declared<'_>) -> Value {
    let text = match declared.text("format") {
        Some("uuid") => "00000000-0000-0000-0000-000000000000",
        Some("date-time") => "2000-01-01T00:00:00Z",
        Some("date") => "2000-01-01",
        Some("time") => "00:00:00Z",
        Some("duration") => "P1D",
        Some("uri") => "https://unknown.example/",
        Some("email") => "nobody@unknown.example",
        Some(_) | None => "text",
    };
    match declared.text("type") {
        Some("boolean") => json!(true),
        Some("integer" | "number") => json!(1),
        Some("array") => json!([]),
        Some("object") => json!({}),
        Some(_) | None => {
            let members = declared.enumeration().unwrap_or_default();
            json!(members.first().copied().unwrap_or(text))
        }
    }
}

fn of_other_type(declared: &Declared<'_>) -> Value {
    match declared.text("type") {
        Some("integer" | "number") => json!("text"),
        Some(_) | None => json!(7),
    }
}
