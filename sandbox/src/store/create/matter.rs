//! What a request is about: the `assignment` that was sent in, the package, the policy, the target
//! and the assignment that are meant out.

use crate::command::{NewRequest, TargetReference};
use crate::model::{AssignmentId, AssignmentState, Effect, PackageId, PolicyId, SubjectId};
use crate::refusal::{Misfit, Prohibition, Refusal};
use crate::store::Store;
use crate::store::create::{Errand, Sender};
use crate::store::find::unknown_target;

/// What a request is about.
pub(super) struct Matter {
    pub(super) package: PackageId,
    pub(super) policy: PolicyId,
    pub(super) target: Target,
    /// None where one is to be made.
    pub(super) assignment: Option<AssignmentId>,
}

/// Who is to have the access.
pub(super) enum Target {
    Known(SubjectId),
    /// Somebody who becomes a subject by this request.
    Newcomer(String),
}

impl Store {
    /// What the body names, as far as it exists and belongs together.
    pub(super) fn matter(
        &self,
        new: &NewRequest,
        errand: Errand,
        caller: SubjectId,
    ) -> Result<Matter, Refusal> {
        match errand.effect {
            Effect::Add => self.matter_to_add(new, errand, caller),
            Effect::Update | Effect::Remove => self.matter_of_assignment(new, errand.effect),
        }
    }

    /// D-13: an administrator names package, policy and target; a user at least the package.
    fn matter_to_add(
        &self,
        new: &NewRequest,
        errand: Errand,
        caller: SubjectId,
    ) -> Result<Matter, Refusal> {
        let direct = errand.sender == Sender::Administrator;
        let (sent, missing) = (&new.assignment, |member| missing(new, member));
        let package = sent.package.ok_or_else(|| missing("assignment.accessPackageId"))?;
        let package = self.package(package)?.id;
        let named = sent.policy.map(|policy| self.policy_of(policy, package)).transpose()?;
        if direct && named.is_none() {
            return Err(missing("assignment.assignmentPolicyId").into());
        }
        let target = match &sent.target {
            Some(target) => self.target(target, errand.sender)?,
            None if direct => return Err(missing("assignment.targetId").into()),
            None => Target::Known(caller),
        };
        let policy = match named {
            Some(policy) => policy,
            None => self.only_policy(package, errand, (caller, &target))?,
        };
        Ok(Matter { package, policy, target, assignment: None })
    }

    fn matter_of_assignment(&self, new: &NewRequest, effect: Effect) -> Result<Matter, Refusal> {
        let id = new.assignment.id.ok_or_else(|| missing(new, "assignment.id"))?;
        let assignment = self.assignment(id)?;
        if !is_open_to(effect, assignment.state) {
            return Err(Refusal::AssignmentNotActive { assignment: id, state: assignment.state });
        }
        Ok(Matter {
            package: assignment.package,
            policy: assignment.policy,
            target: Target::Known(assignment.target),
            assignment: Some(id),
        })
    }

    fn policy_of(&self, policy: PolicyId, package: PackageId) -> Result<PolicyId, Refusal> {
        if self.policy(policy)?.package == package {
            return Ok(policy);
        }
        Err(Misfit::PolicyOfOtherPackage { policy, package }.into())
    }

    /// The subject "is matched against each policy". Where there is one only, it is meant, so that
    /// its own refusal can be told.
    fn only_policy(
        &self,
        package: PackageId,
        errand: Errand,
        whose: (SubjectId, &Target),
    ) -> Result<PolicyId, Refusal> {
        let count = self.policies_of(package).count();
        let admits = |policy: &_| count == 1 || self.admit(policy, errand, whose).is_ok();
        let mut matching = self.policies_of(package).filter(|policy| admits(policy));
        match (matching.next(), matching.count()) {
            (Some(only), 0) => Ok(only.id),
            (None, _) if count > 0 => Err(Prohibition::NoPolicy { package, count }.into()),
            (first, others) => {
                let count = usize::from(first.is_some()) + others;
                Err(Misfit::NoSinglePolicy { package, count }.into())
            }
        }
    }

    /// Only an administrator can bring somebody in who is known by e-mail only.
    fn target(&self, sent: &TargetReference, by: Sender) -> Result<Target, Refusal> {
        match (self.subject(sent), sent) {
            (Some(known), _) => Ok(Target::Known(known.id)),
            (None, TargetReference::Email(email)) if by == Sender::Administrator => {
                Ok(Target::Newcomer(email.clone()))
            }
            (None, _) => Err(unknown_target(sent)),
        }
    }
}

/// What was delivered in part can be changed; what was not delivered at all can only be removed.
fn is_open_to(effect: Effect, state: AssignmentState) -> bool {
    match state {
        AssignmentState::Delivered | AssignmentState::PartiallyDelivered => true,
        AssignmentState::DeliveryFailed => effect == Effect::Remove,
        AssignmentState::Delivering | AssignmentState::Expired => false,
    }
}

fn missing(new: &NewRequest, member: &'static str) -> Misfit {
    Misfit::MemberMissing { request_type: new.request_type, member }
}
