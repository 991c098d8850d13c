//! A body that is to be JSON is JSON: in UTF-8, whole, and not nested without end.

use super::{Case, Check};
use crate::contract::ResponseSpec;
use crate::finding::{Finding, Level, Source};
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "json",
    level: Level::Must,
    sentence: "A body that the example or the contract says is JSON can be read as JSON.",
    grounds: "RFC 8259",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let source = || Source::Standard("RFC 8259".to_owned());
    match &case.json {
        Some(Err(problem)) if is_due(case) => {
            let actual = format!("not JSON: {problem}{}", coding(case));
            vec![CHECK.finding("body", ("JSON", actual), source())]
        }
        Some(_) => Vec::new(),
        None => missing(case).into_iter().collect(),
    }
}

/// Nothing came where the example, or without one the contract, has a body. An empty error is told by the check on envelopes.
fn missing(case: &Case<'_>) -> Option<Finding> {
    let source = match case.expected() {
        Some(documented) => {
            documented.example.response.body.as_ref()?;
            documented.page()
        }
        None if case.is_served() => {
            let schema = case.declared_response().and_then(ResponseSpec::json_schema)?;
            Source::Schema(format!("#{schema}"))
        }
        None => return None,
    };
    Some(CHECK.finding("body", ("JSON", "an empty body"), source))
}

/// The judge asks for the bytes as they are; a server that packs them all the same should be told so.
fn coding(case: &Case<'_>) -> String {
    let coding = case.answer().and_then(|answer| answer.header("content-encoding"));
    coding
        .map(|coding| format!("; packed as {coding}, which was not asked for"))
        .unwrap_or_default()
}

fn is_due(case: &Case<'_>) -> bool {
    let mut documented = case.expected().into_iter();
    documented.any(|documented| documented.example.response.body.is_some())
        || case.declared_response().and_then(ResponseSpec::json_schema).is_some()
}

/// The bytes as JSON, or what is wrong with them, with the place.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("bytes that are not UTF-8 from offset {}", error.valid_up_to()))?;
    serde_json::from_str(text)
        .map_err(|error| format!("{error} in {}", super::value::brief_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_body_is_told_with_its_place() {
        for (bytes, expected) in [
            (b"{\"a\": ".as_slice(), "EOF while parsing a value at line 1 column 6"),
            (b"\xff\xfe", "bytes that are not UTF-8 from offset 0"),
            (b"<html>", "expected value at line 1 column 1"),
            (b"{} {}", "trailing characters at line 1 column 4"),
        ] {
            let problem = parse(bytes).unwrap_err();
            assert!(problem.starts_with(expected), "{problem}");
        }
    }

    #[test]
    fn nesting_without_end_is_told_and_not_followed() {
        let deep = "[".repeat(100_000);
        assert!(parse(deep.as_bytes()).unwrap_err().starts_with("recursion limit exceeded"));
    }
}
