//! Where a request goes: which addresses a client can be made for, and that none of its requests leaves the
//! place it is meant for.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use assignment_requests::{Budget, Client, ClientCredentials, GraphError, Session, WaitError};
use reqwest::{ClientBuilder, redirect::Policy};

use crate::exchange::{TOKEN, exchange, exchange_by, json, session};
use crate::script::Script;

async fn cancelled(client: Client, id: &str) -> Result<(), GraphError> {
    let cancel = client.cancel_assignment_request().access_package_assignment_request_id(id);
    cancel.send().await.map(|_| ())
}

/// An answer that sends the caller to another listener, and that listener.
fn redirect(status: &str) -> (TcpListener, String) {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let location = format!("http://{}/login", elsewhere.local_addr().unwrap());
    let answer = format!(
        "HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    (elsewhere, answer)
}

#[tokio::test]
async fn a_redirect_is_an_error_and_not_followed() {
    for status in ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect"]
    {
        let (elsewhere, answer) = redirect(status);
        let (_, outcome) = exchange(answer, async |client| cancelled(client, "a").await).await;
        let error = outcome.unwrap_err();
        assert!(
            error.to_string().starts_with(&format!("{status}, a redirect to http://")),
            "{error}"
        );
        assert!(elsewhere.accept().is_err(), "{status} was followed");
    }
}

#[tokio::test]
async fn an_answer_from_another_place_is_none_though_a_connection_of_ones_own_went_there() {
    let (elsewhere, answer) = redirect("302 Found");
    elsewhere.set_nonblocking(false).unwrap();
    let success = json("200 OK", "{}");
    let answering = thread::spawn(move || {
        let (mut connection, _) = elsewhere.accept().unwrap();
        assert_ne!(connection.read(&mut [0; 4096]).unwrap(), 0);
        connection.write_all(success.as_bytes()).unwrap();
    });
    let follows = ClientBuilder::new().redirect(Policy::limited(9)).build().unwrap();
    let client = |root: &str| session(root).connection(follows).build().unwrap().client();
    let (_, outcome) =
        exchange_by(client, answer, async |client| cancelled(client, "a").await).await;
    let error = outcome.unwrap_err();
    assert!(matches!(error, GraphError::Transport(_)), "{error:?}");
    assert!(error.to_string().contains("followed a redirect to http://127.0.0.1:"), "{error}");
    answering.join().unwrap();
}

#[tokio::test]
async fn a_redirect_that_was_followed_is_not_waited_out() {
    let script = Script::at(|origin| {
        let there = format!(
            "HTTP/1.1 302 Found\r\nlocation: {origin}/there\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        vec![there, json("200 OK", "{}"), json("200 OK", r#"{"state": "delivered"}"#)]
    });
    let client =
        session(&script.root()).connection(reqwest::Client::new()).build().unwrap().client();
    let budget = Budget::within(Duration::from_secs(20));
    let error = client.wait_until("a", |_| true, budget).await.unwrap_err();
    let WaitError::Graph(waited) = error else { panic!("{error:?}") };
    assert!(matches!(waited.error, Some(GraphError::Transport(_))), "{waited:?}");
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn a_slash_at_the_end_of_the_address_does_no_harm() {
    let client = |root: &str| session(&format!("{root}/")).build().unwrap().client();
    let (request, _) = exchange_by(client, json("200 OK", r#"{"value": []}"#), async |client| {
        client.list_assignment_requests().send().await
    })
    .await;
    assert!(request.starts_with("GET /v1.0/identityGovernance/"), "{request}");
}

#[tokio::test]
async fn an_id_that_would_lead_elsewhere_is_refused_before_sending() {
    // Nobody listens there: a request that is sent after all is another error.
    let client = session("http://127.0.0.1:9/v1.0").build().unwrap().client();
    for id in ["", ".", ".."] {
        let error = cancelled(client.clone(), id).await.unwrap_err().to_string();
        let expected = match id {
            "" => "the `access_package_assignment_request_id` is empty; ".to_owned(),
            id => format!("the `access_package_assignment_request_id` cannot be `{id}`: "),
        };
        assert!(error.contains(&expected), "{error}");
        let delete = client.delete_assignment_request().access_package_assignment_request_id(id);
        let error = delete.send().await.unwrap_err().to_string();
        assert!(error.contains(&expected), "{error}");
    }
}

#[tokio::test]
async fn an_id_with_separators_stays_within_its_segment() {
    for (id, segment) in [("a/b", "a%2Fb"), ("a\\..\\b", "a%5C..%5Cb"), ("a?b#c", "a%3Fb%23c")] {
        let answer = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        let (request, outcome) = exchange(answer, async |client| cancelled(client, id).await).await;
        outcome.unwrap();
        let expected = format!("/assignmentRequests/{segment}/cancel HTTP/1.1");
        assert!(request.lines().next().is_some_and(|line| line.ends_with(&expected)), "{request}");
    }
}

#[test]
fn an_address_that_no_request_can_be_put_behind_is_refused() {
    for (address, expected) in [
        ("graph.microsoft.com/v1.0", "`graph.microsoft.com/v1.0` is not a URL"),
        ("ftp://graph.microsoft.com", "does not begin with `http://` or `https://`"),
        ("http://localhost/?a=b", "give `http://localhost/` alone"),
        ("http://localhost/#a", "give `http://localhost/` alone"),
        ("http://me:secret@localhost/v1.0", "give `http://localhost/v1.0` alone"),
        ("ftp://me:secret@localhost/v1.0", "give `ftp://localhost/v1.0` alone"),
    ] {
        let error = session(address).build().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn an_address_with_tls_names_the_feature_that_is_missing() {
    let credentials = ClientCredentials::new("contoso.example", "id", "s3cret");
    for (builder, address) in [
        (Session::builder().token(TOKEN), "https://graph.microsoft.com/v1.0"),
        // Of the two addresses, that of the token endpoint.
        (
            Session::builder().endpoint("http://localhost/v1.0").client_credentials(credentials),
            "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token",
        ),
    ] {
        let outcome = builder.build();
        if cfg!(any(feature = "rustls", feature = "native-tls")) {
            assert!(outcome.is_ok());
        } else {
            let error = outcome.unwrap_err().to_string();
            let expected = format!("`{address}` needs TLS; enable the feature `rustls`");
            assert!(error.starts_with(&expected), "{error}");
        }
    }
}
