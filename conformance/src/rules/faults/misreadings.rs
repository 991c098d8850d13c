//! Mistakes in what a server makes of a request: what it loses, mixes up or takes for something else shows in its answer.

use super::{BY_EMAIL, CREATE, DENY, EXPIRATION, FILTER, GET, JUSTIFICATION, LIST, RESUME};
use crate::selftest::Fault;
use serde_json::{Value, json};

pub(super) const FAULTS: &[Fault] = &[
    // Who asks, and for what.
    Fault::hears("the token is lost", GET, ("status", "status"), |request| {
        request.lose_header("authorization");
    }),
    Fault::hears(
        "the client-request-id is lost",
        LIST,
        ("headers", "header client-request-id"),
        |request| request.lose_header("client-request-id"),
    ),
    Fault::hears(
        "the media type of the request is lost",
        CREATE,
        ("status", "status"),
        |request| {
            request.lose_header("content-type");
        },
    ),
    Fault::hears(
        "reading by id reads the request beside it",
        GET,
        ("documented-values", "/id"),
        |request| {
            request.mistake_in_target(
                "7999249e-249e-7999-9e24-99799e249979",
                "46c1410d-ef96-44c5-ae9c-a577d014fe0e",
            );
        },
    ),
    Fault::hears(
        "reading by id reads the whole list",
        GET,
        ("documented-members", "/id"),
        |request| request.mistake_in_target("/7999249e-249e-7999-9e24-99799e249979", ""),
    ),
    Fault::hears(
        "the requests for the caller are taken for those that await the caller",
        FILTER,
        ("documented-values", "/value/0"),
        |request| request.mistake_in_target("target", "approver"),
    ),
    // The body as a whole.
    Fault::hears(
        "the body of a new request is not read",
        CREATE,
        ("status", "status"),
        |request| {
            request.body.clear();
        },
    ),
    Fault::hears("the body of a callback is not read", RESUME, ("status", "status"), |request| {
        request.body.clear();
    }),
    Fault::hears("the data of a callback are lost", DENY, ("status", "status"), |request| {
        request.put("/data", None);
    }),
    // What is asked for.
    Fault::hears(
        "a direct assignment is taken for a user's own request",
        BY_EMAIL,
        ("status", "status"),
        |request| request.put("/requestType", json!("userAdd")),
    ),
    Fault::hears(
        "an administrator's update is taken for the user's own",
        EXPIRATION,
        ("documented-values", "/requestType"),
        |request| request.put("/requestType", json!("userUpdate")),
    ),
    Fault::hears(
        "the justification is not stored",
        JUSTIFICATION,
        ("repeated-values", "/justification"),
        |request| request.put("/justification", None),
    ),
    // Schedules.
    Fault::hears(
        "the schedule is ignored",
        EXPIRATION,
        ("documented-members", "/schedule/startDateTime"),
        |request| request.put("/schedule", json!({})),
    ),
    Fault::hears(
        "the end of an administrator's update is taken for none",
        EXPIRATION,
        ("documented-values", "/schedule/expiration/type"),
        |request| {
            request.put("/schedule/expiration/endDateTime", Value::Null);
            request.put("/schedule/expiration/type", json!("noExpiration"));
        },
    ),
    Fault::hears(
        "the end of an assignment is read without its time",
        EXPIRATION,
        ("repeated-values", "/schedule/expiration/endDateTime"),
        |request| request.put("/schedule/expiration/endDateTime", json!("2024-06-30T00:00:00Z")),
    ),
    // Answers.
    Fault::hears(
        "the answers are not stored",
        CREATE,
        ("documented-members", "/answers/0"),
        |request| {
            request.put("/answers", None);
        },
    ),
    Fault::hears(
        "only the first answer is stored",
        CREATE,
        ("documented-members", "/answers/1"),
        |request| {
            request.put("/answers/1", None);
        },
    ),
    Fault::hears(
        "the text of an answer is taken for its value",
        CREATE,
        ("repeated-values", "/answers/1/value"),
        |request| request.put("/answers/1/value", json!("This is my answer.")),
    ),
];
