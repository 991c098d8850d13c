//! From when to when access is asked for.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

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
    After(String),
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

    /// From a moment on for so long, as `P90D`.
    pub fn for_duration(start: Moment, duration: &str) -> Self {
        Self { start, end: End::After(duration.to_owned()) }
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
            End::After(duration) => (None, Some(duration), "afterDuration"),
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
        Self(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for Moment {
    type Err = InvalidMoment;

    fn from_str(text: &str) -> Result<Self, InvalidMoment> {
        match DateTime::parse_from_rfc3339(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err(InvalidMoment { text: text.to_owned() }),
        }
    }
}

impl Display for Moment {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
