//! Points in time as Graph writes them: RFC 3339 text with a zone in, UTC without trailing zeros out.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, SecondsFormat, Timelike, Utc};
use thiserror::Error;

use crate::members::text_on_the_wire;

/// An `Edm.DateTimeOffset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(pub(crate) DateTime<Utc>);

/// A text that is no `Edm.DateTimeOffset`.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0:?} is not a date and time with a zone, such as 2024-07-01T00:00:00Z")]
pub(crate) struct MalformedTimestamp(String);

impl FromStr for Timestamp {
    type Err = MalformedTimestamp;

    fn from_str(text: &str) -> Result<Self, MalformedTimestamp> {
        let parsed = DateTime::parse_from_rfc3339(text).ok().filter(|_| is_strict(text));
        let moment = parsed.map(|moment| moment.to_utc()).filter(|moment| !is_leap(moment));
        // An offset can move the first or the last day into a year that cannot be written.
        let writable = moment.filter(|moment| (1..=9999).contains(&moment.year()));
        writable.map(Self).ok_or_else(|| MalformedTimestamp(text.to_owned()))
    }
}

/// RFC 3339 also lets a blank stand for the T, and small letters; an `Edm.DateTimeOffset` does not.
fn is_strict(text: &str) -> bool {
    text.is_ascii() && text.as_bytes().get(10) == Some(&b'T') && !text.ends_with('z')
}

/// Seconds of an `Edm.DateTimeOffset` end at 59; chrono counts a 60th as a second that lasts longer.
fn is_leap(moment: &DateTime<Utc>) -> bool {
    moment.nanosecond() >= 1_000_000_000
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let digits = text.trim_end_matches('Z');
        let short = if digits.contains('.') { digits.trim_end_matches('0') } else { digits };
        write!(f, "{short}Z")
    }
}

text_on_the_wire!(Timestamp: { "format": "date-time" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_written_in_utc_and_without_trailing_zeros() {
        for (given, written) in [
            ("2024-06-07T15:53:35.333Z", "2024-06-07T15:53:35.333Z"),
            ("2021-01-19T20:02:40.970Z", "2021-01-19T20:02:40.97Z"),
            ("2024-07-01T00:00:00.00Z", "2024-07-01T00:00:00Z"),
            ("2024-07-01T02:00:00+02:00", "2024-07-01T00:00:00Z"),
        ] {
            assert_eq!(given.parse::<Timestamp>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_no_moment_that_can_be_written_again_is_refused() {
        for text in [
            "2024-07-01T00:00:00",
            "2024-07-01",
            "2024-07-01 00:00:00Z",
            "2024-07-01t00:00:00Z",
            "2024-07-01T00:00:00z",
            "2024-07-01T00:00:00\u{2212}02:00",
            "9999-12-31T23:00:00-12:00",
            "2016-12-31T23:59:60Z",
            "2030-06-15T12:00:60.5Z",
            "",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
