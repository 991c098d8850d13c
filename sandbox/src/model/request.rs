//! accessPackageAssignmentRequest: who asked for what, and how far it has come.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::{members, names};
use crate::model::{
    Answer, ApprovalProgress, AssignmentId, Callout, PackageId, PolicyId, RequestId, Schedule,
    Stage, SubjectId, Timestamp,
};

/// An accessPackageAssignmentRequest with the things that it concerns.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AssignmentRequest {
    pub(crate) id: RequestId,
    pub(crate) request_type: RequestType,
    pub(crate) state: RequestState,
    pub(crate) status: Status,
    /// When the request entered its state; a world may leave it out where it never left the first.
    #[serde(default)]
    pub(crate) since: Option<Timestamp>,
    pub(crate) created_date_time: Timestamp,
    /// The end of processing, successful or failed.
    #[serde(default)]
    pub(crate) completed_date_time: Option<Timestamp>,
    #[serde(default)]
    pub(crate) schedule: Schedule,
    #[serde(default)]
    pub(crate) answers: Vec<Answer>,
    #[serde(default)]
    pub(crate) justification: Option<String>,
    #[serde(default)]
    pub(crate) callouts: Vec<Callout>,
    /// The last stage whose custom extension was called since processing began, or the delivery.
    #[serde(default)]
    pub(crate) called_out_at: Option<Stage>,
    /// How far its approval has come.
    #[serde(default)]
    pub(crate) approval: Option<ApprovalProgress>,
    /// How its present or next delivery is to fail.
    #[serde(default)]
    pub(crate) delivery_fault: Option<DeliveryFault>,
    /// Who sent the request; null where the service itself made it.
    #[serde(default)]
    pub(crate) created_by: Option<SubjectId>,
    /// "The subject who requested or, for a direct assignment, was assigned."
    pub(crate) requestor: SubjectId,
    /// Who has or is to have the access.
    pub(crate) target: SubjectId,
    #[serde(rename = "accessPackage")]
    pub(crate) package: PackageId,
    #[serde(rename = "assignmentPolicy")]
    pub(crate) policy: PolicyId,
    /// The assignment that exists; none while the one to create is not being delivered.
    #[serde(default)]
    pub(crate) assignment: Option<AssignmentId>,
}

impl AssignmentRequest {
    /// Where the request stands.
    pub(crate) fn phase(&self) -> Phase {
        Phase { state: self.state, status: self.status }
    }

    /// When the request came to stand there.
    pub(crate) fn entered(&self) -> Timestamp {
        self.since.unwrap_or(self.created_date_time)
    }

    /// How far the approval has come; a world may leave it out where it has only begun.
    pub(crate) fn approval_progress(&self) -> ApprovalProgress {
        self.approval.clone().unwrap_or_else(|| ApprovalProgress::first(self.entered()))
    }

    /// Whether the access that is asked for is to start later than `moment`.
    pub(crate) fn starts_after(&self, moment: Timestamp) -> bool {
        self.schedule.start_date_time.is_some_and(|start| start > moment)
    }

    /// Lets the request come to `phase` at the moment `at`.
    pub(crate) fn enter(&mut self, phase: Phase, at: Timestamp) {
        self.state = phase.state;
        self.status = phase.status;
        self.since = Some(at);
        self.completed_date_time = phase.state.is_completed().then_some(at);
    }
}

/// Where a request stands: its state and the status that says more about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phase {
    pub(crate) state: RequestState,
    pub(crate) status: Status,
}

members! {
    /// What is asked for, and by whom.
    RequestType = "accessPackageRequestType" {
        NotSpecified = "notSpecified",
        UserAdd = "userAdd",
        UserUpdate = "userUpdate",
        UserRemove = "userRemove",
        AdminAdd = "adminAdd",
        AdminUpdate = "adminUpdate",
        AdminRemove = "adminRemove",
        SystemAdd = "systemAdd",
        SystemUpdate = "systemUpdate",
        SystemRemove = "systemRemove",
        OnBehalfAdd = "onBehalfAdd",
        UnknownFutureValue = "unknownFutureValue",
        ApproverRemove = "approverRemove",
    }
}

impl RequestType {
    /// What a request of this type does once it is fulfilled.
    pub(crate) fn effect(self) -> Option<Effect> {
        match self {
            Self::UserAdd | Self::AdminAdd | Self::SystemAdd | Self::OnBehalfAdd => {
                Some(Effect::Add)
            }
            Self::UserUpdate | Self::AdminUpdate | Self::SystemUpdate => Some(Effect::Update),
            Self::UserRemove | Self::AdminRemove | Self::SystemRemove | Self::ApproverRemove => {
                Some(Effect::Remove)
            }
            Self::NotSpecified | Self::UnknownFutureValue => None,
        }
    }
}

/// What becomes of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is made.
    Add,
    /// Its schedule is changed.
    Update,
    /// It is ended.
    Remove,
}

members! {
    /// How far a request has come.
    RequestState = "accessPackageRequestState" {
        Submitted = "submitted",
        PendingApproval = "pendingApproval",
        Delivering = "delivering",
        Delivered = "delivered",
        DeliveryFailed = "deliveryFailed",
        Denied = "denied",
        Scheduled = "scheduled",
        Canceled = "canceled",
        PartiallyDelivered = "partiallyDelivered",
    }
}

impl RequestState {
    /// Whether a delivery can still come in this state.
    pub(crate) fn can_be_delivered(self) -> bool {
        match self {
            Self::Submitted
            | Self::PendingApproval
            | Self::Scheduled
            | Self::Delivering
            | Self::DeliveryFailed
            | Self::PartiallyDelivered => true,
            Self::Delivered | Self::Denied | Self::Canceled => false,
        }
    }

    /// Whether processing has ended in this state, successfully or not.
    pub(crate) fn is_completed(self) -> bool {
        match self {
            Self::Submitted | Self::PendingApproval | Self::Delivering | Self::Scheduled => false,
            Self::Delivered
            | Self::DeliveryFailed
            | Self::Denied
            | Self::Canceled
            | Self::PartiallyDelivered => true,
        }
    }
}

names! {
    /// The status words that the sandbox uses; in the metadata `status` is an open string.
    Status = "status word of the sandbox" {
        Accepted = "Accepted",
        WaitingForCallback = "WaitingForCallback",
        PendingApproval = "PendingApproval",
        PendingApprovalEscalated = "PendingApprovalEscalated",
        PendingNotBefore = "PendingNotBefore",
        Delivering = "Delivering",
        Delivered = "Delivered",
        DeliveryFailed = "DeliveryFailed",
        PartiallyDelivered = "PartiallyDelivered",
        Denied = "Denied",
        Canceled = "Canceled",
    }
}

names! {
    /// How a delivery is to fail.
    DeliveryFault = "fault of a delivery" {
        Entirely = "entirely",
        Partly = "partly",
    }
}
