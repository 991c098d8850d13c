//! The eight operations in a row, each with its name, for what is true of all of them.

use super::calls;
use super::resume::waiting::unexpected;
use crate::probe::Call;
use serde_json::Value;

/// A call, and what it is called in what is told of it.
pub(super) type Named = (&'static str, Call);

/// A call of each operation: for this request, with this body of a new one. A callback names no callout that waits.
pub(super) fn all(request: &str, body: &Value) -> Vec<Named> {
    let mut all = reading(request);
    all.extend([
        ("create", calls::create(body)),
        ("delete", calls::delete(request)),
        ("cancel", calls::cancel(request)),
        ("reprocess", calls::reprocess(request)),
        ("resume", unexpected(request)),
    ]);
    all
}

/// A call of each operation that changes nothing.
pub(super) fn reading(request: &str) -> Vec<Named> {
    vec![
        ("list", calls::list()),
        ("get", calls::get(request)),
        ("filterByCurrentUser", calls::filter_by_current_user("target")),
    ]
}

/// A call of each operation on one request, for a request that there is not.
pub(super) fn of_one_request(request: &str) -> Vec<Named> {
    let is_of_one = |named: &Named| !["list", "create", "filterByCurrentUser"].contains(&named.0);
    all(request, &Value::Null).into_iter().filter(is_of_one).collect()
}
