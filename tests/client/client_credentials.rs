//! Tokens that are granted to an application: what is sent to the token endpoint, and what is made of its answers.

use std::error::Error as _;
use std::net::TcpListener;
use std::time::Duration;

use assignment_requests::{
    Client, ClientCredentials, Cloud, GraphError, InvalidSession, Query, Retry, Session,
    SessionBuilder, TokenFailure,
};

use crate::exchange::json;
use crate::script::{Script, body, header, target};

const SECRET: &str = "s&cret+é'nobody";

fn credentials(script: &Script) -> ClientCredentials {
    let token_url = format!("{}/contoso/oauth2/v2.0/token", script.origin());
    ClientCredentials::new("contoso", "an id", SECRET).at(token_url.parse().unwrap())
}

/// A session whose tokens and answers come from the same script.
fn session(script: &Script) -> SessionBuilder {
    let builder = Session::builder().endpoint(&script.root()).retry(Retry::never());
    builder.client_credentials(credentials(script))
}

fn client(script: &Script) -> Client {
    session(script).build().unwrap().client()
}

fn granted(members: &str) -> String {
    json("200 OK", &format!(r#"{{"token_type": "Bearer", "access_token": "granted"{members}}}"#))
}

fn ok() -> String {
    json("200 OK", "{}")
}

/// The failure of a call for which the token endpoint answers so.
async fn failure(answer: String) -> TokenFailure {
    let script = Script::of([answer, ok()]);
    let outcome = client(&script).get("a", []).await;
    assert_eq!(script.requests().len(), 1, "something was sent without a token");
    of_token(outcome).unwrap()
}

fn of_token<T>(outcome: Result<T, GraphError>) -> Option<TokenFailure> {
    match outcome {
        Err(GraphError::Token(failure)) => Some(failure),
        _ => None,
    }
}

#[tokio::test]
async fn the_token_is_asked_for_as_it_is_specified() {
    for (cloud, scope) in [
        (Cloud::Global, "https%3A%2F%2Fgraph.microsoft.com%2F.default"),
        (Cloud::UsGovL4, "https%3A%2F%2Fgraph.microsoft.us%2F.default"),
        (Cloud::UsGovL5, "https%3A%2F%2Fdod-graph.microsoft.us%2F.default"),
        (Cloud::China, "https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F.default"),
    ] {
        let script = Script::of([granted(""), ok()]);
        let client = session(&script).cloud(cloud).build().unwrap().client();
        client.get("a", []).await.unwrap();
        let requests = script.requests();
        assert!(requests[0].starts_with("POST /contoso/oauth2/v2.0/token HTTP/1.1\r\n"));
        assert_eq!(header(&requests[0], "content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(header(&requests[0], "authorization"), None);
        let expected = format!(
            "grant_type=client_credentials&client_id=an+id\
             &client_secret=s%26cret%2B%C3%A9%27nobody&scope={scope}"
        );
        assert_eq!(body(&requests[0]), expected);
    }
}

#[tokio::test]
async fn another_scope_is_asked_for_where_one_is_named() {
    let script = Script::of([granted(""), ok()]);
    let credentials = credentials(&script).for_scope("api://stand-in/.default");
    let client = session(&script).client_credentials(credentials).build().unwrap().client();
    client.get("a", []).await.unwrap();
    assert!(script.requests()[0].ends_with("&scope=api%3A%2F%2Fstand-in%2F.default"));
}

#[tokio::test]
async fn the_granted_token_is_sent_as_long_as_it_is_good() {
    for (life, fetches) in [
        (r#", "expires_in": 3599"#, 1),
        (r#", "expires_in": "3599""#, 1),
        ("", 1),
        (r#", "expires_in": null"#, 1),
        (r#", "expires_in": 0"#, 2),
    ] {
        let script = Script::of(match fetches {
            1 => vec![granted(life), ok(), ok()],
            _ => vec![granted(life), ok(), granted(life), ok()],
        });
        let client = client(&script);
        client.get("a", []).await.unwrap();
        client.get("a", []).await.unwrap();
        let requests = script.requests();
        let (asked, called): (Vec<_>, Vec<_>) =
            requests.iter().partition(|request| target(request).ends_with("/token"));
        assert_eq!((asked.len(), called.len()), (fetches, 2), "{life}");
        let is_sent =
            |request: &&String| header(request, "authorization") == Some("Bearer granted");
        assert!(called.iter().all(is_sent), "{life}");
    }
}

#[tokio::test]
async fn a_refusal_of_the_token_endpoint_is_told_in_its_words() {
    let described = r#"{"error": "invalid_client", "error_description": "AADSTS7000215: Wrong."}"#;
    for (status, body, expected) in [
        ("401 Unauthorized", described, "401 invalid_client: AADSTS7000215: Wrong."),
        ("400 Bad Request", r#"{"error": "invalid_scope"}"#, "400 invalid_scope"),
        ("200 OK", r#"{"error": "invalid_grant"}"#, "200 invalid_grant"),
        ("400 Bad Request", r#"{"error": "a", "error_description": 3}"#, "400 a"),
        ("200 OK", "{}", "200 an answer without a token"),
        ("200 OK", r#"{"access_token": 3}"#, "200 an answer without a token"),
        ("200 OK", "<html>", "200 an answer without a token"),
        ("503 Service Unavailable", "", "503 an answer without a token"),
        ("307 Temporary Redirect", "", "307 an answer without a token"),
    ] {
        let failure = failure(json(status, body)).await;
        assert!(matches!(failure, TokenFailure::Refused { .. }), "{failure:?}");
        assert_eq!(failure.to_string(), format!("the token endpoint grants none: {expected}"));
    }
}

#[tokio::test]
async fn a_granted_token_that_no_header_may_hold_is_refused_without_being_shown() {
    let answer = json("200 OK", r#"{"access_token": "granted\nnobody"}"#);
    let failure = failure(answer).await;
    assert!(matches!(failure, TokenFailure::Invalid(_)), "{failure:?}");
    assert!(!format!("{failure} {failure:?}").contains("nobody"));
}

#[tokio::test]
async fn a_token_endpoint_that_breaks_off_is_told() {
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"acc"] {
        let failure = failure(answer.to_owned()).await;
        assert!(matches!(failure, TokenFailure::Endpoint(_)), "{failure:?}");
    }
}

#[tokio::test]
async fn a_token_endpoint_that_is_not_there_for_the_moment_is_asked_again() {
    let broken = ["", "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"acc"].map(str::to_owned);
    let gone = ["429 Too Many Requests", "503 Service Unavailable", "504 Gateway Timeout"];
    for answer in broken.into_iter().chain(gone.map(|status| json(status, ""))) {
        let script = Script::of([answer.clone(), answer.clone(), granted(""), ok()]);
        let retry = Retry::default().pauses(Duration::ZERO, Duration::ZERO);
        let client = session(&script).retry(retry).build().unwrap().client();
        // Though the call is a POST, which is not repeated by itself.
        client.cancel("a").await.unwrap();
        let requests = script.requests();
        assert_eq!(requests.len(), 4, "{answer}");
        assert_eq!(body(&requests[0]), body(&requests[2]), "{answer}");
    }
}

#[tokio::test]
async fn the_tries_for_a_token_have_an_end_and_tell_its_failure() {
    let answer = || json("503 Service Unavailable", r#"{"error": "temporarily_unavailable"}"#);
    let script = Script::of([answer(), answer(), answer(), granted(""), ok()]);
    let retry = Retry::default().tries(3).pauses(Duration::ZERO, Duration::ZERO);
    let client = session(&script).retry(retry).build().unwrap().client();
    let failure = of_token(client.get("a", []).await).unwrap();
    let expected = "the token endpoint grants none: 503 temporarily_unavailable";
    assert_eq!((failure.to_string().as_str(), script.requests().len()), (expected, 3));
}

#[tokio::test]
async fn a_token_endpoint_that_asks_for_more_time_than_is_left_is_not_asked_again() {
    let script = Script::of([
        "HTTP/1.1 429 Too Many Requests\r\nretry-after: 61\r\ncontent-length: 0\r\n\r\n".to_owned(),
        granted(""),
        ok(),
    ]);
    let client = session(&script).retry(Retry::default()).build().unwrap().client();
    let error = client.get("a", []).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_token_endpoint_that_does_not_answer_is_waited_for_no_longer_than_for_a_call() {
    // Connections come about, and nobody reads from them.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let token_url = format!("http://{}/token", silent.local_addr().unwrap());
    let credentials = ClientCredentials::new("a", "b", "c").at(token_url.parse().unwrap());
    let builder = Session::builder().endpoint("http://127.0.0.1:9/v1.0");
    let builder = builder.client_credentials(credentials).timeout(Duration::from_millis(50));
    let builder = builder.retry(Retry::never());
    let outcome = builder.build().unwrap().client().get("a", []).await;
    let failure = of_token(outcome);
    let is_timeout = matches!(&failure, Some(TokenFailure::Late { .. }));
    assert!(is_timeout, "{failure:?}");
}

#[test]
fn a_tenant_that_cannot_stand_in_an_address_is_refused() {
    for tenant in [
        "", ".", "..", "a/b", "a\\b", "a?b", "a#b", "%2e%2e", "a b", "a\nb", ".\t.", "contosö", "@",
    ] {
        let builder = Session::builder().endpoint("http://127.0.0.1:9/v1.0");
        let session = builder.client_credentials(ClientCredentials::new(tenant, "id", SECRET));
        let error = session.build().unwrap_err();
        assert!(matches!(error, InvalidSession::Tenant), "{tenant:?}: {error:?}");
    }
}

#[tokio::test]
async fn neither_secret_nor_token_is_shown() {
    // Some endpoints repeat what they were sent.
    let repeated = format!(r#"{{"error": "{SECRET}", "error_description": "Not {SECRET}."}}"#);
    let script = Script::of([json("400 Bad Request", &repeated), granted(""), ok()]);
    let session = session(&script);
    let before = format!("{:?} {session:?}", credentials(&script));
    let session = session.build().unwrap();
    let client = session.client();
    let error = client.get("a", []).await.unwrap_err();
    let cause = error.source().unwrap();
    let failed = format!("{error} {error:?} {cause} {cause:?}");
    client.get("a", []).await.unwrap();
    // Now there is a token.
    let listing = client.list(&Query::new());
    let call = client.list_assignment_requests();
    let after = format!("{session:?} {client:?} {listing:?} {call:?}");
    for shown in [before, failed, after] {
        assert!(!shown.contains("nobody") && !shown.contains("granted"), "{shown}");
    }
}
