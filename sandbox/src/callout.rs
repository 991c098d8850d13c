//! Callouts on their way: what is to be sent to a custom extension, and what came of it. Sending is
//! not the store's business.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{AssignmentId, CalloutId, CalloutUrl, RequestId};

/// A callout that is to be posted as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OutgoingCallout {
    pub(crate) subject: CalloutSubject,
    /// The id of the customExtensionCalloutInstance that records it.
    pub(crate) instance: CalloutId,
    pub(crate) url: CalloutUrl,
    pub(crate) body: Value,
}

/// Whose life it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CalloutSubject {
    AssignmentRequest(RequestId),
    Assignment(AssignmentId),
}

/// What came of a callout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CalloutResult {
    /// The receiver took it (2xx).
    Accepted,
    /// The receiver answered with another status.
    Refused { status: u16 },
    /// Nobody could be reached.
    Unreachable { reason: String },
    /// No answer came in time.
    Silent,
    /// The sandbox may not call out to there.
    Forbidden { reason: String },
}

impl CalloutResult {
    /// What went wrong, as the callout's instance tells it; none where nothing did.
    pub(crate) fn problem(&self) -> Option<String> {
        match self {
            Self::Accepted => None,
            Self::Refused { status } => {
                Some(format!("the receiver answered with the status {status} instead of 2xx"))
            }
            Self::Unreachable { reason } => {
                Some(format!("the receiver could not be reached: {reason}"))
            }
            Self::Silent => Some("the receiver did not answer in time".to_owned()),
            Self::Forbidden { reason } => Some(format!("the callout was not sent: {reason}")),
        }
    }
}
