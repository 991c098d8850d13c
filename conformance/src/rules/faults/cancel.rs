//! Mistakes of a server that cancels what it must not, or does not cancel what it must.

use crate::selftest::{Fault, Heard, Reply};
use serde_json::json;

const PENDING: &str = "cancel/cancels-a-pending-request";
const DELIVERED: &str = "cancel/is-refused-once-delivered";
const UNKNOWN: &str = "cancel/is-refused-for-an-unknown-id";

fn is_cancel(request: &Heard) -> bool {
    request.is("POST", "/cancel")
}

pub(super) const FAULTS: &[Fault] = &[
    Fault::ignores("cancel says yes and does nothing", PENDING, (PENDING, "/state"), |request| {
        is_cancel(request).then(|| Reply::empty(200))
    }),
    Fault::answers_to("a pending request is not cancelled", PENDING, (PENDING, "status"), {
        |request, reply| {
            if is_cancel(request) {
                reply.become_error(400, "InvalidRequest", "It cannot be cancelled.");
            }
        }
    }),
    Fault::answers_to("cancel answers 202", PENDING, (PENDING, "status"), |request, reply| {
        if is_cancel(request) {
            reply.become_empty(202);
        }
    }),
    Fault::ignores("cancel says yes whatever the state", DELIVERED, (DELIVERED, "status"), {
        |request| is_cancel(request).then(|| Reply::empty(200))
    }),
    Fault::remembers(
        "a delivered request is cancelled though cancel was refused",
        DELIVERED,
        (DELIVERED, "/state"),
        |earlier, request, reply| {
            let was_refused = earlier.iter().any(|passed| is_cancel(&passed.heard));
            if was_refused && request.method() == "GET" {
                reply.put("/state", json!("canceled"));
            }
        },
    ),
    Fault::ignores("what does not exist is cancelled", UNKNOWN, (UNKNOWN, "status"), |request| {
        is_cancel(request).then(|| Reply::empty(200))
    }),
    Fault::answers(
        "an unknown id is called a bad request",
        UNKNOWN,
        (UNKNOWN, "status"),
        |reply| {
            reply.become_error(400, "InvalidRequest", "There is none.");
        },
    ),
];
