//! Lengths of time as Graph writes them: `P[nD][T[nH][nM][n.nS]]` in, the same text and how long it
//! is out.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use jiff::fmt::temporal::SpanParser;
use jiff::{Span, SpanRelativeTo};
use thiserror::Error;

use crate::members::text_on_the_wire;

/// An `Edm.Duration` that does not run backwards; it is written as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duration {
    text: String,
    length: TimeDelta,
}

/// A text that is no such duration.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0:?} is not a duration; write days and time only, such as P30D or PT12H")]
pub(crate) struct MalformedDuration(String);

impl Duration {
    /// How long it is.
    pub(crate) fn length(&self) -> TimeDelta {
        self.length
    }
}

impl FromStr for Duration {
    type Err = MalformedDuration;

    fn from_str(text: &str) -> Result<Self, MalformedDuration> {
        let parsed = Some(text).filter(|text| is_strict(text)).and_then(length);
        let malformed = || MalformedDuration(text.to_owned());
        parsed.map(|length| Self { text: text.to_owned(), length }).ok_or_else(malformed)
    }
}

/// ISO 8601 also knows small letters, signs, commas and fractions of hours; an `Edm.Duration` does
/// not.
fn is_strict(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_digit() || b"PTDHMS.".contains(&byte);
    text.bytes().all(known) && (!text.contains('.') || text.ends_with('S'))
}

/// Days are days of 24 hours. Years and months have no length of their own.
fn length(text: &str) -> Option<TimeDelta> {
    let span = SpanParser::new().parse_span(text).ok()?;
    let exact = |span: &Span| span.get_years() == 0 && span.get_months() == 0;
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok();
    let length = length.filter(|_| exact(&span))?;
    TimeDelta::new(length.as_secs(), length.subsec_nanos().unsigned_abs())
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

text_on_the_wire!(Duration: { "format": "duration" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_days_and_time() {
        for (text, milliseconds) in [
            ("P30D", 30 * 86_400_000),
            ("PT12H", 12 * 3_600_000),
            ("P1DT2H3M4.5S", 86_400_000 + 7_384_500),
            ("PT0S", 0),
            ("P0D", 0),
        ] {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(duration.length(), TimeDelta::milliseconds(milliseconds), "{text}");
            assert_eq!(duration.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_duration_is_found() {
        for text in [
            "",
            "P",
            "PT",
            "P1Y",
            "P1M",
            "P1W",
            "30D",
            "P1DT",
            "PT1.5H",
            "PT1M2H",
            "PD",
            "P-1D",
            "-P1D",
            "p1d",
            "PT1,5S",
            "P99999999999D",
            "1 day",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }
}
