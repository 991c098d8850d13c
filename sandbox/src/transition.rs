//! The life cycle of a request as one pure table: where a request stands and what happens to it in,
//! where it stands then out.
//!
//! What a rule needs beyond the request's own phase (time limits, approvers, existing assignments)
//! is decided by the store before it asks here.

use RequestState::{
    Canceled, Delivered, Delivering, DeliveryFailed, Denied, PartiallyDelivered, PendingApproval,
    Scheduled, Submitted,
};
use Status::{Accepted, PendingApprovalEscalated, PendingNotBefore, WaitingForCallback};
use Trigger::{
    Approve, ApprovePostponed, ApproveStage, Await, Cancel, Delete, Deny, DenyAutomatically,
    Escalate, FailCallout, FailDelivery, FailDeliveryPartly, FinishDelivery, Postpone, Reprocess,
    RequireApproval, Restart, Resume, ResumeCanceled, ResumeDenied, ResumePostponed, StartDelivery,
    TimeOutCallback,
};

use crate::model::{Phase, RequestState, Stage, Status};

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// Its policy asks for a decision.
    RequireApproval,
    /// Nobody decided in time, and further approvers may.
    Escalate,
    /// An approver approves, and another stage follows.
    ApproveStage,
    /// An approver approves in the last stage.
    Approve,
    /// The same for access that is to start later.
    ApprovePostponed,
    /// An approver denies.
    Deny,
    /// Nobody decided in time.
    DenyAutomatically,
    /// A custom extension was called at this stage, and its callback is waited for.
    Await(Stage),
    /// The custom extension could not be called.
    FailCallout,
    /// The callback did not come in time.
    TimeOutCallback,
    /// Its access is to start later.
    Postpone,
    /// Its access is being given, changed or taken away.
    StartDelivery,
    /// That is done.
    FinishDelivery,
    /// That cannot be done.
    FailDelivery,
    /// That can be done in part.
    FailDeliveryPartly,
    /// `POST …/cancel`.
    Cancel,
    /// `DELETE …`.
    Delete,
    /// `POST …/reprocess` of a request whose delivery had begun.
    Reprocess,
    /// `POST …/reprocess` of a request that failed before.
    Restart,
    /// `POST …/resume` that lets it go on.
    Resume,
    /// The same for access that is to start later.
    ResumePostponed,
    /// `POST …/resume` that denies it.
    ResumeDenied,
    /// `POST …/resume` that cancels it.
    ResumeCanceled,
}

/// Where a request stands after a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// In this phase.
    To(Phase),
    /// Nowhere: it is deleted.
    Gone,
}

/// The phase a request is created in.
pub(crate) const CREATED: Phase = Phase { state: Submitted, status: Accepted };

/// Where a request in phase `from` stands after `trigger`; none where the life cycle does not
/// provide for that.
pub(crate) fn transition(from: Phase, trigger: Trigger) -> Option<Next> {
    let row =
        TABLE.iter().find(|row| row.0 == from.state && row.1 == from.status && row.2 == trigger);
    row.map(|row| row.3)
}

type Row = (RequestState, Status, Trigger, Next);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    // Approval.
    (Submitted,          Accepted,                   RequireApproval,    to(PendingApproval, Status::PendingApproval)),
    (PendingApproval,    Status::PendingApproval,    Escalate,           to(PendingApproval, PendingApprovalEscalated)),
    (PendingApproval,    Status::PendingApproval,    ApproveStage,       to(PendingApproval, Status::PendingApproval)),
    (PendingApproval,    Status::PendingApproval,    Approve,            to(Delivering, Status::Delivering)),
    (PendingApproval,    Status::PendingApproval,    ApprovePostponed,   to(Scheduled, PendingNotBefore)),
    (PendingApproval,    Status::PendingApproval,    Deny,               to(Denied, Status::Denied)),
    (PendingApproval,    Status::PendingApproval,    DenyAutomatically,  to(Denied, Status::Denied)),
    (PendingApproval,    PendingApprovalEscalated,   ApproveStage,       to(PendingApproval, Status::PendingApproval)),
    (PendingApproval,    PendingApprovalEscalated,   Approve,            to(Delivering, Status::Delivering)),
    (PendingApproval,    PendingApprovalEscalated,   ApprovePostponed,   to(Scheduled, PendingNotBefore)),
    (PendingApproval,    PendingApprovalEscalated,   Deny,               to(Denied, Status::Denied)),
    (PendingApproval,    PendingApprovalEscalated,   DenyAutomatically,  to(Denied, Status::Denied)),

    // Delivery.
    (Submitted,          Accepted,                   Postpone,           to(Scheduled, PendingNotBefore)),
    (Submitted,          Accepted,                   StartDelivery,      to(Delivering, Status::Delivering)),
    (Scheduled,          PendingNotBefore,           StartDelivery,      to(Delivering, Status::Delivering)),
    (Delivering,         Status::Delivering,         FinishDelivery,     to(Delivered, Status::Delivered)),
    (Delivering,         Status::Delivering,         FailDelivery,       to(DeliveryFailed, Status::DeliveryFailed)),
    (Delivering,         Status::Delivering,         FailDeliveryPartly, to(PartiallyDelivered, Status::PartiallyDelivered)),

    // Custom extensions. D-44: no document says what becomes of a request that waited in vain.
    (Submitted,          Accepted,                   Await(Stage::RequestCreated),  to(Submitted, WaitingForCallback)),
    (Submitted,          Accepted,                   Await(Stage::RequestApproved), to(PendingApproval, WaitingForCallback)),
    (PendingApproval,    Status::PendingApproval,    Await(Stage::RequestApproved), to(PendingApproval, WaitingForCallback)),
    (PendingApproval,    PendingApprovalEscalated,   Await(Stage::RequestApproved), to(PendingApproval, WaitingForCallback)),
    (Delivering,         Status::Delivering,         Await(Stage::RequestGranted),  to(Delivering, WaitingForCallback)),
    (Delivering,         Status::Delivering,         Await(Stage::RequestRemoved),  to(Delivering, WaitingForCallback)),
    (Submitted,          WaitingForCallback,         FailCallout,        to(DeliveryFailed, Status::DeliveryFailed)),
    (Submitted,          WaitingForCallback,         TimeOutCallback,    to(DeliveryFailed, Status::DeliveryFailed)),
    (Submitted,          WaitingForCallback,         Resume,             to(Submitted, Accepted)),
    (Submitted,          WaitingForCallback,         ResumePostponed,    to(Submitted, Accepted)),
    (Submitted,          WaitingForCallback,         ResumeDenied,       to(Denied, Status::Denied)),
    (Submitted,          WaitingForCallback,         ResumeCanceled,     to(Canceled, Status::Canceled)),
    (PendingApproval,    WaitingForCallback,         FailCallout,        to(DeliveryFailed, Status::DeliveryFailed)),
    (PendingApproval,    WaitingForCallback,         TimeOutCallback,    to(DeliveryFailed, Status::DeliveryFailed)),
    (PendingApproval,    WaitingForCallback,         Resume,             to(Delivering, Status::Delivering)),
    (PendingApproval,    WaitingForCallback,         ResumePostponed,    to(Scheduled, PendingNotBefore)),
    (PendingApproval,    WaitingForCallback,         ResumeDenied,       to(Denied, Status::Denied)),
    (PendingApproval,    WaitingForCallback,         ResumeCanceled,     to(Canceled, Status::Canceled)),
    (Delivering,         WaitingForCallback,         FailCallout,        to(DeliveryFailed, Status::DeliveryFailed)),
    (Delivering,         WaitingForCallback,         TimeOutCallback,    to(DeliveryFailed, Status::DeliveryFailed)),
    (Delivering,         WaitingForCallback,         Resume,             to(Delivering, Status::Delivering)),
    (Delivering,         WaitingForCallback,         ResumePostponed,    to(Delivering, Status::Delivering)),

    // D-25: the cancel page lists status words. D-26: a failed delivery is not among them.
    (Submitted,          Accepted,                   Cancel,             to(Canceled, Status::Canceled)),
    (PendingApproval,    Status::PendingApproval,    Cancel,             to(Canceled, Status::Canceled)),
    (PendingApproval,    PendingApprovalEscalated,   Cancel,             to(Canceled, Status::Canceled)),
    (Scheduled,          PendingNotBefore,           Cancel,             to(Canceled, Status::Canceled)),

    (DeliveryFailed,     Status::DeliveryFailed,     Reprocess,          to(Delivering, Status::Delivering)),
    (PartiallyDelivered, Status::PartiallyDelivered, Reprocess,          to(Delivering, Status::Delivering)),
    (DeliveryFailed,     Status::DeliveryFailed,     Restart,            to(Submitted, Accepted)),

    // D-45: "denied or completed"; whether an assignment exists is the store's question.
    (Denied,             Status::Denied,             Delete,             Next::Gone),
    (Canceled,           Status::Canceled,           Delete,             Next::Gone),
    (Delivered,          Status::Delivered,          Delete,             Next::Gone),
    (DeliveryFailed,     Status::DeliveryFailed,     Delete,             Next::Gone),
    (PartiallyDelivered, Status::PartiallyDelivered, Delete,             Next::Gone),
];

const fn to(state: RequestState, status: Status) -> Next {
    Next::To(Phase { state, status })
}

/// Whether the life cycle has a phase like this, so that a world can be told from a slip of the pen.
pub(crate) fn provides_for(phase: Phase) -> bool {
    TABLE.iter().any(|row| row.0 == phase.state && row.1 == phase.status)
}

/// Whether a request in this state can wait for this stage's callback.
pub(crate) fn awaits(state: RequestState, callback: Stage) -> bool {
    TABLE.iter().any(|row| row.2 == Await(callback) && row.3 == to(state, WaitingForCallback))
}

#[cfg(test)]
mod tests;
