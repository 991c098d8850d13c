//! What happens to requests as the clock moves, and what the rules of time and assignments refuse.

use std::time::Duration;

use sandbox::Sandbox;
use serde_json::json;

use crate::client::{Ask, created, documented, documented_but, shown};
use crate::operations::{DELIVERED, FAILED, PENDING, WAITING, admin_add, callback, resume};

const ASSIGNMENT: &str = "329f8dac-8062-4c1b-a9b8-39b7132f9bff";

fn advance(sandbox: &Sandbox, seconds: u64) {
    sandbox.clock().advance(Duration::from_secs(seconds));
}

#[tokio::test]
async fn a_direct_assignment_is_delivered_as_time_goes_by() {
    let sandbox = documented().await;
    let id = created(&sandbox, &admin_add()).await;
    for (seconds, state) in
        [(9, "submitted"), (1, "delivering"), (19, "delivering"), (1, "delivered")]
    {
        advance(&sandbox, seconds);
        assert_eq!(shown(&sandbox, &id).await["state"], state);
    }
    let path = format!("assignmentRequests/{id}?$expand=assignment($expand=target)");
    let request = Ask::get(&path).send(&sandbox).await.json();
    assert_eq!(request["completedDateTime"], "2024-06-07T15:54:05.333Z");
    assert_eq!(request["assignment"]["state"], "delivered");
    assert_eq!(request["assignment"]["target"]["objectId"], "46184453-e63b-4f20-86c2-c557ed5d5df9");
}

#[tokio::test]
async fn one_long_step_of_the_clock_does_what_many_short_ones_do() {
    let sandbox = documented().await;
    let id = created(&sandbox, &admin_add()).await;
    advance(&sandbox, 3600);
    assert_eq!(shown(&sandbox, &id).await["completedDateTime"], "2024-06-07T15:54:05.333Z");
}

#[tokio::test]
async fn a_users_request_waits_where_the_policy_asks_for_approval() {
    let package = json!({"accessPackageId": "88203d16-0e31-41d4-87b2-dd402f1435e9"});
    let assignment = json!({"id": "7e1c5f92-4b8d-4a3e-96f0-d2b7a8c4e611"});
    let mut update = json!({"requestType": "userUpdate", "assignment": assignment});
    update["schedule"] = json!({"expiration": {"type": "noExpiration"}});
    let settings = "/assignmentPolicies/5/requestApprovalSettings";
    for (body, setting) in [
        (json!({"requestType": "userAdd", "assignment": package}), "isApprovalRequiredForAdd"),
        (update, "isApprovalRequiredForUpdate"),
    ] {
        for (required, state) in [(true, "pendingApproval"), (false, "delivered")] {
            let pointer = format!("{settings}/{setting}");
            let sandbox = documented_but([(pointer.as_str(), required.into())]).await;
            let id = created(&sandbox, &body).await;
            advance(&sandbox, 3600);
            assert_eq!(shown(&sandbox, &id).await["state"], state, "{setting}: {required}");
        }
    }
}

#[tokio::test]
async fn an_open_request_of_the_world_goes_on_with_the_clock() {
    let sandbox = documented_but([
        ("/assignmentRequests/6/state", "submitted".into()),
        ("/assignmentRequests/6/status", "Accepted".into()),
        ("/assignmentRequests/6/since", "2024-06-07T15:53:30Z".into()),
    ])
    .await;
    for (seconds, status) in [(4, "Accepted"), (1, "PendingApproval")] {
        advance(&sandbox, seconds);
        assert_eq!(shown(&sandbox, PENDING).await["status"], status);
    }
}

#[tokio::test]
async fn a_request_that_starts_later_is_scheduled_until_then() {
    let sandbox = documented().await;
    let mut body = admin_add();
    body["schedule"] = json!({"startDateTime": "2024-06-08T00:00:00Z"});
    let id = created(&sandbox, &body).await;
    advance(&sandbox, 60);
    assert_eq!(shown(&sandbox, &id).await["status"], "PendingNotBefore");
    sandbox.clock().set("2024-06-08T00:00:00Z".parse().unwrap());
    assert_eq!(shown(&sandbox, &id).await["state"], "delivering");
}

#[tokio::test]
async fn a_resumed_request_goes_on_by_itself() {
    let sandbox = documented().await;
    resume(&callback()).send(&sandbox).await;
    advance(&sandbox, 60);
    assert_eq!(shown(&sandbox, WAITING).await["state"], "pendingApproval");
}

#[tokio::test]
async fn a_canceled_request_does_not_go_on() {
    let sandbox = documented().await;
    let id = created(&sandbox, &admin_add()).await;
    Ask::post(&format!("assignmentRequests/{id}/cancel")).send(&sandbox).await;
    advance(&sandbox, 3600);
    assert_eq!(shown(&sandbox, &id).await["state"], "canceled");
}

#[tokio::test]
async fn an_update_changes_the_schedule_of_the_assignment() {
    let sandbox = documented().await;
    let expiration = json!({"type": "afterDateTime", "endDateTime": "2024-10-18T20:49:15.17Z"});
    let body = json!({
        "requestType": "adminUpdate",
        "assignment": {"id": ASSIGNMENT},
        "schedule": {"expiration": expiration}
    });
    let id = created(&sandbox, &body).await;
    advance(&sandbox, 60);
    let path = format!("assignmentRequests/{id}?$expand=assignment");
    let request = Ask::get(&path).send(&sandbox).await.json();
    let end = &request["assignment"]["schedule"]["expiration"]["endDateTime"];
    assert_eq!(end, "2024-10-18T20:49:15.17Z");
}

#[tokio::test]
async fn a_request_can_be_deleted_once_its_assignment_is_removed() {
    let sandbox = documented().await;
    let delete = Ask::new("DELETE", &format!("assignmentRequests/{DELIVERED}"));
    assert_eq!(delete.send(&sandbox).await.code(), "SandboxAssignmentExists");
    let assignment = json!({"id": "5d9b7a31-2c4e-4f86-b17d-8e0a6c3f5b29"});
    let remove = json!({"requestType": "adminRemove", "assignment": assignment});
    created(&sandbox, &remove).await;
    advance(&sandbox, 60);
    assert_eq!(delete.send(&sandbox).await.status, 204);
    assert_eq!(Ask::create(&remove).send(&sandbox).await.code(), "SandboxAssignmentNotActive");
}

#[tokio::test]
async fn a_request_can_be_reprocessed_for_14_days_after_its_completion() {
    let reprocess = Ask::post(&format!("assignmentRequests/{FAILED}/reprocess"));
    for (moment, status) in [("2024-06-18T09:14:02.1Z", 202), ("2024-06-18T09:14:02.2Z", 400)] {
        let sandbox = documented().await;
        sandbox.clock().set(moment.parse().unwrap());
        assert_eq!(reprocess.send(&sandbox).await.status, status, "{moment}");
    }
}

#[tokio::test]
async fn a_request_cannot_be_denied_at_a_later_stage() {
    let sandbox = documented().await;
    let mut callback = callback();
    callback["type"] = json!(null);
    callback["data"]["state"] = "denied".into();
    for stage in ["assignmentRequestGranted", "assignmentRequestRemoved"] {
        callback["data"]["stage"] = stage.into();
        assert_eq!(resume(&callback).send(&sandbox).await.code(), "SandboxNotDeniable");
    }
}

/// A world in which the waiting request is approved and waits for its callback at that stage.
async fn approved(start: &str) -> Sandbox {
    documented_but([
        ("/assignmentRequests/2/state", "pendingApproval".into()),
        ("/assignmentRequests/2/callouts/0/stage", "assignmentRequestApproved".into()),
        ("/assignmentRequests/2/schedule", json!({"startDateTime": start})),
    ])
    .await
}

#[tokio::test]
async fn an_approved_request_that_is_resumed_is_delivered_at_its_start() {
    let mut callback = callback();
    callback["type"] = json!(null);
    callback["data"]["stage"] = "assignmentRequestApproved".into();
    let now = "2024-06-07T15:53:35.333Z";
    for (start, status) in [(now, "Delivering"), ("2024-06-08T00:00:00Z", "PendingNotBefore")] {
        let sandbox = approved(start).await;
        assert_eq!(resume(&callback).send(&sandbox).await.status, 204);
        assert_eq!(shown(&sandbox, WAITING).await["status"], status, "{start}");
        sandbox.clock().set("2024-06-08T00:01:00Z".parse().unwrap());
        assert_eq!(shown(&sandbox, WAITING).await["state"], "delivered", "{start}");
    }
}
