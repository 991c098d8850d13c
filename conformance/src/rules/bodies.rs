//! Bodies of new requests: what the documents show, filled with the fixtures, and the same with one thing changed.

use super::fixture::{
    ASKING_PACKAGE, EMPLOYEE, EMPLOYEES_PACKAGE, EMPLOYEES_POLICY, Fixture, OPEN_PACKAGE,
    OPEN_POLICY, QUESTION, TARGET,
};
use crate::probe::{Probe, Step};
use serde_json::{Value, json};

/// The fixtures of [`Probe::assignment_by_ids`].
pub(super) const BY_IDS: &[Fixture] = &[OPEN_PACKAGE, OPEN_POLICY, TARGET];
/// The fixtures of [`Probe::request_for_oneself`].
pub(super) const SELF: &[Fixture] = &[OPEN_PACKAGE, OPEN_POLICY];
/// The fixtures of [`Probe::request_for_an_employee`].
pub(super) const BEHALF: &[Fixture] = &[EMPLOYEES_PACKAGE, EMPLOYEES_POLICY, EMPLOYEE];

impl Probe<'_> {
    /// Assigns somebody in the directory directly, by three ids.
    pub(super) fn assignment_by_ids(&self) -> Step<Value> {
        Ok(json!({
            "requestType": "adminAdd",
            "assignment": {
                "targetId": self.fixture(TARGET.name)?,
                "assignmentPolicyId": self.fixture(OPEN_POLICY.name)?,
                "accessPackageId": self.fixture(OPEN_PACKAGE.name)?,
            },
        }))
    }

    /// Requests access for whoever calls.
    pub(super) fn request_for_oneself(&self) -> Step<Value> {
        Ok(json!({
            "requestType": "userAdd",
            "assignment": {
                "assignmentPolicyId": self.fixture(OPEN_POLICY.name)?,
                "accessPackageId": self.fixture(OPEN_PACKAGE.name)?,
            },
        }))
    }

    /// Requests access for whoever calls, with this answer to the question that is asked.
    pub(super) fn request_with_answer(&self, answer: Fixture) -> Step<Value> {
        Ok(json!({
            "requestType": "userAdd",
            "answers": [answered(&self.fixture(QUESTION.name)?, &self.fixture(answer.name)?)],
            "assignment": { "accessPackageId": self.fixture(ASKING_PACKAGE.name)? },
        }))
    }

    /// Requests access for an employee.
    pub(super) fn request_for_an_employee(&self) -> Step<Value> {
        Ok(json!({
            "requestType": "userAdd",
            "assignment": {
                "target": { "objectId": self.fixture(EMPLOYEE.name)? },
                "assignmentPolicyId": self.fixture(EMPLOYEES_POLICY.name)?,
                "accessPackageId": self.fixture(EMPLOYEES_PACKAGE.name)?,
            },
        }))
    }
}

/// An answer to a question that takes text.
pub(super) fn answered(question: &str, value: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.accessPackageAnswerString",
        "value": value,
        "displayValue": value,
        "answeredQuestion": {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            "id": question,
        },
    })
}

/// Changes an assignment so that it ends a month after it starts.
pub(super) fn extension(request_type: &str, assignment: &str) -> Value {
    json!({
        "requestType": request_type,
        "schedule": a_month(),
        "assignment": { "id": assignment },
    })
}

/// Ends an assignment.
pub(super) fn removal(request_type: &str, assignment: &str) -> Value {
    json!({ "requestType": request_type, "assignment": { "id": assignment } })
}

/// A schedule that names no moment, so that it is right at any time.
pub(super) fn a_month() -> Value {
    json!({
        "startDateTime": null,
        "recurrence": null,
        "expiration": { "endDateTime": null, "duration": "P30D", "type": "afterDuration" },
    })
}

/// The body with another value at a place, the last step of which may be new.
pub(super) fn with(body: &Value, pointer: &str, value: impl Into<Value>) -> Value {
    altered(body, pointer, |members, name| {
        members.insert(name.to_owned(), value.into());
    })
}

/// The body without what stands at a place.
pub(super) fn without(body: &Value, pointer: &str) -> Value {
    altered(body, pointer, |members, name| {
        members.remove(name);
    })
}

fn altered(
    body: &Value,
    pointer: &str,
    alter: impl FnOnce(&mut serde_json::Map<String, Value>, &str),
) -> Value {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    if let Some(members) = body.pointer_mut(parent).and_then(Value::as_object_mut) {
        alter(members, name);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_altered_at_one_place() {
        let body = json!({ "a": { "b": 1 }, "c": 2 });
        for (altered, expected) in [
            (with(&body, "/c", 3), json!({ "a": { "b": 1 }, "c": 3 })),
            (with(&body, "/a/d", 3), json!({ "a": { "b": 1, "d": 3 }, "c": 2 })),
            (without(&body, "/c"), json!({ "a": { "b": 1 } })),
            (without(&body, "/a/b"), json!({ "a": {}, "c": 2 })),
        ] {
            assert_eq!(altered, expected);
        }
    }
}
