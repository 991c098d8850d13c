//! Mistakes of a server that cancels what it must not, or does not cancel what it must.

use super::afterwards::{reads_after, was_tried};
use crate::selftest::{Fault, Heard, Passed, Reply};
use serde_json::json;

const PENDING: &str = "cancel/cancels-a-pending-request";
const SUBMITTED: &str = "cancel/cancels-a-submitted-request";
const SCHEDULED: &str = "cancel/cancels-a-scheduled-request";
const OWN: &str = "cancel/cancels-ones-own-request";
const BODILESS: &str = "cancel/answers-without-a-body";
const ASSIGNMENT: &str = "cancel/leaves-no-assignment";
const BODY: &str = "cancel/does-not-stumble-over-a-body";
const RACE: &str = "cancel/is-served-once-of-many-at-once";
const TWICE: &str = "cancel/is-refused-the-second-time";
const DELIVERED: &str = "cancel/is-refused-once-delivered";
const DENIED: &str = "cancel/is-refused-once-denied";
const FAILED: &str = "cancel/leaves-a-failed-request-or-cancels-it";
const OTHERS: &str = "cancel/is-refused-to-others";
const UNKNOWN: &str = "cancel/is-refused-for-an-unknown-id";
const MALFORMED: &str = "cancel/is-refused-for-a-malformed-id";

pub(super) const FAULTS: &[Fault] = &[
    // What can be canceled.
    Fault::ignores("cancel says yes and does nothing", PENDING, (PENDING, "/state"), says_yes),
    Fault::answers_to("a pending request is not canceled", PENDING, (PENDING, "status"), says_no),
    Fault::answers_to("cancel answers 202", PENDING, (PENDING, "status"), |request, reply| {
        if is_cancel(request) {
            reply.become_empty(202);
        }
    }),
    Fault::remembers(
        "a canceled request is read as it was",
        SUBMITTED,
        (SUBMITTED, "/state"),
        |earlier, request, reply| {
            reads_after_cancel(earlier, request, reply, "submitted");
        },
    ),
    Fault::answers_to(
        "a submitted request is not canceled",
        SUBMITTED,
        (SUBMITTED, "status"),
        says_no,
    ),
    Fault::answers_to(
        "a scheduled request is not canceled",
        SCHEDULED,
        (SCHEDULED, "status"),
        says_no,
    ),
    Fault::answers_to(
        "nobody cancels their own request",
        OWN,
        (OWN, "status"),
        |request, reply| {
            if is_cancel(request) {
                reply.become_error(403, "UnAuthorized", "An administrator must do that.");
            }
        },
    ),
    Fault::answers_to(
        "cancel answers with a list of requests",
        BODILESS,
        (BODILESS, "body"),
        |request, reply| {
            if is_cancel(request) {
                reply.become_json(200, &json!({ "value": [] }));
            }
        },
    ),
    Fault::remembers(
        "a canceled request is delivered",
        ASSIGNMENT,
        (ASSIGNMENT, "/state"),
        |earlier, request, reply| {
            reads_after_cancel(earlier, request, reply, "delivered");
        },
    ),
    Fault::answers_to(
        "a canceled request leads to an assignment",
        ASSIGNMENT,
        (ASSIGNMENT, "/assignment/state"),
        |request, reply| {
            if request.query().contains("expand") {
                let id = "5c1a6d3b-1c3f-4b0e-8c77-1ff1e0b8a6d2";
                reply.put("/assignment", json!({ "id": id, "state": "delivered" }));
            }
        },
    ),
    Fault::answers_to("cancel stumbles over a body", BODY, (BODY, "status"), |request, reply| {
        if is_cancel(request) && !request.body.is_empty() {
            reply.become_error(500, "InternalServerError", "Something went wrong.");
        }
    }),
    Fault::ignores("every cancel of a race is served", RACE, (RACE, "status"), says_yes),
    Fault::answers_to("no cancel of a race is served", RACE, (RACE, "status"), says_no),
    // What cannot be canceled.
    Fault::remembers(
        "a request is canceled twice",
        TWICE,
        (TWICE, "status"),
        |earlier, request, reply| {
            if is_cancel(request) && was_tried(earlier, is_cancel) {
                reply.become_empty(200);
            }
        },
    ),
    Fault::ignores(
        "cancel says yes whatever the state",
        DELIVERED,
        (DELIVERED, "status"),
        says_yes,
    ),
    Fault::remembers(
        "a delivered request is canceled though cancel was refused",
        DELIVERED,
        (DELIVERED, "/state"),
        |earlier, request, reply| {
            reads_after_cancel(earlier, request, reply, "canceled");
        },
    ),
    Fault::ignores("a denied request is canceled", DENIED, (DENIED, "status"), says_yes),
    Fault::answers_to(
        "a denied request breaks cancel",
        DENIED,
        (DENIED, "status"),
        |request, reply| {
            if is_cancel(request) {
                reply.become_error(500, "InternalServerError", "Something went wrong.");
            }
        },
    ),
    Fault::ignores(
        "a failed request is said to be canceled and is not",
        FAILED,
        (FAILED, "/state"),
        says_yes,
    ),
    Fault::remembers(
        "a failed request is canceled though cancel was refused",
        FAILED,
        (FAILED, "/state"),
        |earlier, request, reply| {
            reads_after_cancel(earlier, request, reply, "canceled");
        },
    ),
    Fault::ignores("anybody cancels anything", OTHERS, (OTHERS, "status"), says_yes),
    Fault::remembers(
        "the request of somebody else is canceled though cancel was refused",
        OTHERS,
        (OTHERS, "/state"),
        |earlier, request, reply| {
            reads_after_cancel(earlier, request, reply, "canceled");
        },
    ),
    Fault::ignores("what does not exist is canceled", UNKNOWN, (UNKNOWN, "status"), says_yes),
    Fault::answers(
        "an unknown id is called a bad request",
        UNKNOWN,
        (UNKNOWN, "status"),
        |reply| {
            reply.become_error(400, "InvalidRequest", "There is none.");
        },
    ),
    Fault::answers("a malformed id breaks cancel", MALFORMED, (MALFORMED, "status"), |reply| {
        reply.become_error(500, "InternalServerError", "Not a GUID.");
    }),
];

fn is_cancel(request: &Heard) -> bool {
    request.is("POST", "/cancel")
}

fn says_yes(request: &Heard) -> Option<Reply> {
    is_cancel(request).then(|| Reply::empty(200))
}

fn says_no(request: &Heard, reply: &mut Reply) {
    if is_cancel(request) {
        reply.become_error(400, "InvalidRequest", "It cannot be canceled.");
    }
}

/// The request is read in this state once somebody has tried to cancel it.
fn reads_after_cancel(earlier: &[Passed], request: &Heard, reply: &mut Reply, state: &str) {
    reads_after((earlier, is_cancel), request, reply, ("/state", state));
}
