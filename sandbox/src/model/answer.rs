//! The questions of a policy and a requestor's answers to them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::names;
use crate::model::QuestionId;

/// An accessPackageQuestion with what the sandbox needs of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Question {
    #[serde(rename = "@odata.type")]
    pub(crate) r#type: QuestionType,
    pub(crate) id: QuestionId,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) choices: Vec<Choice>,
}

impl Question {
    /// The text of the choice that stores `value`, where the question has one.
    pub(crate) fn choice_text(&self, value: &str) -> Option<&str> {
        let chosen = self.choices.iter().find(|choice| choice.actual_value == value);
        chosen.map(|choice| choice.text.as_str())
    }
}

/// An accessPackageAnswerChoice: the value that is stored and the text that is shown.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Choice {
    actual_value: String,
    text: String,
}

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

names! {
    /// The subtypes of accessPackageQuestion.
    QuestionType = "type of accessPackageQuestion" {
        MultipleChoice = "#microsoft.graph.accessPackageMultipleChoiceQuestion",
        TextInput = "#microsoft.graph.accessPackageTextInputQuestion",
    }
}
