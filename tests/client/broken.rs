//! Answers that break off: how often is tried, and what the error says in the end.

use std::error::Error as _;
use std::net::TcpListener;
use std::time::Duration;

use assignment_requests::requests::{AdminRemove, NewRequest};
use assignment_requests::{Client, GraphError, Query, Retry};
use futures_util::TryStreamExt;

use crate::exchange::{json, session};
use crate::script::Script;

/// An answer of which the end does not come.
fn broken(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nrequest-id: an-id\r\nclient-request-id: another\r\ncontent-length: 900\r\n\r\n{body}"
    )
}

fn client(script: &Script, retry: Retry) -> Client {
    let pause = Duration::from_millis(1);
    session(&script.root()).retry(retry.pauses(pause, pause)).build().unwrap().client()
}

fn removal() -> NewRequest {
    AdminRemove { assignment_id: "a6bb6942-3ae1-4259-9908-0133aaee9377" }.into()
}

#[tokio::test]
async fn a_look_is_tried_again() {
    let script =
        Script::of([broken("200 OK", "{"), broken("404 Not Found", ""), json("200 OK", "{}")]);
    client(&script, Retry::default()).get("a", []).await.unwrap();
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn a_page_is_tried_again() {
    let script = Script::of([broken("200 OK", "{\"va"), json("200 OK", r#"{"value": []}"#)]);
    let pages = client(&script, Retry::default()).list(&Query::new()).pages();
    assert_eq!(pages.try_collect::<Vec<_>>().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_generated_builder_tries_again() {
    let script = Script::of([broken("200 OK", "{"), json("200 OK", "{}")]);
    let client = client(&script, Retry::default());
    let get = client.get_assignment_request().access_package_assignment_request_id("a");
    get.send().await.unwrap();
}

#[tokio::test]
async fn a_post_is_tried_again_where_the_caller_allows_it_and_not_otherwise() {
    for (retry, count) in [(Retry::default(), 1), (Retry::default().even_posts(), 2)] {
        let script = Script::of([broken("201 Created", "{"), json("201 Created", "{}")]);
        let created = client(&script, retry).create(&removal()).await;
        assert_eq!((script.requests().len(), created.is_ok()), (count, count == 2));
    }
}

#[tokio::test]
async fn what_is_done_without_a_body_is_done_though_it_breaks_off() {
    let script = Script::of([broken("200 OK", ""), broken("200 OK", "")]);
    let client = client(&script, Retry::default());
    client.cancel("a").await.unwrap();
    let cancel = client.cancel_assignment_request().access_package_assignment_request_id("a");
    cancel.send().await.unwrap();
}

#[tokio::test]
async fn a_success_that_breaks_off_to_the_last_keeps_its_head() {
    let script = Script::of((0..2).map(|_| broken("200 OK", "{")));
    let error = client(&script, Retry::default().tries(2)).get("a", []).await.unwrap_err();
    assert!(matches!(error, GraphError::Transport(_)), "{error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(error.headers().is_some_and(|headers| headers.contains_key("content-length")));
    assert_eq!((error.request_id(), error.client_request_id()), (Some("an-id"), Some("another")));
    assert!(error.source().is_some_and(<dyn std::error::Error>::is::<reqwest::Error>), "{error:?}");
}

#[tokio::test]
async fn a_refusal_that_breaks_off_is_one_of_its_kind_and_keeps_what_came() {
    let script = Script::of([broken("403 Forbidden", "{\"err")]);
    let error = client(&script, Retry::never()).get("a", []).await.unwrap_err();
    assert!(matches!(error, GraphError::Forbidden(_)), "{error:?}");
    assert_eq!((error.body(), error.request_id()), (&b"{\"err"[..], Some("an-id")));
    assert!(error.source().is_some_and(<dyn std::error::Error>::is::<reqwest::Error>), "{error:?}");
}

#[tokio::test]
async fn an_error_tells_whether_the_time_was_up_or_no_connection_came_about() {
    // Connections come about, and nobody reads from them.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", listener.local_addr().unwrap());
    let script = Script::of([broken("200 OK", "{")]);
    for (root, expected) in [
        // Nobody listens there.
        ("http://127.0.0.1:9", (false, true)),
        (silent.as_str(), (true, false)),
        (script.origin(), (false, false)),
    ] {
        let client = session(root).timeout(Duration::from_millis(200)).build().unwrap().client();
        let error = client.get("a", []).await.unwrap_err();
        let GraphError::Transport(cause) = error else { panic!("{error:?}") };
        assert_eq!((cause.is_timeout(), cause.is_connect()), expected, "{cause:?}");
    }
}
