//! The store: a command and its occasion in, an outcome or a refusal out, and the world changed
//! accordingly. A refusal changes nothing.

use crate::callout::OutgoingCallout;
use crate::command::{Command, Detail, Granted, Occasion, Outcome};
use crate::ids::Ids;
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, CalloutId, Duration, Package, PackageId, Policy,
    PolicyId, RequestId, RoleAssignment, Subject, SubjectId,
};
use crate::refusal::Refusal;
use crate::store::agenda::Agenda;
use crate::store::index::Index;
use crate::store::requests::Requests;
use crate::store::table::Table;
use crate::world::{Contents, Persona};

mod agenda;
mod approval;
mod callers;
mod callout_body;
mod callouts;
mod changes;
mod contents;
mod create;
mod decide;
mod expiry;
mod find;
mod fulfilment;
mod index;
mod intervene;
mod list;
mod new_id;
mod next_step;
mod progress;
mod reach;
mod requests;
mod rows;
mod survey;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use changes::{Changes, Extent, Kind, Saved};
pub(crate) use survey::Surveyed;

/// Everything that the sandbox knows, in the order in which it came to know it.
#[derive(Debug)]
pub(crate) struct Store {
    packages: Table<PackageId, Package>,
    policies: Table<PolicyId, Policy>,
    subjects: Table<SubjectId, Subject>,
    personas: Vec<Persona>,
    role_assignments: Vec<RoleAssignment>,
    assignments: Table<AssignmentId, Assignment>,
    requests: Requests,
    index: Index,
    /// The callouts of which it is not known what came of them.
    outgoing: Table<CalloutId, OutgoingCallout>,
    /// Those among them that have not been handed out.
    unsent: Vec<CalloutId>,
    /// What goes on by itself, and when.
    agenda: Agenda,
    ids: Ids,
    /// How long requests are kept after their completion; for ever where it is none.
    retention: Option<Duration>,
    /// How much of this was never among changes that were taken, beside what the tables note.
    unwritten: Extent,
}

impl Store {
    /// A store that holds a world; `ids` are for one that does not say where its own stand.
    pub(crate) fn new(contents: Contents, ids: Ids) -> Self {
        let mut store = Self {
            packages: contents.access_packages.into_iter().map(|one| (one.id, one)).collect(),
            policies: contents.assignment_policies.into_iter().map(|one| (one.id, one)).collect(),
            subjects: contents.subjects.into_iter().map(|one| (one.id, one)).collect(),
            personas: contents.personas,
            role_assignments: contents.role_assignments,
            assignments: contents.assignments.into_iter().map(|one| (one.id, one)).collect(),
            requests: contents.assignment_requests.into_iter().collect(),
            index: Index::default(),
            unsent: contents.outgoing_callouts.iter().map(|one| one.instance).collect(),
            outgoing: contents
                .outgoing_callouts
                .into_iter()
                .map(|one| (one.instance, one))
                .collect(),
            agenda: Agenda::default(),
            ids: contents.ids.map_or(ids, Ids::from),
            retention: contents.request_retention,
            unwritten: Extent::Everything,
        };
        store.index = store.indexed();
        let requests: Vec<RequestId> = store.requests.keys().copied().collect();
        for id in requests {
            store.put_on_agenda(id);
        }
        let assignments: Vec<AssignmentId> = store.assignments.keys().copied().collect();
        for id in assignments {
            store.put_assignment_on_agenda(id);
        }
        store
    }

    /// Forgets everything and holds this world instead.
    pub(crate) fn replace(&mut self, contents: Contents, ids: Ids) {
        *self = Self::new(contents, ids);
    }

    /// Carries out a command, after everything that has come due by then.
    pub(crate) fn apply(
        &mut self,
        command: Command,
        occasion: &Occasion,
    ) -> Result<Outcome<'_>, Refusal> {
        self.settle(occasion.now);
        self.requests.note_what_was_lent();
        match command {
            Command::List(listing) => {
                Ok(Outcome::Listed(self.list(&listing, |row| self.is_readable(row, occasion))))
            }
            Command::ListForCaller(relation, listing) => Ok(Outcome::ListedForCaller(
                self.list(&listing, |row| self.is_related(row, relation, occasion.caller)),
            )),
            Command::Create(new) => {
                let id = self.create(new, occasion)?;
                self.detail(id).map(Outcome::Created)
            }
            Command::Get(id) => {
                self.require_readable(id, occasion)?;
                self.detail(id).map(Outcome::Got)
            }
            Command::Delete(id) => self.delete(id, occasion.now).map(|()| Outcome::Deleted),
            Command::Cancel(id) => self.cancel(id, occasion).map(|()| Outcome::Canceled),
            Command::Reprocess(id) => {
                self.reprocess(id, occasion.now).map(|()| Outcome::Reprocessing)
            }
            Command::Resume(id, callback) => {
                self.resume(id, callback, occasion.now).map(|()| Outcome::Resumed)
            }
        }
    }

    fn detail(&self, id: RequestId) -> Result<Detail<'_>, Refusal> {
        self.request(id).map(|request| self.around(request))
    }

    fn around<'a>(&'a self, request: &'a AssignmentRequest) -> Detail<'a> {
        Detail {
            request,
            package: self.packages.get(&request.package),
            assignment: request.assignment.and_then(|id| self.granted(id)),
            requestor: self.subjects.get(&request.requestor),
        }
    }

    fn granted(&self, id: AssignmentId) -> Option<Granted<'_>> {
        let assignment = self.assignments.get(&id)?;
        Some(Granted {
            assignment,
            package: self.packages.get(&assignment.package),
            policy: self.policies.get(&assignment.policy),
            target: self.subjects.get(&assignment.target),
        })
    }
}
