//! What becomes of a call whose token is refused, or that has none to send.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use assignment_requests::requests::{AdminRemove, NewRequest};
use assignment_requests::{AccessToken, Client, GraphError, Retry, TokenFailure};

use crate::exchange::{json, session};
use crate::script::{Script, body, header};

fn refusal() -> String {
    json("401 Unauthorized", r#"{"error": {"code": "InvalidAuthenticationToken", "message": ""}}"#)
}

/// A client whose source gives `token-1`, `token-2` and so on, but fails at these fetches.
fn counting(script: &Script, failing: &'static [usize]) -> (Client, Arc<AtomicUsize>) {
    let fetches = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&fetches);
    let source = move || {
        let count = counted.fetch_add(1, Ordering::Relaxed) + 1;
        async move {
            if failing.contains(&count) {
                return Err(TokenFailure::because("the vault is closed"));
            }
            Ok(AccessToken::new(&format!("token-{count}"))?)
        }
    };
    (session(&script.root()).token_from(source).build().unwrap().client(), fetches)
}

/// The tokens that were sent, one after the other.
fn tokens(script: &Script) -> Vec<String> {
    let requests = script.requests();
    requests
        .iter()
        .filter_map(|request| header(request, "authorization"))
        .map(str::to_owned)
        .collect()
}

fn removal() -> NewRequest {
    AdminRemove { assignment_id: "a6bb6942-3ae1-4259-9908-0133aaee9377" }.into()
}

#[tokio::test]
async fn a_call_whose_token_is_refused_is_repeated_with_the_next() {
    let script = Script::of([refusal(), json("200 OK", "{}")]);
    let (client, _) = counting(&script, &[]);
    client.get("a", []).await.unwrap();
    assert_eq!(tokens(&script), ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn a_post_whose_token_is_refused_was_not_carried_out_and_is_repeated_whole() {
    let script = Script::of([refusal(), json("201 Created", "{}")]);
    let (client, _) = counting(&script, &[]);
    client.create(&removal()).await.unwrap();
    assert_eq!(tokens(&script), ["Bearer token-1", "Bearer token-2"]);
    let requests = script.requests();
    assert_eq!(body(&requests[0]), body(&requests[1]));
    assert!(body(&requests[1]).contains("adminRemove"), "{requests:?}");
}

#[tokio::test]
async fn the_next_call_begins_with_the_token_that_was_taken() {
    let ok = || json("200 OK", "{}");
    let script = Script::of([refusal(), ok(), ok()]);
    let (client, fetches) = counting(&script, &[]);
    client.get("a", []).await.unwrap();
    client.get("a", []).await.unwrap();
    assert_eq!(tokens(&script), ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
    assert_eq!(fetches.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_call_is_repeated_once_though_the_next_token_is_refused_as_well() {
    let script = Script::of([refusal(), refusal(), json("200 OK", "{}")]);
    let (client, _) = counting(&script, &[]);
    let error = client.get("a", []).await.unwrap_err();
    assert!(matches!(error, GraphError::Unauthorized(_)), "{error:?}");
    assert_eq!(tokens(&script), ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn a_token_that_is_the_same_again_is_not_sent_again() {
    let script = Script::of([refusal(), json("200 OK", "{}")]);
    let client = session(&script.root()).build().unwrap().client();
    let error = client.get("a", []).await.unwrap_err();
    assert!(matches!(error, GraphError::Unauthorized(_)), "{error:?}");
    assert_eq!(error.code(), Some("InvalidAuthenticationToken"));
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_source_that_fails_is_told_and_nothing_is_sent_until_it_does_not() {
    let script = Script::of([json("200 OK", "{}")]);
    let (client, _) = counting(&script, &[1]);
    let error = client.get("a", []).await.unwrap_err();
    assert!(matches!(error, GraphError::Token(TokenFailure::Source(_))), "{error:?}");
    assert_eq!(script.requests().len(), 0);
    client.get("a", []).await.unwrap();
    assert_eq!(tokens(&script), ["Bearer token-2"]);
}

#[tokio::test]
async fn a_source_that_fails_after_a_refusal_is_told() {
    let script = Script::of([refusal(), json("200 OK", "{}")]);
    let (client, _) = counting(&script, &[2]);
    let error = client.get("a", []).await.unwrap_err();
    assert!(matches!(error, GraphError::Token(TokenFailure::Source(_))), "{error:?}");
    assert_eq!(tokens(&script), ["Bearer token-1"]);
}

#[tokio::test]
async fn a_source_that_has_none_for_the_moment_is_asked_again_for_any_call() {
    let script = Script::of([json("201 Created", "{}")]);
    let count = AtomicUsize::new(0);
    let source = move || {
        let restarting = TokenFailure::unavailable("the vault is being restarted");
        let given = match count.fetch_add(1, Ordering::Relaxed) {
            0 => Err(restarting),
            _ => AccessToken::new("token").map_err(TokenFailure::from),
        };
        async move { given }
    };
    let retry = Retry::default().pauses(Duration::ZERO, Duration::ZERO);
    let builder = session(&script.root()).token_from(source).retry(retry);
    builder.build().unwrap().client().create(&removal()).await.unwrap();
    assert_eq!(tokens(&script), ["Bearer token"]);
}
