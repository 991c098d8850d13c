//! Waiting for a request to be as it is wanted.

use std::error::Error as _;
use std::time::Duration;

use assignment_requests::enums::AccessPackageRequestState;
use assignment_requests::types::AccessPackageAssignmentRequest;
use assignment_requests::{
    Budget, Client, ClientCredentials, GraphError, Retry, Session, TokenFailure, WaitError, Waited,
};
use sandbox::{Config, Sandbox};

use crate::exchange::session;
use crate::script::{Script, target};

/// Enough for all looks of a script, between which there is hardly a pause.
const BUDGET: Budget = Budget::within(Duration::from_secs(20))
    .pauses(Duration::from_millis(1), Duration::from_millis(1));

/// Enough for one look.
const NONE: Budget = Budget::within(Duration::ZERO);

/// A client that would try again by itself, and long.
fn client(script: &Script) -> Client {
    let retry = Retry::default().pauses(Duration::from_mins(1), Duration::from_mins(1));
    session(&script.root()).retry(retry).build().unwrap().client()
}

/// An answer with these headers, each with its line break, and this body.
fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

/// A look at a request in this state, of this id.
fn look(state: &str, id: &str) -> String {
    answer("200 OK", &format!("request-id: {id}\r\n"), &format!(r#"{{"state": "{state}"}}"#))
}

async fn waited(
    script: &Script,
    budget: Budget,
) -> Result<AccessPackageAssignmentRequest, WaitError> {
    client(script).wait_until("a", AccessPackageAssignmentRequest::is_final, budget).await
}

/// What was seen until the budget had come to its end.
async fn in_vain(script: &Script, budget: Budget) -> Waited {
    let waited = match waited(script, budget).await {
        Err(WaitError::Budget(waited)) => Some(*waited),
        _ => None,
    };
    waited.unwrap()
}

#[tokio::test]
async fn a_request_that_is_as_it_is_wanted_is_looked_at_once() {
    for state in ["delivered", "deliveryFailed", "denied", "canceled", "partiallyDelivered"] {
        let script = Script::of([look(state, "1"), look(state, "2")]);
        let request = waited(&script, BUDGET).await.unwrap();
        assert_eq!(request.state.unwrap().to_string(), state);
        assert_eq!(script.requests().len(), 1);
        assert!(target(&script.requests()[0]).ends_with("/assignmentRequests/a"));
    }
}

#[tokio::test]
async fn a_request_that_is_on_its_way_is_looked_at_again() {
    let states = ["submitted", "pendingApproval", "scheduled", "delivering", "new", "delivered"];
    let script = Script::of(states.map(|state| look(state, "1")));
    let request = waited(&script, BUDGET).await.unwrap();
    assert_eq!(request.state.unwrap().to_string(), "delivered");
    assert_eq!(script.requests().len(), states.len());
}

#[tokio::test]
async fn the_last_that_was_seen_is_told_with_the_ids_of_all_looks() {
    let asks_for_too_much = "request-id: 3\r\nretry-after: 21\r\n";
    let script = Script::of([
        look("submitted", "1"),
        look("delivering", "2"),
        answer("429 Too Many Requests", asks_for_too_much, ""),
    ]);
    let waited = in_vain(&script, BUDGET).await;
    assert_eq!(waited.request_ids, ["1", "2", "3"]);
    let last = waited.last.as_ref().and_then(|request| request.state.as_ref());
    assert_eq!(last.map(AccessPackageRequestState::as_str), Some("delivering"));
}

#[tokio::test]
async fn without_a_budget_the_first_look_is_the_last() {
    let script = Script::of([look("submitted", "1"), look("delivered", "2")]);
    let waited = in_vain(&script, NONE).await;
    assert_eq!((waited.request_ids, script.requests().len()), (vec!["1".to_owned()], 1));
    assert!(waited.error.is_none());
}

#[tokio::test]
async fn a_look_that_fails_for_the_moment_is_repeated_within_the_budget() {
    let script = Script::of([
        answer("429 Too Many Requests", "request-id: 1\r\nretry-after: 0\r\n", ""),
        answer("503 Service Unavailable", "request-id: 2\r\n", ""),
        answer("500 Internal Server Error", "", ""),
        String::new(),
        look("delivered", "5"),
    ]);
    // The client's own patience would be a minute for each.
    let request = waited(&script, BUDGET).await.unwrap();
    assert!(request.is_final());
    assert_eq!(script.requests().len(), 5);
}

#[tokio::test]
async fn what_is_wanted_is_asked_once_of_each_look_that_succeeds() {
    let script = Script::of([
        answer("503 Service Unavailable", "", ""),
        look("submitted", "1"),
        answer("503 Service Unavailable", "", ""),
        String::new(),
        look("submitted", "2"),
    ]);
    let mut asked = 0;
    let is_second = |_: &AccessPackageAssignmentRequest| {
        asked += 1;
        asked == 2
    };
    client(&script).wait_until("a", is_second, BUDGET).await.unwrap();
    assert_eq!(script.requests().len(), 5);
}

#[tokio::test]
async fn a_service_that_asks_for_more_time_than_is_left_is_not_waited_for() {
    let throttled = "request-id: 2\r\nretry-after: 21\r\n";
    let script = Script::of([
        look("submitted", "1"),
        answer("429 Too Many Requests", throttled, ""),
        look("delivered", "3"),
    ]);
    let waited = in_vain(&script, BUDGET).await;
    assert_eq!(script.requests().len(), 2);
    assert!(matches!(waited.error, Some(GraphError::Throttled(_))), "{:?}", waited.error);
}

#[tokio::test]
async fn what_does_not_pass_ends_at_once() {
    for (status, body) in [
        ("404 Not Found", ""),
        ("403 Forbidden", ""),
        ("401 Unauthorized", ""),
        ("400 Bad Request", ""),
        ("200 OK", "{"),
    ] {
        let script = Script::of([answer(status, "", body), look("delivered", "2")]);
        let error = waited(&script, BUDGET).await.unwrap_err();
        assert!(matches!(error, WaitError::Graph(_)), "{error:?}");
        let cause = error.waited().error.as_ref().unwrap();
        assert!(cause.to_string().starts_with(status), "{cause}");
        assert_eq!(script.requests().len(), 1);
    }
}

/// The same, where the token is granted by the script as well.
async fn waited_with_grant(script: &Script) -> Result<AccessPackageAssignmentRequest, WaitError> {
    let token_url = format!("{}/token", script.origin()).parse().unwrap();
    let credentials = ClientCredentials::new("a", "b", "c").at(token_url);
    let retry = Retry::default().pauses(Duration::from_mins(1), Duration::from_mins(1));
    let builder = session(&script.root()).client_credentials(credentials).retry(retry);
    builder
        .build()
        .unwrap()
        .client()
        .wait_until("a", AccessPackageAssignmentRequest::is_final, BUDGET)
        .await
}

#[tokio::test]
async fn a_token_that_is_not_granted_for_the_moment_is_waited_for_within_the_budget() {
    let script = Script::of([
        answer("429 Too Many Requests", "retry-after: 0\r\n", ""),
        answer("503 Service Unavailable", "", ""),
        answer("500 Internal Server Error", "", ""),
        String::new(),
        answer("200 OK", "", r#"{"access_token": "granted"}"#),
        look("delivered", "1"),
    ]);
    // The client's own patience would be a minute for each.
    let request = waited_with_grant(&script).await.unwrap();
    assert!(request.is_final());
    assert_eq!(script.requests().len(), 6);
}

#[tokio::test]
async fn a_token_endpoint_that_asks_for_more_time_than_is_left_is_not_waited_for() {
    let throttled = answer("429 Too Many Requests", "retry-after: 21\r\n", "");
    let script = Script::of([throttled, look("delivered", "1")]);
    let error = waited_with_grant(&script).await.unwrap_err();
    let WaitError::Budget(waited) = error else { panic!("{error:?}") };
    assert!(matches!(waited.error, Some(GraphError::Token(_))), "{:?}", waited.error);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_token_that_is_refused_for_good_ends_at_once() {
    for answered in [
        answer("401 Unauthorized", "", r#"{"error": "invalid_client"}"#),
        answer("400 Bad Request", "", r#"{"error": "invalid_scope"}"#),
        answer("200 OK", "", r#"{"access_token": ""}"#),
    ] {
        let script = Script::of([answered, look("delivered", "1")]);
        let error = waited_with_grant(&script).await.unwrap_err();
        assert!(matches!(error, WaitError::Graph(_)), "{error:?}");
        let is_told = matches!(
            error.waited().error,
            Some(GraphError::Token(TokenFailure::Refused { .. } | TokenFailure::Invalid(_)))
        );
        assert!(is_told, "{error:?}");
        assert_eq!(script.requests().len(), 1);
    }
}

#[tokio::test]
async fn who_waits_in_vain_is_told_how_long_the_last_state_the_last_error_and_its_id() {
    let code = r#"{"error": {"code": "Authorization_RequestDenied", "message": "No."}}"#;
    let seen = "the request was submitted when it was last seen, and a look after 0 s failed: ";
    let unseen = "the request was not seen in 0 s, and the last look failed: ";
    let too_long = "request-id: 2\r\nretry-after: 21\r\n";
    for (answers, budget, expected) in [
        (
            vec![look("submitted", "1")],
            NONE,
            "the request is submitted after 0 s (request-id 1)".to_owned(),
        ),
        (vec![answer("200 OK", "", "{}")], NONE, "the request is in no state after 0 s".to_owned()),
        (vec![String::new()], NONE, format!("{unseen}there was no whole answer")),
        (
            vec![look("submitted", "1"), answer("429 Too Many Requests", too_long, "")],
            BUDGET,
            format!("{seen}429 Too Many Requests (request-id 2)"),
        ),
        (
            vec![look("submitted", "1"), answer("403 Forbidden", "request-id: 2\r\n", code)],
            BUDGET,
            format!("{seen}403 Forbidden, Authorization_RequestDenied (request-id 2)"),
        ),
        (vec![answer("404 Not Found", "", "")], BUDGET, format!("{unseen}404 Not Found")),
        (vec![answer("200 OK", "", "{")], BUDGET, format!("{unseen}200 OK that is no request")),
    ] {
        let error = waited(&Script::of(answers), budget).await.unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn the_source_is_the_error_of_the_last_look() {
    for (answers, budget) in [
        (vec![look("submitted", "1"), answer("404 Not Found", "", "")], BUDGET),
        (vec![answer("503 Service Unavailable", "", "")], NONE),
    ] {
        let error = waited(&Script::of(answers), budget).await.unwrap_err();
        let source = error.source().and_then(|source| source.downcast_ref::<GraphError>());
        let of_look = error.waited().error.as_ref();
        assert!(source.is_some_and(|one| of_look.is_some_and(|other| std::ptr::eq(one, other))));
    }
    let error = waited(&Script::of([look("submitted", "1")]), NONE).await.unwrap_err();
    assert!(error.source().is_none());
}

#[tokio::test]
async fn what_does_not_pass_has_all_that_was_seen_before() {
    let gone = answer("404 Not Found", "request-id: 2\r\n", "");
    let error = waited(&Script::of([look("submitted", "1"), gone]), BUDGET).await.unwrap_err();
    let WaitError::Graph(waited) = error else { panic!("{error:?}") };
    assert_eq!(waited.request_ids, ["1", "2"]);
    let state = waited.last.and_then(|request| request.state);
    assert_eq!(state, Some(AccessPackageRequestState::Submitted));
    assert!(waited.time > Duration::ZERO);
}

#[tokio::test]
async fn an_id_that_would_lead_elsewhere_is_refused_before_looking() {
    let script = Script::of([look("delivered", "1")]);
    let error = client(&script)
        .wait_until("..", AccessPackageAssignmentRequest::is_final, BUDGET)
        .await
        .unwrap_err();
    let WaitError::Graph(waited) = error else { panic!("{error:?}") };
    assert!(matches!(waited.error, Some(GraphError::Argument(_))), "{waited:?}");
    assert_eq!(script.requests().len(), 0);
}

#[tokio::test]
async fn a_request_of_the_stand_in_is_waited_for() {
    let sandbox = Sandbox::start(Config::default()).await.unwrap();
    let token = sandbox.token("admin").unwrap();
    let builder = Session::builder().endpoint(sandbox.url()).token(token.as_str());
    let client = builder.build().unwrap().client();
    let delivered = "7999249e-249e-7999-9e24-99799e249979";
    let request = client
        .wait_until(delivered, AccessPackageAssignmentRequest::is_final, BUDGET)
        .await
        .unwrap();
    assert_eq!(request.id.as_deref(), Some(delivered));
}
