//! accessPackageAssignment: a subject's access to a package.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::later;
use crate::members::members;
use crate::model::{
    AssignmentId, Callout, ExpirationType, PackageId, PolicyId, Schedule, Stage, SubjectId,
    Timestamp,
};

/// An accessPackageAssignment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Assignment {
    pub(crate) id: AssignmentId,
    pub(crate) state: AssignmentState,
    /// An open string: `Delivering`, `Delivered`, `ExpiredNotificationTriggered`, …
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) expired_date_time: Option<Timestamp>,
    #[serde(default)]
    pub(crate) schedule: Schedule,
    #[serde(rename = "accessPackage")]
    pub(crate) package: PackageId,
    #[serde(rename = "assignmentPolicy")]
    pub(crate) policy: PolicyId,
    pub(crate) target: SubjectId,
    /// The callouts before its expiration.
    #[serde(default)]
    pub(crate) callouts: Vec<Callout>,
    /// Whether the callout 14 days before its expiration has had its turn.
    #[serde(default)]
    pub(crate) called_out_at: Option<Stage>,
}

impl Assignment {
    /// Lets the assignment come to this state, with the status that goes with it.
    pub(crate) fn enter(&mut self, state: AssignmentState) {
        self.state = state;
        state.usual_status().clone_into(&mut self.status);
    }

    /// Gives the assignment another schedule; the notices before its end begin anew.
    pub(crate) fn reschedule(&mut self, schedule: Schedule) {
        self.schedule = schedule;
        self.called_out_at = None;
        self.state.usual_status().clone_into(&mut self.status);
    }

    /// When the access ends, where it does.
    pub(crate) fn end(&self) -> Option<Timestamp> {
        let Schedule { start_date_time, expiration, .. } = &self.schedule;
        match expiration.r#type {
            ExpirationType::AfterDateTime => expiration.end_date_time,
            ExpirationType::AfterDuration => {
                let duration = expiration.duration.as_ref()?;
                Some(Timestamp(later(start_date_time.as_ref()?.0, duration.length())))
            }
            ExpirationType::NotSpecified | ExpirationType::NoExpiration => None,
        }
    }
}

members! {
    /// How far an assignment has come.
    AssignmentState = "accessPackageAssignmentState" {
        Delivering = "delivering",
        PartiallyDelivered = "partiallyDelivered",
        Delivered = "delivered",
        Expired = "expired",
        DeliveryFailed = "deliveryFailed",
    }
}

impl AssignmentState {
    /// Whether the subject has the access, in part at least.
    pub(crate) fn is_in_force(self) -> bool {
        match self {
            Self::Delivered | Self::PartiallyDelivered => true,
            Self::Delivering | Self::DeliveryFailed | Self::Expired => false,
        }
    }

    /// Whether the subject has no access by it, and none is on its way.
    pub(crate) fn is_over(self) -> bool {
        match self {
            Self::Expired | Self::DeliveryFailed => true,
            Self::Delivering | Self::Delivered | Self::PartiallyDelivered => false,
        }
    }

    /// The status of an assignment that has just come to this state.
    pub(crate) fn usual_status(self) -> &'static str {
        match self {
            Self::Delivering => "Delivering",
            Self::PartiallyDelivered => "PartiallyDelivered",
            Self::Delivered => "Delivered",
            Self::Expired => "ExpiredNotificationTriggered",
            Self::DeliveryFailed => "DeliveryFailed",
        }
    }
}
