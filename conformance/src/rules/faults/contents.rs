//! Mistakes in what stands in an answer: types, members, values, and what OData adds to them.

use super::{BY_EMAIL, CREATE, EXPIRATION, GET, JUSTIFICATION, LIST};
use crate::finding::Level;
use crate::selftest::Fault;
use serde_json::{Value, json};

pub(super) const FAULTS: &[Fault] = &[
    // Types and formats.
    Fault::answers("an object is a string", CREATE, ("schema", "/schedule"), |reply| {
        reply.put("/schedule", json!("P1D"));
    }),
    Fault::answers("a time is a number", GET, ("schema", "/createdDateTime"), |reply| {
        reply.put("/createdDateTime", json!(1_571_986_511));
    }),
    Fault::answers("a time has no zone", GET, ("schema", "/completedDateTime"), |reply| {
        reply.put("/completedDateTime", json!("2019-10-26T22:55:11.623"));
    }),
    Fault::answers("an id is no GUID", JUSTIFICATION, ("schema", "/id"), |reply| {
        reply.put("/id", json!("request-17"));
    }),
    Fault::answers("a list is an object", LIST, ("schema", "/value"), |reply| {
        let first = reply.take("/value/0");
        reply.put("/value", first);
    }),
    Fault::answers(
        "an answer has lost its @odata.type",
        CREATE,
        ("schema", "/answers/0"),
        |reply| {
            reply.put("/answers/0/@odata.type", None);
        },
    ),
    Fault::answers(
        "an answer is of a type that nobody knows",
        CREATE,
        ("schema", "/answers/0/@odata.type"),
        |reply| {
            reply
                .put("/answers/0/@odata.type", json!("#microsoft.graph.accessPackageAnswerNumber"));
        },
    ),
    Fault::answers(
        "a closed enumeration has a stranger",
        EXPIRATION,
        ("schema", "/schedule/expiration/type"),
        |reply| {
            reply.put("/schedule/expiration/type", json!("never"));
        },
    ),
    // Enumerations.
    Fault::answers("a state is in Pascal case", CREATE, ("enum-members", "/state"), |reply| {
        reply.put("/state", json!("Submitted"));
    }),
    Fault::answers(
        "a state is none that the metadata knows",
        GET,
        ("enum-members", "/state"),
        |reply| {
            reply.put("/state", json!("fulfilled"));
        },
    )
    .told_as(Level::Should),
    // Documented members and values.
    Fault::answers("a new request has no id", CREATE, ("documented-members", "/id"), |reply| {
        reply.put("/id", None);
    }),
    Fault::answers(
        "the answers are dropped",
        CREATE,
        ("documented-members", "/answers/0"),
        |reply| {
            reply.put("/answers", json!([]));
        },
    ),
    Fault::answers(
        "the names of the beta are used",
        CREATE,
        ("documented-members", "/state"),
        |reply| {
            let state = reply.take("/state");
            reply.put("/requestState", state);
        },
    ),
    Fault::answers("a status is null", GET, ("documented-members", "/status"), |reply| {
        reply.put("/status", Value::Null);
    }),
    Fault::answers(
        "a new request is delivered at once",
        CREATE,
        ("documented-values", "/state"),
        |reply| {
            reply.put("/state", json!("delivered"));
        },
    ),
    Fault::answers(
        "a delivered request is said to be on its way",
        GET,
        ("documented-values", "/status"),
        |reply| {
            reply.put("/status", json!("Delivering"));
        },
    )
    .told_as(Level::Should),
    Fault::answers(
        "reading by id gives another request",
        GET,
        ("documented-values", "/id"),
        |reply| {
            reply.put("/id", json!("46c1410d-ef96-44c5-ae9c-a577d014fe0e"));
        },
    ),
    Fault::answers("the list is empty", LIST, ("documented-values", "/value/0"), |reply| {
        reply.put("/value", json!([]));
    }),
    Fault::answers(
        "the request type is another",
        BY_EMAIL,
        ("documented-values", "/requestType"),
        |reply| {
            reply.put("/requestType", json!("userAdd"));
        },
    ),
    Fault::answers(
        "a justification does not come back",
        JUSTIFICATION,
        ("repeated-values", "/justification"),
        |reply| {
            reply.put("/justification", json!(""));
        },
    ),
    Fault::answers(
        "an answer comes back changed",
        CREATE,
        ("repeated-values", "/answers/1/value"),
        |reply| {
            reply.put("/answers/1/value", json!("this is my answer to a text input question."));
        },
    ),
    Fault::answers(
        "the end of an assignment is moved",
        EXPIRATION,
        ("repeated-values", "/schedule/expiration/endDateTime"),
        |reply| {
            reply.put("/schedule/expiration/endDateTime", json!("2024-07-01T00:00:01Z"));
        },
    ),
    // OData.
    Fault::answers(
        "the context is relative",
        GET,
        ("odata-annotations", "/@odata.context"),
        |reply| {
            reply.put("/@odata.context", json!("$metadata#assignmentRequests/$entity"));
        },
    ),
    Fault::answers(
        "the next link is relative",
        LIST,
        ("odata-annotations", "/@odata.nextLink"),
        |reply| {
            reply.put("/@odata.nextLink", json!("assignmentRequests?$skiptoken=1"));
        },
    ),
    Fault::answers(
        "control information has a name of its own",
        GET,
        ("odata-annotations", "/@odata.total"),
        |reply| {
            reply.put("/@odata.total", json!(1));
        },
    )
    .told_as(Level::Should),
    Fault::answers(
        "a type name has lost its #",
        CREATE,
        ("odata-annotations", "/answers/0/@odata.type"),
        |reply| {
            reply.put("/answers/0/@odata.type", json!("microsoft.graph.accessPackageAnswerString"));
        },
    )
    .told_as(Level::Should),
    // The typed client.
    Fault::answers(
        "a whole number is written with a fraction",
        CREATE,
        ("typed-round-trip", "body"),
        |reply| {
            reply.put(
                "/schedule/recurrence",
                json!({ "pattern": { "type": "daily", "interval": 1.0 } }),
            );
        },
    ),
    Fault::answers("a time cannot be decoded", GET, ("typed-round-trip", "body"), |reply| {
        reply.put("/createdDateTime", json!("yesterday"));
    }),
    Fault::answers(
        "an answer is shown as that of the other question",
        CREATE,
        ("repeated-values", "/answers/0/answeredQuestion/id"),
        |reply| {
            let first = reply.take("/answers/0/answeredQuestion");
            let second = reply.take("/answers/1/answeredQuestion");
            reply.put("/answers/0/answeredQuestion", second);
            reply.put("/answers/1/answeredQuestion", first);
        },
    ),
    // What nobody documented.
    Fault::answers(
        "a member of the beta shows",
        GET,
        ("undocumented-members", "/isValidationOnly"),
        |reply| {
            reply.put("/isValidationOnly", json!(false));
        },
    ),
];
