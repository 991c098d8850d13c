//! Mistakes of a server that deletes what it must not, or does not delete what it must.

use super::afterwards::{reads_after, was_tried};
use crate::selftest::{Fault, Heard, Passed, Reply};

const DENIED: &str = "delete/removes-a-denied-request";
const REMOVAL: &str = "delete/removes-a-completed-removal";
const CANCELED: &str = "delete/removes-a-canceled-request-or-leaves-it";
const TWICE: &str = "delete/is-refused-the-second-time";
const RACE: &str = "delete/is-served-once-of-many-at-once";
const PENDING: &str = "delete/is-refused-while-pending";
const SUBMITTED: &str = "delete/is-refused-while-submitted";
const ASSIGNED: &str = "delete/is-refused-while-there-is-an-assignment";
const UNKNOWN: &str = "delete/is-refused-for-an-unknown-id";
const MALFORMED: &str = "delete/is-refused-for-a-malformed-id";

pub(super) const FAULTS: &[Fault] = &[
    // What can be deleted.
    Fault::ignores("delete says yes and does nothing", DENIED, (DENIED, "status"), says_yes),
    Fault::answers_to("delete answers 200", DENIED, (DENIED, "status"), |request, reply| {
        if is_delete(request) {
            reply.become_empty(200);
        }
    }),
    Fault::remembers(
        "the list shows what was deleted",
        DENIED,
        (DENIED, "/value"),
        |earlier, request, reply| {
            let shown = |passed: &&Passed| is_list(&passed.heard);
            if let Some(before) = earlier.iter().find(shown).filter(|_| is_list(request)) {
                reply.body.clone_from(&before.reply.body);
            }
        },
    ),
    Fault::answers_to("a completed removal is not deleted", REMOVAL, (REMOVAL, "status"), says_no),
    Fault::ignores(
        "a canceled request is said to be deleted and is not",
        CANCELED,
        (CANCELED, "status"),
        says_yes,
    ),
    Fault::remembers(
        "a canceled request is deleted though delete was refused",
        CANCELED,
        (CANCELED, "status"),
        |earlier, request, reply| {
            says_no(request, reply);
            forgets_after_delete(earlier, request, reply);
        },
    ),
    Fault::ignores("every delete of a race is served", RACE, (RACE, "status"), says_yes),
    // What cannot be deleted.
    Fault::remembers(
        "a request is deleted twice",
        TWICE,
        (TWICE, "status"),
        |earlier, request, reply| {
            if is_delete(request) && was_tried(earlier, is_delete) {
                reply.become_empty(204);
            }
        },
    ),
    Fault::ignores("a pending request is deleted", PENDING, (PENDING, "status"), says_yes),
    Fault::remembers(
        "a pending request is gone though delete was refused",
        PENDING,
        (PENDING, "status"),
        forgets_after_delete,
    ),
    Fault::ignores("a submitted request is deleted", SUBMITTED, (SUBMITTED, "status"), says_yes),
    Fault::remembers(
        "a submitted request is canceled though delete was refused",
        SUBMITTED,
        (SUBMITTED, "/state"),
        |earlier, request, reply| {
            reads_after((earlier, is_delete), request, reply, ("/state", "canceled"));
        },
    ),
    Fault::ignores(
        "a request with an assignment is deleted",
        ASSIGNED,
        (ASSIGNED, "status"),
        says_yes,
    ),
    Fault::ignores("what does not exist is deleted", UNKNOWN, (UNKNOWN, "status"), says_yes),
    Fault::answers("a malformed id breaks delete", MALFORMED, (MALFORMED, "status"), |reply| {
        reply.become_error(500, "InternalServerError", "Not a GUID.");
    }),
];

fn is_delete(request: &Heard) -> bool {
    request.is("DELETE", "")
}

fn is_list(request: &Heard) -> bool {
    request.is("GET", "/assignmentRequests")
}

fn says_yes(request: &Heard) -> Option<Reply> {
    is_delete(request).then(|| Reply::empty(204))
}

fn says_no(request: &Heard, reply: &mut Reply) {
    if is_delete(request) {
        reply.become_error(400, "InvalidRequest", "It cannot be deleted.");
    }
}

/// The request cannot be read once somebody has tried to delete it.
fn forgets_after_delete(earlier: &[Passed], request: &Heard, reply: &mut Reply) {
    if was_tried(earlier, is_delete) && request.method() == "GET" {
        reply.become_error(404, "NotFound", "There is none.");
    }
}
