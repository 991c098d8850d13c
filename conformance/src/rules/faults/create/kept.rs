//! A server that makes too much, gives what is taken, or forgets what it was sent.

use super::{is_create, shows};
use crate::selftest::{Fault, Heard, Passed, Reply};
use serde_json::json;

const SECOND: &str = "create/refuses-a-second-open-request";
const RACE: &str = "create/takes-one-of-many-at-once";
const OWN_ID: &str = "create/gives-every-request-its-own-id";
const TARGET_ID: &str = "create/does-not-give-the-id-of-the-target";
const NOTHING: &str = "create/makes-nothing-of-what-it-refuses";
const ANSWERS: &str = "create/keeps-the-answers";
const TYPE: &str = "create/type-stays";
const SCHEDULE: &str = "create/schedule-stays";
const JUSTIFICATION: &str = "create/keeps-the-justification";

pub(in super::super) const FAULTS: &[Fault] = &[
    Fault::remembers(
        "a second request is answered with the first",
        SECOND,
        (SECOND, "status"),
        |earlier, request, reply| {
            let first = earlier.iter().find(|passed| is_create(&passed.heard));
            if let Some(first) = first.filter(|_| is_create(request)) {
                reply.status = first.reply.status;
                reply.body.clone_from(&first.reply.body);
            }
        },
    ),
    Fault::remembers(
        "a second request is refused and made all the same",
        SECOND,
        (SECOND, "/value/3/id"),
        show_what_was_refused,
    ),
    Fault::hears("many at once are not told apart", RACE, (RACE, "status"), |request| {
        let id = request.header("client-request-id").unwrap_or_default();
        let email = format!("{id}@contoso.com");
        if is_create(request) {
            request.put("/assignment/target/email", json!(email));
        }
    }),
    Fault::remembers(
        "all requests have the id of the first",
        OWN_ID,
        (OWN_ID, "/id"),
        |earlier, request, reply| {
            let first = earlier.iter().find(|passed| is_create(&passed.heard));
            let id = first.and_then(|first| first.reply.json()?.get("id").cloned());
            if let Some(id) = id.filter(|_| is_create(request)) {
                reply.put("/id", id);
            }
        },
    ),
    Fault::answers_to(
        "a request has the id of its target",
        TARGET_ID,
        (TARGET_ID, "/id"),
        |request, reply| {
            let target =
                request.json().and_then(|body| body.pointer("/assignment/targetId").cloned());
            if let Some(target) = target.filter(|_| is_create(request)) {
                reply.put("/id", target);
            }
        },
    ),
    Fault::remembers(
        "what is refused is made all the same",
        NOTHING,
        (NOTHING, "/value/2/id"),
        show_what_was_refused,
    ),
    Fault::answers_to(
        "the answers come back empty",
        ANSWERS,
        (ANSWERS, "/answers/0/value"),
        |request, reply| {
            if request.method() == "GET" {
                reply.put("/answers", json!([]));
            }
        },
    ),
    Fault::answers_to(
        "an answer is shown in other words",
        ANSWERS,
        (ANSWERS, "/answers/0/value"),
        |request, reply| {
            if request.method() == "GET" {
                reply.put("/answers/0/value", json!("four thousand seven hundred and eleven"));
            }
        },
    ),
    Fault::answers("a delivered adminAdd is an adminUpdate", TYPE, (TYPE, "/requestType"), {
        |reply| {
            if shows(reply, "adminAdd", "delivered") {
                reply.put("/requestType", json!("adminUpdate"));
            }
        }
    }),
    Fault::answers(
        "the schedule is forgotten with the delivery",
        SCHEDULE,
        (SCHEDULE, "/schedule/expiration/type"),
        |reply| {
            if shows(reply, "adminAdd", "delivered") {
                reply.put("/schedule/expiration/type", json!("noExpiration"));
                reply.put("/schedule/expiration/duration", json!(null));
            }
        },
    ),
    Fault::answers_to(
        "the justification is forgotten",
        JUSTIFICATION,
        (JUSTIFICATION, "/justification"),
        |request, reply| {
            if request.method() == "GET" {
                reply.put("/justification", json!(null));
            }
        },
    ),
];

/// The list of the caller's own requests shows one for each that was refused.
fn show_what_was_refused(earlier: &[Passed], request: &Heard, reply: &mut Reply) {
    let refused =
        earlier.iter().filter(|passed| is_create(&passed.heard) && !passed.reply.is_success());
    let of_refused = json!({
        "id": "c4a1e7d2-58b3-4f96-8a0e-3d9b6f217c55",
        "requestType": "userAdd",
        "state": "submitted",
        "status": "Accepted",
    });
    if refused.count() > 0 && request.path().contains("filterByCurrentUser") {
        reply.edit(|list| {
            if let Some(items) = list["value"].as_array_mut() {
                items.push(of_refused);
            }
        });
    }
}
