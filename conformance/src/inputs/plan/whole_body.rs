//! A body in, the same body no longer JSON, in another encoding, nested without end or missing out.

use super::{Plan, Ruling};
use crate::finding::Source;
use crate::inputs::Inputs;
use crate::inputs::edit::{Bracket, Change, Damage, Edit};
use crate::inputs::mutation::Demand;
use crate::inputs::place::{Place, schema_at};
use crate::inputs::written;
use serde_json::Value;

/// Deep enough to break whoever calls themselves for every level.
const ENDLESS: usize = 10_000;

/// Damage after which a body is no JSON.
const NO_JSON: [(&str, Damage, &str); 6] = [
    ("broken-off", Damage::BrokenOff, "RFC 8259, section 2"),
    ("trailing-comma", Damage::TrailingComma, "RFC 8259, section 4"),
    ("apostrophes", Damage::Apostrophes, "RFC 8259, section 7"),
    ("comment", Damage::Comment, "RFC 8259, section 2"),
    ("utf-16", Damage::Utf16, "RFC 8259, section 8.1"),
    ("not-utf-8", Damage::NotUtf8, "RFC 8259, section 8.1"),
];

pub(super) fn plans(inputs: &Inputs<'_>, places: &[Place<'_>]) -> Vec<Plan> {
    let damaged =
        |kind, damage, grounds| Plan::by_standard((kind, Change::Break(damage)), "", grounds);
    let mut plans = vec![empty(inputs)];
    // Half of a number is a number.
    let broken =
        NO_JSON.map(|(kind, damage, standard)| damaged(kind, damage, (Demand::Refused, standard)));
    plans.extend(broken.into_iter().filter(|plan| !is_json(inputs.body, &plan.edits)));
    plans.extend(not_a_number(places));
    // A parser may pass over it.
    let marked = (Demand::Answered, "RFC 8259, section 8.1");
    plans.push(damaged("byte-order-mark", Damage::ByteOrderMark, marked));
    let endless = Change::Nest(Bracket::Array, ENDLESS);
    plans.extend(places.first().map(|body| Plan::at(body, "endless-arrays", endless)));
    plans
}

fn empty(inputs: &Inputs<'_>) -> Plan {
    let edits = vec![Edit { at: String::new(), change: Change::Break(Damage::Emptied) }];
    let demanded = inputs.required_by.as_deref().map(|at| (Demand::Refused, schema_at(at)));
    let (demand, source) = demanded
        .unwrap_or_else(|| (Demand::Answered, Source::Standard("RFC 8259, section 2".to_owned())));
    Plan { kind: "empty-body", edits, ruling: Ruling::Settled(demand), source }
}

/// `NaN` for the first plain value.
fn not_a_number(places: &[Place<'_>]) -> Option<Plan> {
    let plain = places.iter().find(|place| !place.value.is_object() && !place.value.is_array())?;
    let grounds = (Demand::Refused, "RFC 8259, section 6");
    Some(Plan::by_standard(("not-a-number", Change::Raw("NaN")), &plain.at, grounds))
}

/// Whether the changed body is JSON.
fn is_json(body: &Value, edits: &[Edit]) -> bool {
    serde_json::from_slice::<Value>(&written::with(body, edits)).is_ok()
}
