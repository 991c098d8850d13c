//! What a request looks like on the wire.

use std::time::Duration;

use assignment_requests::{
    AccessToken, InvalidToken, Retry,
    enums::{AccessPackageAssignmentRequestFilterByCurrentUserOptions, AccessPackageRequestType},
};

use crate::exchange::{TOKEN, exchange, json, session};
use crate::script::Script;

const EMPTY_PAGE: &str = r#"{"value": []}"#;

async fn list_request() -> String {
    let (request, page) = exchange(json("200 OK", EMPTY_PAGE), async |client| {
        let list = client.list_assignment_requests();
        list.filter("state eq 'delivered'").expand("assignment($expand=target)").send().await
    })
    .await;
    assert!(page.unwrap().value.is_empty());
    request
}

async fn cancel_request() -> String {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (request, outcome) = exchange(answer, async |client| {
        client
            .cancel_assignment_request()
            .access_package_assignment_request_id("an id")
            .send()
            .await
    })
    .await;
    outcome.unwrap();
    request
}

#[tokio::test]
async fn query_options_are_readable() {
    // Whatever is set, the URL type of HTTP clients escapes a quote in a query.
    let expected = "GET /v1.0/identityGovernance/entitlementManagement/assignmentRequests\
                    ?$expand=assignment($expand=target)&$filter=state%20eq%20%27delivered%27 HTTP/1.1";
    assert_eq!(list_request().await.lines().next(), Some(expected));
}

#[tokio::test]
async fn no_question_mark_stands_without_an_option() {
    let (request, _) = exchange(json("200 OK", EMPTY_PAGE), async |client| {
        client.list_assignment_requests().send().await
    })
    .await;
    assert!(request.starts_with(
        "GET /v1.0/identityGovernance/entitlementManagement/assignmentRequests HTTP/1.1"
    ));
}

#[tokio::test]
async fn the_token_is_sent() {
    assert!(list_request().await.contains(&format!("authorization: Bearer {TOKEN}\r\n")));
}

#[tokio::test]
async fn no_api_version_is_sent() {
    assert!(!list_request().await.contains("api-version"));
}

#[tokio::test]
async fn a_post_without_body_has_a_length() {
    assert!(cancel_request().await.contains("content-length: 0\r\n"));
}

#[tokio::test]
async fn a_get_has_no_length() {
    assert!(!list_request().await.contains("content-length"));
}

#[tokio::test]
async fn an_id_stays_within_its_segment() {
    let path = "/assignmentRequests/an%20id/cancel HTTP/1.1";
    assert!(cancel_request().await.lines().next().is_some_and(|line| line.ends_with(path)));
}

#[tokio::test]
async fn the_function_names_its_parameter() {
    let target = AccessPackageAssignmentRequestFilterByCurrentUserOptions::Target;
    let (request, _) = exchange(json("200 OK", EMPTY_PAGE), async |client| {
        client.filter_assignment_requests_by_current_user().on(target).send().await
    })
    .await;
    assert!(request.contains("/assignmentRequests/filterByCurrentUser(on='target') HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_body_holds_what_was_set_and_nothing_else() {
    let (request, created) = exchange(json("201 Created", "{}"), async |client| {
        let create = client.create_assignment_request();
        create.body_map(|body| body.request_type(AccessPackageRequestType::AdminAdd)).send().await
    })
    .await;
    created.unwrap();
    assert!(request.contains("content-type: application/json\r\n"));
    assert!(request.ends_with("\r\n\r\n{\"requestType\":\"adminAdd\"}"));
}

#[tokio::test]
async fn any_success_of_create_is_decoded() {
    for status in ["200 OK", "201 Created", "202 Accepted"] {
        let (_, created) = exchange(json(status, r#"{"id": "a"}"#), async |client| {
            let create = client.create_assignment_request();
            create
                .body_map(|body| body.request_type(AccessPackageRequestType::UserAdd))
                .send()
                .await
        })
        .await;
        assert_eq!(created.unwrap().id.as_deref(), Some("a"), "{status}");
    }
}

#[tokio::test]
async fn no_patience_is_too_long() {
    let endless = Retry::default().within(Duration::MAX).pauses(Duration::ZERO, Duration::MAX);
    let script = Script::of([json("503 Service Unavailable", ""), json("200 OK", "{}")]);
    let session = session(&script.root()).retry(endless).timeout(Duration::MAX);
    let client = session.connect_timeout(Duration::MAX).build().unwrap().client();
    client.get("a", []).await.unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn the_token_is_never_shown() {
    let (_, shown) = exchange(json("418 Teapot", "short and stout"), async |client| {
        let list = client.list_assignment_requests();
        let shown = format!("{client:?} {list:?}");
        let error = list.send().await.unwrap_err();
        format!("{shown} {error:?} {error} ")
    })
    .await;
    assert!(shown.contains("418") && !shown.contains(TOKEN), "{shown}");
}

#[test]
fn a_token_that_no_header_may_hold_is_refused_without_being_shown() {
    for (token, expected) in [
        ("", InvalidToken::Empty),
        ("secret\n", InvalidToken::Character { position: 6 }),
        ("Bearer secret", InvalidToken::Character { position: 6 }),
        ("sécret", InvalidToken::Character { position: 1 }),
    ] {
        let error = AccessToken::new(token).unwrap_err();
        assert_eq!(error, expected);
        assert!(!format!("{error} {error:?}").contains("ecret"));
    }
}
