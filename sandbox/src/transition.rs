//! The life cycle of a request as one pure table: where a request stands and what happens to it in,
//! where it stands then out.
//!
//! What a rule needs beyond the request's own phase (time limits, existing assignments, stages) is
//! decided by the store before it asks here.

use RequestState::{
    Canceled, Delivered, Delivering, DeliveryFailed, Denied, PartiallyDelivered, PendingApproval,
    Scheduled, Submitted,
};
use Trigger::{
    Cancel, Delete, FinishDelivery, Postpone, Reprocess, RequireApproval, Resume, ResumeCanceled,
    ResumeDenied, ResumePostponed, StartDelivery,
};

use crate::model::{Phase, RequestState, Stage, Status};

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// Its policy asks for a decision.
    RequireApproval,
    /// Its access is to start later.
    Postpone,
    /// Its access is being given, changed or taken away.
    StartDelivery,
    /// That is done.
    FinishDelivery,
    /// `POST …/cancel`.
    Cancel,
    /// `DELETE …`.
    Delete,
    /// `POST …/reprocess`.
    Reprocess,
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
pub(crate) const CREATED: Phase = Phase { state: Submitted, status: Status::Accepted };

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
    (Submitted,          Status::Accepted,                 RequireApproval, to(PendingApproval, Status::PendingApproval)),
    (Submitted,          Status::Accepted,                 Postpone,        to(Scheduled, Status::PendingNotBefore)),
    (Submitted,          Status::Accepted,                 StartDelivery,   to(Delivering, Status::Delivering)),
    (Scheduled,          Status::PendingNotBefore,         StartDelivery,   to(Delivering, Status::Delivering)),
    (Delivering,         Status::Delivering,               FinishDelivery,  to(Delivered, Status::Delivered)),

    // D-25: the cancel page lists status words. D-26: a failed delivery is not among them.
    (Submitted,          Status::Accepted,                 Cancel,          to(Canceled, Status::Canceled)),
    (PendingApproval,    Status::PendingApproval,          Cancel,          to(Canceled, Status::Canceled)),
    (PendingApproval,    Status::PendingApprovalEscalated, Cancel,          to(Canceled, Status::Canceled)),
    (Scheduled,          Status::PendingNotBefore,         Cancel,          to(Canceled, Status::Canceled)),

    (Submitted,          Status::WaitingForCallback,       Resume,          to(Submitted, Status::Accepted)),
    (Submitted,          Status::WaitingForCallback,       ResumePostponed, to(Submitted, Status::Accepted)),
    (Submitted,          Status::WaitingForCallback,       ResumeDenied,    to(Denied, Status::Denied)),
    (Submitted,          Status::WaitingForCallback,       ResumeCanceled,  to(Canceled, Status::Canceled)),
    (PendingApproval,    Status::WaitingForCallback,       Resume,          to(Delivering, Status::Delivering)),
    (PendingApproval,    Status::WaitingForCallback,       ResumePostponed, to(Scheduled, Status::PendingNotBefore)),
    (PendingApproval,    Status::WaitingForCallback,       ResumeDenied,    to(Denied, Status::Denied)),
    (PendingApproval,    Status::WaitingForCallback,       ResumeCanceled,  to(Canceled, Status::Canceled)),

    (DeliveryFailed,     Status::DeliveryFailed,           Reprocess,       to(Delivering, Status::Delivering)),
    (PartiallyDelivered, Status::PartiallyDelivered,       Reprocess,       to(Delivering, Status::Delivering)),

    // D-45: "denied or completed"; whether an assignment exists is the store's question.
    (Denied,             Status::Denied,                   Delete,          Next::Gone),
    (Canceled,           Status::Canceled,                 Delete,          Next::Gone),
    (Delivered,          Status::Delivered,                Delete,          Next::Gone),
    (DeliveryFailed,     Status::DeliveryFailed,           Delete,          Next::Gone),
    (PartiallyDelivered, Status::PartiallyDelivered,       Delete,          Next::Gone),
];

const fn to(state: RequestState, status: Status) -> Next {
    Next::To(Phase { state, status })
}

/// Whether the life cycle has a phase like this, so that a world can be told from a slip of the pen.
pub(crate) fn provides_for(phase: Phase) -> bool {
    TABLE.iter().any(|row| row.0 == phase.state && row.1 == phase.status)
}

/// The stage whose callback a request in this state can wait for; none where it waits for nothing.
pub(crate) fn awaited_stage(state: RequestState) -> Option<Stage> {
    match state {
        Submitted => Some(Stage::RequestCreated),
        PendingApproval => Some(Stage::RequestApproved),
        Scheduled | Delivering | Delivered | DeliveryFailed | Denied | Canceled
        | PartiallyDelivered => None,
    }
}

#[cfg(test)]
mod tests;
