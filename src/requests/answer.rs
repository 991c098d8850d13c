//! Answers to the questions of a policy.

use serde_json::{Value, json};

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Answered {
    question: &'static str,
    question_id: String,
    value: String,
    display_value: Option<String>,
}

impl Answered {
    /// A written answer to the text input question of that id.
    pub fn text(question_id: &str, value: &str) -> Self {
        Self::of("#microsoft.graph.accessPackageTextInputQuestion", (question_id, value))
    }

    /// One of the values that the multiple choice question of that id offers.
    pub fn choice(question_id: &str, value: &str) -> Self {
        Self::of("#microsoft.graph.accessPackageMultipleChoiceQuestion", (question_id, value))
    }

    /// As it is shown to people.
    pub fn shown_as(self, display_value: &str) -> Self {
        Self { display_value: Some(display_value.to_owned()), ..self }
    }

    fn of(question: &'static str, (question_id, value): (&str, &str)) -> Self {
        let (question_id, value) = (question_id.to_owned(), value.to_owned());
        Self { question, question_id, value, display_value: None }
    }
}

impl From<Answered> for Value {
    fn from(answer: Answered) -> Self {
        let mut members = json!({
            "@odata.type": "#microsoft.graph.accessPackageAnswerString",
            "value": answer.value,
            "answeredQuestion": { "@odata.type": answer.question, "id": answer.question_id },
        });
        if let (Some(shown), Some(members)) = (answer.display_value, members.as_object_mut()) {
            members.insert("displayValue".to_owned(), shown.into());
        }
        members
    }
}
