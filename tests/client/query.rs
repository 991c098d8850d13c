//! Whatever stands in a query option arrives as it was meant, and the stand-in answers what was meant by it.

use std::collections::BTreeMap;

use assignment_requests::types::AccessPackageAssignmentRequest;
use assignment_requests::{Client, Expand, Filter, Query, Select, Session};
use axum::extract::RawQuery;
use axum::{Json, Router};
use futures_util::TryStreamExt;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};
use proptest::strategy::{Strategy, Union};
use proptest::test_runner::RngSeed;
use reqwest::Url;
use sandbox::{Config, Sandbox};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use crate::exchange::{json, session};
use crate::script::{Script, target};

/// What might change the meaning of a query, or be lost on the way.
const ODD: [&str; 16] = [
    "it's",
    "''",
    "R&D",
    "a#b",
    "1+1",
    " a  b ",
    "100%",
    "%27",
    "%2527",
    "%26%3D",
    "a=b&$top=1",
    "a;b?c/d:e@f",
    "Zoë 中文 🦀",
    "\"<>`{}|\\^[]",
    "a\r\n\tb",
    "\u{0}",
];

/// The options that the service reads in the request of a list, as any reader of query strings does.
async fn arrived(query: Query) -> Vec<(String, String)> {
    let script = Script::of([json("200 OK", r#"{"value": []}"#)]);
    let client = session(&script.root()).build().unwrap().client();
    client.list(&query).pages().try_next().await.unwrap();
    options(&script)
}

fn options(script: &Script) -> Vec<(String, String)> {
    let url = format!("{}{}", script.origin(), target(script.requests().first().unwrap()));
    Url::parse(&url).unwrap().query_pairs().into_owned().collect()
}

fn option(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[tokio::test]
async fn a_text_in_a_filter_arrives_as_one_literal() {
    for text in ODD {
        let literal = text.replace('\'', "''");
        let query = Query::new().filter(Filter::access_package(text)).top(5);
        let expected =
            [option("$filter", &format!("accessPackage/id eq '{literal}'")), option("$top", "5")];
        assert_eq!(arrived(query).await, expected, "{text:?}");
    }
}

#[tokio::test]
async fn a_raw_option_arrives_as_it_is_written() {
    for text in ODD {
        let query = Query::new().raw("$search", text).raw(text, "x");
        let expected = [option("$search", text), option(text, "x")];
        assert_eq!(arrived(query).await, expected, "{text:?}");
    }
}

#[tokio::test]
async fn an_option_of_a_builder_arrives_as_it_is_written() {
    for text in ODD {
        let script = Script::of([json("200 OK", r#"{"value": []}"#)]);
        let client = session(&script.root()).build().unwrap().client();
        client.list_assignment_requests().filter(text).send().await.unwrap();
        assert_eq!(options(&script), [option("$filter", text)], "{text:?}");
    }
}

/// A text of whatever may change the meaning of a query, and of anything else.
fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(ODD.as_slice()).prop_map(str::to_owned);
    let mark = prop::sample::select("&#+%=?;'\"\\/:$,() 0aF".chars().collect::<Vec<_>>());
    let marks = vec(mark, 0..9).prop_map(String::from_iter);
    vec(Union::new([odd.boxed(), marks.boxed(), any::<String>().boxed()]), 0..3)
        .prop_map(|parts| parts.concat())
}

/// A client of a server that tells which query it was asked with.
async fn of_an_echo() -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}/v1.0", listener.local_addr().unwrap());
    let told = |RawQuery(query): RawQuery| async move {
        Json(serde_json::json!({ "value": [], "query": query }))
    };
    let server = axum::serve(listener, Router::new().fallback(told));
    tokio::spawn(server.into_future());
    session(&root).build().unwrap().client()
}

#[test]
fn raw_options_arrive_whatever_they_are() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let client = runtime.block_on(of_an_echo());
    let config = ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..ProptestConfig::default()
    };
    proptest!(config, |(given in vec((text(), text()), 0..4))| {
        let raw = |query: Query, (name, value): &(String, String)| query.raw(name, value);
        let query = given.iter().fold(Query::new(), raw);
        let mut pages = client.list(&query).pages();
        let page = runtime.block_on(pages.try_next()).unwrap().unwrap();
        let told = page.extra.get("query").and_then(Value::as_str).unwrap_or_default();
        let url = Url::parse(&format!("http://localhost/?{told}")).unwrap();
        let arrived: Vec<_> = url.query_pairs().into_owned().collect();
        // The last of a name holds, and an empty one takes it away.
        let last: BTreeMap<_, _> = given.iter().cloned().collect();
        let expected = last.iter().filter(|(_, value)| !value.is_empty()).count();
        prop_assert_eq!(arrived.len(), expected);
        for (name, value) in &arrived {
            prop_assert_eq!(last.get(name), Some(value));
        }
    });
}

/// A client of an administrator of a stand-in.
async fn of_a_sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(Config::default()).await.unwrap();
    let token = sandbox.token("admin").unwrap();
    let builder = Session::builder().endpoint(sandbox.url()).token(token.as_str());
    (sandbox, builder.build().unwrap().client())
}

async fn listed(client: &Client, query: &Query) -> Vec<AccessPackageAssignmentRequest> {
    client.list(query).items().try_collect().await.unwrap()
}

#[tokio::test]
async fn top_is_the_most_that_a_page_holds_and_the_list_is_whole() {
    let (_sandbox, client) = of_a_sandbox().await;
    let all = listed(&client, &Query::new()).await;
    assert!(all.len() > 6, "{}", all.len());
    for top in [1, 3, 999] {
        let query = Query::new().top(top);
        let pages: Vec<_> = client.list(&query).pages().try_collect().await.unwrap();
        let lengths: Vec<_> = pages.iter().map(|page| page.value.len()).collect();
        let most = usize::try_from(top).unwrap();
        let (last, full) = lengths.split_last().unwrap();
        assert!(*last <= most && full.iter().all(|length| *length == most), "{lengths:?}");
        assert_eq!(lengths.iter().sum::<usize>(), all.len());
    }
}

#[tokio::test]
async fn what_is_selected_comes_and_nothing_else() {
    let (_sandbox, client) = of_a_sandbox().await;
    let requests = listed(&client, &Query::new().select([Select::Id, Select::State])).await;
    assert!(!requests.is_empty());
    for request in requests {
        let shown = serde_json::to_value(&request).unwrap();
        let members: Vec<_> = shown.as_object().unwrap().keys().map(String::as_str).collect();
        let members: Vec<_> = members.into_iter().filter(|name| !name.starts_with('@')).collect();
        assert_eq!(members, ["id", "state"]);
    }
}

#[tokio::test]
async fn what_is_expanded_comes_with_each_request() {
    let (_sandbox, client) = of_a_sandbox().await;
    let all = [Expand::AccessPackage, Expand::AssignmentTarget, Expand::Requestor];
    let of_delivered = Filter::raw("state eq 'delivered'");
    let none = listed(&client, &Query::new().filter(of_delivered.clone())).await;
    assert!(none.iter().all(|one| one.access_package.is_none() && one.assignment.is_none()));
    let requests = listed(&client, &Query::new().filter(of_delivered).expand(all)).await;
    assert_eq!((requests.len(), requests.is_empty()), (none.len(), false));
    for request in requests {
        assert!(request.access_package.is_some(), "{request:?}");
        assert!(request.requestor.is_some(), "{request:?}");
        assert!(request.assignment.as_ref().is_some_and(|one| one.target.is_some()), "{request:?}");
    }
}

#[tokio::test]
async fn an_assignment_comes_without_its_subject_where_that_is_not_asked_for() {
    let (_sandbox, client) = of_a_sandbox().await;
    let query =
        Query::new().filter(Filter::raw("state eq 'delivered'")).expand([Expand::Assignment]);
    let requests = listed(&client, &query).await;
    assert!(!requests.is_empty());
    for request in requests {
        let subject = request.assignment.map(|assignment| assignment.target.is_some());
        assert_eq!(subject, Some(false));
    }
}
