//! The token in answers of services that repeat it: no error shows it.

use std::error::Error;
use std::time::Duration;

use assignment_requests::{Batch, Budget, Client, Expand, GraphError, Query, WaitError};
use futures_util::TryStreamExt;
use reqwest::header::{LOCATION, WWW_AUTHENTICATE};

use crate::exchange::{TOKEN, json, session};
use crate::script::Script;

const LIST: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";

/// The token as some write it in JSON.
const IN_JSON: &str = r"\u0061\u002Dtoken-that-nobody-may-see";

fn client(script: &Script) -> Client {
    session(&script.root()).build().unwrap().client()
}

fn headed(status: &str, headers: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

/// Everything that an error and its causes show, in small letters.
fn shown(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes
        .map(|error| format!("{error} {error:?} {error:#?} "))
        .collect::<Vec<_>>()
        .concat()
        .to_lowercase()
}

fn is_silent(error: &GraphError) -> bool {
    let envelope = error.envelope().map(|envelope| format!("{envelope:?}")).unwrap_or_default();
    let headers = error.headers().map(|headers| format!("{headers:?}")).unwrap_or_default();
    let body = String::from_utf8_lossy(error.body());
    let shown = format!("{} {envelope} {headers} {body}", shown(error));
    !shown.contains(TOKEN) && !shown.contains(IN_JSON)
}

#[tokio::test]
async fn a_service_may_repeat_it_wherever_it_likes() {
    for answer in [
        json(
            "401 Unauthorized",
            &format!(r#"{{"error": {{"code": "a", "message": "Bearer {TOKEN}"}}}}"#),
        ),
        json(
            "403 Forbidden",
            &format!(r#"{{"error": {{"code": "{TOKEN}", "target": "{TOKEN}"}}}}"#),
        ),
        json("403 Forbidden", &format!(r#"{{"error": {{"code": "a", "message": "{IN_JSON}"}}}}"#)),
        json("400 Bad Request", &format!("<html>authorization: Bearer {TOKEN}</html>")),
        json("300 Multiple Choices", &format!(r#"{{"token": "{TOKEN}"}}"#)),
        json("200 OK", &format!(r#"{{"id": 3, "token": "{TOKEN}"}}"#)),
        json("200 OK", &format!(r#"{{"answers": "Bearer {TOKEN}"}}"#)),
        json("200 OK", &format!(r#"{{"answers": "{IN_JSON}"}}"#)),
        headed("401 Unauthorized", &format!("www-authenticate: Bearer {TOKEN}")),
        headed("404 Not Found", &format!("request-id: {TOKEN}")),
        headed("302 Found", &format!("location: https://example.com/?token={TOKEN}")),
        headed("200 OK", &format!("authorization: Bearer {TOKEN}")),
        headed(&format!("500 {TOKEN}"), "server: a"),
        format!("HTTP/1.1 200 OK\r\nauthorization: {TOKEN}\r\ncontent-length: 900\r\n\r\n{TOKEN}"),
        format!("HTTP/1.1 403 Forbidden\r\ncontent-length: 900\r\n\r\n{TOKEN}"),
        format!("HTTP/1.1 {TOKEN}\r\n\r\n"),
    ] {
        let script = Script::of([answer.clone()]);
        let error = client(&script).get("a", []).await.unwrap_err();
        assert_eq!(script.requests().len(), 1);
        assert!(is_silent(&error), "{answer}: {error:?}");
    }
}

#[tokio::test]
async fn a_call_of_a_batch_may_repeat_it() {
    for response in [
        format!(r#""status": 403, "body": {{"error": {{"code": "a", "message": "{TOKEN}"}}}}"#),
        format!(r#""status": 403, "body": "Bearer {TOKEN}""#),
        format!(r#""status": 403, "headers": {{"request-id": "{TOKEN}"}}"#),
        format!(r#""status": 200, "body": {{"answers": "{IN_JSON}"}}"#),
    ] {
        let body = format!(r#"{{"responses": [{{"id": "1", {response}}}]}}"#);
        let script = Script::of([json("200 OK", &body)]);
        let mut batch = Batch::new();
        let ticket = batch.get("a", [Expand::Requestor]).unwrap();
        let mut answers = client(&script).send_batch(&batch).await.unwrap();
        assert!(!format!("{answers:?}").contains(TOKEN), "{answers:?}");
        let error = answers.take(ticket).unwrap_err();
        assert!(is_silent(&error), "{response}: {error:?}");
    }
}

#[tokio::test]
async fn a_link_to_the_next_page_may_hold_it() {
    for link in [
        format!("http://{TOKEN}/"),
        format!("http://localhost:1/{TOKEN}"),
        format!("http://[{TOKEN}"),
        format!("{LIST}?{TOKEN}"),
        format!("/{TOKEN}"),
    ] {
        let page = serde_json::json!({ "value": [], "@odata.nextLink": link }).to_string();
        // Where the link is followed, the answer to it breaks off, and so does the next.
        let script = Script::of([json("200 OK", &page), json("200 OK", &page), String::new()]);
        let pages = client(&script).list(&Query::new()).pages();
        let error = pages.try_collect::<Vec<_>>().await.unwrap_err();
        assert!(is_silent(&error), "{link}: {error:?}");
        let script = Script::of([json("200 OK", &page), String::new()]);
        let pages = client(&script).list(&Query::new()).pages();
        let error = pages.try_collect::<Vec<_>>().await.unwrap_err();
        assert!(is_silent(&error), "{link}: {error:?}");
    }
}

#[tokio::test]
async fn an_address_that_gives_no_answer_is_shown_without_its_query() {
    let script = Script::of([String::new()]);
    let list = client(&script).list(&Query::new().raw("$filter", "by-a-person"));
    let error = list.pages().try_next().await.unwrap_err();
    let shown = shown(&error);
    assert!(shown.contains("assignmentrequests") && !shown.contains("by-a-person"), "{shown}");
}

#[tokio::test]
async fn who_waits_in_vain_is_told_no_token() {
    let answer = format!("HTTP/1.1 200 OK\r\nrequest-id: {TOKEN}\r\ncontent-length: 2\r\n\r\n{{}}");
    let script = Script::of([answer]);
    let outcome = client(&script).wait_until("a", |_| false, Budget::within(Duration::ZERO)).await;
    let error = outcome.unwrap_err();
    let WaitError::Budget(waited) = &error else { panic!("{error:?}") };
    assert_eq!(waited.request_ids, ["..."]);
    assert!(!shown(&error).contains(TOKEN), "{error:?}");
}

#[tokio::test]
async fn what_stands_around_it_is_kept() {
    let body = format!(r#"{{"error": {{"code": "a", "message": "Bearer {TOKEN}, {TOKEN}!"}}}}"#);
    let length = body.len();
    let script = Script::of([format!(
        "HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Bearer {TOKEN}, realm=\"\"\r\n\
         location: /?{TOKEN}\r\ncontent-length: {length}\r\n\r\n{body}"
    )]);
    let error = client(&script).get("a", []).await.unwrap_err();
    assert_eq!(error.message(), Some("Bearer …, …!"));
    assert_eq!(error.body(), body.replace(TOKEN, "…").as_bytes());
    let header = |name| error.headers().unwrap().get(name).unwrap().to_str().unwrap();
    assert_eq!(header(WWW_AUTHENTICATE), "Bearer ..., realm=\"\"");
    assert_eq!(header(LOCATION), "/?...");
}

#[tokio::test]
async fn a_body_without_it_is_kept_byte_for_byte() {
    for body in ["", "\u{0}\\u0061 a-token-that-nobody\r\n", "{\"a\" :\t\"\\u002D\"}", "é…"] {
        let script = Script::of([json("403 Forbidden", body)]);
        let error = client(&script).get("a", []).await.unwrap_err();
        assert_eq!(error.body(), body.as_bytes());
        let shown = format!("{error:?}");
        assert!(shown.contains(&format!("body: {body:?}")), "{shown}");
    }
}

#[tokio::test]
async fn a_redirect_that_was_followed_may_lead_to_it() {
    let script = Script::at(|origin| {
        let place = origin.replace("127.0.0.1", TOKEN);
        vec![headed("302 Found", &format!("location: {place}/")), json("200 OK", "{}")]
    });
    let address = script.origin().trim_start_matches("http://").parse().unwrap();
    let connection = reqwest::Client::builder().no_proxy().resolve(TOKEN, address);
    let session = session(&script.root()).connection(connection.build().unwrap());
    let error = session.build().unwrap().client().get("a", []).await.unwrap_err();
    assert_eq!(script.requests().len(), 2);
    assert!(error.to_string().contains("followed a redirect to http://…:"), "{error}");
    assert!(is_silent(&error), "{error:?}");
}
