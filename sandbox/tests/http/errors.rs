//! Every error over HTTP: its status, its code, and Graph's envelope around it.

use serde_json::json;

use crate::client::{Answer, Ask, ROOT, documented};
use crate::operations::{DELIVERED, WAITING, admin_add, callback, resume};

const NOWHERE: &str = "assignmentRequests/00000000-0000-4000-8000-000000000000";

/// A request and the status and code that it must be answered with.
type Row = (Ask, u16, &'static str);

async fn check(rows: Vec<Row>) {
    let sandbox = documented().await;
    for (ask, status, code) in rows {
        let answer = ask.send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{ask:.200?}");
        check_envelope(&answer);
    }
}

fn check_envelope(answer: &Answer) {
    let error = &answer.json()["error"];
    assert!(!error["message"].as_str().unwrap().is_empty());
    assert_eq!(error["innerError"]["date"], "2024-06-07T15:53:35");
    for name in ["request-id", "client-request-id"] {
        assert_eq!(error["innerError"][name], answer.header(name).unwrap());
    }
}

#[tokio::test]
async fn a_caller_who_is_not_named_is_answered_401() {
    let list = Ask::get("assignmentRequests").without_headers();
    check(vec![
        (list.clone(), 401, "InvalidAuthenticationToken"),
        (list.clone().header("Authorization", "Basic abc"), 401, "InvalidAuthenticationToken"),
        (list.header("Authorization", "Bearer "), 401, "InvalidAuthenticationToken"),
    ])
    .await;
}

#[tokio::test]
async fn a_401_names_the_scheme_to_use() {
    let list = Ask::get("assignmentRequests").without_headers();
    let answer = list.send(&documented().await).await;
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some("Bearer")));
}

#[tokio::test]
async fn what_is_not_there_is_answered_404() {
    check(vec![
        (Ask::at("GET", "/"), 404, "ResourceNotFound"),
        (Ask::at("GET", &ROOT.replace("v1.0", "beta")), 404, "ResourceNotFound"),
        (Ask::get("assignmentRequests/$count"), 404, "ResourceNotFound"),
        (Ask::get("assignmentRequests/filterByCurrentUserX(on='target')"), 404, "ResourceNotFound"),
        (Ask::get(NOWHERE), 404, "AccessPackageAssignmentRequestNotFound"),
        (Ask::new("DELETE", NOWHERE), 404, "AccessPackageAssignmentRequestNotFound"),
        (Ask::post(&format!("{NOWHERE}/cancel")), 404, "AccessPackageAssignmentRequestNotFound"),
        (Ask::post(&format!("{NOWHERE}/reprocess")), 404, "AccessPackageAssignmentRequestNotFound"),
        (
            Ask::post(&format!("{NOWHERE}/resume")).json(&callback().to_string()),
            404,
            "AccessPackageAssignmentRequestNotFound",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_malformed_path_is_answered_400() {
    check(vec![
        (Ask::get("assignmentRequests/1"), 400, "BadRequest"),
        (Ask::post("assignmentRequests/1/reprocess"), 400, "BadRequest"),
        (Ask::get("assignmentRequests/filterByCurrentUser"), 400, "BadRequest"),
        (Ask::get("assignmentRequests/filterByCurrentUser(on='nobody')"), 400, "BadRequest"),
        (Ask::get("assignmentRequests/filterByCurrentUser(on='targetManager')"), 400, "BadRequest"),
    ])
    .await;
}

#[tokio::test]
async fn a_request_in_the_wrong_state_is_answered_400() {
    let waiting = format!("assignmentRequests/{WAITING}");
    let delivered = format!("assignmentRequests/{DELIVERED}");
    let resume_delivered = Ask::post(&format!("{delivered}/resume")).json(&callback().to_string());
    check(vec![
        (Ask::post(&format!("{waiting}/cancel")), 400, "SandboxNotCancellable"),
        (Ask::new("DELETE", &waiting), 400, "SandboxNotDeletable"),
        (Ask::post(&format!("{delivered}/reprocess")), 400, "SandboxNotReprocessable"),
        (resume_delivered, 400, "SandboxNotWaiting"),
    ])
    .await;
}

#[tokio::test]
async fn a_callback_that_does_not_fit_is_answered_400() {
    let with = |member: &str, value: &str| {
        let mut callback = callback();
        callback["data"][member] = value.into();
        resume(&callback)
    };
    let no_data = resume(&json!({"source": "Contoso.SodCheckProcess"}));
    check(vec![
        (no_data, 400, "InvalidModel"),
        (with("stage", "assignmentRequestGranted"), 400, "InvalidModel"),
        (with("stage", "later"), 400, "InvalidModel"),
        (with("state", "delivered"), 400, "InvalidModel"),
        (with("@odata.type", "#microsoft.graph.customExtensionData"), 400, "InvalidModel"),
        (with("customExtensionStageInstanceId", "other"), 400, "SandboxUnexpectedCallback"),
    ])
    .await;
}

#[tokio::test]
async fn a_method_that_a_resource_does_not_have_is_answered_405_with_those_it_has() {
    let sandbox = documented().await;
    let entity = format!("assignmentRequests/{DELIVERED}");
    for (method, path, allowed) in [
        ("PUT", "assignmentRequests".to_owned(), "GET, POST"),
        ("PATCH", entity.clone(), "GET, DELETE"),
        ("GET", format!("{entity}/cancel"), "POST"),
        ("POST", "assignmentRequests/filterByCurrentUser(on='target')".to_owned(), "GET"),
    ] {
        let answer = Ask::new(method, &path).send(&sandbox).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{path}");
        check_envelope(&answer);
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_answered_with_its_fault() {
    let create = Ask::post("assignmentRequests");
    let deep = "[".repeat(65) + &"]".repeat(65);
    let long = format!("\"{}\"", "a".repeat(1024 * 1024 - 1));
    let typed = |media_type| create.clone().json("{}").retyped(media_type);
    check(vec![
        (create.clone().json(""), 400, "BadRequest"),
        (create.clone().json("{\"requestType\":"), 400, "BadRequest"),
        (create.clone().json("{\"requestType\":\"userAdd\"} {}"), 400, "BadRequest"),
        (create.clone().json("[]"), 400, "InvalidModel"),
        (
            create.clone().json("{\"requestType\":\"userAdd\",\"requestType\":\"userAdd\"}"),
            400,
            "InvalidModel",
        ),
        (create.clone().json(&deep), 400, "BadRequest"),
        (create.clone().json(&long), 413, "RequestEntityTooLarge"),
        (typed("text/plain"), 415, "UnsupportedMediaType"),
        (typed("application/jsonp"), 415, "UnsupportedMediaType"),
        (create.clone(), 415, "UnsupportedMediaType"),
    ])
    .await;
}

#[tokio::test]
async fn a_url_that_is_too_long_is_answered_414() {
    let ask = Ask::get(&format!("assignmentRequests?$filter={}", "a".repeat(8 * 1024)));
    check(vec![(ask, 414, "RequestUriTooLong")]).await;
}

#[tokio::test]
async fn parameters_of_the_media_type_do_not_matter() {
    let sandbox = documented().await;
    let create = Ask::create(&admin_add()).retyped("Application/JSON; charset=utf-8");
    assert_eq!(create.send(&sandbox).await.status, 201);
}
