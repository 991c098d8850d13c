//! A schedule as it is sent: JSON with any member missing in, a schedule that makes sense out.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::http::graph_error::GraphError;
use crate::http::object::Object;
use crate::model::{Duration, Expiration, ExpirationType, Schedule, Timestamp};

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
    duration: Option<Duration>,
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
        let (end_date_time, duration) = (self.end_date_time, self.duration);
        let expiration = Expiration { end_date_time, duration, r#type };
        match expiration.problem() {
            Some(problem) => {
                Err(GraphError::invalid_model(format!("schedule.expiration.{problem}")))
            }
            None => Ok(expiration),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_do_not_go_together_are_refused_by_name() {
        let (end, duration) = (r#""endDateTime": "2024-07-01T00:00:00Z""#, r#""duration": "P1D""#);
        for (expiration, member) in [
            (r#""type": "afterDateTime""#.to_owned(), "endDateTime"),
            (r#""type": "afterDuration""#.to_owned(), "duration"),
            (r#""type": "afterDuration", "duration": "PT0S""#.to_owned(), "duration"),
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
