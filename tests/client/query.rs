//! Whatever stands in a query option arrives as it was meant.

use assignment_requests::{Filter, Query};
use futures_util::TryStreamExt;
use reqwest::Url;

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
