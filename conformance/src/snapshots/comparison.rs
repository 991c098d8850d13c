//! The shapes of two times in, every difference between them out.

use super::difference::{Change, Difference, Effect, Part};
use super::observed::Shapes;
use crate::pointer::child;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Everything in which two cases are not the same, in the order of the calls.
pub(super) fn between(old: &Shapes, new: &Shapes) -> Vec<Difference> {
    let mut found = Vec::new();
    for (call, shape) in old {
        match new.get(call) {
            None => found.push(of_call(call, Change::Removed)),
            Some(other) => {
                for (part, name) in [(Part::Request, "request"), (Part::Response, "response")] {
                    let mut comparison = Comparison { call, part, found: &mut found };
                    comparison.messages(shape.get(name), other.get(name));
                }
            }
        }
    }
    let added = new.keys().filter(|call| !old.contains_key(*call));
    found.extend(added.map(|call| of_call(call, Change::Added)));
    found
}

/// A call that is answered with a status that it was not answered with before, or no longer is.
fn of_call(call: &str, change: Change) -> Difference {
    let is_success = call.rsplit_once("→ 2").is_some();
    let effect = match change {
        Change::Removed if is_success => Effect::Breaking,
        Change::Added | Change::Removed | Change::Changed => Effect::MayBreak,
    };
    let what = call.to_owned();
    Difference {
        call: call.to_owned(),
        part: Part::Exchange,
        place: String::new(),
        change,
        what,
        effect,
    }
}

/// The comparison of one part of one call.
struct Comparison<'a> {
    call: &'a str,
    part: Part,
    found: &'a mut Vec<Difference>,
}

impl Comparison<'_> {
    fn messages(&mut self, old: Option<&Value>, new: Option<&Value>) {
        let member = |message: Option<&Value>, name| message.and_then(|it| it.get(name)).cloned();
        let (before, now) = (member(old, "content-type"), member(new, "content-type"));
        if before != now {
            let told = |value: Option<Value>| {
                value.as_ref().and_then(Value::as_str).unwrap_or("none").to_owned()
            };
            let what = format!("content-type {}, was {}", told(now), told(before));
            self.tell("", (Change::Changed, what, Effect::Breaking));
        }
        match (member(old, "body"), member(new, "body")) {
            (Some(old), Some(new)) => self.shapes("", &old, &new),
            (Some(old), None) => self.tell("", (Change::Removed, body(&old), Effect::Breaking)),
            (None, Some(new)) => self.tell("", (Change::Added, body(&new), Effect::Compatible)),
            (None, None) => {}
        }
    }

    fn shapes(&mut self, place: &str, old: &Value, new: &Value) {
        let (old, new) = (Alternatives::of(old), Alternatives::of(new));
        self.scalars(place, &old, &new);
        match (old.list, new.list) {
            (Some([old, ..]), Some([new, ..])) => self.shapes(&child(place, "*"), old, new),
            (Some([]), Some([item, ..])) => {
                let what = format!("items, {}", kind(item));
                self.tell(place, (Change::Added, what, Effect::Compatible));
            }
            (Some([item, ..]), Some([])) => {
                let what = format!("items, {}", kind(item));
                self.tell(place, (Change::Removed, what, Effect::MayBreak));
            }
            (Some(_), None) => self.tell(place, (Change::Removed, "list".into(), Effect::Breaking)),
            (None, Some(_)) => self.tell(place, (Change::Added, "list".into(), Effect::Breaking)),
            (None, None) | (Some([]), Some([])) => {}
        }
        match (old.object, new.object) {
            (Some(old), Some(new)) => self.members(place, old, new),
            (Some(_), None) => {
                self.tell(place, (Change::Removed, "object".into(), Effect::Breaking));
            }
            (None, Some(_)) => self.tell(place, (Change::Added, "object".into(), Effect::MayBreak)),
            (None, None) => {}
        }
    }

    fn scalars(&mut self, place: &str, old: &Alternatives<'_>, new: &Alternatives<'_>) {
        for gone in old.scalars.difference(&new.scalars) {
            let effect = if gone.starts_with("enum ") {
                Effect::MayBreak
            } else if old.scalars.is_disjoint(&new.scalars) {
                // A value that is always of another kind.
                Effect::Breaking
            } else {
                Effect::Compatible
            };
            self.tell(place, (Change::Removed, (*gone).to_owned(), effect));
        }
        for fresh in new.scalars.difference(&old.scalars) {
            let effect =
                if fresh.starts_with("enum ") { Effect::MayBreak } else { Effect::Breaking };
            self.tell(place, (Change::Added, (*fresh).to_owned(), effect));
        }
    }

    fn members(&mut self, place: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (written, shape) in old {
            let (name, was_optional) = presence(written);
            match member(new, name) {
                None => {
                    let what = described(written, shape);
                    self.tell(place, (Change::Removed, what, Effect::Breaking));
                }
                Some((is_optional, other)) => {
                    self.presence(place, name, (was_optional, is_optional));
                    self.shapes(&child(place, name), shape, other);
                }
            }
        }
        let fresh = new.iter().filter(|(written, _)| member(old, presence(written).0).is_none());
        for (written, shape) in fresh {
            self.tell(place, (Change::Added, described(written, shape), Effect::Compatible));
        }
    }

    fn presence(&mut self, place: &str, name: &str, optional: (bool, bool)) {
        match optional {
            (false, true) => {
                let what = format!("{name} may be missing, was always there");
                self.tell(place, (Change::Changed, what, Effect::Breaking));
            }
            (true, false) => {
                let what = format!("{name} is always there, might be missing");
                self.tell(place, (Change::Changed, what, Effect::Compatible));
            }
            (true, true) | (false, false) => {}
        }
    }

    fn tell(&mut self, place: &str, (change, what, effect): (Change, String, Effect)) {
        // What is sent is our own doing; whether it is still taken, the verdict says.
        let effect = if self.part == Part::Request { Effect::MayBreak } else { effect };
        let (call, place) = (self.call.to_owned(), place.to_owned());
        self.found.push(Difference { call, part: self.part, place, change, what, effect });
    }
}

/// What may stand at a place: kinds of plain values, a list, an object.
#[derive(Default)]
struct Alternatives<'a> {
    scalars: BTreeSet<&'a str>,
    /// The shape of its items, where one was seen.
    list: Option<&'a [Value]>,
    object: Option<&'a Map<String, Value>>,
}

impl<'a> Alternatives<'a> {
    fn of(shape: &'a Value) -> Self {
        let mut alternatives = Self::default();
        alternatives.add(shape);
        alternatives
    }

    fn add(&mut self, shape: &'a Value) {
        match shape {
            Value::String(text) => self.scalars.extend(text.split(" | ")),
            Value::Array(items) => self.list = Some(items),
            Value::Object(members) => match (members.len(), members.get("either")) {
                (1, Some(Value::Array(shapes))) => shapes.iter().for_each(|shape| self.add(shape)),
                _ => self.object = Some(members),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The name without the mark of what may be missing, and whether it has it.
fn presence(written: &str) -> (&str, bool) {
    written.strip_suffix('?').map_or((written, false), |name| (name, true))
}

fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<(bool, &'a Value)> {
    let optional = || members.get(&format!("{name}?")).map(|shape| (true, shape));
    members.get(name).map(|shape| (false, shape)).or_else(optional)
}

/// `optional string justification`.
fn described(written: &str, shape: &Value) -> String {
    let (name, is_optional) = presence(written);
    let optional = if is_optional { "optional " } else { "" };
    format!("{optional}{} {name}", kind(shape))
}

fn body(shape: &Value) -> String {
    format!("a body, {}", kind(shape))
}

fn kind(shape: &Value) -> String {
    let alternatives = Alternatives::of(shape);
    let mut kinds: Vec<&str> = alternatives.scalars.into_iter().collect();
    kinds.extend(alternatives.list.map(|_| "list"));
    kinds.extend(alternatives.object.map(|_| "object"));
    kinds.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(old: &Value, new: &Value) -> Vec<String> {
        let shapes = |body: &Value| {
            Map::from_iter([("GET /x → 200".to_owned(), json!({ "response": { "body": body } }))])
        };
        between(&shapes(old), &shapes(new)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_difference_is_told_in_words_with_what_it_means() {
        for (old, new, expected) in [
            (json!({"a": "string"}), json!({"a": "string"}), vec![]),
            (
                json!({"a": "string"}),
                json!({"a": "string", "justification?": "string"}),
                vec!["+ optional string justification  in the answer  (compatible)"],
            ),
            (
                json!({"a": {"b": "integer", "c": "string"}}),
                json!({"a": {"b": "integer"}}),
                vec!["- string c  in the answer at /a  (breaking)"],
            ),
            (
                json!({"a": "string"}),
                json!({"a?": "string"}),
                vec!["~ a may be missing, was always there  in the answer  (breaking)"],
            ),
            (
                json!({"a?": "string"}),
                json!({"a": "string"}),
                vec!["~ a is always there, might be missing  in the answer  (compatible)"],
            ),
            (
                json!({"a": "string"}),
                json!({"a": "null | string"}),
                vec!["+ null  in the answer at /a  (breaking)"],
            ),
            (
                json!({"a": "null | string"}),
                json!({"a": "string"}),
                vec!["- null  in the answer at /a  (compatible)"],
            ),
            (
                json!({"a": "string uuid"}),
                json!({"a": "integer"}),
                vec![
                    "- string uuid  in the answer at /a  (breaking)",
                    "+ integer  in the answer at /a  (breaking)",
                ],
            ),
            (
                json!({"a": "enum on"}),
                json!({"a": "enum off | enum on"}),
                vec!["+ enum off  in the answer at /a  (may break)"],
            ),
            (
                json!({"value": [{"id": "string"}]}),
                json!({"value": [{"id": "string", "n": "null"}]}),
                vec!["+ null n  in the answer at /value/*  (compatible)"],
            ),
            (
                json!({"value": []}),
                json!({"value": [{"id": "string"}]}),
                vec!["+ items, object  in the answer at /value  (compatible)"],
            ),
            (
                json!({"a": {"either": ["null", {"b": "string"}]}}),
                json!({"a": {"either": ["null", {"b": "string", "c": []}]}}),
                vec!["+ list c  in the answer at /a  (compatible)"],
            ),
        ] {
            assert_eq!(told(&old, &new), expected, "{old} {new}");
        }
    }

    #[test]
    fn another_status_is_another_call() {
        let shapes = |status: u16| Map::from_iter([(format!("GET /x → {status}"), json!({}))]);
        let told: Vec<String> =
            between(&shapes(201), &shapes(200)).iter().map(ToString::to_string).collect();
        assert_eq!(told, ["- GET /x → 201  (breaking)", "+ GET /x → 200  (may break)"]);
    }

    #[test]
    fn what_is_sent_is_our_own_doing() {
        let sent = |body: Value| Map::from_iter([("x → 200".to_owned(), json!({"request": body}))]);
        let old = sent(json!({"content-type": "application/json", "body": {"a": "string"}}));
        let new = sent(json!({"content-type": "application/json", "body": {}}));
        let found = between(&old, &new);
        assert_eq!(found[0].to_string(), "- string a  in the request  (may break)");
    }
}
