//! The eight operations in a row, each with its name, for what is true of all of them.

use super::calls;
use super::fixture::WAITING_AT_CREATED;
use super::scene::scene;
use crate::probe::{Call, Probe, Step};
use serde_json::{Value, json};

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
        ("resume", calls::resume(request, &callback(request))),
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

/// What a custom extension calls back with for a callout at stage assignmentRequestCreated, as in the documented example.
pub(super) fn callback(callout: &str) -> Value {
    json!({
        "source": "Contoso.SodCheckProcess",
        "type": "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
        "data": {
            "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
            "stage": "assignmentRequestCreated",
            "customExtensionStageInstanceId": callout,
            "customExtensionStageInstanceDetail": "This user is all verified",
        },
    })
}

impl Probe<'_> {
    /// A request that waits for a callback at stage assignmentRequestCreated, and the callback that it waits for. Give it back unless it is used up.
    pub(super) async fn waiting_at_created(&mut self) -> Step<(String, Value)> {
        let request = self.take(WAITING_AT_CREATED.name)?;
        let reply = self.read(&request).await?;
        let callouts = reply.at("/customExtensionCalloutInstances");
        let callouts = callouts.each().map_err(scene)?;
        let mut waiting = callouts
            .iter()
            .filter(|callout| callout.at("/status").is("waitingForCallback").is_ok());
        let nothing =
            || reply.at("/customExtensionCalloutInstances").mismatch("a callout that waits");
        let callout = waiting.next().ok_or_else(|| scene(nothing()))?;
        let body = callback(callout.at("/id").text().map_err(scene)?);
        Ok((request, body))
    }
}
