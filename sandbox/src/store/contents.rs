//! The contents of the store: everything that it knows in, in the form of a world out.

use crate::model::Timestamp;
use crate::store::Store;
use crate::world::Contents;

impl Store {
    /// Everything that the store knows, as a world that begins at `now`. What is left out follows
    /// from the rest.
    pub(crate) fn contents(&self, now: Timestamp) -> Contents {
        let Self {
            packages,
            policies,
            subjects,
            personas,
            role_assignments,
            assignments,
            requests,
            agenda: _,
            index: _,
            ids,
        } = self;
        Contents {
            clock: now,
            ids: Some(ids.stand()),
            personas: personas.clone(),
            role_assignments: role_assignments.clone(),
            subjects: subjects.values().cloned().collect(),
            access_packages: packages.values().cloned().collect(),
            assignment_policies: policies.values().cloned().collect(),
            assignments: assignments.values().cloned().collect(),
            assignment_requests: requests.values().cloned().collect(),
        }
    }
}
