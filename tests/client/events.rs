//! What is told of a call while it is tried: calls come in, the events of all crates go out.

use std::fmt::Debug;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use assignment_requests::{
    AccessToken, Budget, Client, ClientCredentials, Query, Retry, TokenFailure,
};
use futures_util::TryStreamExt;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::exchange::{TOKEN, json, session};
use crate::script::Script;

const PATH: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";

/// An event as it was told, with each of its fields as a text.
#[derive(Clone, Debug)]
struct Told {
    level: Level,
    target: String,
    fields: Vec<(String, String)>,
}

/// Keeps whatever is told.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<Told>>>);

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let of = event.metadata();
        let (level, target) = (*of.level(), of.target().to_owned());
        let mut told = Told { level, target, fields: Vec::new() };
        event.record(&mut told);
        self.0.lock().unwrap().push(told);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.push((field.name().to_owned(), format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.push((field.name().to_owned(), value.to_owned()));
    }
}

impl Told {
    fn field(&self, name: &str) -> Option<&str> {
        let mut named = self.fields.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str())
    }
}

/// What this crate tells while a call is made. Nobody tells the token, or what stands in a query.
async fn told(call: impl Future<Output = ()>) -> Vec<Told> {
    let listener = Listener::default();
    let listening = tracing::subscriber::set_default(listener.clone());
    call.await;
    drop(listening);
    let all = listener.0.lock().unwrap().clone();
    for hidden in [TOKEN, "delivered"] {
        assert!(!format!("{all:?}").contains(hidden), "{all:?}");
    }
    all.into_iter().filter(|one| one.target.starts_with("assignment_requests")).collect()
}

/// What is told while the service answers so.
async fn told_of(answers: Vec<String>) -> Vec<Told> {
    let script = Script::of(answers);
    let pause = Duration::from_millis(3);
    let retry = Retry::default().pauses(pause, pause);
    let client = session(&script.root()).retry(retry).build().unwrap().client();
    let query = Query::new().raw("$filter", "state eq 'delivered'");
    told(async { drop(client.list(&query).pages().try_next().await) }).await
}

fn ok() -> String {
    json("200 OK", r#"{"value": []}"#)
}

fn throttled() -> String {
    "HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned()
}

#[tokio::test]
async fn each_try_that_was_not_the_last_is_one_event() {
    let busy = json("503 Service Unavailable", "{}");
    let told = told_of(vec![throttled(), busy, String::new(), ok()]).await;
    assert_eq!(told.len(), 3, "{told:?}");
    for (one, status) in told.iter().zip([Some("429"), Some("503"), None]) {
        assert_eq!((one.level, one.target.as_str()), (Level::WARN, "assignment_requests::retry"));
        assert_eq!(one.field("message"), Some("trying again"));
        assert_eq!(one.field("method"), Some("GET"));
        assert_eq!(one.field("path"), Some(PATH));
        assert_eq!(one.field("status"), status);
        assert_eq!(one.field("cause").is_some(), status.is_none(), "{one:?}");
    }
}

#[tokio::test]
async fn the_pause_is_told_that_is_made() {
    let told = told_of(vec![throttled(), json("503 Service Unavailable", "{}"), ok()]).await;
    let pauses: Vec<_> = told.iter().filter_map(|one| one.field("pause")).collect();
    assert_eq!(pauses.len(), 2);
    // Half of each is left to chance; a `Retry-After` of 0 asks for nothing.
    for pause in pauses {
        let own = pause.strip_suffix("ms").and_then(|pause| pause.parse::<f64>().ok());
        assert!(own.is_some_and(|own| (1.5..=3.0).contains(&own)), "{pause}");
    }
}

#[tokio::test]
async fn a_connection_that_does_not_come_about_is_told_with_its_cause() {
    // Nobody listens there.
    let pause = Duration::from_millis(1);
    let retry = Retry::default().tries(2).pauses(pause, pause);
    let client = session("http://127.0.0.1:9/v1.0").retry(retry).build().unwrap().client();
    let told = told(async { drop(client.cancel("a").await) }).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let one = told.first().unwrap();
    assert_eq!((one.field("method"), one.field("status")), (Some("POST"), None));
    assert_eq!(one.field("path"), Some(format!("{PATH}/a/cancel").as_str()));
    assert!(one.field("cause").is_some_and(|cause| cause.contains("Connect")), "{one:?}");
}

/// Enough for a few looks.
const BUDGET: Budget = Budget::within(Duration::from_secs(20))
    .pauses(Duration::from_millis(2), Duration::from_millis(2));

/// What is told while it is waited in vain.
async fn told_of_waiting(client: &Client, budget: Budget) -> Vec<Told> {
    let waiting = Box::pin(client.wait_until("a", |_| false, budget));
    told(async { drop(waiting.await) }).await
}

#[tokio::test]
async fn each_look_that_fails_and_is_repeated_is_one_event() {
    let script = Script::of([
        throttled(),
        ok(),
        json("500 Internal Server Error", "{}"),
        String::new(),
        json("404 Not Found", "{}"),
    ]);
    let client = session(&script.root()).build().unwrap().client();
    let told = told_of_waiting(&client, BUDGET).await;
    assert_eq!(told.len(), 3, "{told:?}");
    for (one, status) in told.iter().zip([Some("429"), Some("500"), None]) {
        assert_eq!((one.level, one.target.as_str()), (Level::WARN, "assignment_requests::retry"));
        assert_eq!(one.field("message"), Some("trying again"));
        assert_eq!(one.field("of"), Some("the service"));
        assert_eq!(one.field("method"), Some("GET"));
        assert_eq!(one.field("path"), Some(format!("{PATH}/a").as_str()));
        assert_eq!(one.field("status"), status);
        assert_eq!(one.field("pause"), Some("2ms"));
        assert_eq!(one.field("cause").is_some(), status.is_none(), "{one:?}");
        assert!(one.field("cause").is_none_or(|cause| !cause.contains("http:")), "{one:?}");
    }
}

#[tokio::test]
async fn a_token_endpoint_that_a_look_waits_for_is_told_as_such() {
    let script = Script::of([throttled(), String::new(), json("401 Unauthorized", "{}")]);
    let token_url = format!("{}/token", script.origin()).parse().unwrap();
    let credentials = ClientCredentials::new("a", "b", TOKEN).at(token_url);
    let client = session(&script.root()).client_credentials(credentials).build();
    let client = client.unwrap().client();
    let told = told_of_waiting(&client, BUDGET).await;
    assert_eq!(told.len(), 2, "{told:?}");
    for (one, status) in told.iter().zip([Some("429"), None]) {
        assert_eq!(one.field("of"), Some("the token endpoint"));
        assert_eq!(one.field("path"), Some(format!("{PATH}/a").as_str()));
        assert_eq!(one.field("status"), status);
        assert_eq!(one.field("cause").is_some(), status.is_none(), "{one:?}");
        assert!(one.field("cause").is_none_or(|cause| !cause.contains("http:")), "{one:?}");
    }
}

#[tokio::test]
async fn a_source_that_a_look_waits_for_is_told_with_its_reason() {
    let source = || async { Err(TokenFailure::unavailable("the vault is being restarted")) };
    let client = session("http://127.0.0.1:9/v1.0").token_from(source).build();
    let budget = Budget::within(Duration::from_millis(2));
    let told = told_of_waiting(&client.unwrap().client(), budget).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let one = told.first().unwrap();
    assert_eq!((one.field("of"), one.field("status")), (Some("the source of tokens"), None));
    assert_eq!(one.field("cause"), Some("the vault is being restarted"));
}

#[tokio::test]
async fn a_call_that_is_sent_anew_with_another_token_is_told() {
    let script = Script::of([json("401 Unauthorized", "{}"), json("200 OK", "{}")]);
    let count = AtomicUsize::new(0);
    let source = move || {
        let token = format!("{TOKEN}-{}", count.fetch_add(1, Ordering::Relaxed));
        async move { Ok(AccessToken::new(&token)?) }
    };
    let client = session(&script.root()).token_from(source).build().unwrap().client();
    let told = told(async { drop(client.get("a", []).await) }).await;
    assert_eq!((script.requests().len(), told.len()), (2, 1), "{told:?}");
    let one = told.first().unwrap();
    assert_eq!((one.field("of"), one.field("status")), (Some("the service"), Some("401")));
    assert_eq!((one.field("method"), one.field("pause")), (Some("GET"), Some("0ns")));
}

#[tokio::test]
async fn a_look_that_is_the_last_is_not_told() {
    let script = Script::of([json("503 Service Unavailable", "{}")]);
    let client = session(&script.root()).build().unwrap().client();
    let told = told_of_waiting(&client, Budget::within(Duration::ZERO)).await;
    assert!(told.is_empty(), "{told:?}");
}

#[tokio::test]
async fn what_is_not_tried_again_is_not_told() {
    for answers in [vec![ok()], vec![json("404 Not Found", "{}")]] {
        let told = told_of(answers).await;
        assert!(told.is_empty(), "{told:?}");
    }
}
