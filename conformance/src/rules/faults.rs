//! The faults: a mistake that servers make, the example or rule that shows it, and the check or rule that must object, with the place.

mod afterwards;
mod cancel;
mod contents;
mod create;
mod delete;
mod errors;
mod exchanges;
mod filter;
mod identity;
mod inputs;
mod list;
mod listed;
mod misreadings;
mod page;
mod protocol;
mod read;
mod reprocess;
mod resume;

use crate::selftest::Fault;

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

/// Every fault, by the name of the file that lists it.
pub const FAULTS: &[(&str, &[Fault])] = &[
    ("exchanges", exchanges::FAULTS),
    ("contents", contents::FAULTS),
    ("misreadings", misreadings::FAULTS),
    ("create-taken-in", create::taken_in::FAULTS),
    ("create-refused", create::refused::FAULTS),
    ("create-kept", create::kept::FAULTS),
    ("read", read::FAULTS),
    ("cancel", cancel::FAULTS),
    ("delete", delete::FAULTS),
    ("reprocess", reprocess::FAULTS),
    ("resume", resume::FAULTS),
    ("list", list::FAULTS),
    ("filter", filter::FAULTS),
    ("page", page::FAULTS),
    ("identity", identity::FAULTS),
    ("errors", errors::FAULTS),
    ("protocol", protocol::FAULTS),
    ("inputs", inputs::FAULTS),
];

/// Every fault.
pub fn faults() -> impl Iterator<Item = &'static Fault> {
    FAULTS.iter().flat_map(|(_, faults)| *faults)
}
