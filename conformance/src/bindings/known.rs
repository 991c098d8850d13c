//! The left side of bindings in, an error out that names the first table, value or fixture which nobody knows, and the nearest that is known.

use super::{Values, is_one, is_word, standing_alone};
use crate::contract::Example;
use crate::nearest::{did_you_mean, nearest};
use crate::pointer::places;
use crate::report::one_line;
use crate::toml_lines::Lines;
use serde_json::Value;
use std::borrow::Cow;

/// The tables of a bindings file.
const TABLES: [&str; 3] = ["values", "examples", "fixtures"];

/// A mistyped table would be no table at all.
pub(super) fn require_tables(lines: &Lines<'_>) -> Result<(), String> {
    let Some(name) = lines.top().find(|name| !TABLES.contains(name)) else { return Ok(()) };
    let hint = did_you_mean(nearest(name, TABLES).map(|near| format!("[{near}]")));
    let line = lines.line(&[name]);
    Err(format!("{line}: there is no table [{}]{hint} {SHOWN}", one_line(name)))
}

/// What is wrong with a text that is no file of bindings: line, cause and remedy.
pub(super) fn mistaken(text: &str, error: &toml::de::Error) -> String {
    let (line, problem) = Lines::mistake(text, error);
    format!("{line}: {problem}; {SHOWN}")
}

/// The first value that no example prints, and that it is so.
pub(super) fn require<'a>(
    values: &'a Values,
    examples: &[Example],
) -> Result<(), (&'a str, String)> {
    let is_known = |key: &&String| examples.iter().any(|example| occurs(key, example));
    match values.keys().find(|key| !is_known(key)) {
        None => Ok(()),
        Some(key) => Err((key, unknown(key, examples))),
    }
}

/// A mistyped fixture would leave out the rules that need it.
pub(super) fn require_fixtures<'a>(
    bound: impl IntoIterator<Item = &'a String>,
    known: &[&str],
    lines: &Lines<'_>,
) -> Result<(), String> {
    let mut unknown = bound.into_iter().filter(|name| !known.contains(&name.as_str()));
    let Some(name) = unknown.next() else { return Ok(()) };
    let hint = did_you_mean(quoted(nearest(name, known.iter().copied())));
    let line = lines.line(&["fixtures", name]);
    Err(format!("{line}: [fixtures]: no rule needs {name:?}{hint} {SHOWN}"))
}

/// Where a person finds what may be bound.
const SHOWN: &str = "`conformance bindings` shows what may stand there";

fn quoted(text: Option<&str>) -> Option<String> {
    text.map(|text| format!("{text:?}"))
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
    let targets = examples.iter().flat_map(|example| words(&example.request.target));
    let printed: Vec<Cow<'_, str>> = examples.iter().flat_map(printed).collect();
    let near = nearest(key, targets.chain(printed.iter().map(Cow::as_ref)));
    format!("no example prints the value {key:?}{} {SHOWN}", did_you_mean(quoted(near)))
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
