//! The generated client reads the answer, and writing it again loses nothing.

use super::value::{brief, same};
use super::{Case, Check};
use crate::finding::{Finding, Level, Source};
use crate::pointer::child;
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "typed-round-trip",
    level: Level::Should,
    sentence: "The answer decodes into the client's type, and encoding it again loses no member and no value.",
    grounds: "the client that is generated from the contract",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let (Some(operation), Some(Ok(body)), Some(round_trip)) =
        (case.operation.filter(|_| case.is_served()), &case.json, case.round_trip)
    else {
        return Vec::new();
    };
    let source = Source::Schema(format!("#{}", operation.pointer));
    match round_trip(&operation.id.0, body) {
        None => Vec::new(),
        Some(Err(problem)) => {
            vec![CHECK.finding("body", ("an answer that the client can decode", problem), source)]
        }
        Some(Ok(again)) => {
            let mut findings = Vec::new();
            compare(String::new(), body, Some(&again), &mut |at, expected, actual| {
                let told = (format!("{expected} after decoding and encoding"), actual);
                findings.push(CHECK.finding(at, told, source.clone()));
            });
            findings
        }
    }
}

/// Calls `lost` for every value that is not there again. A missing member is as good as a null or an empty collection.
fn compare(
    at: String,
    before: &Value,
    after: Option<&Value>,
    lost: &mut dyn FnMut(String, String, String),
) {
    match (before, after) {
        (Value::Null, None) => {}
        (Value::Array(items), None) if items.is_empty() => {}
        (Value::Object(members), Some(Value::Object(again))) => {
            for (name, member) in members {
                compare(child(&at, name), member, again.get(name), lost);
            }
        }
        (Value::Array(items), Some(Value::Array(again))) if items.len() == again.len() => {
            for (index, item) in items.iter().enumerate() {
                compare(child(&at, index.to_string()), item, again.get(index), lost);
            }
        }
        (before, Some(after)) if same(before, after) => {}
        (before, after) => lost(at, brief(before), after.map_or_else(|| "lost".to_owned(), brief)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_lost_is_told_by_its_place() {
        for (before, after, expected) in [
            (json!({"a": 1}), json!({"a": 1}), vec![]),
            (json!({"a": null, "b": []}), json!({}), vec![]),
            (
                json!({"a": "2024-01-01T00:00:00.000Z"}),
                json!({"a": "2024-01-01T00:00:00Z"}),
                vec![],
            ),
            (json!({"a": {"b": 1}}), json!({"a": {}}), vec!["/a/b"]),
            (json!({"a": [1, 2]}), json!({"a": [1]}), vec!["/a"]),
            (json!({"a": "X"}), json!({"a": "x"}), vec!["/a"]),
        ] {
            let mut places = Vec::new();
            compare(String::new(), &before, Some(&after), &mut |at, _, _| places.push(at));
            assert_eq!(places, expected, "{before}");
        }
    }
}
