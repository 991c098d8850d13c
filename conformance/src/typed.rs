//! The one file of the judge that knows the generated client: an operation's answer in, decoded and encoded again, out.

use crate::check::RoundTrip;
use assignment_requests::types::{
    AccessPackageAssignmentRequest, AccessPackageAssignmentRequestCollection,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The contract that the client was generated from, as one JSON document.
pub const CONTRACT: &str = assignment_requests::OPENAPI;

/// Where everything in it stands in its files, as a source map in JSON.
pub const SOURCES: &str = assignment_requests::SOURCES;

/// Decodes an answer into the type that the client has for it, and encodes it again.
pub const ROUND_TRIP: RoundTrip = |operation, body| match operation {
    "createAssignmentRequest" | "getAssignmentRequest" => {
        Some(again::<AccessPackageAssignmentRequest>(body))
    }
    "listAssignmentRequests" | "filterAssignmentRequestsByCurrentUser" => {
        Some(again::<AccessPackageAssignmentRequestCollection>(body))
    }
    _ => None,
};

fn again<T: DeserializeOwned + Serialize>(body: &Value) -> Result<Value, String> {
    let decoded: T = serde_path_to_error::deserialize(body)
        .map_err(|error| format!("at {}: {}", error.path(), error.inner()))?;
    serde_json::to_value(&decoded).map_err(|error| error.to_string())
}
