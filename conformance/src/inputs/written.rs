//! A body and edits in, the bytes of the changed body out.
//!
//! Not by way of a [`Value`]: that has no member twice, no half of a surrogate pair and no ten thousand arrays.

use super::damage;
use super::edit::{Bracket, Change, Edit, Writing};
use crate::pointer::{child, covers};
use serde_json::Value;
use std::fmt::Write;

/// White space of every kind that JSON has.
const GAP: &str = " \r\n\t";

/// The name of the member that an object is nested by.
const NESTED: &str = "nested";

/// The body with the edits, written and then damaged as they say.
pub(super) fn with(body: &Value, edits: &[Edit]) -> Vec<u8> {
    let mut text = String::new();
    let writer = Writer { edits };
    writer.gap(&mut text);
    writer.place(&mut text, (Some(""), Some(body)));
    writer.gap(&mut text);
    edits.iter().fold(text.into_bytes(), |bytes, edit| {
        if let Change::Break(damage) = edit.change { damage::done(damage, bytes) } else { bytes }
    })
}

/// The last token of a pointer, as the name of a member.
pub(super) fn name(at: &str) -> String {
    let token = at.rsplit_once('/').map_or(at, |(_, token)| token);
    token.replace("~1", "/").replace("~0", "~")
}

struct Writer<'a> {
    edits: &'a [Edit],
}

/// A place that no edit concerns has no pointer: nothing within it is looked for.
type At<'a> = Option<&'a str>;

impl Writer<'_> {
    fn place(&self, text: &mut String, (at, value): (At<'_>, Option<&Value>)) {
        match self.change(at) {
            Some(Change::Put(value)) => self.value(text, (None, value)),
            Some(Change::Text(length)) => self.string(text, &"a".repeat(*length)),
            Some(Change::Nest(bracket, depth)) => {
                for _ in 0..*depth {
                    self.open(text, *bracket);
                }
                self.value(text, (at, value.unwrap_or(&Value::Null)));
                let close = if *bracket == Bracket::Array { "]" } else { "}" };
                text.push_str(&close.repeat(*depth));
            }
            Some(Change::Raw(raw)) => text.push_str(raw),
            Some(Change::LeaveOut | Change::Repeat(_) | Change::Write(_) | Change::Break(_))
            | None => self.value(text, (at, value.unwrap_or(&Value::Null))),
        }
    }

    fn open(&self, text: &mut String, bracket: Bracket) {
        match bracket {
            Bracket::Array => text.push('['),
            Bracket::Object => {
                text.push('{');
                self.name(text, NESTED);
            }
        }
    }

    fn value(&self, text: &mut String, (at, value): (At<'_>, &Value)) {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => text.push_str(&value.to_string()),
            Value::String(string) => self.string(text, string),
            Value::Array(_) => self.listed(text, ('[', ']'), &self.items(at, value)),
            Value::Object(_) => {
                let mut members = self.members(at, value);
                if self.is_written(Writing::Reversed) {
                    members.reverse();
                }
                self.listed(text, ('{', '}'), &members);
            }
        }
    }

    fn listed(&self, text: &mut String, (open, close): (char, char), parts: &[Part<'_>]) {
        text.push(open);
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            self.gap(text);
            if let Some(name) = &part.name {
                self.name(text, name);
            }
            self.place(text, (part.at.as_deref(), part.value));
            self.gap(text);
        }
        text.push(close);
    }

    fn items<'v>(&self, at: At<'_>, array: &'v Value) -> Vec<Part<'v>> {
        let items = array.as_array().into_iter().flatten().enumerate();
        let parts = items.map(|(index, item)| {
            let at = self.within(at, index.to_string());
            Part { name: None, at, value: Some(item) }
        });
        parts.filter(|part| !self.is_left_out(part.at.as_deref())).collect()
    }

    fn members<'v>(&'v self, at: At<'v>, object: &'v Value) -> Vec<Part<'v>> {
        let mut members = Vec::new();
        for (name, value) in object.as_object().into_iter().flatten() {
            let at = self.within(at, name);
            if self.is_left_out(at.as_deref()) {
                continue;
            }
            let again = self.repeated(at.as_deref());
            members.push(Part { name: Some(name.clone()), at, value: Some(value) });
            let again =
                again.map(|again| Part { name: Some(name.clone()), at: None, value: Some(again) });
            members.extend(again);
        }
        let added = at.into_iter().flat_map(|at| self.added(at, object));
        members.extend(added.map(|at| Part {
            name: Some(name(at)),
            at: Some(at.to_owned()),
            value: None,
        }));
        members
    }

    /// The places of members that the object does not have.
    fn added<'v>(&'v self, at: &'v str, object: &'v Value) -> impl Iterator<Item = &'v str> {
        let is_added = move |edit: &&Edit| {
            let adds = matches!(
                edit.change,
                Change::Put(_) | Change::Text(_) | Change::Nest(..) | Change::Raw(_)
            );
            let is_member = edit.at.rsplit_once('/').is_some_and(|(parent, _)| parent == at);
            adds && is_member && object.get(name(&edit.at)).is_none()
        };
        self.edits.iter().filter(is_added).map(|edit| edit.at.as_str())
    }

    /// The pointer to a part, where an edit concerns it.
    fn within(&self, at: At<'_>, token: impl AsRef<str>) -> Option<String> {
        let at = child(at?, token);
        self.edits.iter().any(|edit| covers(&at, &edit.at)).then_some(at)
    }

    /// What is done at a place; the last word counts.
    fn change(&self, at: At<'_>) -> Option<&Change> {
        let at = at?;
        let is_of_the_value =
            |change: &Change| !matches!(change, Change::Write(_) | Change::Break(_));
        let changes = self.edits.iter().filter(|edit| edit.at == at).map(|edit| &edit.change);
        changes.rev().find(|change| is_of_the_value(change))
    }

    /// The value that a member has the second time.
    fn repeated(&self, at: At<'_>) -> Option<&Value> {
        if let Some(Change::Repeat(again)) = self.change(at) { Some(again) } else { None }
    }

    fn is_left_out(&self, at: At<'_>) -> bool {
        matches!(self.change(at), Some(Change::LeaveOut))
    }

    fn is_written(&self, writing: Writing) -> bool {
        self.edits.iter().any(|edit| edit.change == Change::Write(writing))
    }

    fn gap(&self, text: &mut String) {
        if self.is_written(Writing::Spaced) {
            text.push_str(GAP);
        }
    }

    fn name(&self, text: &mut String, name: &str) {
        self.quoted(text, name, Writing::EscapedNames);
        self.gap(text);
        text.push(':');
        self.gap(text);
    }

    fn string(&self, text: &mut String, string: &str) {
        self.quoted(text, string, Writing::EscapedTexts);
    }

    /// A string, in escapes where the body is written so.
    fn quoted(&self, text: &mut String, string: &str, escaped: Writing) {
        if !self.is_written(escaped) {
            // A string can always be written as JSON.
            text.push_str(&serde_json::to_string(string).unwrap_or_default());
            return;
        }
        text.push('"');
        for unit in string.encode_utf16() {
            // Writing to a String cannot fail.
            let _ = write!(text, "\\u{unit:04x}");
        }
        text.push('"');
    }
}

/// A member or an item to be written.
struct Part<'a> {
    /// None for an item.
    name: Option<String>,
    at: Option<String>,
    /// None where an edit adds it.
    value: Option<&'a Value>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn edit(at: &str, change: Change) -> Edit {
        Edit { at: at.to_owned(), change }
    }

    #[test]
    fn an_edit_is_written_in_its_place() {
        let body = json!({"a": {"b": [1, "x"]}, "c/d": null});
        for (at, change, expected) in [
            ("/a", Change::LeaveOut, r#"{"c/d":null}"#),
            ("/a/b/0", Change::LeaveOut, r#"{"a":{"b":["x"]},"c/d":null}"#),
            ("/c~1d", Change::Put(json!(true)), r#"{"a":{"b":[1,"x"]},"c/d":true}"#),
            ("/a/new", Change::Put(json!([])), r#"{"a":{"b":[1,"x"],"new":[]},"c/d":null}"#),
            ("/a/b/1", Change::Text(3), r#"{"a":{"b":[1,"aaa"]},"c/d":null}"#),
            ("/a/b", Change::Nest(Bracket::Array, 2), r#"{"a":{"b":[[[1,"x"]]]},"c/d":null}"#),
            (
                "/e",
                Change::Nest(Bracket::Object, 1),
                r#"{"a":{"b":[1,"x"]},"c/d":null,"e":{"nested":null}}"#,
            ),
            ("/a/b/1", Change::Raw("NaN"), r#"{"a":{"b":[1,NaN]},"c/d":null}"#),
            ("/c~1d", Change::Repeat(json!(1)), r#"{"a":{"b":[1,"x"]},"c/d":null,"c/d":1}"#),
            ("", Change::Put(json!([])), "[]"),
            ("", Change::Nest(Bracket::Array, 1), r#"[{"a":{"b":[1,"x"]},"c/d":null}]"#),
            ("", Change::Write(Writing::Reversed), r#"{"c/d":null,"a":{"b":[1,"x"]}}"#),
            ("", Change::Write(Writing::EscapedTexts), r#"{"a":{"b":[1,"\u0078"]},"c/d":null}"#),
            ("/nowhere/x", Change::Put(json!(1)), r#"{"a":{"b":[1,"x"]},"c/d":null}"#),
        ] {
            let bytes = with(&body, &[edit(at, change)]);
            assert_eq!(String::from_utf8(bytes).unwrap(), expected, "{at}");
        }
    }

    #[test]
    fn a_body_written_in_another_way_is_the_same_body() {
        let body = json!({"a\n": ["\u{1f600}\"", 1.5, {}], "b": {"c": false}});
        let writings =
            [Writing::Reversed, Writing::Spaced, Writing::EscapedTexts, Writing::EscapedNames];
        let edits = writings.map(|writing| edit("", Change::Write(writing)));
        for edits in edits.iter().map(std::slice::from_ref).chain([&edits[..]]) {
            let written = with(&body, edits);
            assert_ne!(written, with(&body, &[]));
            assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), body, "{edits:?}");
        }
    }
}
