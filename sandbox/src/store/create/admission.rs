//! Admission: a policy, what is asked and by whom for whom in, whether the policy lets them out.

use crate::model::{Effect, Policy, RequestorSettings, SubjectId, TargetScope};
use crate::refusal::Prohibition;
use crate::store::Store;
use crate::store::create::matter::Target;
use crate::store::create::{Errand, Sender};

impl Store {
    /// Refuses what the policy does not let the caller ask for the target.
    pub(super) fn admit(
        &self,
        policy: &Policy,
        errand: Errand,
        (caller, target): (SubjectId, &Target),
    ) -> Result<(), Prohibition> {
        if errand.effect == Effect::Add && !self.is_in_scope(policy, errand.sender, target) {
            let scope = policy.allowed_target_scope;
            return Err(Prohibition::OutOfScope { policy: policy.id, scope });
        }
        match errand.sender {
            Sender::Administrator => Ok(()),
            Sender::Approver
                if self.subjects.get(&caller).is_some_and(|who| policy.has_approver(who)) =>
            {
                Ok(())
            }
            Sender::Approver => Err(Prohibition::NotAnApprover { policy: policy.id }),
            Sender::User => self.admit_user(policy, errand.effect, (caller, target)),
        }
    }

    /// A policy without a scope is for direct assignments: administrators give them to anybody.
    fn is_in_scope(&self, policy: &Policy, sender: Sender, target: &Target) -> bool {
        let scope = policy.allowed_target_scope;
        if scope == TargetScope::NotSpecified {
            return sender == Sender::Administrator;
        }
        match target {
            Target::Known(id) => self.subjects.get(id).is_some_and(|known| policy.is_for(known)),
            Target::Newcomer(_) => scope == TargetScope::AllExternalUsers,
        }
    }

    fn admit_user(
        &self,
        policy: &Policy,
        effect: Effect,
        (caller, target): (SubjectId, &Target),
    ) -> Result<(), Prohibition> {
        let settings = &policy.requestor_settings;
        let (own, others) = switches(settings, effect);
        let id = policy.id;
        if matches!(target, Target::Known(known) if *known == caller) {
            let (setting, allowed) = own;
            return if allowed {
                Ok(())
            } else {
                Err(Prohibition::NotForOneself { policy: id, setting })
            };
        }
        let (setting, allowed) = others;
        let caller = self.subjects.get(&caller);
        if allowed && caller.is_some_and(|caller| policy.has_on_behalf_requestor(caller)) {
            return Ok(());
        }
        Err(Prohibition::NotOnBehalf { policy: id, setting })
    }
}

/// A member of requestorSettings and what it says.
type Switch = (&'static str, bool);

/// What lets targets ask for this themselves, and what lets others.
fn switches(settings: &RequestorSettings, effect: Effect) -> (Switch, Switch) {
    match effect {
        Effect::Add => (
            ("enableTargetsToSelfAddAccess", settings.enable_targets_to_self_add_access),
            (
                "enableOnBehalfRequestorsToAddAccess",
                settings.enable_on_behalf_requestors_to_add_access,
            ),
        ),
        Effect::Update => (
            ("enableTargetsToSelfUpdateAccess", settings.enable_targets_to_self_update_access),
            (
                "enableOnBehalfRequestorsToUpdateAccess",
                settings.enable_on_behalf_requestors_to_update_access,
            ),
        ),
        Effect::Remove => (
            ("enableTargetsToSelfRemoveAccess", settings.enable_targets_to_self_remove_access),
            (
                "enableOnBehalfRequestorsToRemoveAccess",
                settings.enable_on_behalf_requestors_to_remove_access,
            ),
        ),
    }
}
