//! Mistakes in how a server answers: connections, status codes, headers, and bodies as a whole.

use super::{CANCEL, CREATE, DELETE, GET, LIST, REPROCESS, RESUME};
use crate::selftest::{Delivery, Fault, Patience};
use serde_json::json;

pub(super) const FAULTS: &[Fault] = &[
    // Connections.
    Fault::answers(
        "the server hangs up in place of an answer",
        GET,
        ("answer", "connection"),
        |reply| {
            reply.delivery = Delivery::HungUp;
        },
    ),
    Fault::answers(
        "the answer is cut in the middle of its body",
        LIST,
        ("answer", "connection"),
        |reply| {
            reply.delivery = Delivery::Truncated;
        },
    ),
    Fault::answers("the answer never comes", GET, ("answer", "connection"), |reply| {
        reply.delivery = Delivery::Never;
    })
    .with_patience(Patience::SHORT),
    Fault::answers(
        "the body comes when nobody waits any more",
        GET,
        ("answer", "connection"),
        |reply| {
            reply.delivery = Delivery::Late;
        },
    )
    .with_patience(Patience::SHORT),
    Fault::answers("an answer keeps its caller waiting", GET, ("promptness", "time"), |reply| {
        reply.delivery = Delivery::Dragged;
    })
    .with_patience(Patience::EXACTING),
    Fault::answers("another protocol answers", GET, ("answer", "connection"), |reply| {
        reply.delivery = Delivery::NotHttp;
    }),
    Fault::answers("the body is without measure", GET, ("answer", "connection"), |reply| {
        reply.body = vec![b' '; 3 << 20];
    }),
    // Status codes.
    Fault::answers("a new request answers 202", CREATE, ("status", "status"), |reply| {
        reply.status = 202;
    }),
    Fault::answers("an existing request is not found", GET, ("status", "status"), |reply| {
        reply.become_error(404, "NotFound", "There is none.");
    }),
    Fault::answers("a waiting request is not resumed", RESUME, ("status", "status"), |reply| {
        reply.become_error(400, "InvalidState", "It does not wait.");
    }),
    Fault::answers("reprocessing answers 200", REPROCESS, ("status", "status"), |reply| {
        reply.status = 200;
    }),
    Fault::answers("the server redirects to a sign-in page", LIST, ("status", "status"), |reply| {
        reply.become_answer(302, "text/html", "");
        reply.set_header("location", Some("https://login.example/"));
    }),
    // Media types.
    Fault::answers("JSON is called text", GET, ("media-type", "header content-type"), |reply| {
        reply.set_header("content-type", Some("text/plain"));
    }),
    Fault::answers("JSON is called nothing", GET, ("media-type", "header content-type"), |reply| {
        reply.set_header("content-type", None);
    }),
    Fault::answers(
        "JSON is said to be in another charset",
        GET,
        ("media-type", "header content-type"),
        |reply| {
            reply.set_header("content-type", Some("application/json; charset=iso-8859-1"));
        },
    ),
    // Headers.
    Fault::answers("the request-id is missing", GET, ("headers", "header request-id"), |reply| {
        reply.set_header("request-id", None);
    }),
    Fault::answers(
        "the request-id is no GUID",
        DELETE,
        ("headers", "header request-id"),
        |reply| {
            reply.set_header("request-id", Some("42"));
        },
    ),
    Fault::answers(
        "the client-request-id does not come back",
        LIST,
        ("headers", "header client-request-id"),
        |reply| {
            reply.set_header("client-request-id", None);
        },
    ),
    Fault::answers(
        "the client-request-id is replaced",
        CANCEL,
        ("headers", "header client-request-id"),
        |reply| {
            reply.set_header("client-request-id", Some("7d9b1f3c-5a3e-4f0e-9c1e-6a3b2d9e7f20"));
        },
    ),
    Fault::remembers(
        "a throttled caller is not told how long to wait",
        "cancel/is-refused-once-delivered",
        ("retry-after", "header retry-after"),
        |earlier, request, reply| {
            let is_first = !earlier.iter().any(|passed| passed.heard.method() == "GET");
            if request.method() == "GET" && is_first {
                reply.become_error(429, "TooManyRequests", "Slow down.");
            }
        },
    ),
    // Bodies where there should be none.
    Fault::answers(
        "a 204 announces a body",
        RESUME,
        ("empty-body", "header content-length"),
        |reply| {
            reply.body = b"{}".to_vec();
        },
    ),
    Fault::answers(
        "bytes follow a 204 unannounced",
        DELETE,
        ("empty-body", "connection"),
        |reply| {
            reply.delivery = Delivery::Stray(b"null");
        },
    ),
    Fault::answers(
        "a cancelled request is answered with itself",
        CANCEL,
        ("empty-body", "body"),
        |reply| {
            reply.become_json(200, &json!({ "state": "canceled" }));
        },
    ),
    Fault::answers("a 202 has a body", REPROCESS, ("empty-body", "body"), |reply| {
        reply.body = b"{}".to_vec();
    }),
    Fault::answers(
        "bytes follow a 200 of no length",
        CANCEL,
        ("empty-body", "connection"),
        |reply| {
            reply.delivery = Delivery::Stray(b"null");
        },
    ),
    Fault::answers(
        "bytes follow a 202 of no length",
        REPROCESS,
        ("empty-body", "connection"),
        |reply| {
            reply.delivery = Delivery::Stray(b"{}");
        },
    ),
    // JSON.
    Fault::answers(
        "the JSON breaks off though the length is right",
        GET,
        ("json", "body"),
        |reply| {
            reply.body.truncate(reply.body.len() / 2);
        },
    ),
    Fault::answers("the body is not UTF-8", GET, ("json", "body"), |reply| {
        reply.body = b"{\"id\":\"\xe9\"}".to_vec();
    }),
    Fault::answers("the JSON is nested without end", GET, ("json", "body"), |reply| {
        reply.body = b"[".repeat(100_000);
    }),
    Fault::answers("a page of HTML takes the place of JSON", LIST, ("json", "body"), |reply| {
        reply.become_answer(200, "text/html", "<html></html>");
    }),
    Fault::answers("a documented body is left out", GET, ("json", "body"), |reply| {
        reply.body.clear();
    }),
    // Errors.
    Fault::answers("an error is told in plain text", GET, ("json", "body"), |reply| {
        reply.become_answer(500, "text/plain", "Internal Server Error");
    }),
    Fault::answers("an error has no code", GET, ("error-envelope", "/error"), |reply| {
        reply.become_json(400, &json!({ "error": { "message": "No." } }));
    }),
    Fault::answers(
        "an error has an empty code",
        RESUME,
        ("error-envelope", "/error/code"),
        |reply| {
            reply.become_error(400, "", "No.");
        },
    ),
    Fault::answers("an error has no envelope", CANCEL, ("error-envelope", ""), |reply| {
        reply.become_json(404, &json!({ "code": "NotFound", "message": "No." }));
    }),
    Fault::answers("an error has no body", CREATE, ("error-envelope", "body"), |reply| {
        reply.become_answer(500, "application/json", "");
    }),
];
