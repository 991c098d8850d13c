//! The body of a create: JSON in either documented form in, the new request out.

use serde::Deserialize;

use crate::command::{AssignmentReference, NewAnswer, NewRequest, TargetReference};
use crate::http::graph_error::GraphError;
use crate::http::new_schedule::ScheduleBody;
use crate::http::object::Object;
use crate::http::odata_type::OdataType;
use crate::model::{
    AnswerType, AssignmentId, ObjectId, PackageId, PolicyId, QuestionId, QuestionType, RequestType,
    SubjectId,
};

/// The body as it is sent. D-07: one documented example sends `accessPackageAssignment`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestBody {
    request_type: RequestType,
    #[serde(alias = "accessPackageAssignment")]
    assignment: Option<Object<AssignmentBody>>,
    schedule: Option<Object<ScheduleBody>>,
    answers: Option<Vec<Object<AnswerBody>>>,
    justification: Option<String>,
}

/// D-08, D-09: ids stand beside the assignment's own members, or inside its relations.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssignmentBody {
    id: Option<AssignmentId>,
    access_package_id: Option<PackageId>,
    access_package: Option<Object<Keyed<PackageId>>>,
    assignment_policy_id: Option<PolicyId>,
    assignment_policy: Option<Object<Keyed<PolicyId>>>,
    target_id: Option<ObjectId>,
    target: Option<Object<TargetBody>>,
    schedule: Option<Object<ScheduleBody>>,
}

#[derive(Debug, Deserialize)]
struct Keyed<Id> {
    id: Id,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TargetBody {
    object_id: Option<ObjectId>,
    id: Option<SubjectId>,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnswerBody {
    #[serde(rename = "@odata.type")]
    _type: OdataType<AnswerType>,
    value: Option<String>,
    display_value: Option<String>,
    answered_question: Object<QuestionBody>,
}

#[derive(Debug, Deserialize)]
struct QuestionBody {
    #[serde(rename = "@odata.type")]
    r#type: OdataType<QuestionType>,
    id: QuestionId,
}

impl RequestBody {
    /// What is asked for. D-18: a schedule of the request wins over one of the assignment.
    pub(crate) fn into_request(self) -> Result<NewRequest, GraphError> {
        let mut assignment = self.assignment.map(|sent| sent.0).unwrap_or_default();
        let schedule = self.schedule.or(assignment.schedule.take());
        Ok(NewRequest {
            request_type: self.request_type,
            schedule: schedule.map(|sent| sent.0.into_schedule()).transpose()?,
            assignment: assignment.into_reference()?,
            answers: self
                .answers
                .map(|all| all.into_iter().map(|sent| sent.0.into_answer()).collect()),
            justification: self.justification,
        })
    }
}

impl AssignmentBody {
    fn into_reference(self) -> Result<AssignmentReference, GraphError> {
        let package = self.access_package.map(|keyed| keyed.0.id);
        let policy = self.assignment_policy.map(|keyed| keyed.0.id);
        let target = self.target.map(|sent| sent.0.into_reference()).transpose()?;
        let target_id = self.target_id.map(TargetReference::Object);
        Ok(AssignmentReference {
            id: self.id,
            package: one_of(self.access_package_id, package, "accessPackageId and accessPackage")?,
            policy: one_of(
                self.assignment_policy_id,
                policy,
                "assignmentPolicyId and assignmentPolicy",
            )?,
            target: one_of(target_id, target, "targetId and target")?,
        })
    }
}

impl TargetBody {
    /// D-19: by object id, else by id, else by e-mail.
    fn into_reference(self) -> Result<TargetReference, GraphError> {
        let by_object = self.object_id.map(TargetReference::Object);
        let by_id = self.id.map(TargetReference::Subject);
        if let Some(reference) = by_object.or(by_id) {
            return Ok(reference);
        }
        match self.email {
            Some(email) if is_address(&email) => Ok(TargetReference::Email(email)),
            Some(email) => Err(GraphError::invalid_model(format!(
                "assignment.target.email: {email:?} is no address; write it as name@domain"
            ))),
            None => Err(GraphError::invalid_model(
                "assignment.target: name it by objectId, id or email",
            )),
        }
    }
}

impl AnswerBody {
    fn into_answer(self) -> NewAnswer {
        NewAnswer {
            value: self.value,
            display_value: self.display_value,
            question: self.answered_question.0.id,
            question_type: self.answered_question.0.r#type.0,
        }
    }
}

/// Whether the text has the two halves of an address; which of them exist, nobody can tell.
fn is_address(text: &str) -> bool {
    let foreign = |c: char| c.is_whitespace() || c.is_control();
    text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !domain.contains('@')
    }) && !text.contains(foreign)
}

fn one_of<T: PartialEq>(
    id: Option<T>,
    relation: Option<T>,
    names: &str,
) -> Result<Option<T>, GraphError> {
    match (id, relation) {
        (Some(id), Some(relation)) if id != relation => Err(GraphError::invalid_model(format!(
            "assignment: {names} name different things; send one of them"
        ))),
        (id, relation) => Ok(id.or(relation)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_name_and_a_domain() {
        for (text, expected) in [
            ("user@contoso.com", true),
            ("a.b+c@d", true),
            ("", false),
            ("@", false),
            ("user", false),
            ("user@", false),
            ("@contoso.com", false),
            ("user@contoso@com", false),
            ("user @contoso.com", false),
            ("user@contoso.com\n", false),
        ] {
            assert_eq!(is_address(text), expected, "{text:?}");
        }
    }
}
