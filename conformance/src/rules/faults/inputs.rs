//! Mistakes of a server with bodies that nobody documented an example for.

use crate::finding::Level;
use crate::selftest::{Fault, Heard};
use serde_json::{Value, json};

const ASSIGNS: &str = "input/create/admin-adds-user";
const ANSWERS: &str = "input/create/user-adds-with-answers";
const EXTENDS: &str = "input/create/admin-updates-expiration";
const RESUMES: &str = "input/resume/resumes-waiting-request";

pub(super) const FAULTS: &[Fault] = &[
    // What is forbidden and let through.
    Fault::hears(
        "a requestType that is no text is taken for adminAdd",
        ASSIGNS,
        (ASSIGNS, "/requestType"),
        |request| {
            request.edit(|body| {
                let kind = body.get_mut("requestType").filter(|kind| !kind.is_string());
                if let Some(kind) = kind {
                    *kind = json!("adminAdd");
                }
            });
        },
    ),
    Fault::hears(
        "answers that are no list are passed over",
        ANSWERS,
        (ANSWERS, "/answers"),
        |request| {
            request.edit(|body| {
                if let Some(answers) = body.get_mut("answers").filter(|answers| !answers.is_array())
                {
                    *answers = json!([]);
                }
            });
        },
    ),
    Fault::hears(
        "an end that is no time is taken for none",
        EXTENDS,
        (EXTENDS, "/schedule/expiration/endDateTime"),
        |request| {
            let end = request.json().and_then(|body| {
                body.pointer("/schedule/expiration/endDateTime")
                    .and_then(Value::as_str)
                    .map(str::to_owned)
            });
            if end.is_some_and(|end| !end.ends_with('Z')) {
                request.put("/schedule/expiration/endDateTime", Value::Null);
                request.put("/schedule/expiration/type", json!("noExpiration"));
            }
        },
    ),
    Fault::answers_to(
        "a callback that is no JSON lets the request go on",
        RESUMES,
        (RESUMES, ""),
        |request, reply| {
            if request.json().is_none() {
                reply.become_empty(204);
            }
        },
    ),
    // What is allowed and refused.
    Fault::answers_to(
        "members have to come in one order",
        ASSIGNS,
        (ASSIGNS, ""),
        |request, reply| {
            if request.body.starts_with(b"{\"assignment\"") {
                reply.become_error(400, "BadRequest", "requestType must come first.");
            }
        },
    )
    .told_as(Level::Should),
    Fault::answers_to(
        "texts are compared before their escapes are read",
        RESUMES,
        (RESUMES, ""),
        |request, reply| {
            if holds(request, b"\\u00") {
                reply.become_error(400, "BadRequest", "There is an unknown member.");
            }
        },
    )
    .told_as(Level::Should),
    Fault::answers_to("white space is none", EXTENDS, (EXTENDS, ""), |request, reply| {
        if request.body.iter().take(4).any(u8::is_ascii_whitespace) {
            reply.become_error(400, "BadRequest", "There is something before the body.");
        }
    })
    .told_as(Level::Should),
    // What makes the server fail.
    Fault::answers_to(
        "null where a text is due makes the server fail",
        ASSIGNS,
        (ASSIGNS, "/requestType"),
        |request, reply| {
            let kind = request.json().and_then(|body| body.get("requestType").cloned());
            if kind == Some(Value::Null) {
                reply.become_error(500, "InternalServerError", "Object reference not set.");
            }
        },
    ),
    Fault::answers_to(
        "a text without end makes the server fail",
        RESUMES,
        (RESUMES, "/type"),
        |request, reply| {
            if request.body.len() > 20_000 {
                reply.become_error(500, "InternalServerError", "The column is too short.");
            }
        },
    ),
    Fault::answers_to(
        "a body that is not UTF-8 is answered with a page",
        ANSWERS,
        (ANSWERS, ""),
        |request, reply| {
            if std::str::from_utf8(&request.body).is_err() {
                reply.become_answer(400, "text/html", "<h1>Bad Request</h1>");
            }
        },
    )
    .told_as(Level::Should),
];

fn holds(request: &Heard, bytes: &[u8]) -> bool {
    request.body.windows(bytes.len()).any(|window| window == bytes)
}
