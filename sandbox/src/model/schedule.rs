//! entitlementManagementSchedule: when access starts and how it ends.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::members;
use crate::model::{Duration, Timestamp};

/// When access starts and how it ends. The default is the form that the documents show where no
/// schedule was given: all members null, and an expiration that is `notSpecified`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Schedule {
    pub(crate) start_date_time: Option<Timestamp>,
    /// "Not used in access requests": always null.
    recurrence: (),
    pub(crate) expiration: Expiration,
}

impl Schedule {
    /// The schedule without recurrence, which access requests do not use.
    pub(crate) fn new(start_date_time: Option<Timestamp>, expiration: Expiration) -> Self {
        Self { start_date_time, recurrence: (), expiration }
    }
}

/// How access ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Expiration {
    pub(crate) end_date_time: Option<Timestamp>,
    pub(crate) duration: Option<Duration>,
    pub(crate) r#type: ExpirationType,
}

impl Expiration {
    /// Which members do not go together, if any.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if self.duration.as_ref().is_some_and(|duration| duration.length().is_zero()) {
            return Some(
                "duration: access that lasts no time would never begin; write more than zero",
            );
        }
        match (self.r#type == ExpirationType::AfterDateTime, self.end_date_time.is_some()) {
            (true, false) => return Some("endDateTime: the type afterDateTime needs it"),
            (false, true) => return Some("endDateTime: give it with the type afterDateTime only"),
            (true, true) | (false, false) => {}
        }
        match (self.r#type == ExpirationType::AfterDuration, self.duration.is_some()) {
            (true, false) => Some("duration: the type afterDuration needs it"),
            (false, true) => Some("duration: give it with the type afterDuration only"),
            (true, true) | (false, false) => None,
        }
    }
}

impl Default for Expiration {
    fn default() -> Self {
        Self { end_date_time: None, duration: None, r#type: ExpirationType::NotSpecified }
    }
}

members! {
    /// How an expiration is expressed.
    ExpirationType = "expirationPatternType" {
        NotSpecified = "notSpecified",
        NoExpiration = "noExpiration",
        AfterDateTime = "afterDateTime",
        AfterDuration = "afterDuration",
    }
}
