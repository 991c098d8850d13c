//! What mistakes of several operations have in common: what was tried before, and how a request is read once it was.

use crate::selftest::{Heard, Passed, Reply};
use serde_json::json;

/// Whether it is a call of an operation.
type Is = fn(&Heard) -> bool;

/// Whether somebody has called the operation before.
pub(super) fn was_tried(earlier: &[Passed], is_it: Is) -> bool {
    earlier.iter().any(|passed| is_it(&passed.heard))
}

/// A request is read with this value at a place once somebody has called the operation.
pub(super) fn reads_after(
    (earlier, is_it): (&[Passed], Is),
    request: &Heard,
    reply: &mut Reply,
    (place, value): (&str, &str),
) {
    if was_tried(earlier, is_it) && request.method() == "GET" {
        reply.put(place, json!(value));
    }
}
