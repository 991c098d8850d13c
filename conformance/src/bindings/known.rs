//! The left side of bindings in, an error out that names the first value which no example prints or rule needs, and the nearest that one does.

use super::{Values, is_one, is_word, standing_alone};
use crate::contract::Example;
use crate::pointer::places;
use serde_json::Value;
use std::borrow::Cow;

pub(super) fn require(values: &Values, examples: &[Example]) -> Result<(), String> {
    let is_known = |key: &&String| examples.iter().any(|example| occurs(key, example));
    match values.keys().find(|key| !is_known(key)) {
        None => Ok(()),
        Some(key) => Err(unknown(key, examples)),
    }
}

/// A mistyped fixture would leave out the rules that need it.
pub(super) fn require_fixtures<'a>(
    bound: impl IntoIterator<Item = &'a String>,
    known: &[&str],
) -> Result<(), String> {
    let mut unknown = bound.into_iter().filter(|name| !known.contains(&name.as_str()));
    let Some(name) = unknown.next() else { return Ok(()) };
    let alike = |known: &&&str| strsim::jaro(name, known);
    let nearest = known.iter().max_by(|one, other| alike(one).total_cmp(&alike(other)));
    let hint = nearest.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
    Err(format!(
        "[fixtures]: no rule needs {name:?}{hint} `conformance bindings` shows what may stand there"
    ))
}

/// Whether a value is printed in the path, the query or a body of an example, or is declared by it.
fn occurs(value: &str, example: &Example) -> bool {
    let target = &example.request.target;
    let stands_in_target = target.char_indices().any(|(start, _)| {
        let (before, rest) = target.split_at(start);
        let is_at_start = before.chars().next_back().is_none_or(|before| !is_word(before));
        is_at_start && standing_alone(rest, value).is_some()
    });
    stands_in_target || printed(example).any(|text| is_one(value, &text))
}

fn unknown(key: &str, examples: &[Example]) -> String {
    let texts = examples
        .iter()
        .flat_map(|example| words(&example.request.target).map(Cow::from).chain(printed(example)));
    let nearest = texts
        .max_by(|one, other| strsim::jaro(key, one).total_cmp(&strsim::jaro(key, other)))
        .map(|near| format!("; did you mean {near:?}?"))
        .unwrap_or_default();
    format!(
        "no example prints the value {key:?}{nearest} `conformance bindings` shows what may stand there"
    )
}

/// What stands between the delimiters of a path and query.
fn words(target: &str) -> impl Iterator<Item = &str> {
    let words =
        target.split(|character| !is_word(character) && !matches!(character, '{' | '}' | '%'));
    words.filter(|word| !word.is_empty())
}

/// Declared values, and every string and number of the bodies.
fn printed(example: &Example) -> impl Iterator<Item = Cow<'_, str>> {
    let declared = example.bindings.iter().map(|binding| Cow::from(&binding.documented));
    let bodies = [&example.request.body, &example.response.body];
    let values = bodies.into_iter().flatten().flat_map(places);
    declared.chain(values.filter_map(|(_, value)| plain_text(value)))
}

fn plain_text(value: &Value) -> Option<Cow<'_, str>> {
    let number = || value.as_number().map(|number| number.to_string().into());
    value.as_str().map(Cow::from).or_else(number)
}
