//! accessPackageAnswer: a requestor's answer to a question of the policy.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::names;
use crate::model::{QuestionId, QuestionType};

/// An accessPackageAnswerString, the only answer that the metadata has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Answer {
    #[serde(rename = "@odata.type")]
    pub(crate) r#type: AnswerType,
    pub(crate) value: Option<String>,
    pub(crate) display_value: Option<String>,
    pub(crate) answered_question: AnsweredQuestion,
}

/// Which question an answer belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AnsweredQuestion {
    #[serde(rename = "@odata.type")]
    pub(crate) r#type: QuestionType,
    pub(crate) id: QuestionId,
}

names! {
    /// The subtypes of accessPackageAnswer.
    AnswerType = "type of accessPackageAnswer" {
        Text = "#microsoft.graph.accessPackageAnswerString",
    }
}
