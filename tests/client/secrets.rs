//! Nothing that is shown holds a token or a secret.

use std::fmt::Debug;

use assignment_requests::enums::AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part;
use assignment_requests::requests::{NewRequest, UserAdd};
use assignment_requests::{
    AccessToken, Batch, Budget, Client, ClientCredentials, InvalidSession, Query, Retry, Session,
    SessionBuilder, TokenFailure, TokenFuture, TokenSource,
};
use futures_util::TryStreamExt;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{ClientBuilder, Proxy};

use crate::exchange::json;
use crate::script::Script;

/// The end of everything that nobody may see.
const HIDDEN: &str = "nobody-may-see";

const TOKEN: &str = "a-token-nobody-may-see";

const SECRET: &str = "a-secret-nobody-may-see";

/// A source of somebody else's.
#[derive(Debug)]
struct Vault {
    token: AccessToken,
}

impl TokenSource for Vault {
    fn token(&self) -> TokenFuture<'_> {
        let token = self.token.clone();
        Box::pin(async { Ok(token) })
    }
}

fn token() -> AccessToken {
    AccessToken::new(TOKEN).unwrap()
}

/// Holds a thing to what it shows in a line and in many.
fn holds(shown: &impl Debug, begins: &str) {
    for text in [format!("{shown:?}"), format!("{shown:#?}")] {
        let words: String = text.split_whitespace().collect();
        assert!(words.starts_with(begins), "{text}");
        assert!(!text.contains(HIDDEN), "{text}");
    }
}

/// A session for each way in which a token comes about.
fn builders(root: &str, token_url: &str) -> Vec<SessionBuilder> {
    let builder = || Session::builder().endpoint(root).retry(Retry::never());
    let credentials = ClientCredentials::new("contoso", "an id", SECRET);
    vec![
        builder().token(TOKEN),
        builder().token_from(|| async { Ok::<_, TokenFailure>(token()) }),
        builder().token_source(Vault { token: token() }),
        builder().client_credentials(credentials.at(token_url.parse().unwrap())),
    ]
}

/// Everything that a client makes, and the client.
fn holds_all_of(client: &Client) {
    let query = Query::new().top(5);
    holds(client, "Client");
    holds(&client.list(&query), "Listing");
    holds(&client.list_by_current_user(&Part::Target, &query), "Listing");
    holds(&client.list_assignment_requests(), "ListAssignmentRequests");
    holds(
        &client.filter_assignment_requests_by_current_user(),
        "FilterAssignmentRequestsByCurrentUser",
    );
    holds(&client.create_assignment_request(), "CreateAssignmentRequest");
    holds(&client.get_assignment_request(), "GetAssignmentRequest");
    holds(&client.cancel_assignment_request(), "CancelAssignmentRequest");
    holds(&client.reprocess_assignment_request(), "ReprocessAssignmentRequest");
    holds(&client.resume_assignment_request(), "ResumeAssignmentRequest");
    holds(&client.delete_assignment_request(), "DeleteAssignmentRequest");
}

/// A batch of a call.
fn batch() -> Batch {
    let mut batch = Batch::new();
    let add = UserAdd { access_package_id: "977c7ff4-ef8f-4910-9d31-49048ddf3120" };
    let ticket = batch.create(&NewRequest::from(add)).unwrap();
    holds(&ticket, "Ticket");
    holds(&batch, "Batch");
    batch
}

#[test]
fn whatever_is_made_of_a_token_or_a_secret_hides_it() {
    holds(&token(), "AccessToken");
    holds(&token().good_for(std::time::Duration::from_secs(9)), "AccessToken");
    holds(&Vault { token: token() }, "Vault");
    holds(&ClientCredentials::new("contoso", "an id", SECRET), "ClientCredentials");
    for builder in builders("http://127.0.0.1:9/v1.0", "http://127.0.0.1:9/token") {
        holds(&builder, "SessionBuilder");
        let session = builder.build().unwrap();
        holds(&session, "Session");
        holds_all_of(&session.client());
    }
}

#[tokio::test]
async fn what_has_called_hides_its_token_as_before() {
    let refusal = || json("404 Not Found", r#"{"error": {"code": "Gone", "message": "No."}}"#);
    for place in 0..4 {
        let script = Script::at(|_| {
            let granted = json("200 OK", &format!(r#"{{"access_token": "{TOKEN}"}}"#));
            let answers = vec![
                json("200 OK", "{}"),
                refusal(),
                refusal(),
                json("200 OK", r#"{"responses": []}"#),
                refusal(),
            ];
            [granted].into_iter().filter(|_| place == 3).chain(answers).collect()
        });
        let builder = builders(&script.root(), &format!("{}/token", script.origin())).remove(place);
        let session = builder.build().unwrap();
        let client = session.client();
        holds(&client.get("a", []).await, "Ok(");
        holds(&client.get("a", []).await, "Err(NotFound(");
        let pages = client.list(&Query::new()).pages().try_next().await;
        holds(&pages.map(drop), "Err(NotFound(");
        holds(&client.send_batch(&batch()).await, "Ok(BatchAnswers");
        let waited = client.wait_until("a", |_| true, Budget::within(std::time::Duration::ZERO));
        holds(&waited.await.map(drop), "Err(");
        holds(&session, "Session");
        holds_all_of(&client);
        assert_eq!(
            script.requests().iter().filter(|one| one.contains(HIDDEN)).count(),
            script.requests().len()
        );
    }
}

#[tokio::test]
async fn an_error_of_a_connection_or_a_source_hides_them() {
    // Nobody listens there.
    for (place, builder) in
        builders("http://127.0.0.1:9/v1.0", "http://127.0.0.1:9/token").into_iter().enumerate()
    {
        let client = builder.build().unwrap().client();
        let begins = if place == 3 { "Token(" } else { "Transport(" };
        holds(&client.get("a", []).await.unwrap_err(), begins);
    }
}

#[tokio::test]
async fn a_token_endpoint_that_repeats_the_secret_tells_nobody() {
    let body = format!(r#"{{"error": "{SECRET}", "error_description": "not {SECRET}"}}"#);
    let script = Script::of([json("400 Bad Request", &body)]);
    let builder = builders(&script.root(), &format!("{}/token", script.origin())).remove(3);
    let error = builder.build().unwrap().client().get("a", []).await.unwrap_err();
    holds(&error, "Token(Refused");
}

#[tokio::test]
async fn a_token_endpoint_may_repeat_it_as_it_was_sent() {
    for (secret, repeated) in [
        ("a+secret/nobody=may~see", "a%2Bsecret%2Fnobody%3Dmay%7Esee"),
        ("a secret nobody may see", "a+secret+nobody+may+see"),
        ("a+secret/nobody=may~see", "a&#43;secret&#x2F;nobody&#x3D;may~see"),
    ] {
        let body = format!(r#"{{"error": "{repeated}", "error_description": "is {repeated}"}}"#);
        let script = Script::of([json("400 Bad Request", &body)]);
        let credentials = ClientCredentials::new("contoso", "an id", secret);
        let credentials = credentials.at(format!("{}/token", script.origin()).parse().unwrap());
        let session = Session::builder().endpoint(&script.root()).client_credentials(credentials);
        let client = session.retry(Retry::never()).build().unwrap().client();
        let shown = format!("{:?}", client.get("a", []).await.unwrap_err());
        assert!(shown.contains("is …") && !shown.contains(repeated), "{shown}");
    }
}

#[test]
fn an_endpoint_that_holds_a_secret_is_refused_without_it() {
    for (endpoint, shown) in [
        ("http://me:a-secret-nobody-may-see@localhost/v1.0", "http://…"),
        ("http://a-secret-nobody-may-see@localhost/v1.0", "http://…"),
        ("http://localhost/v1.0?key=a-secret-nobody-may-see", "http://localhost/v1.0…"),
        ("http://localhost/v1.0#a-secret-nobody-may-see", "http://localhost/v1.0…"),
        // Those are no URLs, or none of HTTP.
        ("localhost/v1.0?key=a-secret-nobody-may-see", "localhost/v1.0…"),
        ("http://me:a-secret-nobody-may-see@[/v1.0", "http://…"),
        ("http://me:a?secret#nobody-may-see@[/v1.0", "http://…"),
        ("me:a-secret-nobody-may-see@localhost/v1.0", "…"),
        ("ftp://localhost/?key=a-secret-nobody-may-see", "ftp://localhost/…"),
    ] {
        let builder = Session::builder().endpoint(endpoint).token(TOKEN);
        holds(&builder, "SessionBuilder");
        assert!(format!("{builder:?}").contains(&format!("{shown:?}")), "{builder:?}");
        let error: InvalidSession = builder.build().unwrap_err();
        holds(&error, "");
        assert!(!error.to_string().contains(HIDDEN), "{error}");
    }
}

#[test]
fn a_connection_of_ones_own_does_not_show_its_headers_and_proxies() {
    let mut headers = HeaderMap::new();
    headers.insert("x-key", HeaderValue::from_static(SECRET));
    let proxy = Proxy::all(format!("http://me:{SECRET}@127.0.0.1:9")).unwrap();
    let connection = ClientBuilder::new().default_headers(headers).proxy(proxy).build().unwrap();
    let builder = Session::builder().endpoint("http://localhost").token(TOKEN);
    let builder = builder.connection(connection);
    holds(&builder, "SessionBuilder");
    let session = builder.build().unwrap();
    holds(&session, "Session");
    holds_all_of(&session.client());
}
