//! What the documented answer repeats of the request, the answer repeats as well.

use super::comparison::{Found, Pair, pairs};
use super::value::{brief, is_guid, same};
use super::{Case, Check};
use crate::contract::{Kind, Side};
use crate::finding::{Finding, Level};
use crate::pointer::places;
use crate::reading::Reading;
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "repeated-values",
    level: Level::Must,
    sentence: "A value of the request that the documented answer repeats comes back as it was sent.",
    grounds: "the documented request and answer side by side, as read through the register of discrepancies",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(body) = &case.example.request.body else { return Vec::new() };
    let sent = Reading::of(case.contract, case.example, Side::Request).read(body);
    let sent = places(&sent.value);
    pairs(case).iter().filter_map(|pair| departure(case, pair, &sent)).collect()
}

fn departure(case: &Case<'_>, pair: &Pair<'_>, sent: &[(String, &Value)]) -> Option<Finding> {
    let free = [Kind::AnyValue, Kind::Placeholder, Kind::Case];
    if free.iter().any(|kind| case.reading.within(&pair.documented_at, *kind).is_some()) {
        return None;
    }
    if !sent.iter().any(|place| is_repeated(place, pair)) {
        return None;
    }
    let Found::Value(actual) = pair.found else { return None };
    let differs = !same(pair.documented, &case.bindings.undo(actual, Some(pair.documented)));
    differs.then(|| {
        CHECK.finding(
            pair.at.clone(),
            (format!("{}, as sent", brief(pair.documented)), brief(actual)),
            case.page(),
        )
    })
}

/// The same value at the same place, or the same GUID anywhere: no two things share one by chance.
fn is_repeated((at, sent): &(String, &Value), pair: &Pair<'_>) -> bool {
    let is_value = sent.is_string() || sent.is_number() || sent.is_boolean();
    let is_known = *at == pair.at || sent.as_str().is_some_and(is_guid);
    is_value && is_known && same(sent, pair.documented)
}
