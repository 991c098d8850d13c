//! Look-ups: an id as a caller gave it in, the thing it names or a refusal out.

use crate::command::TargetReference;
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, Package, PackageId, Policy, PolicyId, RequestId,
    Subject, SubjectId,
};
use crate::refusal::{Refusal, Thing};
use crate::store::Store;

impl Store {
    /// What a subject is called.
    pub(crate) fn display_name(&self, id: SubjectId) -> Option<String> {
        self.subjects.get(&id).and_then(|subject| subject.display_name.clone())
    }

    /// The request that a path names.
    pub(super) fn request(&self, id: RequestId) -> Result<&AssignmentRequest, Refusal> {
        self.requests.get(&id).ok_or(Refusal::UnknownRequest(id))
    }

    /// The package that a body names.
    pub(super) fn package(&self, id: PackageId) -> Result<&Package, Refusal> {
        let member = "assignment.accessPackageId";
        self.packages.get(&id).ok_or_else(|| unknown(Thing::Package, id.to_string(), member))
    }

    /// The policy that a body names.
    pub(super) fn policy(&self, id: PolicyId) -> Result<&Policy, Refusal> {
        let member = "assignment.assignmentPolicyId";
        self.policies.get(&id).ok_or_else(|| unknown(Thing::Policy, id.to_string(), member))
    }

    /// The assignment that a body names.
    pub(super) fn assignment(&self, id: AssignmentId) -> Result<&Assignment, Refusal> {
        let member = "assignment.id";
        self.assignments.get(&id).ok_or_else(|| unknown(Thing::Assignment, id.to_string(), member))
    }

    /// The subject that a target names, where the sandbox knows it.
    pub(super) fn subject(&self, target: &TargetReference) -> Option<&Subject> {
        match target {
            TargetReference::Subject(id) => self.subjects.get(id),
            TargetReference::Object(id) => {
                self.index.subject_by_object(*id).and_then(|id| self.subjects.get(&id))
            }
            TargetReference::Email(email) => {
                self.index.subject_by_email(email).and_then(|id| self.subjects.get(&id))
            }
        }
    }
}

/// The refusal of a target that is not in the directory.
pub(super) fn unknown_target(target: &TargetReference) -> Refusal {
    let (id, member) = match target {
        TargetReference::Subject(id) => (id.to_string(), "assignment.target.id"),
        TargetReference::Object(id) => (id.to_string(), "assignment.targetId"),
        TargetReference::Email(email) => (email.clone(), "assignment.target.email"),
    };
    unknown(Thing::Target, id, member)
}

fn unknown(thing: Thing, id: String, member: &'static str) -> Refusal {
    Refusal::UnknownReference { thing, id, member }
}
