//! Who calls, by which token, and what they may.

use std::time::Duration;

use sandbox::{Sandbox, Token};
use serde_json::{Value, json};

use crate::client::{Ask, created, documented, documented_but, shown};
use crate::operations::{DELIVERED, DENIED, FAILED, PENDING, WAITING, admin_add, resume};

const MEGAN: &str = "46184453-e63b-4f20-86c2-c557ed5d5df9";
const ONBOARDING: &str = "8d0f2b4c-6e8a-4c0e-8f2b-3d5f7b9c1e20";
const READ: &str = "EntitlementManagement.Read.All";
const WRITE: &str = "EntitlementManagement.ReadWrite.All";
const FINANCE: &str = "88203d16-0e31-41d4-87b2-dd402f1435e9";

fn persona(sandbox: &Sandbox, name: &str) -> Token {
    sandbox.token(name).unwrap()
}

fn list() -> Ask {
    Ask::get("assignmentRequests")
}

fn current_user(on: &str) -> Ask {
    Ask::get(&format!("assignmentRequests/filterByCurrentUser(on='{on}')"))
}

fn get(id: &str) -> Ask {
    Ask::get(&format!("assignmentRequests/{id}"))
}

fn cancel(id: &str) -> Ask {
    Ask::post(&format!("assignmentRequests/{id}/cancel"))
}

fn user_add() -> Value {
    json!({"requestType": "userAdd", "assignment": {"accessPackageId": FINANCE}})
}

#[tokio::test]
async fn every_persona_is_answered_as_the_documents_permit() {
    let reprocess = Ask::post(&format!("assignmentRequests/{FAILED}/reprocess"));
    let callback = json!({"source": "x", "type": "x", "data": null});
    let asked = [
        list(),
        get(DELIVERED),
        current_user("target"),
        Ask::create(&json!({"requestType": "userAdd"})),
        Ask::create(&json!({"requestType": "adminAdd"})),
        cancel(PENDING),
        Ask::new("DELETE", &format!("assignmentRequests/{DENIED}")),
        reprocess,
        resume(&callback),
    ];
    for (name, expected) in [
        ("admin", [200, 200, 200, 400, 400, 200, 204, 202, 400]),
        ("requestor", [200, 403, 200, 400, 403, 200, 403, 403, 403]),
        ("manager", [200, 403, 200, 400, 403, 403, 403, 403, 403]),
        ("approver", [200, 200, 200, 400, 403, 403, 403, 403, 403]),
        ("reader", [200, 200, 200, 403, 403, 403, 403, 403, 403]),
        ("app", [200, 200, 403, 400, 400, 403, 204, 202, 400]),
    ] {
        let sandbox = documented().await;
        let token = persona(&sandbox, name);
        let mut answered = Vec::new();
        for ask in &asked {
            answered.push(ask.clone().by(&token).send(&sandbox).await.status);
        }
        assert_eq!(answered, expected, "{name}");
    }
}

#[tokio::test]
async fn insufficient_rights_are_answered_with_what_would_be_enough() {
    let sandbox = documented().await;
    let token = Token::delegated(MEGAN, &[READ]);
    let answer = Ask::create(&user_add()).by(&token).send(&sandbox).await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "UnAuthorized"));
    assert_eq!(
        answer.message(),
        format!(
            "the caller is not authorized to create a request: the token's scp needs \
             EntitlementMgmt-SubjectAccess.ReadWrite or {WRITE}"
        )
    );
}

#[tokio::test]
async fn a_token_by_which_nobody_is_known_is_answered_401_with_its_fault() {
    let nobody = "00000000-0000-4000-8000-000000000000";
    for (token, fault) in [
        (Token::delegated(nobody, &[WRITE]).to_string(), "nobody in the world has the objectId"),
        (Token::delegated("adele", &[WRITE]).to_string(), "the token's claim oid"),
        (Token::delegated(ONBOARDING, &[WRITE]).to_string(), "is that of a servicePrincipal"),
        (Token::application(MEGAN, &[WRITE]).to_string(), "is that of a user"),
        ("abc".to_owned(), "--print-tokens"),
    ] {
        let ask = list().without_headers().header("Authorization", &format!("Bearer {token}"));
        let answer = ask.send(&documented().await).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "InvalidAuthenticationToken"));
        assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
        assert!(answer.message().contains(fault), "{answer:?}");
        assert!(!answer.body.contains(&token), "{answer:?}");
    }
}

#[tokio::test]
async fn a_token_that_is_sent_twice_is_answered_401() {
    let sandbox = documented().await;
    let token = format!("Bearer {}", persona(&sandbox, "admin"));
    let answer = list().header("Authorization", &token).send(&sandbox).await;
    assert_eq!(answer.status, 401);
    assert!(answer.message().contains("twice"), "{answer:?}");
}

#[tokio::test]
async fn the_caller_is_named_before_the_path_and_allowed_before_the_body() {
    let sandbox = documented().await;
    let reader = persona(&sandbox, "reader");
    let requestor = persona(&sandbox, "requestor");
    let admin_add = json!({"requestType": "adminAdd"});
    for (ask, status) in [
        (Ask::at("GET", "/nowhere").without_headers(), 401),
        (Ask::at("GET", "/nowhere").by(&reader), 404),
        (Ask::new("PATCH", "assignmentRequests").by(&reader), 405),
        (Ask::post("assignmentRequests").json("no JSON").by(&reader), 403),
        (Ask::post("assignmentRequests").json("no JSON").by(&requestor), 400),
        (Ask::create(&admin_add).by(&requestor), 403),
        (Ask::new("DELETE", "assignmentRequests/1").by(&reader), 400),
    ] {
        assert_eq!(ask.send(&sandbox).await.status, status, "{ask:?}");
    }
}

#[tokio::test]
async fn a_user_without_a_role_sees_what_is_theirs_and_what_they_decide_on() {
    let sandbox = documented().await;
    let all = list().send(&sandbox).await.ids();
    for (name, expected) in [
        ("admin", all.clone()),
        ("reader", all.clone()),
        ("app", all),
        ("manager", vec![FAILED.to_owned(), WAITING.to_owned()]),
    ] {
        let ids = list().by(&persona(&sandbox, name)).send(&sandbox).await.ids();
        assert_eq!(ids, expected, "{name}");
    }
    let requestors = list().by(&persona(&sandbox, "requestor")).send(&sandbox).await.ids();
    assert!(requestors.contains(&PENDING.to_owned()) && !requestors.contains(&WAITING.to_owned()));
    let approvers = list().by(&persona(&sandbox, "approver")).send(&sandbox).await.ids();
    assert!(approvers.contains(&PENDING.to_owned()) && !approvers.contains(&FAILED.to_owned()));
}

#[tokio::test]
async fn anothers_request_is_refused_and_stays_as_it_is() {
    let sandbox = documented().await;
    let manager = persona(&sandbox, "manager");
    for ask in [get(PENDING), cancel(PENDING)] {
        let answer = ask.by(&manager).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (403, "UnAuthorized"));
        assert!(answer.message().contains(PENDING), "{answer:?}");
    }
    assert_eq!(shown(&sandbox, PENDING).await["state"], "pendingApproval");
}

#[tokio::test]
async fn whoever_calls_is_requestor_and_target_of_what_they_request() {
    let sandbox = documented().await;
    let manager = persona(&sandbox, "manager");
    sandbox.clock().advance(Duration::from_secs(1));
    let body = json!({"requestType": "userAdd", "assignment": {
        "accessPackageId": "6d4f8b2a-93c1-4e70-b5d8-2a7c9e1f3b64"}});
    let answer = Ask::create(&body).by(&manager).send(&sandbox).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    let path = format!("assignmentRequests/{id}?$expand=requestor");
    let request = Ask::get(&path).send(&sandbox).await.json();
    assert_eq!(request["requestor"]["displayName"], "Megan Bowen");
    for relation in ["target", "createdBy"] {
        let own = current_user(relation).by(&manager).send(&sandbox).await.ids();
        assert!(own.contains(&id), "{relation}");
        let others = current_user(relation).send(&sandbox).await.ids();
        assert!(!others.contains(&id), "{relation}");
    }
}

#[tokio::test]
async fn a_manager_requests_on_behalf_of_an_employee() {
    let sandbox = documented().await;
    let body = crate::operations::on_behalf("21aceaba-fe13-4e3b-aa8c-4c588d5e7387");
    let answer = Ask::create(&body).by(&persona(&sandbox, "manager")).send(&sandbox).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[tokio::test]
async fn an_approver_finds_what_waits_for_their_decision() {
    let sandbox = documented().await;
    let approver = persona(&sandbox, "approver");
    assert_eq!(current_user("approver").by(&approver).send(&sandbox).await.ids(), [PENDING]);
}

#[tokio::test]
async fn what_an_application_creates_is_created_by_its_service_principal() {
    let sandbox = documented().await;
    let answer = Ask::create(&admin_add()).by(&persona(&sandbox, "app")).send(&sandbox).await;
    let id = answer.json()["id"].clone();
    let world: Value = serde_json::from_str(&sandbox.world().to_json().unwrap()).unwrap();
    let requests = world["assignmentRequests"].as_array().unwrap();
    let request = requests.iter().find(|request| request["id"] == id).unwrap();
    assert_eq!(request["createdBy"], "d6c5b4a3-f2e1-4d0c-9b8a-7f6e5d4c3b2a");
}

#[tokio::test]
async fn a_role_stands_for_an_applications_permission() {
    let roles = json!([{
        "subject": "d6c5b4a3-f2e1-4d0c-9b8a-7f6e5d4c3b2a",
        "role": "Access package assignment manager"
    }]);
    let sandbox = documented_but([("/roleAssignments", roles)]).await;
    let token = Token::application(ONBOARDING, &[]);
    assert_eq!(Ask::create(&admin_add()).by(&token).send(&sandbox).await.status, 201);
    assert_eq!(cancel(PENDING).by(&token).send(&sandbox).await.status, 403);
}

#[tokio::test]
async fn a_world_without_personas_has_no_tokens_to_hand_out() {
    let sandbox = documented_but([("/personas", json!([]))]).await;
    assert!(sandbox.tokens().is_empty() && sandbox.token("admin").is_none());
    assert_eq!(list().send(&sandbox).await.status, 200);
}

#[tokio::test]
async fn one_world_gives_one_set_of_tokens() {
    let (one, other) = (documented().await, documented().await);
    assert_eq!(one.tokens(), other.tokens());
    assert_eq!(one.token("admin").unwrap(), crate::client::admin());
}

#[tokio::test]
async fn a_token_does_not_show_in_a_debug_text() {
    let sandbox = documented().await;
    created(&sandbox, &admin_add()).await;
    let token = persona(&sandbox, "admin");
    let claims = token.as_str().split('.').nth(1).unwrap().to_owned();
    let texts = [format!("{token:?}"), format!("{sandbox:?}"), sandbox.world().to_json().unwrap()];
    for text in texts {
        assert!(!text.contains(&claims), "{text:.200}");
    }
}
