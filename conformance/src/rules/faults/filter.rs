//! Mistakes of a server that takes one part of the caller in a request for another, or one caller for all.

use super::listed::{is_cached, is_list, shows_everything};
use crate::selftest::{Fault, Heard, Reply};
use serde_json::json;

/// The part that the server takes another one for.
const fn mistakes(name: &'static str, rule: &'static str, change: fn(&mut Heard)) -> Fault {
    Fault::hears(name, rule, (rule, "/value"), change)
}

const ONLY_PENDING: &str = "filter/approver-brings-pending-requests-only";
const UNKNOWN: &str = "filter/refuses-an-unknown-option";
const MISSING: &str = "filter/refuses-to-work-without-an-option";
const UNDOCUMENTED: &str = "filter/answers-or-refuses-the-other-options";
const QUALIFIED: &str = "filter/knows-its-qualified-name";
const TARGETS: &str = "filter/target-brings-no-request-of-others";
const CREATORS: &str = "filter/created-by-brings-no-request-of-others";
const AWAITED: &str = "filter/approver-brings-what-awaits-a-decision";

pub(super) const FAULTS: &[Fault] = &[
    mistakes(
        "those who made a request are taken for those who decide on it",
        "filter/target-brings-the-callers-own-request",
        |request| request.mistake_in_target("'target'", "'approver'"),
    ),
    mistakes(
        "those who made a request are taken for those whom it is for",
        "filter/created-by-brings-direct-assignments",
        |request| request.mistake_in_target("'createdBy'", "'target'"),
    ),
    mistakes(
        "those who asked on behalf of somebody are taken for those who decide",
        "filter/created-by-brings-requests-on-behalf",
        |request| request.mistake_in_target("'createdBy'", "'approver'"),
    ),
    Fault::remembers(
        "callers find what others asked for others",
        TARGETS,
        (TARGETS, "/value"),
        shows_everything,
    ),
    Fault::remembers(
        "callers find what others created",
        CREATORS,
        (CREATORS, "/value"),
        shows_everything,
    ),
    Fault::remembers(
        "a canceled request still awaits a decision",
        AWAITED,
        (AWAITED, "/value"),
        is_cached,
    ),
    Fault::answers_to(
        "a delivered request awaits a decision",
        ONLY_PENDING,
        (ONLY_PENDING, "/value/0/state"),
        |request, reply| {
            if is_list(request) {
                reply.put("/value/0/state", json!("delivered"));
            }
        },
    ),
    mistakes(
        "requestors decide on their own requests",
        "filter/approver-brings-nothing-to-the-requestor",
        |request| request.mistake_in_target("'approver'", "'target'"),
    ),
    Fault::hears("an unknown part is taken for a known one", UNKNOWN, (UNKNOWN, "status"), {
        |request| request.mistake_in_target("'nonsense'", "'target'")
    }),
    Fault::hears("without a part one is made up", MISSING, (MISSING, "status"), |request| {
        if request.is("GET", "/filterByCurrentUser") {
            request.target.push_str("(on='target')");
        }
    }),
    Fault::answers_to(
        "the server fails at a part without documented behaviour",
        UNDOCUMENTED,
        (UNDOCUMENTED, "status"),
        |request, reply| {
            if request.is("GET", "(on='targetManager')") {
                reply.become_error(500, "generalException", "Not implemented.");
            }
        },
    ),
    Fault::ignores(
        "the qualified name is not known",
        QUALIFIED,
        (QUALIFIED, "status"),
        |request| {
            let is_qualified = request.is("GET", "/microsoft.graph.filterByCurrentUser(*)");
            is_qualified.then(|| Reply::error(404, "NotFound", "There is no such resource."))
        },
    ),
];
