//! The faults: a mistake that servers make, the example that shows it, and the check that must object.

use crate::fault::{Delivery, Fault, Reply};
use serde_json::{Value, json};

const BY_EMAIL: &str = "create/admin-adds-user-by-email";
const CANCEL: &str = "cancel/cancels-pending-request";
const CREATE: &str = "create/user-adds-with-answers";
const DELETE: &str = "delete/deletes-completed-request";
const EXPIRATION: &str = "create/admin-updates-expiration";
const GET: &str = "get/gets-request";
const JUSTIFICATION: &str = "create/user-adds-with-justification";
const LIST: &str = "list/lists-requests";
const REPROCESS: &str = "reprocess/reprocesses-failed-request";
const RESUME: &str = "resume/resumes-waiting-request";

/// Every fault.
pub(crate) const FAULTS: &[Fault] = &[
    // Connections.
    fault("the server hangs up in place of an answer", GET, "answer", |reply| {
        reply.delivery = Delivery::HungUp;
    }),
    fault("the answer is cut in the middle of its body", LIST, "answer", |reply| {
        reply.delivery = Delivery::Truncated;
    }),
    fault("the answer never comes", GET, "answer", |reply| {
        reply.delivery = Delivery::Never;
    }),
    fault("another protocol answers", GET, "answer", |reply| {
        reply.delivery = Delivery::NotHttp;
    }),
    fault("the body is without measure", GET, "answer", |reply| {
        reply.body = vec![b' '; 3 << 20];
    }),
    // Status codes.
    fault("a new request answers 202", CREATE, "status", |reply| {
        reply.status = 202;
    }),
    fault("an existing request is not found", GET, "status", |reply| {
        reply.become_answer(
            404,
            "application/json",
            r#"{"error":{"code":"NotFound","message":"There is none."}}"#,
        );
    }),
    fault("a waiting request is not resumed", RESUME, "status", |reply| {
        reply.become_answer(
            400,
            "application/json",
            r#"{"error":{"code":"InvalidState","message":"It does not wait."}}"#,
        );
    }),
    fault("reprocessing answers 200", REPROCESS, "status", |reply| {
        reply.status = 200;
    }),
    fault("the server redirects to a sign-in page", LIST, "status", |reply| {
        reply.become_answer(302, "text/html", "");
        reply.set_header("location", Some("https://login.example/"));
    }),
    // Media types.
    fault("JSON is called text", GET, "media-type", |reply| {
        reply.set_header("content-type", Some("text/plain"));
    }),
    fault("JSON is called nothing", GET, "media-type", |reply| {
        reply.set_header("content-type", None);
    }),
    fault("JSON is said to be in another charset", GET, "media-type", |reply| {
        reply.set_header("content-type", Some("application/json; charset=iso-8859-1"));
    }),
    // Headers.
    fault("the request-id is missing", GET, "headers", |reply| {
        reply.set_header("request-id", None);
    }),
    fault("the request-id is no GUID", DELETE, "headers", |reply| {
        reply.set_header("request-id", Some("42"));
    }),
    fault("the client-request-id does not come back", LIST, "headers", |reply| {
        reply.set_header("client-request-id", None);
    }),
    fault("the client-request-id is replaced", CANCEL, "headers", |reply| {
        reply.set_header("client-request-id", Some("7d9b1f3c-5a3e-4f0e-9c1e-6a3b2d9e7f20"));
    }),
    // Bodies where there should be none.
    fault("a 204 announces a body", RESUME, "empty-body", |reply| {
        reply.body = b"{}".to_vec();
    }),
    fault("bytes follow a 204 unannounced", DELETE, "empty-body", |reply| {
        reply.delivery = Delivery::Stray(b"null");
    }),
    fault("a cancelled request is answered with itself", CANCEL, "empty-body", |reply| {
        reply.become_json(200, r#"{"state":"canceled"}"#);
    }),
    fault("a 202 has a body", REPROCESS, "empty-body", |reply| {
        reply.body = b"{}".to_vec();
    }),
    // JSON.
    fault("the JSON breaks off though the length is right", GET, "json", |reply| {
        reply.body.truncate(reply.body.len() / 2);
    }),
    fault("the body is not UTF-8", GET, "json", |reply| {
        reply.body = b"{\"id\":\"\xe9\"}".to_vec();
    }),
    fault("the JSON is nested without end", GET, "json", |reply| {
        reply.body = b"[".repeat(100_000);
    }),
    fault("a page of HTML takes the place of JSON", LIST, "json", |reply| {
        reply.become_answer(200, "text/html", "<html></html>");
    }),
    fault("a documented body is left out", GET, "json", |reply| {
        reply.body.clear();
    }),
    // Errors.
    fault("an error is told in plain text", GET, "json", |reply| {
        reply.become_answer(500, "text/plain", "Internal Server Error");
    }),
    fault("an error has no code", GET, "error-envelope", |reply| {
        reply.become_json(400, r#"{"error":{"message":"No."}}"#);
    }),
    fault("an error has an empty code", RESUME, "error-envelope", |reply| {
        reply.become_json(400, r#"{"error":{"code":"","message":"No."}}"#);
    }),
    fault("an error has no envelope", CANCEL, "error-envelope", |reply| {
        reply.become_json(404, r#"{"code":"NotFound","message":"No."}"#);
    }),
    fault("an error has no body", CREATE, "error-envelope", |reply| {
        reply.become_json(500, "");
    }),
    // Types and formats.
    fault("an object is a string", CREATE, "schema", |reply| {
        reply.put("/schedule", json!("P1D"));
    }),
    fault("a time is a number", GET, "schema", |reply| {
        reply.put("/createdDateTime", json!(1_571_986_511));
    }),
    fault("a time has no zone", GET, "schema", |reply| {
        reply.put("/completedDateTime", json!("2019-10-26T22:55:11.623"));
    }),
    fault("an id is no GUID", JUSTIFICATION, "schema", |reply| {
        reply.put("/id", json!("request-17"));
    }),
    fault("a list is an object", LIST, "schema", |reply| {
        reply.edit(|body| {
            let first = body["value"][0].take();
            body["value"] = first;
        });
    }),
    fault("an answer has lost its @odata.type", CREATE, "schema", |reply| {
        reply.put("/answers/0/@odata.type", None);
    }),
    fault("an answer is of a type that nobody knows", CREATE, "schema", |reply| {
        reply.put("/answers/0/@odata.type", json!("#microsoft.graph.accessPackageAnswerNumber"));
    }),
    fault("a closed enumeration has a stranger", EXPIRATION, "schema", |reply| {
        reply.put("/schedule/expiration/type", json!("never"));
    }),
    // Enumerations.
    fault("a state is in Pascal case", CREATE, "enum-members", |reply| {
        reply.put("/state", json!("Submitted"));
    }),
    fault("a state is none that the metadata knows", GET, "enum-members", |reply| {
        reply.put("/state", json!("fulfilled"));
    }),
    // Documented members and values.
    fault("a new request has no id", CREATE, "documented-members", |reply| {
        reply.put("/id", None);
    }),
    fault("the answers are dropped", CREATE, "documented-members", |reply| {
        reply.put("/answers", json!([]));
    }),
    fault("the names of the beta are used", CREATE, "documented-members", |reply| {
        reply.edit(|body| {
            let state = body.shift_remove("state").unwrap_or_default();
            body.insert("requestState".to_owned(), state);
        });
    }),
    fault("a status is null", GET, "documented-members", |reply| {
        reply.put("/status", Value::Null);
    }),
    fault("a new request is delivered at once", CREATE, "documented-values", |reply| {
        reply.put("/state", json!("delivered"));
    }),
    fault("reading by id gives another request", GET, "documented-values", |reply| {
        reply.put("/id", json!("46c1410d-ef96-44c5-ae9c-a577d014fe0e"));
    }),
    fault("the list is empty", LIST, "documented-values", |reply| {
        reply.edit(|body| body["value"] = json!([]));
    }),
    fault("the request type is another", BY_EMAIL, "documented-values", |reply| {
        reply.put("/requestType", json!("userAdd"));
    }),
    fault("a justification does not come back", JUSTIFICATION, "repeated-values", |reply| {
        reply.put("/justification", json!(""));
    }),
    fault("an answer comes back changed", CREATE, "repeated-values", |reply| {
        reply.put("/answers/1/value", json!("this is my answer to a text input question."));
    }),
    fault("the end of an assignment is moved", EXPIRATION, "repeated-values", |reply| {
        reply.put("/schedule/expiration/endDateTime", json!("2024-07-01T00:00:01Z"));
    }),
    // OData.
    fault("the context is relative", GET, "odata-annotations", |reply| {
        reply.put("/@odata.context", json!("$metadata#assignmentRequests/$entity"));
    }),
    fault("the next link is relative", LIST, "odata-annotations", |reply| {
        reply.put("/@odata.nextLink", json!("assignmentRequests?$skiptoken=1"));
    }),
    fault("control information has a name of its own", GET, "odata-annotations", |reply| {
        reply.put("/@odata.total", json!(1));
    }),
    fault("a type name has lost its #", CREATE, "odata-annotations", |reply| {
        reply.put("/answers/0/@odata.type", json!("microsoft.graph.accessPackageAnswerString"));
    }),
    // The typed client.
    fault("a time cannot be decoded", GET, "typed-round-trip", |reply| {
        reply.put("/createdDateTime", json!("yesterday"));
    }),
    // What nobody documented.
    fault("a member of the beta shows", GET, "undocumented-members", |reply| {
        reply.put("/isValidationOnly", json!(false));
    }),
];

const fn fault(
    name: &'static str,
    example: &'static str,
    objects: &'static str,
    change: fn(&mut Reply),
) -> Fault {
    Fault { name, example, change, objects }
}
