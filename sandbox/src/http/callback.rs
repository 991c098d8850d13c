//! The body of a resume: JSON in, what a custom extension calls back with out.

use serde::Deserialize;

use crate::command::{Callback, Verdict};
use crate::http::graph_error::GraphError;
use crate::http::object::Object;
use crate::http::odata_type::OdataType;
use crate::members::names;
use crate::model::Stage;

/// The parameters of the action as they are sent.
#[derive(Debug, Deserialize)]
pub(crate) struct CallbackBody {
    /// Kept for audits by the real service, which nobody can read here.
    #[serde(rename = "source")]
    _source: Option<String>,
    r#type: Option<String>,
    data: Object<DataBody>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DataBody {
    #[serde(rename = "@odata.type")]
    _type: OdataType<DataType>,
    stage: Option<Stage>,
    custom_extension_stage_instance_id: String,
    custom_extension_stage_instance_detail: Option<String>,
    state: Option<String>,
}

names! {
    /// The data that a request which waits for a callback can be resumed with.
    DataType = "type of customExtensionData that a request can be resumed with" {
        Request = "#microsoft.graph.accessPackageAssignmentRequestCallbackData",
    }
}

const STAGE: &str = "microsoft.graph.accessPackageCustomExtensionStage.";

impl CallbackBody {
    /// What the custom extension decided, and for which callout.
    pub(crate) fn into_callback(self) -> Result<Callback, GraphError> {
        let data = self.data.0;
        Ok(Callback {
            stage: one_stage(self.r#type.as_deref(), data.stage)?,
            instance: data.custom_extension_stage_instance_id,
            verdict: verdict(data.state.as_deref())?,
            detail: data.custom_extension_stage_instance_detail,
        })
    }
}

/// D-33: `type` and `data.stage` both name the stage and must agree.
fn one_stage(r#type: Option<&str>, stage: Option<Stage>) -> Result<Stage, GraphError> {
    match (r#type.map(stage_of_type).transpose()?, stage) {
        (Some(one), Some(other)) if one != other => Err(GraphError::invalid_model(format!(
            "type names the stage {one}, data.stage the stage {other}; they must agree"
        ))),
        (Some(stage), _) | (None, Some(stage)) => Ok(stage),
        (None, None) => Err(GraphError::invalid_model(format!(
            "name the stage in type ({STAGE}assignmentRequestCreated) and in data.stage"
        ))),
    }
}

fn stage_of_type(r#type: &str) -> Result<Stage, GraphError> {
    let name = r#type.strip_prefix('#').unwrap_or(r#type).strip_prefix(STAGE).ok_or_else(|| {
        GraphError::invalid_model(format!("type: {type:?} must be {STAGE} and the name of a stage"))
    })?;
    name.parse().map_err(|error| GraphError::invalid_model(format!("type: {error}")))
}

/// D-34: a string, in any casing.
fn verdict(state: Option<&str>) -> Result<Verdict, GraphError> {
    match state.map(str::to_ascii_lowercase).as_deref() {
        None => Ok(Verdict::Continue),
        Some("denied") => Ok(Verdict::Deny),
        Some("canceled") => Ok(Verdict::Cancel),
        Some(other) => Err(GraphError::invalid_model(format!(
            "data.state: {other:?} decides nothing; send denied or canceled, or leave it out to \
             let the request go on"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATED: &str =
        "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated";

    #[test]
    fn one_name_of_the_stage_is_enough_and_two_must_agree() {
        let (created, granted) = (Stage::RequestCreated, Stage::RequestGranted);
        for (r#type, stage, expected) in [
            (Some(CREATED), Some(created), Some(created)),
            (Some(CREATED), None, Some(created)),
            (None, Some(granted), Some(granted)),
            (Some(CREATED), Some(granted), None),
            (Some("assignmentRequestCreated"), Some(created), None),
            (None, None, None),
        ] {
            assert_eq!(one_stage(r#type, stage).ok(), expected, "{type:?} {stage:?}");
        }
    }

    #[test]
    fn a_state_denies_or_cancels_in_any_casing() {
        for (state, expected) in [
            (None, Some(Verdict::Continue)),
            (Some("denied"), Some(Verdict::Deny)),
            (Some("Canceled"), Some(Verdict::Cancel)),
            (Some("delivered"), None),
        ] {
            assert_eq!(verdict(state).ok(), expected, "{state:?}");
        }
    }
}
