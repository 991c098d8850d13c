//! The body that Graph posts to a custom extension, as far as it matters here.

use assignment_requests::enums::AccessPackageCustomExtensionStage as Stage;
use serde::Deserialize;

/// A callout about a request. The documented type is an envelope in camel case; what is really sent is flat and in Pascal case, and has more
/// members than these.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Callout {
    /// The request that waits.
    #[serde(rename = "AccessPackageAssignmentRequestId")]
    pub(crate) request_id: String,
    /// This callout; whoever resumes the request has to name it.
    #[serde(rename = "CustomExtensionStageInstanceId")]
    pub(crate) instance_id: String,
    /// How far the request has come.
    pub(crate) stage: Stage,
    /// What is asked for.
    pub(crate) access_package: Package,
    /// What will come of it.
    pub(crate) assignment: Assignment,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Package {
    pub(crate) id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Assignment {
    /// Whoever will have the access, which need not be the requestor.
    pub(crate) target: Person,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Person {
    pub(crate) object_id: String,
}
