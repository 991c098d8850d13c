//! The body of a callout: the circumstances that it tells of in, flat JSON with members in Pascal
//! case, as the real service posts it, out. What nothing is known of is null.

use serde_json::{Value, json};

use crate::model::{
    Answer, Assignment, AssignmentRequest, CalloutId, CustomExtension, Package, Policy, Stage,
    Subject,
};

/// What a callout tells of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances<'a> {
    /// None where the callout belongs to the life of the assignment.
    pub(super) request: Option<&'a AssignmentRequest>,
    pub(super) assignment: Option<&'a Assignment>,
    pub(super) package: Option<&'a Package>,
    pub(super) policy: Option<&'a Policy>,
    pub(super) requestor: Option<&'a Subject>,
    pub(super) target: Option<&'a Subject>,
}

/// The body of the callout at this stage.
pub(super) fn callout_body(
    told: &Circumstances<'_>,
    stage: Stage,
    instance: CalloutId,
    extension: &CustomExtension,
) -> Value {
    let request = told.request;
    let timeout = extension.callback_configuration.as_ref().map(|one| &one.timeout_duration);
    json!({
        "AccessPackageAssignmentRequestId": request.map(|one| one.id),
        "CallbackUriPath": timeout.and(request).map(callback_uri_path),
        "CustomExtensionStageInstanceId": instance,
        "Stage": stage,
        "RequestType": request.map(|one| one.request_type),
        "Answers": request.map(|one| one.answers.iter().map(answer).collect::<Vec<_>>()),
        "State": request.map(|one| one.state),
        "Status": request.map(|one| one.status),
        "CallbackConfiguration": timeout.map(|one| json!({"DurationBeforeTimeout": one})),
        "AccessPackage": told.package.map(package),
        "AccessPackageCatalog": Value::Null,
        "Assignment": assignment(told),
        "Requestor": told.requestor.map(requestor),
    })
}

/// Below the root of this API, where the sandbox takes the callback.
fn callback_uri_path(request: &AssignmentRequest) -> String {
    format!("/identityGovernance/entitlementManagement/assignmentRequests/{}/resume", request.id)
}

fn answer(answer: &Answer) -> Value {
    json!({
        "Value": answer.value,
        "DisplayValue": answer.display_value,
        "AnsweredQuestion": {"Id": answer.answered_question.id},
    })
}

fn package(package: &Package) -> Value {
    json!({
        "Id": package.id,
        "DisplayName": package.display_name,
        "Description": package.description,
    })
}

fn assignment(told: &Circumstances<'_>) -> Value {
    json!({
        "Id": told.assignment.map(|one| one.id),
        "Target": told.target.map(target),
        "State": told.assignment.map(|one| one.state),
        "Status": told.assignment.map(|one| &one.status),
        "AssignmentPolicy": told.policy.map(|one| {
            json!({"Id": one.id, "DisplayName": one.display_name})
        }),
    })
}

fn target(subject: &Subject) -> Value {
    json!({
        "ConnectedOrganization": Value::Null,
        "Id": subject.id,
        "ObjectId": subject.object_id,
        "DisplayName": subject.display_name,
        "PrincipalName": subject.principal_name,
    })
}

fn requestor(subject: &Subject) -> Value {
    json!({
        "Id": subject.id,
        "ObjectId": subject.object_id,
        "DisplayName": subject.display_name,
    })
}
