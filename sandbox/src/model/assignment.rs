//! accessPackageAssignment: a subject's access to a package.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::members;
use crate::model::{AssignmentId, PackageId, PolicyId, Schedule, SubjectId, Timestamp};

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
