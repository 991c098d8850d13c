//! Mistakes of a server that is read: what is not where it should be, what was not asked for, and ways that no request goes.

use super::super::fixture::DENIED;
use crate::selftest::{Fault, Heard, Passed, Reply};
use serde_json::{Value, json};

const GET: &str = "read/get-shows-a-new-request";
const EVERYWHERE: &str = "read/is-the-same-wherever-it-is-shown";
const UNKNOWN: &str = "read/get-of-an-unknown-id-is-refused";
const MALFORMED: &str = "read/get-of-a-malformed-id-is-refused";
const PACKAGE: &str = "read/expands-the-package";
const REQUESTOR: &str = "read/expands-the-requestor";
const ASSIGNMENT: &str = "read/expands-the-assignment";
const TARGET: &str = "read/expands-the-target-of-the-assignment";
const UNASKED: &str = "read/shows-no-relation-unasked";
const SELECT: &str = "read/select-is-not-ignored";
const END: &str = "read/direct-assignment-comes-to-an-end";
const STATES: &str = "read/states-follow-one-another";
const DELIVERED: &str = "read/delivered-stays-delivered";
const CANCELED: &str = "read/canceled-stays-canceled";
const STAYS_DENIED: &str = "read/denied-stays-denied";
const STATUS: &str = "read/status-goes-with-the-state";
const TIMESTAMPS: &str = "read/timestamps-are-in-order";
const COMPLETION: &str = "read/completion-is-told-at-the-end";

pub(super) const FAULTS: &[Fault] = &[
    Fault::answers("nobody learns when a request was made", GET, (GET, "/createdDateTime"), {
        |reply| reply.put("/createdDateTime", json!(null))
    }),
    Fault::answers_to("a get shows another id than was asked for", GET, (GET, "/id"), {
        |request, reply| {
            if is_get(request) {
                reply.put("/id", json!("46c1410d-ef96-44c5-ae9c-a577d014fe0e"));
            }
        }
    }),
    Fault::ignores("a new request is not found", GET, (GET, "status"), |request| {
        is_get(request).then(|| Reply::error(404, "RequestNotFound", "There is none."))
    }),
    Fault::answers(
        "a list does not show what was made just now",
        EVERYWHERE,
        (EVERYWHERE, "/value"),
        |reply| {
            if reply.take("/value").is_some() {
                reply.put("/value", json!([]));
            }
        },
    ),
    Fault::answers_to(
        "the caller's own requests are called userUpdate",
        EVERYWHERE,
        (EVERYWHERE, "/value/1/requestType"),
        |request, reply| {
            if request.path().contains("filterByCurrentUser") {
                reply.edit(|list| each_is_of_type(list, "userUpdate"));
            }
        },
    ),
    Fault::answers("to get what is not there is a bad request", UNKNOWN, (UNKNOWN, "status"), {
        |reply| reply.become_error(400, "InvalidRequest", "There is none.")
    }),
    Fault::ignores("what does not exist is got", UNKNOWN, (UNKNOWN, "status"), |request| {
        is_get(request).then(|| Reply::in_json(200, &json!({ "state": "submitted" })))
    }),
    Fault::hears("any id is some request's", MALFORMED, (MALFORMED, "status"), |request| {
        let some = DENIED.documented.first().copied().unwrap_or_default();
        request.mistake_in_target("no-guid", some);
    }),
    Fault::hears("$expand is not heard", PACKAGE, (PACKAGE, "/accessPackage/id"), |request| {
        request.lose_option("$expand");
    }),
    Fault::answers(
        "the administrator is called the requestor",
        REQUESTOR,
        (REQUESTOR, "/requestor/objectId"),
        |reply| {
            reply.put("/requestor/objectId", json!("d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c"));
        },
    ),
    Fault::answers_to(
        "$expand=assignment brings its target, too",
        UNASKED,
        (UNASKED, "/assignment/target"),
        |request, reply| {
            if request.query().contains("assignment") {
                reply.put("/assignment/target", somebody());
            }
        },
    ),
    Fault::hears(
        "$expand=assignment is not heard",
        ASSIGNMENT,
        (ASSIGNMENT, "/assignment/id"),
        |request| request.lose_option("$expand"),
    ),
    Fault::hears(
        "$expand within $expand is not heard",
        TARGET,
        (TARGET, "/assignment/target/id"),
        |request| request.mistake_in_target("($expand=target)", ""),
    ),
    Fault::answers_to(
        "the requestor is shown unasked",
        UNASKED,
        (UNASKED, "/requestor"),
        |request, reply| {
            if is_get(request) {
                reply.put("/requestor", somebody());
            }
        },
    ),
    Fault::hears("$select is not heard", SELECT, (SELECT, "/requestType"), |request| {
        request.lose_option("$select");
    }),
    Fault::answers("a request is never delivered", END, (END, "/state"), |reply| {
        if is_in(reply, "delivered") {
            reply.put("/state", json!("delivering"));
        }
    }),
    Fault::remembers(
        "a request goes back to its beginning",
        STATES,
        (STATES, "/state"),
        |earlier, request, reply| {
            if is_get(request) && !earlier.iter().any(|passed| is_get(&passed.heard)) {
                reply.put("/state", json!("delivering"));
            }
        },
    ),
    Fault::remembers("a delivery fails afterwards", DELIVERED, (DELIVERED, "/state"), {
        |earlier, _, reply| {
            if were_in(earlier, "delivered") > 0 {
                reply.put("/state", json!("deliveryFailed"));
            }
        }
    }),
    Fault::remembers(
        "a canceled request is delivered all the same",
        CANCELED,
        (CANCELED, "/state"),
        |earlier, _, reply| {
            if were_in(earlier, "canceled") > 0 {
                reply.put("/state", json!("delivering"));
            }
        },
    ),
    Fault::remembers(
        "a denied request is delivered all the same",
        STAYS_DENIED,
        (STAYS_DENIED, "/state"),
        |earlier, _, reply| {
            if were_in(earlier, "denied") > 0 {
                reply.put("/state", json!("delivered"));
            }
        },
    ),
    Fault::answers("the status stays Accepted to the end", STATUS, (STATUS, "/state"), |reply| {
        if is_in(reply, "delivered") {
            reply.put("/status", json!("Accepted"));
        }
    }),
    Fault::answers(
        "a request is completed before it is made",
        TIMESTAMPS,
        (TIMESTAMPS, "/completedDateTime"),
        |reply| {
            if is_in(reply, "delivered") {
                reply.put("/completedDateTime", json!("2001-02-03T04:05:06Z"));
            }
        },
    ),
    Fault::answers(
        "the creation moves with the delivery",
        TIMESTAMPS,
        (TIMESTAMPS, "/createdDateTime"),
        |reply| {
            if is_in(reply, "delivered") {
                let completion =
                    reply.json().and_then(|body| body.get("completedDateTime").cloned());
                reply.put("/createdDateTime", completion);
            }
        },
    ),
    Fault::answers(
        "a request is completed from its beginning",
        COMPLETION,
        (COMPLETION, "/completedDateTime"),
        |reply| {
            if is_in(reply, "submitted") {
                let creation = reply.json().and_then(|body| body.get("createdDateTime").cloned());
                reply.put("/completedDateTime", creation);
            }
        },
    ),
];

fn each_is_of_type(list: &mut Value, request_type: &str) {
    for item in list["value"].as_array_mut().into_iter().flatten() {
        item["requestType"] = json!(request_type);
    }
}

fn is_get(request: &Heard) -> bool {
    request.is("GET", "/assignmentRequests/*")
}

fn is_in(reply: &Reply, state: &str) -> bool {
    reply.json().is_some_and(|body| body.get("state") == Some(&state.into()))
}

/// How many earlier answers showed that state.
fn were_in(earlier: &[Passed], state: &str) -> usize {
    earlier.iter().filter(|passed| is_in(&passed.reply, state)).count()
}

fn somebody() -> Value {
    json!({
        "id": "22fed177-963f-4516-82a8-a6eba27878e0",
        "displayName": "Alex Wilber",
        "subjectType": "user",
        "subjectLifecycle": "notDefined",
    })
}
