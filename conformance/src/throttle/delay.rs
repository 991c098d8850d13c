//! An answer in, whether it sends the request away for the time being, and for how long, out.

use crate::exchange::Answer;
use chrono::{DateTime, Utc};
use std::time::Duration;

/// Statuses with which a request was not carried out, and is to come again.
const LATER: [u16; 2] = [429, 503];

/// How long to wait before a request comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Delay {
    pub(crate) length: Duration,
    pub(crate) since: Since,
}

/// From when on a delay is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// When the answer is heard of.
    Arrival,
    /// When the server wrote the answer, by its own clock and to the second.
    Date,
}

/// Whether a status sends a request away for the time being.
pub(crate) fn is_later(status: u16) -> bool {
    LATER.contains(&status)
}

/// Whether a status tells that the server failed; one that is overloaded for the moment has not.
pub(crate) fn is_failure(status: u16) -> bool {
    status >= 500 && !is_later(status)
}

/// What an answer says in `Retry-After`: a number of seconds, or a date. That is held against the answer's `Date`, which tells the server's
/// clock, and where there is none, against `now`. None where it says nothing, or something else.
pub(crate) fn delay(answer: &Answer, now: DateTime<Utc>) -> Option<Delay> {
    let text = answer.header("retry-after")?.trim();
    if let Some(length) = seconds(text) {
        return Some(Delay { length, since: Since::Arrival });
    }
    let until = date(text)?;
    let (from, since) = match answer.header("date").and_then(date) {
        Some(written) => (written, Since::Date),
        None => (now, Since::Arrival),
    };
    // A date that has passed asks for no wait.
    Some(Delay { length: (until - from).to_std().unwrap_or_default(), since })
}

/// Digits and nothing else; more of them than can be counted are for ever.
fn seconds(text: &str) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

fn date(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(text).ok().map(|date| date.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_a_number_of_seconds_or_a_date_by_the_clock_of_the_server() {
        let (then, before) = ("Wed, 21 Oct 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT");
        let now = date("Wed, 21 Oct 2026 07:27:30 GMT").unwrap();
        for (asked, written, expected) in [
            (Some("7"), None, Some((7, Since::Arrival))),
            (Some("0"), Some(before), Some((0, Since::Arrival))),
            (Some("99999999999999999999"), None, Some((u64::MAX, Since::Arrival))),
            (Some(then), Some(before), Some((30, Since::Date))),
            (Some(before), Some(then), Some((0, Since::Date))),
            (Some(then), None, Some((60, Since::Arrival))),
            (Some(then), Some("today"), Some((60, Since::Arrival))),
            (Some("Mon, 01 Jan 2001 00:00:00 GMT"), None, Some((0, Since::Arrival))),
            (Some("soon"), Some(before), None),
            (Some(""), None, None),
            (Some("-3"), None, None),
            (Some("+3"), None, None),
            (Some("1.5"), None, None),
            (None, Some(before), None),
        ] {
            let headers = [("retry-after", asked), ("date", written)].into_iter();
            let headers = headers.filter_map(|(name, value)| Some((name, value?)));
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let answer = Answer { status: 429, headers: headers.collect(), ..Answer::default() };
            let told = delay(&answer, now).map(|delay| (delay.length.as_secs(), delay.since));
            assert_eq!(told, expected, "{answer:?}");
        }
    }
}
