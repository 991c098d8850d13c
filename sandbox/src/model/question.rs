//! accessPackageQuestion: what a policy asks of its requestors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::names;
use crate::model::{Pattern, QuestionId};

/// An accessPackageQuestion: a multiple choice or a text input, as its type says.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "they are the members that Graph has"
)]
pub(crate) struct Question {
    #[serde(rename = "@odata.type")]
    pub(crate) r#type: QuestionType,
    pub(crate) id: QuestionId,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) sequence: i32,
    #[serde(default)]
    pub(crate) is_required: bool,
    /// Whether an update of the requestor can bring another answer.
    #[serde(default = "editable")]
    pub(crate) is_answer_editable: bool,
    /// What can be chosen, in a multiple choice.
    #[serde(default)]
    pub(crate) choices: Vec<Choice>,
    #[serde(default)]
    pub(crate) is_multiple_selection_allowed: bool,
    /// Whether a text input can have one line only.
    #[serde(default)]
    pub(crate) is_single_line_question: bool,
    /// What a text input must look like.
    #[serde(default)]
    pub(crate) regex_pattern: Option<Pattern>,
}

impl Question {
    /// The text of the choice that stores `value`, where the question has one.
    pub(crate) fn choice_text(&self, value: &str) -> Option<&str> {
        let chosen = self.choices.iter().find(|choice| choice.actual_value == value);
        chosen.map(|choice| choice.text.as_str())
    }
}

/// Questions that do not say so can be answered again, as the documented updates do.
fn editable() -> bool {
    true
}

/// An accessPackageAnswerChoice: the value that is stored and the text that is shown.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Choice {
    pub(crate) actual_value: String,
    pub(crate) text: String,
}

names! {
    /// The subtypes of accessPackageQuestion.
    QuestionType = "type of accessPackageQuestion" {
        MultipleChoice = "#microsoft.graph.accessPackageMultipleChoiceQuestion",
        TextInput = "#microsoft.graph.accessPackageTextInputQuestion",
    }
}
