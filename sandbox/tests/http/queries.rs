//! OData query options: what they show, and that what is not supported is refused.

use serde_json::json;

use crate::client::{Ask, documented};
use crate::operations::{DELIVERED, DENIED, FAILED, PENDING, WAITING};

#[tokio::test]
async fn a_filter_keeps_what_it_describes() {
    let sandbox = documented().await;
    let caller = "46c1410d-ef96-44c5-ae9c-a577d014fe0e";
    for (filter, expected) in [
        ("state eq 'denied'", vec![DENIED]),
        ("state eq 'scheduled'", vec![]),
        ("createdDateTime eq 2019-10-25T22:55:11.623Z", vec![DELIVERED]),
        ("createdDateTime lt 2021-01-19T20:02:23.907Z", vec![DELIVERED]),
        ("createdDateTime le 2021-01-19T20:02:23.907Z", vec![DELIVERED, caller]),
        ("createdDateTime gt 2024-06-07T14:05:47.9Z", vec![]),
        (
            "createdDateTime ge 2024-06-07T14:02:10.12Z",
            vec![WAITING, "9e60f18c-b2a0-4887-9da8-da2e30a39d99"],
        ),
        ("accessPackage/id eq '6D4F8B2A-93C1-4E70-B5D8-2A7C9E1F3B64'", vec![DENIED, FAILED]),
    ] {
        let list = Ask::get(&format!("assignmentRequests?$filter={filter}"));
        assert_eq!(list.send(&sandbox).await.ids(), expected, "{filter}");
    }
}

#[tokio::test]
async fn a_filter_applies_within_the_callers_requests() {
    let sandbox = documented().await;
    let path =
        "assignmentRequests/filterByCurrentUser(on='createdBy')?$filter=state eq 'delivered'";
    assert_eq!(Ask::get(path).send(&sandbox).await.ids(), [DELIVERED]);
}

#[tokio::test]
async fn select_shows_the_named_properties_and_names_them_in_the_context() {
    let sandbox = documented().await;
    let path = format!("assignmentRequests/{PENDING}?$select=state,id");
    let context = "https://graph.microsoft.com/v1.0/$metadata#identityGovernance/entitlementManagement/assignmentRequests(state,id)/$entity";
    assert_eq!(
        Ask::get(&path).send(&sandbox).await.json(),
        json!({"@odata.context": context, "id": PENDING, "state": "pendingApproval"})
    );
}

#[tokio::test]
async fn the_context_names_what_an_answer_holds() {
    let sandbox = documented().await;
    let metadata = "https://graph.microsoft.com/v1.0/$metadata#";
    let requests = "identityGovernance/entitlementManagement/assignmentRequests";
    let of_function = "Collection(microsoft.graph.accessPackageAssignmentRequest)";
    let on_target = "assignmentRequests/filterByCurrentUser(on='target')".to_owned();
    for (path, context) in [
        ("assignmentRequests".to_owned(), requests.to_owned()),
        (on_target.clone(), of_function.to_owned()),
        (format!("{on_target}?$select=id"), format!("{of_function}(id)")),
        (
            format!("assignmentRequests/{DELIVERED}?$expand=assignment($expand=target)"),
            format!("{requests}(assignment(target()))/$entity"),
        ),
        (
            format!("assignmentRequests/{DELIVERED}?$expand=assignment,accessPackage,requestor"),
            format!("{requests}(assignment(),accessPackage(),requestor())/$entity"),
        ),
    ] {
        let answer = Ask::get(&path).send(&sandbox).await.json();
        assert_eq!(answer["@odata.context"], format!("{metadata}{context}"), "{path}");
    }
}

#[tokio::test]
async fn expand_shows_the_named_relations_and_null_where_there_is_none() {
    let sandbox = documented().await;
    let path = format!("assignmentRequests/{PENDING}?$expand=accessPackage,requestor,assignment");
    let request = Ask::get(&path).send(&sandbox).await.json();
    assert_eq!(request["accessPackage"]["displayName"], "Finance Reports");
    assert_eq!(request["requestor"]["displayName"], "Lynne Robbins");
    assert_eq!(request["assignment"], json!(null));
}

#[tokio::test]
async fn relations_are_left_out_unless_expanded() {
    let sandbox = documented().await;
    let request = Ask::get(&format!("assignmentRequests/{DELIVERED}")).send(&sandbox).await.json();
    let members = request.as_object().unwrap();
    assert!(
        ["accessPackage", "requestor", "assignment"]
            .iter()
            .all(|name| !members.contains_key(*name))
    );
}

#[tokio::test]
async fn an_option_without_a_place_is_refused() {
    let sandbox = documented().await;
    for (ask, code) in [
        (Ask::get("assignmentRequests?$top=1"), "BadRequest"),
        (Ask::get("assignmentRequests?$filter=status eq 'Denied'"), "InvalidFilter"),
        (Ask::get("assignmentRequests?$expand=target"), "BadRequest"),
        (Ask::get("assignmentRequests?$select=targetId"), "BadRequest"),
        (Ask::get("assignmentRequests?$select=ID"), "BadRequest"),
        (Ask::get("assignmentRequests?$expand=AccessPackage"), "BadRequest"),
        (Ask::get(&format!("assignmentRequests/{DENIED}?$filter=state eq 'denied'")), "BadRequest"),
        (Ask::new("DELETE", &format!("assignmentRequests/{DENIED}?$select=id")), "BadRequest"),
        (Ask::post(&format!("assignmentRequests/{PENDING}/cancel?force=true")), "BadRequest"),
    ] {
        let answer = ask.send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{ask:?}");
    }
}
