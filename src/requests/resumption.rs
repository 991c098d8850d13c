//! What a custom extension says of a request that waits for it.

use crate::enums::AccessPackageCustomExtensionStage as Stage;
use serde::Serialize;
use serde_json::{Value, json};

/// What resumes a request that waits for a custom extension.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
#[must_use]
pub struct Resumption(Value);

/// The request goes on (resume, example 1).
#[derive(Clone, Debug)]
#[must_use]
pub struct Resume<'a> {
    /// Who resumes it, for the audit.
    pub source: &'a str,
    /// The stage at which it waits, as the callout says.
    pub stage: Stage,
    /// The id of the callout's instance, as the callout says.
    pub custom_extension_stage_instance_id: &'a str,
}

/// The request is denied (resume, example 2).
///
/// ```
/// use assignment_requests::requests::{DeniableStage, Deny, Resumption};
///
/// let denial = Deny {
///     source: "Contoso.SodCheckProcess",
///     stage: DeniableStage::AssignmentRequestCreated,
///     custom_extension_stage_instance_id: "857d0c50…",
/// };
/// let denial = Resumption::from(denial).detail("Potential risk user based on the SOD check");
/// # let _ = denial;
/// ```
///
/// ```compile_fail,E0308
/// use assignment_requests::{enums::AccessPackageCustomExtensionStage, requests::Deny};
///
/// let denial = Deny {
///     source: "Contoso.SodCheckProcess",
///     // What is granted already cannot be denied.
///     stage: AccessPackageCustomExtensionStage::AssignmentRequestGranted,
///     custom_extension_stage_instance_id: "857d0c50…",
/// };
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Deny<'a> {
    /// Who denies it, for the audit.
    pub source: &'a str,
    /// The stage at which it waits, as the callout says.
    pub stage: DeniableStage,
    /// The id of the callout's instance, as the callout says.
    pub custom_extension_stage_instance_id: &'a str,
}

/// A stage at which a request can be denied. The documents name three sets of them; these two are in all that hold together (D-31).
///
/// ```compile_fail,E0004
/// use assignment_requests::requests::DeniableStage;
///
/// fn is_early(stage: DeniableStage) -> bool {
///     // There may be more stages some day.
///     match stage {
///         DeniableStage::AssignmentRequestCreated => true,
///         DeniableStage::AssignmentRequestApproved => false,
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeniableStage {
    /// The request was made.
    AssignmentRequestCreated,
    /// The request was approved.
    AssignmentRequestApproved,
}

impl DeniableStage {
    /// The stage that a callout names, where a request can be denied at it.
    pub fn of(stage: &Stage) -> Option<Self> {
        match stage {
            Stage::AssignmentRequestCreated => Some(Self::AssignmentRequestCreated),
            Stage::AssignmentRequestApproved => Some(Self::AssignmentRequestApproved),
            Stage::AssignmentRequestGranted
            | Stage::AssignmentRequestRemoved
            | Stage::AssignmentFourteenDaysBeforeExpiration
            | Stage::AssignmentOneDayBeforeExpiration
            | Stage::UnknownFutureValue
            | Stage::Other(_) => None,
        }
    }
}

impl Resumption {
    /// With a remark on it.
    pub fn detail(mut self, detail: &str) -> Self {
        if let Some(data) = self.0.get_mut("data").and_then(Value::as_object_mut) {
            data.insert("customExtensionStageInstanceDetail".to_owned(), detail.into());
        }
        self
    }

    /// The JSON that is sent.
    pub fn as_json(&self) -> &Value {
        &self.0
    }
}

impl From<Resume<'_>> for Resumption {
    fn from(resume: Resume<'_>) -> Self {
        let stage = resume.stage.as_str();
        Self(json!({
            "source": resume.source,
            "type": format!("microsoft.graph.accessPackageCustomExtensionStage.{stage}"),
            "data": {
                "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
                "stage": stage,
                "customExtensionStageInstanceId": resume.custom_extension_stage_instance_id,
            },
        }))
    }
}

impl From<Deny<'_>> for Resumption {
    fn from(deny: Deny<'_>) -> Self {
        // The example writes the member with a capital in one place, and without in the other.
        let (stage, capital) = match deny.stage {
            DeniableStage::AssignmentRequestCreated => {
                ("assignmentRequestCreated", "AssignmentRequestCreated")
            }
            DeniableStage::AssignmentRequestApproved => {
                ("assignmentRequestApproved", "AssignmentRequestApproved")
            }
        };
        Self(json!({
            "source": deny.source,
            "type": format!("microsoft.graph.accessPackageCustomExtensionStage.{stage}"),
            "data": {
                "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
                "stage": capital,
                "customExtensionStageInstanceId": deny.custom_extension_stage_instance_id,
                "state": "denied",
            },
        }))
    }
}
