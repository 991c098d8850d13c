//! What the documented answer repeats of the request, the answer repeats as well.

use super::comparison::{Found, Pair, pairs};
use super::documented::Documented;
use super::value::{brief, same};
use super::{Case, Check};
use crate::contract::{Kind, Operation, ParameterPlace, Side};
use crate::finding::{Finding, Level};
use crate::formats::is_guid;
use crate::pointer::{child, places};
use crate::reading::Reading;
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "repeated-values",
    level: Level::Must,
    sentence: "A value of the request's body or path that the documented answer repeats comes back as it was sent.",
    grounds: "the documented request and answer side by side, as read through the register of discrepancies",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let (Some(example), Some(operation)) = (case.expected(), case.operation) else {
        return Vec::new();
    };
    let in_path = path_values(operation, &example.example.request.target);
    let sent: Vec<Sent> = body_values(case, example).into_iter().chain(in_path).collect();
    pairs(case).iter().filter_map(|pair| departure(example, pair, &sent)).collect()
}

/// A value of the documented request, and where an answer would repeat it.
struct Sent {
    at: String,
    value: Value,
}

/// In the answer, a value of the body stands where it stood in the request.
fn body_values(case: &Case<'_>, documented: &Documented<'_>) -> Vec<Sent> {
    let example = documented.example;
    let Some(body) = &example.request.body else { return Vec::new() };
    let read = Reading::of(case.contract, example, Side::Request).read(body);
    let plain = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
    let values = places(&read.value).into_iter().filter(|(_, value)| plain(value));
    values.map(|(at, value)| Sent { at, value: value.clone() }).collect()
}

/// A parameter of the path is repeated by the member of its name, or by the `id` of what it names.
fn path_values(operation: &Operation, target: &str) -> Vec<Sent> {
    let path = target.split('?').next().unwrap_or_default();
    let given: Vec<&str> = path.split('/').collect();
    let template: Vec<&str> = operation.path.split('/').collect();
    let parameters =
        operation.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Path);
    let values = parameters.flat_map(|parameter| {
        let placeholder = format!("{{{}}}", parameter.name);
        let segment = template.iter().position(|segment| *segment == placeholder);
        let value = segment.and_then(|segment| given.get(segment));
        let members =
            value.map(|value| [&parameter.name, "id"].map(|name| (name.to_owned(), *value)));
        members
            .into_iter()
            .flatten()
            .map(|(name, value)| Sent { at: child("", name), value: value.into() })
    });
    values.collect()
}

fn departure(example: &Documented<'_>, pair: &Pair<'_>, sent: &[Sent]) -> Option<Finding> {
    let free = [Kind::AnyValue, Kind::Placeholder, Kind::Case];
    if free.iter().any(|kind| example.reading.covers_as(&pair.documented_at, *kind)) {
        return None;
    }
    if !sent.iter().any(|sent| is_repeated(sent, pair)) {
        return None;
    }
    let Found::Value(actual) = pair.found else { return None };
    let expected = example.at_the_endpoint(pair.documented);
    let told = (format!("{}, as sent", brief(&expected)), brief(actual));
    (!same(&expected, actual) && !is_same_type(pair, (&expected, actual)))
        .then(|| CHECK.finding(pair.at.clone(), told, example.page()))
}

/// OData lets the name of a type begin with `#` or not; which it should is another check's affair.
fn is_same_type(pair: &Pair<'_>, (expected, actual): (&Value, &Value)) -> bool {
    let bare = |name: &Value| name.as_str().map(|name| name.trim_start_matches('#').to_owned());
    pair.at.ends_with("@odata.type") && bare(expected) == bare(actual)
}

/// The same value at the same place, or the same GUID anywhere: no two things share one by chance.
fn is_repeated(sent: &Sent, pair: &Pair<'_>) -> bool {
    let is_known = sent.at == pair.at || sent.value.as_str().is_some_and(is_guid);
    is_known && is_same_text(&sent.value, pair.documented)
}

/// A path has text only, where the body may have a number.
fn is_same_text(sent: &Value, documented: &Value) -> bool {
    same(sent, documented)
        || documented.as_number().is_some_and(|number| sent.as_str() == Some(&number.to_string()))
}
