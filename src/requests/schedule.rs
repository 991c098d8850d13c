//! From when to when access is asked for.

use chrono::{DateTime, SecondsFormat, Timelike, Utc};
use serde_json::{Value, json};
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::time::Duration;

/// From when to when access is asked for.
///
/// ```
/// use assignment_requests::requests::Schedule;
///
/// let year = Schedule::until("2024-09-18T20:49:16Z".parse()?, "2025-09-18T20:49:16Z".parse()?);
/// # let _ = year;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Schedule {
    start: Moment,
    end: End,
}

/// When it is over.
#[derive(Clone, Debug, PartialEq)]
enum End {
    At(Moment),
    After(Duration),
    Never,
}

/// A moment, written as it was given: as precise as the caller has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Moment(String);

/// Why a text is no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no moment; write one such as `2024-09-18T20:49:16Z`")]
pub struct InvalidMoment {
    text: String,
}

impl Schedule {
    /// From a moment to another. A start in the past is now.
    pub fn until(start: Moment, end: Moment) -> Self {
        Self { start, end: End::At(end) }
    }

    /// From a moment on for so long, which is written as `P90D` or `P1DT2H30M`: in days of 24 hours, and exactly. Parts of a second are a
    /// fraction, as in `PT1.5S`, and no time at all is `PT0S`; no document says what a service makes of these two.
    pub fn for_duration(start: Moment, duration: Duration) -> Self {
        Self { start, end: End::After(duration) }
    }

    /// From a moment on, without an end.
    pub fn without_end(start: Moment) -> Self {
        Self { start, end: End::Never }
    }
}

impl From<Schedule> for Value {
    fn from(schedule: Schedule) -> Self {
        let (end, duration, kind) = match schedule.end {
            End::At(moment) => (Some(moment.0), None, "afterDateTime"),
            End::After(duration) => (None, Some(written(duration)), "afterDuration"),
            End::Never => (None, None, "noExpiration"),
        };
        json!({
            "startDateTime": schedule.start.0,
            "recurrence": null,
            "expiration": { "endDateTime": end, "duration": duration, "type": kind },
        })
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(moment: DateTime<Utc>) -> Self {
        // A leap second cannot be written, and is over when the next begins.
        let last = moment.nanosecond().min(999_999_999);
        let moment = moment.with_nanosecond(last).unwrap_or(moment);
        Self(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for Moment {
    type Err = InvalidMoment;

    fn from_str(text: &str) -> Result<Self, InvalidMoment> {
        let is_moment = DateTime::parse_from_rfc3339(text).is_ok() && is_of_odata(text);
        is_moment
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| InvalidMoment { text: text.to_owned() })
    }
}

/// Whether OData has it so ("ABNF Construction Rules", `dateTimeOffsetValue`), which is narrower than RFC 3339: capital letters, no leap
/// second, and 12 digits of a second at most.
fn is_of_odata(text: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_digit() || b"TZ:.+-".contains(&byte);
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    text.bytes().all(is_known) && text.get(17..19) != Some("60") && digits <= 12
}

/// A duration of ISO 8601.
fn written(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
    let (minutes, whole) = (seconds / 60 % 60, seconds % 60);
    let fraction = match duration.subsec_nanos() {
        0 => String::new(),
        nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
    };
    let part = |count: u64, unit: &str| match count {
        0 => String::new(),
        count => format!("{count}{unit}"),
    };
    let date = part(days, "D");
    let mut time = part(hours, "H") + &part(minutes, "M");
    if whole > 0 || !fraction.is_empty() || duration.is_zero() {
        time = format!("{time}{whole}{fraction}S");
    }
    if time.is_empty() { format!("P{date}") } else { format!("P{date}T{time}") }
}

impl Display for Moment {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostile::config;
    use jiff::{Span, SpanRelativeTo};
    use proptest::prelude::*;

    #[test]
    fn a_duration_is_written_as_it_is_documented() {
        for (seconds, expected) in [
            (90 * 86_400, "P90D"),
            (8 * 3_600, "PT8H"),
            (86_400 + 2 * 3_600 + 30 * 60, "P1DT2H30M"),
            (3_661, "PT1H1M1S"),
            (86_401, "P1DT1S"),
            (60, "PT1M"),
            (0, "PT0S"),
        ] {
            assert_eq!(written(Duration::from_secs(seconds)), expected);
        }
        assert_eq!(written(Duration::from_millis(1_500)), "PT1.5S");
        assert_eq!(written(Duration::new(60, 1)), "PT1M0.000000001S");
        let schedule = Schedule::for_duration(
            "2024-09-18T20:49:16Z".parse().unwrap(),
            Duration::from_hours(90 * 24),
        );
        let expiration =
            json!({ "endDateTime": null, "duration": "P90D", "type": "afterDuration" });
        assert_eq!(Value::from(schedule).get("expiration"), Some(&expiration));
    }

    proptest! {
        #![proptest_config(config())]

        // No more than jiff counts: some 20,000 years.
        #[test]
        fn another_reads_the_same_duration(
            seconds in prop_oneof![0..100_000_u64, 0..600_000_000_000_u64],
            nanos in prop_oneof![Just(0), 0..1_000_000_000_u32],
        ) {
            let duration = Duration::new(seconds, nanos);
            let read: Span = written(duration).parse().unwrap();
            let read = read.to_duration(SpanRelativeTo::days_are_24_hours()).unwrap();
            prop_assert_eq!(Duration::try_from(read).unwrap(), duration);
        }
    }

    #[test]
    fn a_moment_is_what_odata_takes_for_one() {
        for text in [
            "2024-09-18T20:49:16Z",
            "2024-09-18T20:49:16.1234567Z",
            "2024-09-18T23:59:59+02:00",
            "2024-09-18T00:00:00.123456789012-23:59",
        ] {
            assert_eq!(text.parse().map(|moment: Moment| moment.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "2024-09-18",
            "2024-09-18T20:49:16",
            "2024-09-18 20:49:16Z",
            "2024-09-18t20:49:16Z",
            "2024-09-18T20:49:16z",
            "2024-09-18T20:49:60Z",
            "2024-09-18T23:59:60.5Z",
            "2024-09-18T24:00:00Z",
            "2024-09-18T20:60:16Z",
            "2024-09-31T20:49:16Z",
            "2024-09-18T20:49:16\u{2212}02:00",
            "2024-09-18T20:49:16.1234567890123Z",
            " 2024-09-18T20:49:16Z",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_leap_second_is_the_end_of_the_one_before() {
        let leap = DateTime::parse_from_rfc3339("2016-12-31T23:59:60.5Z").unwrap();
        assert_eq!(Moment::from(leap.to_utc()).to_string(), "2016-12-31T23:59:59.999999999Z");
    }
}
