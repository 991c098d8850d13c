//! What becomes of an assignment while requests are delivered.

use std::time::Duration;

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{Ask, created, documented};
use crate::operations::admin_add;

/// An assignment whose policy asks a question.
const SALES: &str = "329f8dac-8062-4c1b-a9b8-39b7132f9bff";

fn advance(sandbox: &Sandbox, seconds: u64) {
    sandbox.clock().advance(Duration::from_secs(seconds));
}

/// The assignment of a request as it is now.
async fn assignment_of(sandbox: &Sandbox, id: &str) -> Value {
    let path = format!("assignmentRequests/{id}?$expand=assignment");
    Ask::get(&path).send(sandbox).await.json()["assignment"].take()
}

fn until(end: &str) -> Value {
    json!({"expiration": {"type": "afterDateTime", "endDateTime": end}})
}

#[tokio::test]
async fn state_and_status_of_an_assignment_follow_its_delivery_and_its_removal() {
    let sandbox = documented().await;
    let id = created(&sandbox, &admin_add()).await;
    assert_eq!(assignment_of(&sandbox, &id).await, Value::Null);
    advance(&sandbox, 10);
    let delivering = assignment_of(&sandbox, &id).await;
    advance(&sandbox, 20);
    let delivered = assignment_of(&sandbox, &id).await;
    let own = json!({"id": delivered["id"]});
    created(&sandbox, &json!({"requestType": "adminRemove", "assignment": own})).await;
    advance(&sandbox, 30);
    let expired = assignment_of(&sandbox, &id).await;
    for (assignment, state, status, expired) in [
        (delivering, "delivering", "Delivering", json!(null)),
        (delivered, "delivered", "Delivered", json!(null)),
        (expired, "expired", "ExpiredNotificationTriggered", json!("2024-06-07T15:54:35.333Z")),
    ] {
        assert_eq!(assignment["state"], state);
        assert_eq!(assignment["status"], status);
        assert_eq!(assignment["expiredDateTime"], expired);
    }
}

#[tokio::test]
async fn a_new_assignment_has_the_schedule_of_its_request() {
    let sandbox = documented().await;
    let mut body = admin_add();
    body["schedule"] = until("2025-01-01T00:00:00Z");
    let id = created(&sandbox, &body).await;
    advance(&sandbox, 30);
    let schedule = assignment_of(&sandbox, &id).await["schedule"].take();
    assert_eq!(schedule["expiration"]["endDateTime"], "2025-01-01T00:00:00Z");
}

#[tokio::test]
async fn an_update_of_answers_alone_keeps_the_schedule() {
    let sandbox = documented().await;
    let mut body = json!({"requestType": "adminUpdate", "assignment": {"id": SALES}});
    body["schedule"] = until("2025-01-01T00:00:00Z");
    created(&sandbox, &body).await;
    advance(&sandbox, 30);
    body.as_object_mut().unwrap().remove("schedule");
    body["answers"] = json!([{
        "@odata.type": "#microsoft.graph.accessPackageAnswerString",
        "value": "North",
        "answeredQuestion": {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            "id": "0d31cc60-968e-4f92-955b-443fed03d6f6"
        }
    }]);
    let id = created(&sandbox, &body).await;
    advance(&sandbox, 30);
    let schedule = assignment_of(&sandbox, &id).await["schedule"].take();
    assert_eq!(schedule["expiration"]["endDateTime"], "2025-01-01T00:00:00Z");
}
