//! What stands at this endpoint for the values that the documents print: a TOML file in, replaced paths, queries and bodies out.

mod known;
mod template;

pub use template::template;

use crate::contract::{Example, ExampleId};
use crate::error::Error;
use crate::files;
use crate::fixtures::Fixtures;
use crate::formats::same_guid;
use crate::nearest::{did_you_mean, nearest};
use crate::toml_lines::Lines;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Documented value → this endpoint's value.
type Values = BTreeMap<String, String>;

/// What a value in a URL is encoded by: with nothing but unreserved characters it can neither end a segment nor begin a query.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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
    /// What rules cannot make themselves, by the name of the fixture.
    #[serde(default)]
    fixtures: BTreeMap<String, OneOrMany>,
}

/// The values of a fixture: `"one"` or `["one", "another"]`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a fixture is a string, or a list of strings")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn values(&self) -> Vec<String> {
        match self {
            Self::One(value) => vec![value.clone()],
            Self::Many(values) => values.clone(),
        }
    }
}

/// A value may be a token.
impl std::fmt::Debug for OneOrMany {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::One(_) => "One(..)",
            Self::Many(_) => "Many(..)",
        })
    }
}

impl Bindings {
    /// Reads a bindings file; what rules need can be bound by the names of `fixtures`.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Bindings`] where it is not TOML of this form, or names an example, a value
    /// or a fixture that is not known.
    pub fn read(path: &Path, examples: &[Example], fixtures: &[&str]) -> Result<Self, Error> {
        let wrong = |problem: String| Error::Bindings { path: path.to_owned(), problem };
        let text = files::read(path)?;
        let mistaken = |error| wrong(known::mistaken(&text, &error));
        let lines = Lines::of(&text).map_err(mistaken)?;
        known::require_tables(&lines).map_err(wrong)?;
        let bindings: Self = toml::from_str(&text).map_err(mistaken)?;
        bindings.require_known(examples, &lines).map_err(wrong)?;
        known::require_fixtures(bindings.fixtures.keys(), fixtures, &lines).map_err(wrong)?;
        Ok(bindings)
    }

    /// A mistyped name would be passed over in silence, and the documented value be sent in its place.
    fn require_known(&self, examples: &[Example], lines: &Lines<'_>) -> Result<(), String> {
        known::require(&self.values, examples).map_err(|(key, problem)| {
            format!("{}: [values]: {problem}", lines.line(&["values", key]))
        })?;
        for (id, values) in &self.examples {
            let at = |key: &str| lines.line(&["examples", &id.0, key]);
            let example = examples.iter().find(|example| example.id == *id);
            let example = example.ok_or_else(|| {
                let known = examples.iter().map(|example| example.id.0.as_str());
                let hint = did_you_mean(nearest(&id.0, known));
                let line = at("");
                format!("{line}: there is no example {id}{hint} `conformance list` shows them all")
            })?;
            known::require(values, std::slice::from_ref(example))
                .map_err(|(key, problem)| format!("{}: [examples.\"{id}\"]: {problem}", at(key)))?;
        }
        Ok(())
    }

    /// What rules cannot make themselves.
    pub fn fixtures(&self) -> Fixtures {
        let values = self.fixtures.iter().map(|(name, values)| (name.clone(), values.values()));
        Fixtures::new(values)
    }

    /// The values of one fixture.
    pub(crate) fn of_fixture(&self, name: &str) -> Vec<String> {
        self.fixtures.get(name).map(OneOrMany::values).unwrap_or_default()
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
    /// What stands for what.
    pub(crate) fn of(values: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { values: values.into_iter().collect() }
    }

    /// The path and query with documented values replaced. Values in a URL stand between delimiters, so parts of longer words are left alone.
    pub fn apply_to_target(&self, target: &str) -> String {
        let mut applied = String::with_capacity(target.len());
        let mut rest = target;
        while let Some(next) = rest.chars().next() {
            let is_at_start = applied.chars().next_back().is_none_or(|before| !is_word(before));
            if let Some((length, value)) = self.beginning(rest).filter(|_| is_at_start) {
                applied.extend(utf8_percent_encode(value, RESERVED));
                rest = rest.get(length..).unwrap_or_default();
            } else {
                applied.push(next);
                rest = rest.get(next.len_utf8()..).unwrap_or_default();
            }
        }
        applied
    }

    /// The longest documented value that `rest` begins with: its length there, and what stands for it.
    fn beginning(&self, rest: &str) -> Option<(usize, &str)> {
        let standing = self.values.iter().filter_map(|(documented, value)| {
            Some((standing_alone(rest, documented)?, value.as_str()))
        });
        standing.max_by_key(|(length, _)| *length)
    }

    /// The body with documented values replaced, wherever a string or a number is the value and nothing else.
    ///
    /// An answer is held against the documented one in the same way: what comes back must be what stands for the documented value.
    pub fn apply_to_body(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => self.bound(text).to_owned().into(),
            Value::Array(items) => items.iter().map(|item| self.apply_to_body(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, member)| (name.clone(), self.apply_to_body(member)))
                .collect(),
            Value::Number(number) => {
                let documented = number.to_string();
                let bound = self.bound(&documented);
                if bound == documented { body.clone() } else { number_or_text(bound) }
            }
            Value::Null | Value::Bool(_) => body.clone(),
        }
    }

    /// What stands at the endpoint for a documented value: itself where nothing is bound.
    pub fn bound<'a>(&'a self, documented: &'a str) -> &'a str {
        let exact = self.values.get(documented);
        let folded = || self.values.iter().find(|(key, _)| is_one(key, documented));
        let bound = exact.or_else(|| folded().map(|(_, value)| value));
        bound.map_or(documented, String::as_str)
    }
}

/// A bound value takes the place of a number as one, where it is one.
fn number_or_text(bound: &str) -> Value {
    bound.parse().map_or_else(|_| bound.into(), Value::Number)
}

/// Whether two documented texts are one value: GUIDs are printed in either casing, other text is what it is.
fn is_one(one: &str, other: &str) -> bool {
    one == other || same_guid(one, other)
}

/// The length of a documented value at the start of `rest`, as printed or percent-encoded, where no longer word begins there.
fn standing_alone(rest: &str, documented: &str) -> Option<usize> {
    let encoded = utf8_percent_encode(documented, RESERVED).to_string();
    let writings = [documented, encoded.as_str()];
    let length = writings.into_iter().find(|writing| rest.starts_with(writing))?.len();
    let follower = rest.get(length..)?.chars().next();
    (length > 0 && follower.is_none_or(|next| !is_word(next))).then_some(length)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.')
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
        let bound =
            bindings(&[("{id}", "7"), ("target", "a b"), ("one", "1"), ("one & only", "c#?/..")]);
        for (target, expected) in [
            ("/requests/{id}/cancel", "/requests/7/cancel"),
            ("/f(on='target')", "/f(on='a%20b')"),
            ("/someone/one?x=one", "/someone/1?x=1"),
            ("/targets", "/targets"),
            ("/ünï/one", "/ünï/1"),
            ("/one & only", "/c%23%3F%2F.."),
            ("/one%20%26%20only?x=one", "/c%23%3F%2F..?x=1"),
        ] {
            assert_eq!(bound.apply_to_target(target), expected);
        }
    }

    #[test]
    fn a_body_is_bound_where_a_string_is_the_value_and_nothing_else() {
        let bound = bindings(&[("a1", "b2")]);
        let body = json!({"id": "a1", "ids": ["a1", "a11"], "a1": 1});
        assert_eq!(bound.apply_to_body(&body), json!({"id": "b2", "ids": ["b2", "a11"], "a1": 1}));
    }

    #[test]
    fn the_casing_of_a_guid_is_free_and_that_of_other_text_is_not() {
        let guid = "11115c72-0612-4c43-a044-fc0a4e71a4c5";
        let bound = bindings(&[(guid, "own"), ("answer", "reply")]);
        for (documented, expected) in [
            (guid, "own"),
            ("11115C72-0612-4C43-A044-FC0A4E71A4C5", "own"),
            ("answer", "reply"),
            ("Answer", "Answer"),
        ] {
            assert_eq!(bound.bound(documented), expected);
        }
    }

    #[test]
    fn a_number_is_bound_to_a_number_where_the_value_is_one() {
        let bound = bindings(&[("7", "12"), ("8", "eight")]);
        assert_eq!(bound.apply_to_body(&json!([7, 8, 9])), json!([12, "eight", 9]));
    }
}
