//! What stands at this endpoint for the values that the documents print: a TOML file in, replaced paths, queries and bodies out.

use crate::contract::{Example, ExampleId};
use crate::error::Error;
use crate::files;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Documented value → this endpoint's value.
type Values = BTreeMap<String, String>;

/// The bindings of a whole run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bindings {
    /// For every example.
    #[serde(default)]
    values: Values,
    /// For one example; goes before the general ones.
    #[serde(default)]
    examples: BTreeMap<ExampleId, Values>,
}

impl Bindings {
    /// Reads a bindings file.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Bindings`] where it is not TOML of this form or names an unknown example.
    pub fn read(path: &Path, examples: &[Example]) -> Result<Self, Error> {
        let wrong = |problem: String| Error::Bindings { path: path.to_owned(), problem };
        let bindings: Self =
            toml::from_str(&files::read(path)?).map_err(|error| wrong(error.to_string()))?;
        let known = |id: &&ExampleId| examples.iter().any(|example| example.id == **id);
        match bindings.examples.keys().find(|id| !known(id)) {
            None => Ok(bindings),
            Some(id) => {
                Err(wrong(format!("there is no example {id}; `conformance list` shows them all")))
            }
        }
    }

    /// The bindings of one example.
    pub fn of(&self, example: &Example) -> ExampleBindings {
        let stand_ins = example
            .bindings
            .iter()
            .filter_map(|binding| Some((binding.documented.clone(), binding.stand_in.clone()?)));
        let own = self.examples.get(&example.id).into_iter().flatten();
        let given = self
            .values
            .iter()
            .chain(own)
            .map(|(documented, value)| (documented.clone(), value.clone()));
        ExampleBindings { values: stand_ins.chain(given).collect() }
    }
}

/// What stands for what in one example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExampleBindings {
    values: Values,
}

impl ExampleBindings {
    /// The path and query with documented values replaced. Values in a URL stand between delimiters, so parts of longer words are left alone.
    pub fn apply_to_target(&self, target: &str) -> String {
        let mut applied = String::with_capacity(target.len());
        let mut rest = target;
        while let Some(next) = rest.chars().next() {
            let at_start = applied.chars().next_back().is_none_or(|before| !is_word(before));
            if let Some((documented, value)) = self
                .values
                .iter()
                .find(|(documented, _)| at_start && stands_alone(rest, documented))
            {
                applied.push_str(&percent_encoded(value));
                rest = rest.get(documented.len()..).unwrap_or_default();
            } else {
                applied.push(next);
                rest = rest.get(next.len_utf8()..).unwrap_or_default();
            }
        }
        applied
    }

    /// The body with documented values replaced, wherever a string is the value and nothing else.
    pub fn apply_to_body(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => self.bound(text).to_owned().into(),
            Value::Array(items) => items.iter().map(|item| self.apply_to_body(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, member)| (name.clone(), self.apply_to_body(member)))
                .collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) => body.clone(),
        }
    }

    /// What stands at the endpoint for a documented value: itself where nothing is bound.
    pub fn bound<'a>(&'a self, documented: &'a str) -> &'a str {
        let exact = self.values.get(documented);
        let folded = || {
            self.values
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(documented))
                .map(|(_, value)| value)
        };
        exact.or_else(folded).map_or(documented, String::as_str)
    }

    /// The answer with the endpoint's values turned back into the documented ones.
    ///
    /// Where two documented values stand for one value of the endpoint, `expected` decides: the answer at the same place.
    pub fn undo(&self, answer: &Value, expected: Option<&Value>) -> Value {
        match answer {
            Value::String(text) => {
                self.unbound(text, expected.and_then(Value::as_str)).to_owned().into()
            }
            Value::Array(items) => {
                let at = |index: usize| expected.and_then(|value| value.get(index));
                items.iter().enumerate().map(|(index, item)| self.undo(item, at(index))).collect()
            }
            Value::Object(members) => {
                let at = |name: &String| expected.and_then(|value| value.get(name));
                members
                    .iter()
                    .map(|(name, member)| (name.clone(), self.undo(member, at(name))))
                    .collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => answer.clone(),
        }
    }

    fn unbound<'a>(&'a self, actual: &'a str, expected: Option<&'a str>) -> &'a str {
        if let Some(expected) =
            expected.filter(|expected| self.bound(expected).eq_ignore_ascii_case(actual))
        {
            return if expected.eq_ignore_ascii_case(actual) { actual } else { expected };
        }
        let standing = self.values.iter().find(|(_, value)| value.eq_ignore_ascii_case(actual));
        standing.map_or(actual, |(documented, _)| documented)
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.')
}

fn stands_alone(rest: &str, documented: &str) -> bool {
    let follower = rest.strip_prefix(documented).map(|after| after.chars().next());
    !documented.is_empty() && follower.is_some_and(|next| next.is_none_or(|next| !is_word(next)))
}

/// A value as it may stand in a path segment or a query value.
fn percent_encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>().replace('+', "%20")
}

/// A bindings file to fill in: every documented value, what it must be at the endpoint, and where it is used.
pub fn template(examples: &[Example]) -> String {
    let mut text = String::from(
        "# What stands at your endpoint for the values that the documents print.\n\
         # Put your own value on the right; lines that stay as they are send the documented value.\n",
    );
    text.push_str("\n[values]\n");
    // Writing to a String cannot fail.
    let _ =
        write_shared(&mut text, examples).and_then(|()| write_placeholders(&mut text, examples));
    text
}

fn write_shared(text: &mut String, examples: &[Example]) -> std::fmt::Result {
    for (documented, uses) in shared_values(examples) {
        for (example, is) in uses {
            writeln!(text, "# {example}: {is}")?;
        }
        writeln!(text, "{documented:?} = {documented:?}")?;
    }
    Ok(())
}

fn write_placeholders(text: &mut String, examples: &[Example]) -> std::fmt::Result {
    for example in examples {
        let mut placeholders = example
            .bindings
            .iter()
            .filter_map(|binding| Some((binding, binding.stand_in.as_ref()?)));
        let Some(first) = placeholders.next() else { continue };
        writeln!(text, "\n[examples.{:?}]", example.id.0)?;
        for (binding, stand_in) in std::iter::once(first).chain(placeholders) {
            writeln!(text, "# {}\n{:?} = {stand_in:?}", binding.is, binding.documented)?;
        }
    }
    Ok(())
}

/// The values that are bound for all examples alike, in order of first use.
fn shared_values(examples: &[Example]) -> Vec<(String, Vec<(&ExampleId, &str)>)> {
    let mut shared: Vec<(String, Vec<(&ExampleId, &str)>)> = Vec::new();
    for example in examples {
        for binding in example.bindings.iter().filter(|binding| binding.stand_in.is_none()) {
            let entry = (&example.id, binding.is.as_str());
            match shared
                .iter_mut()
                .find(|(documented, _)| documented.eq_ignore_ascii_case(&binding.documented))
            {
                Some((_, uses)) => uses.push(entry),
                None => shared.push((binding.documented.clone(), vec![entry])),
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bindings(pairs: &[(&str, &str)]) -> ExampleBindings {
        let values =
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        ExampleBindings { values }
    }

    #[test]
    fn a_target_is_bound_between_delimiters_only() {
        let bound = bindings(&[("{id}", "7"), ("target", "a b"), ("one", "1")]);
        for (target, expected) in [
            ("/requests/{id}/cancel", "/requests/7/cancel"),
            ("/f(on='target')", "/f(on='a%20b')"),
            ("/someone/one?x=one", "/someone/1?x=1"),
            ("/targets", "/targets"),
            ("/ünï/one", "/ünï/1"),
        ] {
            assert_eq!(bound.apply_to_target(target), expected);
        }
    }

    #[test]
    fn a_body_is_bound_where_a_string_is_the_value_and_nothing_else() {
        let bound = bindings(&[("a1", "b2")]);
        let body = json!({"id": "a1", "ids": ["A1", "a11"], "a1": 1});
        assert_eq!(bound.apply_to_body(&body), json!({"id": "b2", "ids": ["b2", "a11"], "a1": 1}));
    }

    #[test]
    fn undoing_prefers_the_value_expected_at_the_place() {
        let bound = bindings(&[("requestor", "same"), ("target", "same")]);
        let answer =
            json!({"target": "same", "requestor": "same", "other": "same", "text": "kept"});
        let expected = json!({"target": "target", "requestor": "requestor"});
        let undone = bound.undo(&answer, Some(&expected));
        assert_eq!(
            undone,
            json!({"target": "target", "requestor": "requestor", "other": "requestor", "text": "kept"})
        );
    }

    #[test]
    fn undoing_keeps_the_casing_the_endpoint_chose_for_a_value_of_its_own() {
        let undone = bindings(&[]).undo(&json!("abc"), Some(&json!("ABC")));
        assert_eq!(undone, json!("abc"));
    }
}
