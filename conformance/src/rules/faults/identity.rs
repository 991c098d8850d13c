//! Mistakes of a server that serves whom it must not, or does not serve whom it must.

use super::listed::shows_everything;
use crate::rules::fixture::EXPIRED_TOKEN;
use crate::selftest::{Fault, Heard, Passed, Reply};
use serde_json::json;

/// A call that is served out of the server's head, in a rule that finds it refused.
const fn serves(
    name: &'static str,
    rule: &'static str,
    answer: fn(&Heard) -> Option<Reply>,
) -> Fault {
    Fault::ignores(name, rule, (rule, "status"), answer)
}

/// What is forbidden is done as if it were not.
const fn allows(name: &'static str, rule: &'static str, change: fn(&mut Reply)) -> Fault {
    Fault::answers(name, rule, (rule, "status"), change)
}

const CHALLENGE: &str = "identity/asks-for-a-token";
const EXISTENCE: &str = "identity/is-asked-before-anything-is-told";
const READER: &str = "identity/reader-reads";
const APP_READS: &str = "identity/application-reads";
const APP_CREATES: &str = "identity/application-creates";
const APP_REPROCESSES: &str = "identity/application-reprocesses";
const APP_RESUMES: &str = "identity/application-resumes";
const CANCELS: &str = "identity/reader-does-not-cancel";
const DELETES: &str = "identity/reader-does-not-delete";
const LISTS: &str = "identity/user-does-not-list-the-requests-of-others";

pub(super) const FAULTS: &[Fault] = &[
    // Who is known.
    serves("whoever is nobody may list", "identity/nobody-is-refused", |request| {
        let is_list = request.is("GET", "/assignmentRequests");
        (is_list && request.header("authorization").is_none()).then(empty_list)
    }),
    serves("any text is a token for cancel", "identity/refuses-what-is-no-token", |request| {
        (request.is("POST", "/cancel") && is_authorized_by(request, "Bearer nonsense"))
            .then(|| Reply::empty(200))
    }),
    serves("a password is as good as a token", "identity/refuses-other-schemes", |request| {
        is_authorized_by(request, "Basic ").then(empty_list)
    }),
    serves("a token need not be signed", "identity/refuses-a-token-of-nobody", |request| {
        is_authorized_by(request, "Bearer eyJhbGciOiJub25lIn0.").then(empty_list)
    }),
    serves("a token is good for ever", "identity/refuses-an-expired-token", |request| {
        let expired = EXPIRED_TOKEN.documented.concat();
        (request.is("DELETE", "/assignmentRequests/*")
            && is_authorized_by(request, &format!("Bearer {expired}")))
        .then(|| Reply::empty(204))
    }),
    Fault::answers(
        "an answer 401 asks for nothing",
        CHALLENGE,
        (CHALLENGE, "header www-authenticate"),
        |reply| reply.set_header("www-authenticate", None),
    ),
    Fault::remembers(
        "nobody learns what does not exist",
        EXISTENCE,
        (EXISTENCE, "status"),
        |earlier, request, reply| {
            let made = earlier.iter().filter_map(|passed| passed.reply.json());
            let ids = made.filter_map(|body| body.get("id")?.as_str().map(str::to_owned));
            let is_known = ids.into_iter().any(|id| request.path().contains(&id));
            if request.header("authorization").is_none() && !is_known {
                reply.become_error(404, "NotFound", "There is none.");
            }
        },
    ),
    // Who may do what.
    Fault::remembers("only administrators read", READER, (READER, "status"), forbids_others),
    Fault::remembers("applications do not read", APP_READS, (APP_READS, "status"), forbids_others),
    Fault::answers_to(
        "applications do not create",
        APP_CREATES,
        (APP_CREATES, "status"),
        |request, reply| {
            if request.is("POST", "/assignmentRequests") {
                forbid(reply);
            }
        },
    ),
    Fault::ignores(
        "the delete of an application does nothing",
        "identity/application-deletes",
        ("identity/application-deletes", "status"),
        |request| (request.method() == "DELETE").then(|| Reply::empty(204)),
    ),
    Fault::answers(
        "applications do not reprocess",
        APP_REPROCESSES,
        (APP_REPROCESSES, "status"),
        forbid,
    ),
    Fault::ignores(
        "the callback of an application does nothing",
        APP_RESUMES,
        (APP_RESUMES, "/state"),
        |request| request.is("POST", "/resume").then(|| Reply::empty(204)),
    ),
    serves("applications cancel", "identity/application-does-not-cancel", |request| {
        request.is("POST", "/cancel").then(|| Reply::empty(200))
    }),
    serves(
        "applications have requests of their own",
        "identity/application-has-no-requests-of-its-own",
        |request| request.is("GET", "/filterByCurrentUser(*)").then(empty_list),
    ),
    // What is refused.
    allows("readers assign directly", "identity/reader-does-not-create", makes),
    Fault::remembers(
        "a reader's cancel is refused and done all the same",
        CANCELS,
        (CANCELS, "/state"),
        |earlier, request, reply| {
            if request.method() == "GET" && was_refused(earlier) {
                reply.put("/state", json!("canceled"));
            }
        },
    ),
    Fault::remembers(
        "a reader's delete is refused and done all the same",
        DELETES,
        (DELETES, "status"),
        |earlier, request, reply| {
            if request.method() == "GET" && was_refused(earlier) {
                reply.become_error(404, "NotFound", "There is none.");
            }
        },
    ),
    allows("readers reprocess", "identity/reader-does-not-reprocess", accepts),
    allows("readers resume", "identity/reader-does-not-resume", does),
    allows("everybody assigns directly", "identity/user-does-not-assign-directly", makes),
    allows("everybody deletes", "identity/user-does-not-delete", does),
    allows("everybody reprocesses", "identity/user-does-not-reprocess", accepts),
    allows("everybody resumes", "identity/user-does-not-resume", does),
    allows(
        "everybody gets everything",
        "identity/user-does-not-get-the-request-of-another",
        |reply| {
            if reply.status == 403 {
                reply.become_json(200, &json!({ "id": SOME_ID, "state": "pendingApproval" }));
            }
        },
    ),
    Fault::remembers("everybody lists everything", LISTS, (LISTS, "/value"), shows_everything),
];

const SOME_ID: &str = "9a45cd88-8d59-40d6-8144-5b6a189663f5";

fn empty_list() -> Reply {
    Reply::in_json(200, &json!({ "value": [] }))
}

fn is_authorized_by(request: &Heard, beginning: &str) -> bool {
    request.header("authorization").is_some_and(|text| text.starts_with(beginning))
}

fn forbid(reply: &mut Reply) {
    reply.become_error(403, "UnAuthorized", "User is not authorized to perform the operation.");
}

/// The rule's first call is the administrator's.
fn forbids_others(earlier: &[Passed], request: &Heard, reply: &mut Reply) {
    let caller = |heard: &Heard| heard.header("authorization").map(str::to_owned);
    if earlier.first().is_some_and(|first| caller(&first.heard) != caller(request)) {
        forbid(reply);
    }
}

fn was_refused(earlier: &[Passed]) -> bool {
    earlier.iter().any(|passed| passed.reply.status == 403)
}

fn makes(reply: &mut Reply) {
    if reply.status == 403 {
        reply.become_json(201, &json!({ "id": SOME_ID, "state": "submitted" }));
    }
}

fn accepts(reply: &mut Reply) {
    if reply.status == 403 {
        reply.become_empty(202);
    }
}

fn does(reply: &mut Reply) {
    if reply.status == 403 {
        reply.become_empty(204);
    }
}
