//! Regular expressions of worlds: the text of a pattern in, one that is compiled once out.

use std::fmt;
use std::str::FromStr;

use regex::Regex;
use thiserror::Error;

use crate::members::text_on_the_wire;

/// The `regexPattern` of a question. It is found anywhere in an answer, unless it has anchors. The
/// library limits how large it may become, and takes no long time over any answer.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Regex);

/// A text that is no pattern.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{text:?} is no regular expression that the sandbox can read: {problem}")]
pub(crate) struct MalformedPattern {
    text: String,
    problem: String,
}

impl Pattern {
    /// Whether the answer looks as the pattern says.
    pub(crate) fn is_in(&self, answer: &str) -> bool {
        self.0.is_match(answer)
    }
}

impl FromStr for Pattern {
    type Err = MalformedPattern;

    fn from_str(text: &str) -> Result<Self, MalformedPattern> {
        let built = Regex::new(text);
        built
            .map(Self)
            .map_err(|error| MalformedPattern { text: text.to_owned(), problem: problem(&error) })
    }
}

/// What the library says, without the picture that it draws over several lines.
fn problem(error: &regex::Error) -> String {
    let told = error.to_string();
    let last = told.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

text_on_the_wire!(Pattern: { "format": "regex" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_found_anywhere_unless_it_has_anchors() {
        for (pattern, answer, expected) in [
            ("[0-9]+", "room 12", true),
            ("^[0-9]+$", "room 12", false),
            ("^[0-9]+$", "12", true),
            (r"^\p{L}+$", "Zoë", true),
            ("(?i)^emea$", "EMEA", true),
        ] {
            let pattern: Pattern = pattern.parse().unwrap();
            assert_eq!(pattern.is_in(answer), expected, "{pattern} in {answer:?}");
        }
    }

    #[test]
    fn what_cannot_be_compiled_is_refused_in_one_line() {
        for (pattern, problem) in
            [("(", "unclosed group"), ("(?=x)", "look-around"), (r"\w{1000}{1000}", "size limit")]
        {
            let error = pattern.parse::<Pattern>().unwrap_err().to_string();
            assert!(error.contains(problem) && !error.contains('\n'), "{pattern}: {error}");
        }
    }
}
