//! A body in, the same body written in other ways out, each with the same meaning.

use super::members::absent;
use super::{Plan, Ruling};
use crate::inputs::Inputs;
use crate::inputs::edit::{Change, Edit, Writing};
use crate::inputs::mutation::Demand;
use crate::inputs::place::Place;
use crate::inputs::written;
use crate::pointer::child;
use serde_json::Value;

/// Ways to write a body; the order of members has no meaning, white space neither, and an escape is the character.
const WRITINGS: [(&str, Writing, &str); 4] = [
    ("reversed", Writing::Reversed, "RFC 8259, section 1"),
    ("spaced", Writing::Spaced, "RFC 8259, section 2"),
    ("escaped-texts", Writing::EscapedTexts, "RFC 8259, section 7"),
    ("escaped-names", Writing::EscapedNames, "RFC 8259, section 7"),
];

pub(super) fn plans(inputs: &Inputs<'_>, places: &[Place<'_>]) -> Vec<Plan> {
    let as_documented = written::with(inputs.body, &[]);
    let written = WRITINGS.map(|(kind, writing, standard)| {
        let grounds = (Demand::Accepted, standard);
        Plan::by_standard((kind, Change::Write(writing)), "", grounds)
    });
    let differs = |plan: &Plan| written::with(inputs.body, &plan.edits) != as_documented;
    let written = written.into_iter().filter(differs);
    written.chain(explicit_nulls(inputs, places)).collect()
}

/// Null for every member that may be null and is not there: not given, said in so many words.
fn explicit_nulls(inputs: &Inputs<'_>, places: &[Place<'_>]) -> Option<Plan> {
    let objects = places.iter().filter(|place| place.value.is_object() && !place.is_read_only);
    let edits: Vec<Edit> = objects.flat_map(|place| nulls(inputs, place)).collect();
    let demand = if inputs.is_patch { Demand::Answered } else { Demand::Accepted };
    let source = places.first()?.source.clone();
    let ruling = Ruling::Contract(demand);
    (!edits.is_empty()).then_some(Plan { kind: "explicit-nulls", edits, ruling, source })
}

fn nulls(inputs: &Inputs<'_>, place: &Place<'_>) -> Vec<Edit> {
    let absent = absent(inputs.schema.contract, place).into_iter();
    let nullable =
        absent.filter(|(_, declared)| declared.is_set("nullable") && !declared.is_set("readOnly"));
    nullable
        .map(|(name, _)| Edit { at: child(&place.at, name), change: Change::Put(Value::Null) })
        .collect()
}
