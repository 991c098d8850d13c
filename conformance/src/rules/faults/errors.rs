//! Mistakes of a server in how it refuses.

use crate::selftest::{Fault, Heard, Reply};
use serde_json::json;

/// A mistake in how one thing is refused, told by the rule.
const fn refuses(
    name: &'static str,
    (rule, place): (&'static str, &'static str),
    change: fn(&Heard, &mut Reply),
) -> Fault {
    Fault::answers_to(name, rule, (rule, place), change)
}

/// Whether it has a filter, which is a broken one.
fn is_broken(request: &Heard) -> bool {
    request.query().contains("$filter")
}

const CODE: &str = "errors/have-a-code";
const SAME: &str = "errors/keep-to-their-code";

pub(super) const FAULTS: &[Fault] = &[
    refuses("a refusal has no code", (CODE, "/error/code"), |request, reply| {
        if is_broken(request) {
            reply.put("/error/code", json!(""));
        }
    }),
    refuses("a path that leads nowhere has another envelope", (CODE, "/error/code"), {
        |request, reply| {
            if request.is("GET", "/assignmentRequestss") {
                reply.become_json(404, &json!({ "title": "Not Found", "status": 404 }));
            }
        }
    }),
    refuses("an error does not say why", ("errors/say-why", "/error/message"), {
        |request, reply| {
            if is_broken(request) {
                reply.put("/error/message", json!(""));
            }
        }
    }),
    refuses("an error is a web page", ("errors/are-json", "header content-type"), {
        |request, reply| {
            if request.is("GET", "/assignmentRequestss") {
                reply.become_answer(404, "text/html", "<h1>Not Found</h1>");
            }
        }
    }),
    refuses(
        "an error does not name its exchange",
        ("errors/name-the-exchange", "/error/innerError"),
        |request, reply| {
            if is_broken(request) {
                reply.put("/error/innerError", None);
            }
        },
    ),
    refuses(
        "an error names another exchange",
        ("errors/name-the-exchange", "/error/innerError/request-id"),
        |request, reply| {
            if is_broken(request) {
                let another = json!("5f0c8a7e-9a43-4c1d-8a55-0c6f4a2c7e11");
                reply.put("/error/innerError/request-id", another);
            }
        },
    ),
    refuses(
        "nobody's error has no request-id",
        ("errors/carry-a-request-id", "header request-id"),
        |request, reply| {
            if request.header("authorization").is_none() {
                reply.set_header("request-id", None);
            }
        },
    ),
    Fault::remembers("an error has a new code every time", SAME, (SAME, "/error/code"), {
        |earlier, request, reply| {
            if is_broken(request) {
                reply.put("/error/code", json!(format!("Error{}", earlier.len())));
            }
        }
    }),
    refuses("all errors have one code", ("errors/tell-causes-apart", "/error/code"), |_, reply| {
        reply.put("/error/code", json!("UnknownError"));
    }),
    refuses("an error shows its stack", ("errors/tell-no-internals", "/error/message"), {
        |request, reply| {
            if is_broken(request) {
                let stack = "Value cannot be null.\n   at Microsoft.OData.UriParser.Parse(String)";
                reply.put("/error/message", json!(stack));
            }
        }
    }),
];
