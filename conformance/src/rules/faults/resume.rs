//! Mistakes of a server that lets waiting requests go on by the wrong callback, or not by the right one.

use super::afterwards::{reads_after, was_tried};
use crate::selftest::{Fault, Heard, Passed, Reply};
use serde_json::json;

const CREATED: &str = "resume/lets-a-created-request-go-on";
const APPROVED: &str = "resume/lets-an-approved-request-go-on";
const GRANTED: &str = "resume/lets-a-granted-request-go-on";
const REMOVED: &str = "resume/lets-a-removal-go-on";
const NOTED: &str = "resume/notes-the-callback";
const CASING: &str = "resume/reads-the-stage-in-any-casing";
const HASH: &str = "resume/takes-a-type-with-a-hash";
const TWICE: &str = "resume/is-refused-the-second-time";
const RACE: &str = "resume/is-served-once-of-many-at-once";
const UNKNOWN: &str = "resume/is-refused-for-an-unknown-id";
const MALFORMED: &str = "resume/is-refused-for-a-malformed-id";
const DELIVERED: &str = "resume/is-refused-once-delivered";
const SUBMITTED: &str = "resume/is-refused-while-submitted";
const PENDING: &str = "resume/is-refused-while-pending";
const OTHER_CALLOUT: &str = "resume/is-refused-for-another-callout";
const OTHER_STAGE: &str = "resume/is-refused-for-another-stage";
const TWO_STAGES: &str = "resume/is-refused-where-the-stages-disagree";
const NO_DATA: &str = "resume/is-refused-without-data";
const NO_CALLOUT: &str = "resume/is-refused-without-the-callout";
const OTHER_TYPE: &str = "resume/is-refused-for-an-unknown-type-of-data";
const DENIED_CREATED: &str = "resume/denies-a-created-request-or-leaves-it";
const DENIED_APPROVED: &str = "resume/denies-an-approved-request-or-leaves-it";
const DENIED_IN_CAPITALS: &str = "resume/does-not-overhear-a-denial";
const CANCELED: &str = "resume/does-not-overhear-a-cancellation";
const NO_ASSIGNMENT: &str = "resume/gives-no-assignment-to-the-denied";
const DENIED_GRANTED: &str = "resume/does-not-deny-a-granted-request";
const DENIED_REMOVED: &str = "resume/does-not-deny-a-removal";

pub(super) const FAULTS: &[Fault] = &[
    // What goes on.
    Fault::ignores("resume says yes and does nothing", CREATED, (CREATED, "/state"), says_yes),
    Fault::answers_to(
        "an approved request is not resumed",
        APPROVED,
        (APPROVED, "status"),
        says_no,
    ),
    Fault::answers_to("resume answers 202", GRANTED, (GRANTED, "status"), |request, reply| {
        if is_resume(request) {
            reply.become_empty(202);
        }
    }),
    Fault::remembers(
        "a removal fails once it is resumed",
        REMOVED,
        (REMOVED, "/state"),
        |earlier, request, reply| {
            reads_after_resume(earlier, request, reply, ("/state", "deliveryFailed"));
        },
    ),
    Fault::remembers(
        "a callback is not noted",
        NOTED,
        (NOTED, "/customExtensionCalloutInstances/0/status"),
        |earlier, request, reply| {
            reads_after_resume(earlier, request, reply, (CALLOUT_STATUS, "waitingForCallback"));
        },
    ),
    Fault::answers_to(
        "a stage in another casing is unknown",
        CASING,
        (CASING, "status"),
        |request, reply| {
            if says(request, "/data/stage", "AssignmentRequestApproved") {
                says_no(request, reply);
            }
        },
    ),
    Fault::answers_to("a type with a hash is unknown", HASH, (HASH, "status"), |request, reply| {
        let hashed = "#microsoft.graph.accessPackageAssignmentRequestCallbackData";
        if says(request, "/data/@odata.type", hashed) {
            says_no(request, reply);
        }
    }),
    // What does not go on.
    Fault::remembers(
        "a callback is taken twice",
        TWICE,
        (TWICE, "status"),
        |earlier, request, reply| {
            if is_resume(request) && was_tried(earlier, is_resume) {
                reply.become_empty(204);
            }
        },
    ),
    Fault::remembers(
        "a second callback that is refused denies",
        TWICE,
        (TWICE, "/state"),
        |earlier, request, reply| {
            reads_after_resume(earlier, request, reply, ("/state", "denied"));
        },
    ),
    Fault::ignores("every callback of a race is served", RACE, (RACE, "status"), says_yes),
    Fault::ignores("what does not exist is resumed", UNKNOWN, (UNKNOWN, "status"), says_yes),
    Fault::answers("a malformed id breaks resume", MALFORMED, (MALFORMED, "status"), |reply| {
        reply.become_error(500, "InternalServerError", "Not a GUID.");
    }),
    Fault::ignores("a delivered request is resumed", DELIVERED, (DELIVERED, "status"), says_yes),
    Fault::ignores(
        "a submitted request that waits for nothing is resumed",
        SUBMITTED,
        (SUBMITTED, "status"),
        says_yes,
    ),
    Fault::ignores("a callback goes for an approval", PENDING, (PENDING, "status"), says_yes),
    Fault::remembers(
        "a callback that is refused goes for an approval",
        PENDING,
        (PENDING, "/state"),
        |earlier, request, reply| {
            reads_after_resume(earlier, request, reply, ("/state", "delivering"));
        },
    ),
    Fault::ignores(
        "any callback goes for any callout",
        OTHER_CALLOUT,
        (OTHER_CALLOUT, "status"),
        says_yes,
    ),
    Fault::remembers(
        "a callback that is refused ends the wait",
        OTHER_CALLOUT,
        (OTHER_CALLOUT, "/status"),
        |earlier, request, reply| {
            reads_after_resume(earlier, request, reply, ("/status", "Accepted"));
        },
    ),
    Fault::hears(
        "the stage of a callback is not looked at",
        OTHER_STAGE,
        (OTHER_STAGE, "status"),
        |request| {
            request.put("/data/stage", json!("assignmentRequestCreated"));
            request.put("/type", json!(AT_CREATED));
        },
    ),
    Fault::remembers(
        "a callback for another stage is refused and noted",
        OTHER_STAGE,
        (OTHER_STAGE, "/customExtensionCalloutInstances"),
        |earlier, request, reply| {
            reads_after_resume(earlier, request, reply, (CALLOUT_STATUS, "callbackReceived"));
        },
    ),
    Fault::hears(
        "the stage in the data of a callback is not looked at",
        TWO_STAGES,
        (TWO_STAGES, "status"),
        |request| {
            request.put("/data/stage", json!("assignmentRequestCreated"));
        },
    ),
    Fault::answers_to(
        "a callback without data breaks resume",
        NO_DATA,
        (NO_DATA, "status"),
        |request, reply| {
            if is_resume(request) {
                reply.become_error(500, "InternalServerError", "No data.");
            }
        },
    ),
    Fault::ignores(
        "a callback need not name a callout",
        NO_CALLOUT,
        (NO_CALLOUT, "status"),
        says_yes,
    ),
    Fault::hears(
        "the type of the data of a callback is not looked at",
        OTHER_TYPE,
        (OTHER_TYPE, "status"),
        |request| {
            let known = "#microsoft.graph.accessPackageAssignmentRequestCallbackData";
            request.put("/data/@odata.type", json!(known));
        },
    ),
    // What is denied.
    Fault::hears(
        "a created request that is to be denied goes on",
        DENIED_CREATED,
        (DENIED_CREATED, "/state"),
        overhears_the_verdict,
    ),
    Fault::hears(
        "an approved request that is to be denied goes on",
        DENIED_APPROVED,
        (DENIED_APPROVED, "/state"),
        overhears_the_verdict,
    ),
    Fault::hears(
        "a denial in capitals is not heard",
        DENIED_IN_CAPITALS,
        (DENIED_IN_CAPITALS, "/state"),
        |request| {
            if says(request, "/data/state", "Denied") {
                overhears_the_verdict(request);
            }
        },
    ),
    Fault::hears(
        "a cancellation is taken for a denial",
        CANCELED,
        (CANCELED, "/state"),
        |request| {
            if says(request, "/data/state", "canceled") {
                request.put("/data/state", json!("denied"));
            }
        },
    ),
    Fault::answers_to(
        "a denied request leads to an assignment",
        NO_ASSIGNMENT,
        (NO_ASSIGNMENT, "/assignment/state"),
        |request, reply| {
            if request.query().contains("expand") {
                let id = "5c1a6d3b-1c3f-4b0e-8c77-1ff1e0b8a6d2";
                reply.put("/assignment", json!({ "id": id, "state": "delivered" }));
            }
        },
    ),
    Fault::hears(
        "a granted request that is to be denied goes on",
        DENIED_GRANTED,
        (DENIED_GRANTED, "status"),
        overhears_the_verdict,
    ),
    Fault::ignores(
        "a removal is said to be denied",
        DENIED_REMOVED,
        (DENIED_REMOVED, "status"),
        says_yes,
    ),
    Fault::remembers(
        "a removal is denied though resume was refused",
        DENIED_REMOVED,
        (DENIED_REMOVED, "/state"),
        |earlier, request, reply| {
            reads_after_resume(earlier, request, reply, ("/state", "denied"));
        },
    ),
];

const CALLOUT_STATUS: &str = "/customExtensionCalloutInstances/0/status";

const AT_CREATED: &str =
    "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated";

fn is_resume(request: &Heard) -> bool {
    request.is("POST", "/resume")
}

fn says_yes(request: &Heard) -> Option<Reply> {
    is_resume(request).then(|| Reply::empty(204))
}

fn says_no(request: &Heard, reply: &mut Reply) {
    if is_resume(request) {
        reply.become_error(400, "InvalidRequest", "It does not wait for that.");
    }
}

/// Whether the body says this at a place.
fn says(request: &Heard, place: &str, value: &str) -> bool {
    request.json().is_some_and(|body| body.pointer(place) == Some(&json!(value)))
}

fn overhears_the_verdict(request: &mut Heard) {
    request.put("/data/state", None);
}

/// The request is read with this value at a place once somebody has tried to resume it.
fn reads_after_resume(earlier: &[Passed], request: &Heard, reply: &mut Reply, told: (&str, &str)) {
    reads_after((earlier, is_resume), request, reply, told);
}
