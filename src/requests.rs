//! Requests as the documents describe them: what a kind needs comes in, by name, the documented JSON goes out. What is missing does not
//! compile.
//!
//! Each kind is a struct of what it needs, and becomes a [`NewRequest`] by `into()`, which takes what may stand beside.
//!
//! ```
//! use assignment_requests::requests::{NewRequest, UserAdd};
//!
//! let request = NewRequest::from(UserAdd { access_package_id: "977c7ff4-ef8f-4910-9d31-49048ddf3120" })
//!     .justification("Need access to New Hire access package");
//! # let _ = request;
//! ```
//!
//! ```compile_fail,E0063
//! use assignment_requests::requests::AdminAdd;
//!
//! // Nobody is named.
//! let add = AdminAdd { access_package_id: "a914b616…", assignment_policy_id: "2264bf65…" };
//! ```

mod add;
mod answer;
mod resumption;
mod schedule;
mod update;

pub use add::{AdminAdd, AdminAddByEmail, UserAdd, UserAddForEmployee, UserAddUnderPolicy};
pub use answer::Answered;
pub use resumption::{DeniableStage, Deny, Resume, Resumption};
pub use schedule::{InvalidMoment, Moment, Schedule};
pub use update::{AdminRemove, AdminUpdate, Change, UserRemove, UserUpdate};

use serde::Serialize;
use serde_json::{Map, Value, json};

/// A request that can be made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
#[must_use]
pub struct NewRequest(Map<String, Value>);

impl NewRequest {
    /// A request of this type about an assignment.
    fn of(request_type: &str, assignment: Value) -> Self {
        Self(Map::new()).with("requestType", request_type).with("assignment", assignment)
    }

    /// The same, named by its type.
    fn typed(request_type: &str, assignment: Value) -> Self {
        Self::of(request_type, assignment)
            .with("@odata.type", "#microsoft.graph.accessPackageAssignmentRequest")
    }

    /// With the reason for it.
    pub fn justification(self, justification: &str) -> Self {
        self.with("justification", justification)
    }

    /// With answers to the questions of the policy.
    pub fn answers(self, answers: impl IntoIterator<Item = Answered>) -> Self {
        let answers: Vec<Value> = answers.into_iter().map(Value::from).collect();
        self.with("answers", answers)
    }

    /// From when to when access is asked for.
    pub fn schedule(self, schedule: Schedule) -> Self {
        self.with("schedule", schedule)
    }

    /// With a member that no document describes, or another value of one. Replaces what is there.
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.0.insert(member.to_owned(), value.into());
        self
    }

    /// The JSON that is sent.
    pub fn as_json(&self) -> &Map<String, Value> {
        &self.0
    }
}

/// An assignment that is there, by its id.
fn existing(id: &str) -> Value {
    json!({ "id": id })
}
