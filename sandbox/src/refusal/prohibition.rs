//! Prohibitions: what a policy does not let a caller ask for.

use thiserror::Error;

use crate::model::{PackageId, PolicyId, TargetScope};

/// What a policy does not allow. The first words are those of the real service.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum Prohibition {
    #[error(
        "You don't meet policy requirements to request this entitlement: the policy {policy} is for \
         {scope}, and the target is not among them; name another target, or another policy"
    )]
    OutOfScope { policy: PolicyId, scope: TargetScope },

    #[error(
        "You don't meet policy requirements to request this entitlement: none of the {count} \
         policies of the access package {package} lets you request it for this target"
    )]
    NoPolicy { package: PackageId, count: usize },

    #[error(
        "the policy {policy} does not let people ask for this themselves: its \
         requestorSettings.{setting} is false; ask an administrator"
    )]
    NotForOneself { policy: PolicyId, setting: &'static str },

    #[error(
        "the policy {policy} does not let you ask for this on behalf of others: that takes \
         requestorSettings.{setting} and a place among the onBehalfRequestors; name yourself as the \
         target, or ask an administrator"
    )]
    NotOnBehalf { policy: PolicyId, setting: &'static str },

    #[error(
        "the policy {policy} does not let requestors choose a schedule: its \
         requestorSettings.allowCustomAssignmentSchedule is false; leave schedule out"
    )]
    NoCustomSchedule { policy: PolicyId },

    #[error(
        "only an approver of the policy {policy} can send approverRemove; send userRemove for your \
         own access, or adminRemove as an administrator"
    )]
    NotAnApprover { policy: PolicyId },
}
