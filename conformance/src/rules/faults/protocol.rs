//! Mistakes of a server in HTTP and JSON: methods, headers, media types, paths, and bodies that it takes or stumbles over.

use crate::selftest::{Fault, Heard, Reply};
use serde_json::json;

/// A mistake in what the server hears, after which it serves what the rule finds refused.
const fn hears(name: &'static str, rule: &'static str, change: fn(&mut Heard)) -> Fault {
    Fault::hears(name, rule, (rule, "status"), change)
}

/// A mistake in what the server says, told by the rule.
const fn says(
    name: &'static str,
    (rule, place): (&'static str, &'static str),
    change: fn(&Heard, &mut Reply),
) -> Fault {
    Fault::answers_to(name, rule, (rule, place), change)
}

/// A call that is served out of the server's head, in a rule that finds it refused.
const fn serves(
    name: &'static str,
    rule: &'static str,
    answer: fn(&Heard) -> Option<Reply>,
) -> Fault {
    Fault::ignores(name, rule, (rule, "status"), answer)
}

const PATCH: &str = "protocol/does-not-patch-a-request";
const SAME: &str = "protocol/answers-the-same-again";

pub(super) const FAULTS: &[Fault] = &[
    // Headers.
    says(
        "errors do not repeat the client-request-id",
        ("protocol/repeats-the-client-request-id", "header client-request-id"),
        |_, reply| {
            if !reply.is_success() {
                reply.set_header("client-request-id", None);
            }
        },
    ),
    says(
        "all answers have one request-id",
        ("protocol/gives-every-exchange-an-id", "header request-id"),
        |_, reply| {
            reply.set_header("request-id", Some("5f0c8a7e-9a43-4c1d-8a55-0c6f4a2c7e11"));
        },
    ),
    says(
        "the server does not know the time",
        ("protocol/tells-the-date", "header date"),
        |_, reply| reply.set_header("date", None),
    ),
    says(
        "an unknown header is refused",
        ("protocol/passes-over-unknown-headers", "status"),
        |request, reply| {
            if request.header("x-nonsense").is_some() {
                reply.become_error(400, "BadRequest", "The header X-Nonsense is not known.");
            }
        },
    ),
    // Methods.
    serves("GET cancels", "protocol/refuses-other-methods", |request| {
        request.is("GET", "/cancel").then(|| Reply::empty(200))
    }),
    says(
        "an answer 405 names no methods",
        ("protocol/names-the-methods-of-a-path", "header allow"),
        |_, reply| reply.set_header("allow", None),
    ),
    Fault::remembers("PATCH changes the type of a request", PATCH, (PATCH, "/requestType"), {
        |earlier, request, reply| {
            let was_patched = earlier.iter().any(|passed| passed.heard.method() == "PATCH");
            if was_patched && request.method() == "GET" {
                reply.put("/requestType", json!("userRemove"));
            }
        }
    }),
    says(
        "the server fails at HEAD",
        ("protocol/does-not-fail-at-head-and-options", "status"),
        |request, reply| {
            if request.method() == "HEAD" {
                reply.become_empty(500);
            }
        },
    ),
    Fault::remembers("an answer depends on how often was asked", SAME, (SAME, "body"), {
        |earlier, request, reply| {
            if request.is("GET", "/assignmentRequests/*") {
                reply.put("/justification", json!(format!("asked {} times", earlier.len())));
            }
        }
    }),
    hears(
        "options of a create are passed over",
        "protocol/refuses-options-of-a-create",
        |request| request.lose_option("$filter"),
    ),
    // Bodies.
    hears("every body of a create is JSON", "protocol/create-takes-json-only", |request| {
        if request.header("content-type").is_some() {
            request.set_header("content-type", "application/json");
        }
    }),
    hears("every body of a resume is JSON", "protocol/resume-takes-json-only", |request| {
        if request.header("content-type").is_some() {
            request.set_header("content-type", "application/json");
        }
    }),
    says(
        "JSON with parameters is no JSON",
        ("protocol/reads-parameters-of-json", "status"),
        |request, reply| {
            if request.header("content-type").is_some_and(|media_type| media_type.contains(';')) {
                reply.become_error(415, "UnsupportedMediaType", "Send application/json.");
            }
        },
    ),
    serves("a create without a body is served", "protocol/create-refuses-what-is-no-object", {
        |request| {
            let new = json!({ "id": "9a45cd88-8d59-40d6-8144-5b6a189663f5" });
            request.body.is_empty().then(|| Reply::in_json(201, &new))
        }
    }),
    serves("a resume without a body is served", "protocol/resume-refuses-what-is-no-object", {
        |request| {
            let is_empty = request.is("POST", "/resume") && request.body.is_empty();
            is_empty.then(|| Reply::empty(204))
        }
    }),
    hears("a type that is none is made up", "protocol/create-refuses-other-types", |request| {
        request.put("/requestType", json!("adminAdd"));
    }),
    hears("a source of any type is taken", "protocol/resume-refuses-other-types", |request| {
        request.put("/source", json!("Contoso.SodCheckProcess"));
    }),
    says(
        "the server fails at long values",
        ("protocol/does-not-fail-at-long-values", "status"),
        |request, reply| {
            if request.body.len() > 65_536 {
                reply.become_error(500, "generalException", "Data would be truncated.");
            }
        },
    ),
    // Paths.
    serves("any path leads somewhere", "protocol/refuses-unknown-paths", |request| {
        request.is("GET", "/nonsense").then(|| Reply::in_json(200, &json!({})))
    }),
    says(
        "ids are read in small letters only",
        ("protocol/reads-ids-in-any-casing", "status"),
        |request, reply| {
            let id = request.path().rsplit('/').next().unwrap_or_default();
            if id.contains('-') && id.bytes().any(|byte| byte.is_ascii_uppercase()) {
                reply.become_error(404, "NotFound", "There is none.");
            }
        },
    ),
    hears("what stands behind an id is cut off", "protocol/refuses-more-than-an-id", |request| {
        let beginning = request.target.rsplit_once('/').map(|(path, _)| path.len() + 1);
        if request.is("GET", "/assignmentRequests/*") {
            request.target.truncate(beginning.unwrap_or_default() + 36);
        }
    }),
    says(
        "the server fails at a zero byte",
        ("protocol/does-not-fail-at-hostile-ids", "status"),
        |request, reply| {
            if request.path().contains("%00") {
                reply.become_error(500, "generalException", "String contains a zero byte.");
            }
        },
    ),
];
