//! The left side of bindings in, an error out that names the first value which no example prints, and the nearest that one does.

use super::{Values, is_one, is_word, standing_alone};
use crate::contract::Example;
use crate::pointer::places;

pub(super) fn require(values: &Values, examples: &[Example]) -> Result<(), String> {
    let is_known = |key: &&String| examples.iter().any(|example| occurs(key, example));
    match values.keys().find(|key| !is_known(key)) {
        None => Ok(()),
        Some(key) => Err(unknown(key, examples)),
    }
}

/// Whether a value is printed in the path, the query or a body of an example, or is declared by it.
fn occurs(value: &str, example: &Example) -> bool {
    let target = &example.request.target;
    let stands_in_target = target.char_indices().any(|(start, _)| {
        let (before, rest) = target.split_at(start);
        let is_at_start = before.chars().next_back().is_none_or(|before| !is_word(before));
        is_at_start && standing_alone(rest, value).is_some()
    });
    stands_in_target || printed(example).any(|text| is_one(value, text))
}

fn unknown(key: &str, examples: &[Example]) -> String {
    let texts =
        examples.iter().flat_map(|example| words(&example.request.target).chain(printed(example)));
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

/// Declared values, and every string of the bodies.
fn printed(example: &Example) -> impl Iterator<Item = &str> {
    let declared = example.bindings.iter().map(|binding| binding.documented.as_str());
    let bodies = [&example.request.body, &example.response.body];
    let strings =
        bodies.into_iter().flatten().flat_map(places).filter_map(|(_, value)| value.as_str());
    declared.chain(strings)
}
