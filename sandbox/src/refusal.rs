//! Refusals: what a rule of entitlement management says no to, and why. No word of HTTP.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::model::{
    AssignmentId, AssignmentState, PackageId, Phase, RequestId, RequestState, RequestType, Stage,
    SubjectId,
};

mod misfit;
mod prohibition;

pub(crate) use misfit::Misfit;
pub(crate) use prohibition::Prohibition;

/// Why a command was not carried out. Nothing has changed then.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum Refusal {
    #[error("there is no access package assignment request with the id {0}")]
    UnknownRequest(RequestId),

    #[error("the {thing} {id} does not exist; {member} must name one that does")]
    UnknownReference { thing: Thing, id: String, member: &'static str },

    #[error(
        "the request {id} cannot be {action}: its state is {state} and its status {status}; {wanted}",
        state = phase.state.name(), status = phase.status.name(), wanted = action.wanted()
    )]
    WrongPhase { id: RequestId, action: Action, phase: Phase },

    #[error(
        "the request {request} cannot be deleted while its assignment {assignment} exists; remove the \
         assignment first"
    )]
    AssignmentExists { request: RequestId, assignment: AssignmentId },

    #[error(
        "the request was completed at {completed}, and a request can be reprocessed for {days} days \
         only; make a new one"
    )]
    TooLateToReprocess { completed: DateTime<Utc>, days: i64 },

    #[error(
        "a request cannot be denied or canceled at the stage {0}, only at assignmentRequestCreated \
         and assignmentRequestApproved"
    )]
    NotDeniableAt(Stage),

    #[error(
        "the request {request} waits for no callback with customExtensionStageInstanceId \
         {instance:?} at the stage {stage}; send stage and id of the callout that it waits for, \
         as its customExtensionCalloutInstances show it"
    )]
    UnexpectedCallback { request: RequestId, instance: String, stage: Stage },

    #[error(
        "there is already an existing open request for the same access: {open}, of the type \
         {request_type} and in the state {state}; wait until it is completed, or cancel it"
    )]
    ExistingOpenRequest { open: RequestId, request_type: RequestType, state: RequestState },

    #[error(
        "the target already has an assignment of the access package {package}: {assignment}; send \
         adminUpdate to change it"
    )]
    AlreadyAssigned { package: PackageId, assignment: AssignmentId },

    #[error(
        "the assignment {assignment} is {state}; only a delivered one can be changed or removed"
    )]
    AssignmentNotActive { assignment: AssignmentId, state: AssignmentState },

    #[error(
        "the caller is not authorized for the request {0}, which is another's; use the token of \
         whoever asked for it or has it, or that of an administrator"
    )]
    OthersRequest(RequestId),

    #[error(
        "{who} may not decide on the request {request} now; an approver of its present stage may"
    )]
    NotAnApprover { request: RequestId, who: SubjectId },

    #[error(
        "{who} may not decide on the request {request}, which is {who}'s own; another approver may"
    )]
    OwnRequest { request: RequestId, who: SubjectId },

    #[error("the policy of the request {request} asks approvers for a justification; give one")]
    DecisionWithoutJustification { request: RequestId },

    #[error(transparent)]
    Misfit(#[from] Misfit),

    #[error(transparent)]
    Prohibition(#[from] Prohibition),
}

/// What a body can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    Package,
    Policy,
    Assignment,
    Target,
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Package => "access package",
            Self::Policy => "access package assignment policy",
            Self::Assignment => "access package assignment",
            Self::Target => "target",
        })
    }
}

/// What can be done to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Canceled,
    Deleted,
    Reprocessed,
    Resumed,
    Decided,
    MadeToFail,
}

impl Action {
    fn wanted(self) -> &'static str {
        match self {
            Self::Canceled => {
                "the status must be Accepted, PendingApproval, PendingApprovalEscalated or \
                 PendingNotBefore"
            }
            Self::Deleted => "it must be denied or completed",
            Self::Reprocessed => "the state must be deliveryFailed or partiallyDelivered",
            Self::Resumed => "the status must be WaitingForCallback",
            Self::Decided => "the status must be PendingApproval or PendingApprovalEscalated",
            Self::MadeToFail => "it must not be delivered, denied or canceled",
        }
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Canceled => "canceled",
            Self::Deleted => "deleted",
            Self::Reprocessed => "reprocessed",
            Self::Resumed => "resumed",
            Self::Decided => "decided on",
            Self::MadeToFail => "made to fail in delivery",
        })
    }
}
