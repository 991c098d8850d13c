//! A schedule as it is sent: JSON with any member missing in, a schedule that makes sense out.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::http::graph_error::GraphError;
use crate::http::object::Object;
use crate::model::{Expiration, ExpirationType, Schedule, Timestamp};

/// The schedule of a request or of an assignment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScheduleBody {
    start_date_time: Option<Timestamp>,
    recurrence: Option<IgnoredAny>,
    expiration: Option<Object<ExpirationBody>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExpirationBody {
    end_date_time: Option<Timestamp>,
    duration: Option<String>,
    r#type: Option<ExpirationType>,
}

impl ScheduleBody {
    /// The schedule, refused where its members do not go together.
    pub(crate) fn into_schedule(self) -> Result<Schedule, GraphError> {
        if self.recurrence.is_some() {
            return Err(GraphError::invalid_model(
                "schedule.recurrence: access requests do not recur; send null or leave it out",
            ));
        }
        let expiration = self.expiration.map(|sent| sent.0.into_expiration()).transpose()?;
        Ok(Schedule::new(self.start_date_time, expiration.unwrap_or_default()))
    }
}

impl ExpirationBody {
    fn into_expiration(self) -> Result<Expiration, GraphError> {
        let r#type = self.r#type.unwrap_or(ExpirationType::NotSpecified);
        if let Some(problem) = self.problem(r#type) {
            return Err(GraphError::invalid_model(format!("schedule.expiration.{problem}")));
        }
        Ok(Expiration { end_date_time: self.end_date_time, duration: self.duration, r#type })
    }

    fn problem(&self, r#type: ExpirationType) -> Option<&'static str> {
        if self.duration.as_deref().is_some_and(|duration| !is_duration(duration)) {
            return Some("duration: write days and time only, such as P30D or PT12H");
        }
        match (r#type == ExpirationType::AfterDateTime, self.end_date_time.is_some()) {
            (true, false) => return Some("endDateTime: the type afterDateTime needs it"),
            (false, true) => return Some("endDateTime: send it with the type afterDateTime only"),
            (true, true) | (false, false) => {}
        }
        match (r#type == ExpirationType::AfterDuration, self.duration.is_some()) {
            (true, false) => Some("duration: the type afterDuration needs it"),
            (false, true) => Some("duration: send it with the type afterDuration only"),
            (true, true) | (false, false) => None,
        }
    }
}

/// Whether the text is an `Edm.Duration` that does not run backwards: `P[nD][T[nH][nM][n.nS]]`.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    match rest.split_once('T') {
        None => has_parts(rest, &['D']),
        Some(("", time)) => has_parts(time, &['H', 'M', 'S']),
        Some((days, time)) => has_parts(days, &['D']) && has_parts(time, &['H', 'M', 'S']),
    }
}

/// Whether the text is one or more numbers with these units, in this order.
fn has_parts(text: &str, units: &[char]) -> bool {
    let mut rest = text;
    for unit in units {
        let Some((number, after)) = rest.split_once(*unit) else { continue };
        if !is_number(number, *unit) {
            return false;
        }
        rest = after;
    }
    rest.is_empty() && !text.is_empty()
}

fn is_number(text: &str, unit: char) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && (unit == 'S' || !text.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_days_and_time() {
        for text in ["P30D", "PT12H", "P1DT2H3M4.5S", "PT0S", "P0D"] {
            assert!(is_duration(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_found() {
        for text in ["", "P", "PT", "P1Y", "P1M", "30D", "P1DT", "PT1.5H", "PT1M2H", "PD", "P-1D"] {
            assert!(!is_duration(text), "{text}");
        }
    }

    #[test]
    fn members_that_do_not_go_together_are_refused_by_name() {
        let (end, duration) = (r#""endDateTime": "2024-07-01T00:00:00Z""#, r#""duration": "P1D""#);
        for (expiration, member) in [
            (r#""type": "afterDateTime""#.to_owned(), "endDateTime"),
            (r#""type": "afterDuration""#.to_owned(), "duration"),
            (r#""type": "afterDuration", "duration": "P1Y""#.to_owned(), "duration"),
            (format!(r#""type": "afterDuration", {duration}, {end}"#), "endDateTime"),
            (format!(r#""type": "afterDateTime", {duration}, {end}"#), "duration"),
            (format!(r#""type": "noExpiration", {end}"#), "endDateTime"),
            (format!(r#""type": "noExpiration", {duration}"#), "duration"),
            (end.to_owned(), "endDateTime"),
            (duration.to_owned(), "duration"),
        ] {
            let body = format!(r#"{{"expiration": {{{expiration}}}}}"#);
            let schedule: ScheduleBody = serde_json::from_str(&body).unwrap();
            let error = schedule.into_schedule().unwrap_err();
            assert_eq!(error.code(), "InvalidModel", "{body}");
            let place = format!("schedule.expiration.{member}: ");
            assert!(error.message.starts_with(&place), "{body}: {}", error.message);
        }
    }

    #[test]
    fn a_recurrence_is_refused() {
        let schedule: ScheduleBody = serde_json::from_str(r#"{"recurrence": {}}"#).unwrap();
        assert_eq!(schedule.into_schedule().unwrap_err().code(), "InvalidModel");
    }

    #[test]
    fn what_is_left_out_is_as_the_documents_show_it() {
        for body in ["{}", r#"{"startDateTime": null, "expiration": null}"#] {
            let schedule: ScheduleBody = serde_json::from_str(body).unwrap();
            assert_eq!(schedule.into_schedule().unwrap(), Schedule::default(), "{body}");
        }
    }
}
