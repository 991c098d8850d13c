//! Each of the eight operations does what its page says.

use serde_json::{Value, json};

use crate::client::{Ask, documented, shown};

pub(crate) const DELIVERED: &str = "7999249e-249e-7999-9e24-99799e249979";
pub(crate) const WAITING: &str = "0e60f18c-b2a0-4887-9da8-da2e30a39d99";
pub(crate) const FAILED: &str = "d82eb508-acc4-43cc-bcf1-7c1c4a2c073b";
pub(crate) const DENIED: &str = "5ba7c1d2-7a57-4f8a-9a3d-2f9f4c1b0d11";
pub(crate) const PENDING: &str = "3f1c9c6e-54d0-4f0e-8c1e-6a3b2d9e7f20";
const FOR_THE_CALLER: &str = "46c1410d-ef96-44c5-ae9c-a577d014fe0e";

/// A direct assignment by an administrator.
pub(crate) fn admin_add() -> Value {
    json!({
        "requestType": "adminAdd",
        "assignment": {
            "targetId": "46184453-e63b-4f20-86c2-c557ed5d5df9",
            "assignmentPolicyId": "2264bf65-76ba-417b-a27d-54d291f0cbc8",
            "accessPackageId": "a914b616-e04e-476b-aa37-91038f0b165b"
        }
    })
}

/// A manager's request for the employee with this object id.
pub(crate) fn on_behalf(object_id: &str) -> Value {
    json!({
        "requestType": "userAdd",
        "assignment": {
            "accessPackageId": "5b98f958-0dea-4a5b-836e-109dccbd530c",
            "target": {"objectId": object_id}
        }
    })
}

/// What a custom extension sends to let the waiting request go on.
pub(crate) fn callback() -> Value {
    json!({
        "source": "Contoso.SodCheckProcess",
        "type": "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
        "data": {
            "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
            "stage": "assignmentRequestCreated",
            "customExtensionStageInstanceId": "957d0c50-466b-4840-bb5b-c92cea7141ff",
            "customExtensionStageInstanceDetail": "This user is all verified"
        }
    })
}

pub(crate) fn resume(callback: &Value) -> Ask {
    Ask::post(&format!("assignmentRequests/{WAITING}/resume")).json(&callback.to_string())
}

#[tokio::test]
async fn create_answers_with_a_submitted_request_in_the_documented_form() {
    let sandbox = documented().await;
    let answer = Ask::create(&admin_add()).send(&sandbox).await;
    assert_eq!(answer.status, 201);
    let mut body = answer.json();
    assert_eq!(body["id"].take().as_str().unwrap().len(), 36);
    assert_eq!(
        body,
        json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#identityGovernance/entitlementManagement/assignmentRequests/$entity",
            "id": null,
            "requestType": "adminAdd",
            "state": "submitted",
            "status": "Accepted",
            "createdDateTime": null,
            "completedDateTime": null,
            "justification": null,
            "schedule": {
                "startDateTime": null,
                "recurrence": null,
                "expiration": {"endDateTime": null, "duration": null, "type": "notSpecified"}
            },
            "answers": [],
            "customExtensionCalloutInstances": []
        })
    );
}

#[tokio::test]
async fn get_shows_when_a_request_was_created() {
    let sandbox = documented().await;
    let id = crate::client::created(&sandbox, &admin_add()).await;
    assert_eq!(shown(&sandbox, &id).await["createdDateTime"], "2024-06-07T15:53:35.333Z");
}

#[tokio::test]
async fn list_shows_every_request_in_the_order_of_creation() {
    let sandbox = documented().await;
    let id = crate::client::created(&sandbox, &admin_add()).await;
    let ids = Ask::get("assignmentRequests").send(&sandbox).await.ids();
    assert_eq!(ids.first().unwrap(), DELIVERED);
    assert_eq!(ids.last().unwrap(), &id);
}

#[tokio::test]
async fn delete_removes_a_denied_request_for_good() {
    let sandbox = documented().await;
    let delete = Ask::new("DELETE", &format!("assignmentRequests/{DENIED}"));
    let answer = delete.send(&sandbox).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(delete.send(&sandbox).await.status, 404);
}

#[tokio::test]
async fn cancel_answers_200_without_a_body_and_cancels() {
    let sandbox = documented().await;
    let cancel = Ask::post(&format!("assignmentRequests/{PENDING}/cancel"));
    let answer = cancel.send(&sandbox).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    let request = shown(&sandbox, PENDING).await;
    assert_eq!(request["state"], "canceled");
    assert_eq!(request["completedDateTime"], "2024-06-07T15:53:35.333Z");
}

#[tokio::test]
async fn a_body_of_cancel_reprocess_or_delete_is_ignored() {
    let sandbox = documented().await;
    for (method, path, status) in [
        ("POST", format!("assignmentRequests/{PENDING}/cancel"), 200),
        ("POST", format!("assignmentRequests/{FAILED}/reprocess"), 202),
        ("DELETE", format!("assignmentRequests/{DENIED}"), 204),
    ] {
        let ask = Ask::new(method, &path).json("no JSON").retyped("text/plain");
        assert_eq!(ask.send(&sandbox).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn reprocess_answers_202_with_length_0_and_delivers_again() {
    let sandbox = documented().await;
    let reprocess = Ask::post(&format!("assignmentRequests/{FAILED}/reprocess"));
    let answer = reprocess.send(&sandbox).await;
    assert_eq!((answer.status, answer.header("content-length")), (202, Some("0")));
    let request = shown(&sandbox, FAILED).await;
    assert_eq!(request["state"], "delivering");
    assert_eq!(request["completedDateTime"], Value::Null);
}

#[tokio::test]
async fn resume_lets_a_waiting_request_go_on_and_records_the_callback() {
    let sandbox = documented().await;
    let answer = resume(&callback()).send(&sandbox).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    let request = shown(&sandbox, WAITING).await;
    assert_eq!(request["status"], "Accepted");
    let callout = &request["customExtensionCalloutInstances"][0];
    assert_eq!(callout["status"], "callbackReceived");
    assert_eq!(callout["detail"], "This user is all verified");
}

#[tokio::test]
async fn resume_with_a_state_ends_the_request() {
    for (state, ended) in [("denied", "denied"), ("Canceled", "canceled")] {
        let sandbox = documented().await;
        let mut callback = callback();
        callback["data"]["state"] = state.into();
        callback["data"]["stage"] = "AssignmentRequestCreated".into();
        assert_eq!(resume(&callback).send(&sandbox).await.status, 204);
        assert_eq!(shown(&sandbox, WAITING).await["state"], ended);
    }
}

#[tokio::test]
async fn filter_by_current_user_finds_the_callers_requests_in_each_relation() {
    let sandbox = documented().await;
    for (on, expected) in [
        ("target", vec![FOR_THE_CALLER]),
        ("createdBy", vec![DELIVERED, FAILED]),
        ("approver", vec![PENDING]),
    ] {
        for name in ["filterByCurrentUser", "microsoft.graph.filterByCurrentUser"] {
            let path = format!("assignmentRequests/{name}(on='{on}')");
            assert_eq!(Ask::get(&path).send(&sandbox).await.ids(), expected, "{path}");
        }
    }
}
