//! Mistakes of a server that creates: what it takes in and should not, what it refuses and should not, and what it changes afterwards.

pub(super) mod kept;
pub(super) mod refused;
pub(super) mod taken_in;

use crate::selftest::{Heard, Reply};
use serde_json::Value;

fn is_create(request: &Heard) -> bool {
    request.is("POST", "/assignmentRequests")
}

/// Whether a request is created of which this holds.
fn creates(request: &Heard, what: impl FnOnce(&Value) -> bool) -> bool {
    is_create(request) && request.json().is_some_and(|body| what(&body))
}

/// Whether the answer shows a request of that type in that state.
fn shows(reply: &Reply, request_type: &str, state: &str) -> bool {
    let reads = |body: &Value, member: &str, text: &str| body.get(member) == Some(&text.into());
    let shown =
        |body: &Value| reads(body, "requestType", request_type) && reads(body, "state", state);
    reply.json().as_ref().is_some_and(shown)
}

fn refusal() -> Reply {
    Reply::error(400, "InvalidModel", "The model is invalid.")
}
