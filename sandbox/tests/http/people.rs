//! Who is meant by a request, and whose request it is then.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Ask, created, documented, documented_but, shown};
use crate::operations::on_behalf;

const CALLER: &str = "Adele Vance";
const MEGAN: &str = "46184453-e63b-4f20-86c2-c557ed5d5df9";
const AFTER_APPROVAL: &str = "88203d16-0e31-41d4-87b2-dd402f1435e9";

fn current_user(on: &str) -> Ask {
    Ask::get(&format!("assignmentRequests/filterByCurrentUser(on='{on}')"))
}

/// The requestor of a direct assignment to this target, who is that target.
async fn assigned(target: Value) -> Value {
    let sandbox = documented().await;
    let assignment = json!({
        "accessPackageId": "5b98f958-0dea-4a5b-836e-109dccbd530c",
        "assignmentPolicyId": "c5f7847f-83a8-4315-a754-d94a6f39b875",
        "target": target
    });
    let body = json!({"requestType": "adminAdd", "assignment": assignment});
    let id = created(&sandbox, &body).await;
    let path = format!("assignmentRequests/{id}?$expand=requestor");
    Ask::get(&path).send(&sandbox).await.json()["requestor"].take()
}

#[tokio::test]
async fn on_behalf_of_another_the_requestor_is_the_caller_and_the_target_the_other() {
    let sandbox = documented().await;
    let id = created(&sandbox, &on_behalf(MEGAN)).await;
    sandbox.clock().advance(Duration::from_mins(1));
    let path = format!("assignmentRequests/{id}?$expand=requestor,assignment($expand=target)");
    let request = Ask::get(&path).send(&sandbox).await.json();
    assert_eq!(request["requestor"]["displayName"], CALLER);
    assert_eq!(request["assignment"]["target"]["objectId"], MEGAN);
}

#[tokio::test]
async fn target_lists_what_the_caller_requested_for_another() {
    let sandbox = documented().await;
    let id = created(&sandbox, &on_behalf(MEGAN)).await;
    assert!(current_user("target").send(&sandbox).await.ids().contains(&id));
}

#[tokio::test]
async fn target_lists_what_another_requested_for_the_caller() {
    let lynne = "f0e1d2c3-b4a5-4968-8778-695a4b3c2d1e";
    let sandbox = documented_but([("/assignmentRequests/1/requestor", lynne.into())]).await;
    let ids = current_user("target").send(&sandbox).await.ids();
    assert_eq!(ids, ["46c1410d-ef96-44c5-ae9c-a577d014fe0e"]);
}

#[tokio::test]
async fn approvers_do_not_see_what_they_requested_themselves() {
    let sandbox = documented().await;
    let package = json!({"accessPackageId": AFTER_APPROVAL});
    let own = json!({"requestType": "userAdd", "assignment": package});
    let id = created(&sandbox, &own).await;
    sandbox.clock().advance(Duration::from_mins(1));
    assert_eq!(shown(&sandbox, &id).await["state"], "pendingApproval");
    assert!(!current_user("approver").send(&sandbox).await.ids().contains(&id));
}

#[tokio::test]
async fn the_casing_of_an_email_does_not_matter() {
    let person = assigned(json!({"email": "meganBOWEN@WoodgroveBank.COM"})).await;
    assert_eq!(person["objectId"], MEGAN);
}

#[tokio::test]
async fn of_a_targets_names_the_object_id_counts_first_and_the_email_last() {
    let (lynne, idris) = ("f0e1d2c3-b4a5-4968-8778-695a4b3c2d1e", "IdrisIbrahim@woodgrovebank.com");
    for (target, expected) in [
        (json!({"email": idris, "id": lynne, "objectId": MEGAN}), "Megan Bowen"),
        (json!({"email": idris, "id": lynne}), "Lynne Robbins"),
        (json!({"email": idris}), "Idris Ibrahim"),
    ] {
        assert_eq!(assigned(target.clone()).await["displayName"], expected, "{target}");
    }
}
