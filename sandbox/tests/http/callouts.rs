//! Which callbacks belong to which callouts.

use serde_json::{Value, json};

use crate::client::{documented, documented_but};
use crate::operations::{callback, resume};

#[tokio::test]
async fn a_callback_names_the_callout_in_any_casing() {
    let mut callback = callback();
    callback["data"]["customExtensionStageInstanceId"] =
        "957D0C50-466B-4840-BB5B-C92CEA7141FF".into();
    assert_eq!(resume(&callback).send(&documented().await).await.status, 204);
}

#[tokio::test]
async fn a_callback_for_another_stage_belongs_to_no_callout() {
    let mut callback = callback();
    callback["type"] =
        "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestApproved".into();
    callback["data"]["stage"] = "assignmentRequestApproved".into();
    let answer = resume(&callback).send(&documented().await).await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "SandboxUnexpectedCallback"));
}

fn callout(id: &str, status: &str) -> Value {
    json!({
        "stage": "assignmentRequestCreated",
        "instance": {
            "id": id,
            "customExtensionId": "e59ef33d-7bc4-4b15-8d3c-01153de8a498",
            "externalCorrelationId": null,
            "status": status,
            "detail": null
        }
    })
}

#[tokio::test]
async fn an_answered_callout_cannot_be_answered_again() {
    let (answered, waiting) =
        ("957d0c50-466b-4840-bb5b-c92cea7141ff", "757d0c50-466b-4840-bb5b-c92cea7141ff");
    let callouts =
        json!([callout(answered, "callbackReceived"), callout(waiting, "waitingForCallback")]);
    let sandbox = documented_but([("/assignmentRequests/2/callouts", callouts)]).await;
    let mut callback = callback();
    let again = resume(&callback).send(&sandbox).await;
    assert_eq!((again.status, again.code().as_str()), (400, "SandboxUnexpectedCallback"));
    callback["data"]["customExtensionStageInstanceId"] = waiting.into();
    assert_eq!(resume(&callback).send(&sandbox).await.status, 204);
}
