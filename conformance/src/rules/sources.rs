//! What rules rest on: the pages of the documents with their addresses, and what stands beside them.

use crate::finding::Source;

/// What a rule rests on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Basis {
    /// A page of the documents: its title, and its address.
    Page(&'static str, &'static str),
    /// An entry of the register of discrepancies.
    Discrepancy(&'static str),
    /// A node of the contract, which is the service's metadata.
    Schema(&'static str),
    /// A standard.
    Standard(&'static str),
    /// What was seen of the real service.
    Observation(&'static str),
    /// Our own choice, with the reason.
    Choice(&'static str),
}

impl Basis {
    pub(super) fn source(&self) -> Source {
        match *self {
            Self::Page(title, address) => Source::Page(format!("{title} ({address})")),
            Self::Discrepancy(id) => Source::Discrepancy(id.to_owned()),
            Self::Schema(pointer) => Source::Schema(pointer.to_owned()),
            Self::Standard(name) => Source::Standard(name.to_owned()),
            Self::Observation(seen) => Source::Observation(seen.to_owned()),
            Self::Choice(reason) => Source::Choice(reason.to_owned()),
        }
    }
}

pub(super) const CANCEL: Basis = Basis::Page(
    "accessPackageAssignmentRequest: cancel",
    "https://learn.microsoft.com/en-us/graph/api/accesspackageassignmentrequest-cancel?view=graph-rest-1.0",
);
pub(super) const CALLBACK_DATA: Basis = Basis::Page(
    "accessPackageAssignmentRequestCallbackData resource type",
    "https://learn.microsoft.com/en-us/graph/api/resources/accesspackageassignmentrequestcallbackdata?view=graph-rest-1.0",
);
pub(super) const CREATE: Basis = Basis::Page(
    "Create accessPackageAssignmentRequest",
    "https://learn.microsoft.com/en-us/graph/api/entitlementmanagement-post-assignmentrequests?view=graph-rest-1.0",
);
pub(super) const DELETE: Basis = Basis::Page(
    "Delete accessPackageAssignmentRequest",
    "https://learn.microsoft.com/en-us/graph/api/accesspackageassignmentrequest-delete?view=graph-rest-1.0",
);
pub(super) const FILTER_BY_CURRENT_USER: Basis = Basis::Page(
    "accessPackageAssignmentRequest: filterByCurrentUser",
    "https://learn.microsoft.com/en-us/graph/api/accesspackageassignmentrequest-filterbycurrentuser?view=graph-rest-1.0",
);
pub(super) const GET: Basis = Basis::Page(
    "Get accessPackageAssignmentRequest",
    "https://learn.microsoft.com/en-us/graph/api/accesspackageassignmentrequest-get?view=graph-rest-1.0",
);
pub(super) const LIST: Basis = Basis::Page(
    "List assignmentRequests",
    "https://learn.microsoft.com/en-us/graph/api/entitlementmanagement-list-assignmentrequests?view=graph-rest-1.0",
);
pub(super) const REPROCESS: Basis = Basis::Page(
    "accessPackageAssignmentRequest: reprocess",
    "https://learn.microsoft.com/en-us/graph/api/accesspackageassignmentrequest-reprocess?view=graph-rest-1.0",
);
pub(super) const RESUME: Basis = Basis::Page(
    "accessPackageAssignmentRequest: resume",
    "https://learn.microsoft.com/en-us/graph/api/accesspackageassignmentrequest-resume?view=graph-rest-1.0",
);
pub(super) const RESOURCE: Basis = Basis::Page(
    "accessPackageAssignmentRequest resource type",
    "https://learn.microsoft.com/en-us/graph/api/resources/accesspackageassignmentrequest?view=graph-rest-1.0",
);
pub(super) const ASSIGNMENT: Basis = Basis::Page(
    "accessPackageAssignment resource type",
    "https://learn.microsoft.com/en-us/graph/api/resources/accesspackageassignment?view=graph-rest-1.0",
);
pub(super) const QUESTIONS: Basis = Basis::Page(
    "accessPackageQuestion resource type",
    "https://learn.microsoft.com/en-us/graph/api/resources/accesspackagequestion?view=graph-rest-1.0",
);
pub(super) const TEXT_QUESTIONS: Basis = Basis::Page(
    "accessPackageTextInputQuestion resource type",
    "https://learn.microsoft.com/en-us/graph/api/resources/accesspackagetextinputquestion?view=graph-rest-1.0",
);
/// Errors, whatever the operation.
pub(super) const ERRORS: Basis = Basis::Page(
    "Microsoft Graph error responses and resource types",
    "https://learn.microsoft.com/en-us/graph/errors",
);
/// Paging, whatever the operation.
pub(super) const PAGING: Basis = Basis::Page(
    "Paging Microsoft Graph data in your app",
    "https://learn.microsoft.com/en-us/graph/paging",
);
/// What every response carries.
pub(super) const BEST_PRACTICES: Basis = Basis::Page(
    "Best practices for working with Microsoft Graph",
    "https://learn.microsoft.com/en-us/graph/best-practices-concept",
);
