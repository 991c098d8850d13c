//! One open request for one thing: what a second one is told, and when it is let in.

use std::time::Duration;

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{Answer, Ask, created, documented, documented_but, shown};
use crate::verdicts::{ADELE, MEGAN, NEW_HIRE, OWN, SALES, about, new_hire, user_add};

/// The assignment of another target.
const ANOTHERS: &str = "5d9b7a31-2c4e-4f86-b17d-8e0a6c3f5b29";

async fn sent(sandbox: &Sandbox, body: &Value) -> Answer {
    Ask::create(body).send(sandbox).await
}

async fn cancel(sandbox: &Sandbox, id: &str) {
    let answer = Ask::post(&format!("assignmentRequests/{id}/cancel")).send(sandbox).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn a_second_request_for_the_same_is_refused_and_changes_nothing() {
    let for_the_caller = new_hire(&json!({"objectId": ADELE}));
    for (first, second) in [
        (user_add(NEW_HIRE), user_add(NEW_HIRE)),
        (user_add(NEW_HIRE), for_the_caller.clone()),
        (for_the_caller, user_add(NEW_HIRE)),
        (about("adminUpdate", OWN), about("adminUpdate", OWN)),
        (about("userUpdate", OWN), about("userUpdate", OWN)),
        (about("userRemove", OWN), about("userRemove", OWN)),
        (about("userRemove", OWN), about("adminRemove", OWN)),
    ] {
        let sandbox = documented().await;
        let open = created(&sandbox, &first).await;
        let before = sandbox.world().to_json().unwrap();
        let answer = sent(&sandbox, &second).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "ExistingOpenRequest"));
        let message = answer.message();
        assert!(message.contains("already an existing open request"), "{message}");
        assert!(message.contains(&open), "{message}");
        assert_eq!(sandbox.world().to_json().unwrap(), before, "{second}");
    }
}

#[tokio::test]
async fn requests_for_different_things_are_open_side_by_side() {
    for (first, second) in [
        (user_add(NEW_HIRE), new_hire(&json!({"objectId": MEGAN}))),
        (user_add(NEW_HIRE), user_add("977c7ff4-ef8f-4910-9d31-49048ddf3120")),
        (about("adminUpdate", OWN), about("userUpdate", OWN)),
        (about("userUpdate", OWN), about("adminUpdate", OWN)),
        (about("adminUpdate", OWN), about("adminUpdate", ANOTHERS)),
        (about("adminUpdate", OWN), about("adminRemove", OWN)),
        (about("adminRemove", OWN), about("adminRemove", ANOTHERS)),
    ] {
        let sandbox = documented().await;
        created(&sandbox, &first).await;
        assert_eq!(sent(&sandbox, &second).await.status, 201, "{first} {second}");
    }
}

#[tokio::test]
async fn two_assignments_of_one_package_are_two_things() {
    let second = "a6bb6942-3ae1-4259-9908-0133aaee9377";
    for request_type in ["adminRemove", "adminUpdate"] {
        let sandbox = documented_but([
            ("/assignments/0/accessPackage", json!(SALES)),
            ("/assignments/0/assignmentPolicy", json!("9a6d1f3c-5e82-4b47-a0c9-7d2e8f4b1a53")),
            ("/assignments/0/target", json!("b3f1c1de-6e2b-4c57-9d0a-4a1f6d5e2c10")),
        ])
        .await;
        created(&sandbox, &about(request_type, OWN)).await;
        assert_eq!(sent(&sandbox, &about(request_type, second)).await.status, 201);
    }
}

#[tokio::test]
async fn an_open_request_of_the_world_counts_at_every_step_of_its_life() {
    let sandbox = documented().await;
    let finance = json!({
        "accessPackageId": "88203d16-0e31-41d4-87b2-dd402f1435e9",
        "assignmentPolicyId": "2f5c8e91-7b3d-4a60-9e14-c6d8b0f2a375",
        "targetId": MEGAN
    });
    let waiting = json!({"requestType": "adminAdd", "assignment": finance});
    assert_eq!(sent(&sandbox, &waiting).await.code(), "ExistingOpenRequest");
    created(&sandbox, &user_add(NEW_HIRE)).await;
    for state in ["submitted", "delivering"] {
        let answer = sent(&sandbox, &user_add(NEW_HIRE)).await;
        assert!(answer.message().contains(state), "{answer:?}");
        sandbox.clock().advance(Duration::from_secs(15));
    }
    sandbox.clock().advance(Duration::from_secs(15));
    assert_eq!(sent(&sandbox, &user_add(NEW_HIRE)).await.status, 201);
}

#[tokio::test]
async fn a_request_that_is_canceled_stands_in_nobodys_way() {
    let sandbox = documented().await;
    for body in [user_add(NEW_HIRE), about("userUpdate", OWN), about("userRemove", OWN)] {
        for _ in 0..3 {
            let id = created(&sandbox, &body).await;
            cancel(&sandbox, &id).await;
        }
    }
}

#[tokio::test]
async fn access_that_ended_can_be_given_again() {
    let sandbox = documented().await;
    let add = new_hire(&json!({"objectId": MEGAN}));
    for _ in 0..2 {
        let id = created(&sandbox, &add).await;
        sandbox.clock().advance(Duration::from_mins(1));
        assert_eq!(sent(&sandbox, &add).await.code(), "SandboxAlreadyAssigned");
        let path = format!("{id}?$expand=assignment");
        let assignment = shown(&sandbox, &path).await["assignment"]["id"].take();
        created(&sandbox, &about("adminRemove", assignment.as_str().unwrap())).await;
        sandbox.clock().advance(Duration::from_mins(1));
    }
}
