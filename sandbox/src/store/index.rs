//! Look-ups by something else than an id: a package, a target, a name in, the ids that belong to it
//! out, without a walk over everything. The one place that keeps them in step.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, AssignmentState, ObjectId, PackageId, Policy,
    PolicyId, RequestId, Subject, SubjectId,
};
use crate::store::Store;

/// Whose access, and to what.
type Access = (SubjectId, PackageId);

/// What can be found without its id.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    subjects_by_object: HashMap<ObjectId, SubjectId>,
    /// In small letters.
    subjects_by_email: HashMap<String, SubjectId>,
    policies: HashMap<PackageId, BTreeSet<PolicyId>>,
    /// Those that have not expired.
    assignments: HashMap<Access, BTreeSet<AssignmentId>>,
    /// Those that are not completed.
    requests: HashMap<Access, BTreeSet<RequestId>>,
}

impl Index {
    /// The subject of the user with this object id.
    pub(super) fn subject_by_object(&self, id: ObjectId) -> Option<SubjectId> {
        self.subjects_by_object.get(&id).copied()
    }

    /// The subject with this address, in whatever casing.
    pub(super) fn subject_by_email(&self, email: &str) -> Option<SubjectId> {
        self.subjects_by_email.get(&email.to_ascii_lowercase()).copied()
    }

    /// Takes in a subject, which never changes again.
    pub(super) fn note_subject(&mut self, subject: &Subject) {
        if let Some(id) = subject.object_id {
            self.subjects_by_object.insert(id, subject.id);
        }
        if let Some(email) = &subject.email {
            self.subjects_by_email.insert(email.to_ascii_lowercase(), subject.id);
        }
    }

    /// Takes in a policy, which never changes again.
    pub(super) fn note_policy(&mut self, policy: &Policy) {
        keep(&mut self.policies, (policy.package, policy.id), Presence::Here);
    }

    fn note_assignment(&mut self, one: &Assignment) {
        let expired = one.state == AssignmentState::Expired;
        let presence = if expired { Presence::Gone } else { Presence::Here };
        keep(&mut self.assignments, ((one.target, one.package), one.id), presence);
    }

    fn note_request(&mut self, one: &AssignmentRequest) {
        let presence = if one.state.is_completed() { Presence::Gone } else { Presence::Here };
        keep(&mut self.requests, ((one.target, one.package), one.id), presence);
    }
}

#[derive(Clone, Copy)]
enum Presence {
    Here,
    Gone,
}

fn keep<K: Eq + Hash, V: Ord>(
    map: &mut HashMap<K, BTreeSet<V>>,
    (key, value): (K, V),
    presence: Presence,
) {
    match presence {
        Presence::Here => drop(map.entry(key).or_default().insert(value)),
        Presence::Gone => {
            let Some(values) = map.get_mut(&key) else { return };
            values.remove(&value);
            if values.is_empty() {
                map.remove(&key);
            }
        }
    }
}

impl Store {
    /// The index of everything that the store holds.
    pub(super) fn indexed(&self) -> Index {
        let mut index = Index::default();
        self.subjects.values().for_each(|one| index.note_subject(one));
        self.policies.values().for_each(|one| index.note_policy(one));
        self.assignments.values().for_each(|one| index.note_assignment(one));
        self.requests.values().for_each(|one| index.note_request(one));
        index
    }

    /// To be called whenever an assignment was made or changed.
    pub(super) fn note_assignment(&mut self, id: AssignmentId) {
        if let Some(one) = self.assignments.get(&id) {
            self.index.note_assignment(one);
        }
    }

    /// To be called whenever a request was made or changed.
    pub(super) fn note_request(&mut self, id: RequestId) {
        if let Some(one) = self.requests.get(&id) {
            self.index.note_request(one);
        }
    }

    /// The package's policies.
    pub(super) fn policies_of(&self, package: PackageId) -> impl Iterator<Item = &Policy> {
        let ids = self.index.policies.get(&package).into_iter().flatten();
        ids.filter_map(|id| self.policies.get(id))
    }

    /// The target's assignments of the package that have not expired.
    pub(super) fn assignments_of(
        &self,
        target: SubjectId,
        package: PackageId,
    ) -> impl Iterator<Item = &Assignment> {
        let ids = self.index.assignments.get(&(target, package)).into_iter().flatten();
        ids.filter_map(|id| self.assignments.get(id))
    }

    /// The requests about the target's access to the package that are not completed.
    pub(super) fn open_requests(
        &self,
        target: SubjectId,
        package: PackageId,
    ) -> impl Iterator<Item = &AssignmentRequest> {
        let ids = self.index.requests.get(&(target, package)).into_iter().flatten();
        ids.filter_map(|id| self.requests.get(id))
    }
}

#[cfg(test)]
mod tests;
