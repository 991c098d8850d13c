//! What rules rest on: the pages of the documents by name, and what stands beside them.

use crate::finding::Source;

/// What a rule rests on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Basis {
    /// A page of the documents.
    Page(&'static str),
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
            Self::Page(page) => Source::Page(page.to_owned()),
            Self::Discrepancy(id) => Source::Discrepancy(id.to_owned()),
            Self::Schema(pointer) => Source::Schema(pointer.to_owned()),
            Self::Standard(name) => Source::Standard(name.to_owned()),
            Self::Observation(seen) => Source::Observation(seen.to_owned()),
            Self::Choice(reason) => Source::Choice(reason.to_owned()),
        }
    }
}

pub(super) const CANCEL: Basis = Basis::Page("accessPackageAssignmentRequest: cancel");
pub(super) const CALLBACK_DATA: Basis =
    Basis::Page("accessPackageAssignmentRequestCallbackData resource type");
pub(super) const CREATE: Basis = Basis::Page("Create accessPackageAssignmentRequest");
pub(super) const DELETE: Basis = Basis::Page("Delete accessPackageAssignmentRequest");
pub(super) const FILTER_BY_CURRENT_USER: Basis =
    Basis::Page("accessPackageAssignmentRequest: filterByCurrentUser");
pub(super) const GET: Basis = Basis::Page("Get accessPackageAssignmentRequest");
pub(super) const LIST: Basis = Basis::Page("List assignmentRequests");
pub(super) const REPROCESS: Basis = Basis::Page("accessPackageAssignmentRequest: reprocess");
pub(super) const RESUME: Basis = Basis::Page("accessPackageAssignmentRequest: resume");
pub(super) const RESOURCE: Basis = Basis::Page("accessPackageAssignmentRequest resource type");
pub(super) const ASSIGNMENT: Basis = Basis::Page("accessPackageAssignment resource type");
pub(super) const QUESTIONS: Basis = Basis::Page("accessPackageQuestion resource type");
pub(super) const TEXT_QUESTIONS: Basis =
    Basis::Page("accessPackageTextInputQuestion resource type");
/// Errors, whatever the operation.
pub(super) const ERRORS: Basis = Basis::Page("Microsoft Graph error responses and resource types");
/// Paging, whatever the operation.
pub(super) const PAGING: Basis = Basis::Page("Paging Microsoft Graph data in your app");
/// What every response carries.
pub(super) const BEST_PRACTICES: Basis =
    Basis::Page("Best practices for working with Microsoft Graph");
