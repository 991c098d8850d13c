//! Mistakes of a server that reprocesses what it must not, or loses what it reprocesses.

use super::afterwards::{reads_after, was_tried};
use crate::selftest::{Fault, Heard, Passed, Reply};
use serde_json::json;

const FAILED: &str = "reprocess/retries-a-failed-request";
const PARTLY: &str = "reprocess/retries-a-partly-delivered-request";
const MEANWHILE: &str = "reprocess/is-not-completed-meanwhile";
const TWICE: &str = "reprocess/does-not-lose-the-request-the-second-time";
const RACE: &str = "reprocess/is-served-once-of-many-at-once";
const LATE: &str = "reprocess/is-refused-after-14-days";
const DENIED: &str = "reprocess/is-refused-once-denied";
const DELIVERED: &str = "reprocess/is-refused-once-delivered";
const CANCELED: &str = "reprocess/is-refused-once-canceled";
const PENDING: &str = "reprocess/is-refused-while-pending";
const SUBMITTED: &str = "reprocess/is-refused-while-submitted";
const UNKNOWN: &str = "reprocess/is-refused-for-an-unknown-id";
const MALFORMED: &str = "reprocess/is-refused-for-a-malformed-id";

pub(super) const FAULTS: &[Fault] = &[
    // What can be reprocessed.
    Fault::ignores("reprocess says yes and does nothing", FAILED, (FAILED, "/state"), says_yes),
    Fault::answers_to("reprocess answers 200", FAILED, (FAILED, "status"), |request, reply| {
        if is_reprocess(request) {
            reply.become_empty(200);
        }
    }),
    Fault::answers_to(
        "reprocess answers with the request",
        FAILED,
        (FAILED, "body"),
        |request, reply| {
            if is_reprocess(request) {
                reply.become_json(202, &json!({ "state": "delivering" }));
            }
        },
    ),
    Fault::answers_to(
        "what was delivered in part is not reprocessed",
        PARTLY,
        (PARTLY, "status"),
        |request, reply| {
            if is_reprocess(request) {
                reply.become_error(400, "InvalidRequest", "It was delivered.");
            }
        },
    ),
    Fault::remembers(
        "a request that is reprocessed is denied",
        PARTLY,
        (PARTLY, "/state"),
        |earlier, request, reply| {
            reads_after_reprocess(earlier, request, reply, "denied");
        },
    ),
    Fault::remembers(
        "a request that is delivered again stays completed",
        MEANWHILE,
        (MEANWHILE, "/completedDateTime"),
        |earlier, request, reply| {
            let before = earlier.first().and_then(|passed| passed.reply.json());
            let completed = before.and_then(|before| before.pointer("/completedDateTime").cloned());
            if was_tried(earlier, is_reprocess) && request.method() == "GET" {
                reply.put("/completedDateTime", completed);
            }
        },
    ),
    Fault::remembers(
        "the second reprocess breaks the server",
        TWICE,
        (TWICE, "status"),
        |earlier, request, reply| {
            if is_reprocess(request) && was_tried(earlier, is_reprocess) {
                reply.become_error(500, "InternalServerError", "Something went wrong.");
            }
        },
    ),
    Fault::remembers(
        "a request that is reprocessed twice never ends",
        TWICE,
        (TWICE, "/state"),
        |earlier, request, reply| {
            reads_after_reprocess(earlier, request, reply, "delivering");
        },
    ),
    Fault::ignores("every reprocess of a race is served", RACE, (RACE, "status"), says_yes),
    // What cannot be reprocessed.
    Fault::ignores("reprocess has no time limit", LATE, (LATE, "status"), says_yes),
    Fault::ignores("a denied request is reprocessed", DENIED, (DENIED, "status"), says_yes),
    Fault::ignores(
        "a delivered request is reprocessed",
        DELIVERED,
        (DELIVERED, "status"),
        says_yes,
    ),
    Fault::remembers(
        "a delivered request is delivered again though reprocess was refused",
        DELIVERED,
        (DELIVERED, "/state"),
        |earlier, request, reply| {
            reads_after_reprocess(earlier, request, reply, "delivering");
        },
    ),
    Fault::ignores("a canceled request is reprocessed", CANCELED, (CANCELED, "status"), says_yes),
    Fault::ignores("a pending request is reprocessed", PENDING, (PENDING, "status"), says_yes),
    Fault::remembers(
        "a pending request is delivered though reprocess was refused",
        PENDING,
        (PENDING, "/state"),
        |earlier, request, reply| {
            reads_after_reprocess(earlier, request, reply, "delivering");
        },
    ),
    Fault::ignores(
        "a submitted request is reprocessed",
        SUBMITTED,
        (SUBMITTED, "status"),
        says_yes,
    ),
    Fault::ignores("what does not exist is reprocessed", UNKNOWN, (UNKNOWN, "status"), says_yes),
    Fault::answers(
        "a malformed id is called unknown by reprocess",
        MALFORMED,
        (MALFORMED, "status"),
        |reply| {
            reply.become_error(404, "NotFound", "There is none.");
        },
    ),
];

fn is_reprocess(request: &Heard) -> bool {
    request.is("POST", "/reprocess")
}

fn says_yes(request: &Heard) -> Option<Reply> {
    is_reprocess(request).then(|| Reply::empty(202))
}

/// The request is read in this state once somebody has tried to reprocess it.
fn reads_after_reprocess(earlier: &[Passed], request: &Heard, reply: &mut Reply, state: &str) {
    reads_after((earlier, is_reprocess), request, reply, ("/state", state));
}
