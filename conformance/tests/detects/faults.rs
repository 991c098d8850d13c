//! The faults: a mistake that servers make, the example that shows it, and the check that must object, with the place.

#[path = "faults/contents.rs"]
mod contents;
#[path = "faults/exchanges.rs"]
mod exchanges;
#[path = "faults/misreadings.rs"]
mod misreadings;

use crate::fault::Fault;

const BY_EMAIL: &str = "create/admin-adds-user-by-email";
const CANCEL: &str = "cancel/cancels-pending-request";
const CREATE: &str = "create/user-adds-with-answers";
const DELETE: &str = "delete/deletes-completed-request";
const DENY: &str = "resume/denies-waiting-request";
const EXPIRATION: &str = "create/admin-updates-expiration";
const FILTER: &str = "filter-by-current-user/finds-requests-for-the-caller";
const GET: &str = "get/gets-request";
const JUSTIFICATION: &str = "create/user-adds-with-justification";
const LIST: &str = "list/lists-requests";
const REPROCESS: &str = "reprocess/reprocesses-failed-request";
const RESUME: &str = "resume/resumes-waiting-request";

/// Every fault.
pub(crate) fn faults() -> impl Iterator<Item = &'static Fault> {
    [exchanges::FAULTS, contents::FAULTS, misreadings::FAULTS].into_iter().flatten()
}
