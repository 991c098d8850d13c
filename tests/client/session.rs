//! What a session is made of, and what its calls have of it.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use assignment_requests::{ClientCredentials, Cloud, GraphError, Retry, Session, SessionBuilder};
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{ClientBuilder, Proxy};

use crate::exchange::{TOKEN, exchange_by, json, session};
use crate::script::{Script, header, target};

/// How the client names itself.
const NAME: &str = concat!("assignment-requests/", env!("CARGO_PKG_VERSION"));

/// Long enough for any machine: a limit that does not hold must not hang the tests.
const PATIENCE: Duration = Duration::from_secs(20);

fn ok() -> String {
    json("200 OK", "{}")
}

/// Connections that were made to a listener that takes none.
fn connections(listener: &TcpListener) -> usize {
    listener.set_nonblocking(true).unwrap();
    std::iter::from_fn(|| listener.accept().ok()).count()
}

#[tokio::test]
async fn a_program_that_calls_is_named_before_the_crate() {
    for (own, expected) in [
        (None, NAME.to_owned()),
        (Some("contoso/1.2 (test)"), format!("contoso/1.2 (test) {NAME}")),
    ] {
        let client = |root: &str| {
            let named = own.into_iter().fold(session(root), SessionBuilder::user_agent);
            named.build().unwrap().client()
        };
        let (request, _) =
            exchange_by(client, ok(), async |client| client.get("a", []).await).await;
        assert_eq!(header(&request, "user-agent"), Some(expected.as_str()));
    }
}

#[tokio::test]
async fn each_try_has_the_whole_time_limit() {
    const LIMIT: Duration = Duration::from_millis(100);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}/v1.0", silent.local_addr().unwrap());
    let retry = Retry::default().tries(3).pauses(Duration::ZERO, Duration::ZERO);
    let client = session(&root).timeout(LIMIT).retry(retry).build().unwrap().client();
    let begun = Instant::now();
    let outcome = tokio::time::timeout(PATIENCE, client.get("a", [])).await;
    let error = outcome.expect("the limit does not hold").unwrap_err();
    assert!(matches!(error, GraphError::Transport(_)), "{error:?}");
    assert_eq!(connections(&silent), 3);
    assert!(begun.elapsed() >= LIMIT * 3, "{:?}", begun.elapsed());
}

#[test]
fn every_cloud_has_its_root_in_every_version() {
    for (cloud, host) in [
        (Cloud::Global, "https://graph.microsoft.com"),
        (Cloud::UsGovL4, "https://graph.microsoft.us"),
        (Cloud::UsGovL5, "https://dod-graph.microsoft.us"),
        (Cloud::China, "https://microsoftgraph.chinacloudapi.cn"),
    ] {
        // With a connection of its own it needs no TLS of this build.
        let builder = || Session::builder().token(TOKEN).connection(reqwest::Client::new());
        let root = |session: Session| session.root().to_owned();
        assert_eq!(root(builder().cloud(cloud).build().unwrap()), format!("{host}/v1.0"));
        let beta = builder().version("beta").cloud(cloud).build().unwrap();
        assert_eq!(root(beta), format!("{host}/beta"));
    }
}

#[test]
fn an_endpoint_is_the_root_without_its_last_slash() {
    for (endpoint, root) in [
        ("http://127.0.0.1:8080/v1.0", "http://127.0.0.1:8080/v1.0"),
        ("http://127.0.0.1:8080/v1.0/", "http://127.0.0.1:8080/v1.0"),
        ("http://127.0.0.1:8080/a/b//", "http://127.0.0.1:8080/a/b"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("HTTP://LocalHost/", "http://localhost"),
    ] {
        // A version is of a cloud.
        assert_eq!(session(endpoint).version("beta").build().unwrap().root(), root);
    }
}

#[test]
fn what_is_missing_or_wrong_is_told_with_what_to_do() {
    let base = || Session::builder().connection(reqwest::Client::new());
    let with_token = || base().token(TOKEN);
    let of = |tenant| base().client_credentials(ClientCredentials::new(tenant, "id", "s3cret"));
    let version = "is not a version of Graph; give one such as `v1.0`";
    let tenant = "the tenant of the client credentials is neither an id nor a domain";
    for (builder, expected) in [
        (
            base(),
            "there is no token; give one by `token`, `token_from`, `token_source`, `client_credentials` or, \
             with the feature `azure_identity`, `credential`".to_owned(),
        ),
        (
            base().token(""),
            "the bearer token is empty; pass the access token that the token endpoint returned".to_owned(),
        ),
        (
            base().token("eyJ\n"),
            "the bearer token has a blank, a line break or another forbidden character at byte 3; \
             pass the access token alone".to_owned(),
        ),
        (
            with_token().endpoint("localhost"),
            "`localhost` is not a URL; give one such as `https://graph.microsoft.com/v1.0`".to_owned(),
        ),
        (
            with_token().endpoint("ws://localhost"),
            "`ws://localhost` does not begin with `http://` or `https://`; correct its scheme".to_owned(),
        ),
        (
            with_token().endpoint("http://localhost/v1.0?a=b"),
            "the address has credentials, a query or a fragment; give `http://localhost/v1.0` alone".to_owned(),
        ),
        (
            with_token().endpoint("https://dod-graph.microsoft.us"),
            "the address of Graph has a version; give `https://dod-graph.microsoft.us/v1.0`".to_owned(),
        ),
        (with_token().version(""), format!("`` {version}")),
        (with_token().version(".."), format!("`..` {version}")),
        (with_token().version("v1.0/users"), format!("`v1.0/users` {version}")),
        (
            with_token().user_agent("a\nb"),
            format!("`\"a\\nb {NAME}\"` cannot be the user agent; use visible ASCII characters and blanks"),
        ),
        (of("a/b"), tenant.to_owned()),
        (of(""), tenant.to_owned()),
    ] {
        assert_eq!(builder.build().unwrap_err().to_string(), expected);
    }
}

#[tokio::test]
async fn a_connection_of_ones_own_is_what_calls() {
    let own = HeaderMap::from_iter([("x-own".parse().unwrap(), HeaderValue::from_static("yes"))]);
    let own = ClientBuilder::new().default_headers(own).build().unwrap();
    let client = |root: &str| session(root).connection(own).build().unwrap().client();
    let (request, outcome) =
        exchange_by(client, ok(), async |client| client.get("a", []).await).await;
    outcome.unwrap();
    assert_eq!(header(&request, "x-own"), Some("yes"));
}

#[tokio::test]
async fn what_goes_through_a_proxy_are_calls_and_requests_for_tokens() {
    let granted = json("200 OK", r#"{"access_token": "granted"}"#);
    let proxy = Script::of([granted, ok()]);
    let connection = ClientBuilder::new().proxy(Proxy::all(proxy.origin()).unwrap());
    let credentials = ClientCredentials::new("contoso.example", "id", "s3cret");
    let client = Session::builder()
        .endpoint("http://graph.example/v1.0")
        .client_credentials(credentials.at("http://login.example/token".parse().unwrap()))
        .connection(connection.build().unwrap())
        .build()
        .unwrap()
        .client();
    client.get("a", []).await.unwrap();
    let requests = proxy.requests();
    let list =
        "http://graph.example/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
    assert_eq!(
        requests.iter().map(|request| target(request)).collect::<Vec<_>>(),
        ["http://login.example/token".to_owned(), format!("{list}/a")]
    );
}
