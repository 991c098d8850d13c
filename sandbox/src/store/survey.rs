//! Surveys: requests as those see them who look at the whole sandbox, with everything they refer to.

use serde::Serialize;

use crate::model::{Assignment, AssignmentRequest, Package, Policy, RequestId, Subject, SubjectId};
use crate::refusal::Refusal;
use crate::store::Store;

/// A request and the things around it, each in the form in which a world has it.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Surveyed<'a> {
    pub(crate) request: &'a AssignmentRequest,
    #[serde(rename = "accessPackage")]
    pub(crate) package: Option<&'a Package>,
    #[serde(rename = "assignmentPolicy")]
    pub(crate) policy: Option<&'a Policy>,
    pub(crate) assignment: Option<&'a Assignment>,
    pub(crate) created_by: Option<&'a Subject>,
    pub(crate) requestor: Option<&'a Subject>,
    pub(crate) target: Option<&'a Subject>,
}

impl Store {
    /// How many requests there are, and the latest of them, the very latest first.
    pub(crate) fn latest(&self, most: usize) -> (usize, impl Iterator<Item = Surveyed<'_>>) {
        let rows = self.requests.rows();
        let latest = rows.before(None).filter_map(|row| self.requests.get(&row.place.id));
        (rows.behind(None).count(), latest.take(most).map(|request| self.surveyed(request)))
    }

    /// One request.
    pub(crate) fn survey(&self, id: RequestId) -> Result<Surveyed<'_>, Refusal> {
        self.request(id).map(|request| self.surveyed(request))
    }

    fn surveyed<'a>(&'a self, request: &'a AssignmentRequest) -> Surveyed<'a> {
        let subject = |id: SubjectId| self.subjects.get(&id);
        Surveyed {
            request,
            package: self.packages.get(&request.package),
            policy: self.policies.get(&request.policy),
            assignment: request.assignment.and_then(|id| self.assignments.get(&id)),
            created_by: request.created_by.and_then(subject),
            requestor: subject(request.requestor),
            target: subject(request.target),
        }
    }
}
