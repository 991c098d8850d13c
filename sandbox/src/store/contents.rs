//! The contents of the store: everything that it knows in, in the form of a world out.

use crate::model::Timestamp;
use crate::store::Store;
use crate::world::Contents;

impl Store {
    /// Everything that the store knows, as a world that begins at `now`. What is left out follows
    /// from the rest.
    pub(crate) fn contents(&self, now: Timestamp) -> Contents {
        Contents {
            subjects: self.subjects.values().cloned().collect(),
            access_packages: self.packages.values().cloned().collect(),
            assignment_policies: self.policies.values().cloned().collect(),
            assignments: self.assignments.values().cloned().collect(),
            assignment_requests: self.requests.values().cloned().collect(),
            outgoing_callouts: self.outgoing.values().cloned().collect(),
            ..self.frame(now)
        }
    }

    /// The same without the things of which there is a table.
    pub(crate) fn frame(&self, now: Timestamp) -> Contents {
        let Self {
            packages: _,
            policies: _,
            subjects: _,
            assignments: _,
            requests: _,
            outgoing: _,
            unsent: _,
            agenda: _,
            index: _,
            unwritten: _,
            ids,
            retention,
            personas,
            role_assignments,
        } = self;
        Contents {
            clock: now,
            ids: Some(ids.stand()),
            request_retention: retention.clone(),
            personas: personas.clone(),
            role_assignments: role_assignments.clone(),
            subjects: Vec::new(),
            access_packages: Vec::new(),
            assignment_policies: Vec::new(),
            assignments: Vec::new(),
            assignment_requests: Vec::new(),
            outgoing_callouts: Vec::new(),
        }
    }
}
