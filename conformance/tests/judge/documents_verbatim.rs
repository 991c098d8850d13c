//! Servers that answer as the documents print it, letter for letter: they pass, and what departs is charged to the documents.

use crate::program::{Said, conformance, reviewed};
use crate::scripted_server::{read_request, start_with};
use conformance::bindings::Bindings;
use conformance::contract::{Contract, Example};
use conformance::endpoint::Endpoint;
use conformance::prepare::{Body, prepare};
use conformance::typed::CONTRACT;
use serde_json::{Value, json};
use std::io::Write;

#[test]
fn the_documented_answers_pass() {
    let endpoint = start(|example, _| answer(example.response.status.lowest(), example, ""));
    let said = judged(&endpoint, &["--only", "example:*"]);
    let last = said.output.lines().last();
    assert_eq!((said.exit, last), (0, Some("17 passed, 0 failed, 0 skipped")), "{said:?}");
}

#[test]
fn what_departs_in_the_documented_answers_is_charged_to_the_documents() {
    let endpoint = start(|example, asked| {
        answer(example.response.status.lowest(), example, &unprinted(asked))
    });
    let said = judged(&endpoint, &["--only", "example:*"]);
    reviewed("the_documented_answers", &said.output, &endpoint);
}

/// The prose of create, and older texts of cancel, have other codes than the examples.
#[test]
fn the_other_documented_status_codes_pass_too() {
    let endpoint = start(|example, asked| {
        let other = match example.id.0.split('/').next() {
            Some("create") => 200,
            Some("cancel") => 204,
            _ => example.response.status.lowest(),
        };
        answer(other, example, &unprinted(asked))
    });
    let said = judged(
        &endpoint,
        &["--only", "example:create/*", "--only", "example:cancel/*", "--report", "json"],
    );
    let report: Value = serde_json::from_str(&said.output).unwrap();
    let accepted = findings(&report, "status");
    let create = json!({ "outOfStep": "documentation", "source": { "discrepancy": "D-23" } });
    let cancel = json!({ "outOfStep": "documentation", "source": { "discrepancy": "D-24" } });
    assert_eq!((said.exit, accepted), (0, [vec![create; 9], vec![cancel]].concat()));
}

/// Who is out of step, and by which source, in everything that a check found.
fn findings(report: &Value, check: &str) -> Vec<Value> {
    let examples = report["cases"].as_array().unwrap().iter();
    let found = examples.flat_map(|example| example["findings"].as_array().unwrap());
    let found = found.filter(|finding| finding["check"] == check);
    found
        .map(|finding| json!({ "outOfStep": finding["outOfStep"], "source": finding["source"] }))
        .collect()
}

fn judged(endpoint: &str, only: &[&str]) -> Said {
    conformance(&[&["run", "--endpoint", endpoint], only].concat())
}

/// A request as far as the documents tell it from the others.
struct Asked {
    /// Method, path and query.
    line: String,
    body: Option<Value>,
    client_request_id: String,
}

/// A server that knows the documented requests, and answers each with what `answer` makes of its example and the request.
fn start(answer: fn(&Example, &Asked) -> Vec<u8>) -> String {
    let contract = Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap();
    start_with(move |client| {
        let asked = Asked::read(&read_request(client));
        let example = contract.examples.iter().find(|example| asked.is_of(example, &contract));
        // What no document shows is sent to undo what was made.
        let answered = example.map(|example| answer(example, &asked));
        let answered =
            answered.unwrap_or_else(|| b"HTTP/1.1 400 \r\ncontent-length: 0\r\n\r\n".to_vec());
        client.write_all(&answered).unwrap();
    })
}

impl Asked {
    fn read(request: &str) -> Self {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let mut ids = head.lines().filter_map(|line| line.strip_prefix("client-request-id: "));
        Self {
            line: head.lines().next().unwrap().trim_end_matches(" HTTP/1.1").to_owned(),
            body: serde_json::from_str(body).ok(),
            client_request_id: ids.next().unwrap().to_owned(),
        }
    }

    /// Whether it is what is sent where nothing is bound.
    fn is_of(&self, example: &Example, contract: &Contract) -> bool {
        let anywhere = Endpoint::new("http://anywhere.example", None).unwrap();
        let operation = contract.operation(&example.operation).unwrap();
        let sent =
            prepare((operation, example), &Bindings::default().of(example), &anywhere).unwrap();
        let line = format!("{} {}", sent.method, sent.url.path());
        self.line == line && self.body.clone().map(Body::Json) == sent.body
    }
}

/// The example's answer under that status, with `headers` beside the documented ones.
fn answer(status: u16, example: &Example, headers: &str) -> Vec<u8> {
    let body = example.response.body.as_ref().map(Value::to_string).unwrap_or_default();
    let printed = example.response.headers.iter();
    let printed: Vec<String> =
        printed.map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let printed = printed.concat();
    let length = match status {
        204 => String::new(),
        _ => format!("content-length: {}\r\n", body.len()),
    };
    format!("HTTP/1.1 {status} \r\n{printed}{headers}{length}\r\n{body}").into_bytes()
}

/// The headers that the contract asks for and no page prints.
fn unprinted(asked: &Asked) -> String {
    let request_id = "7d9b1f3c-5a3e-4f0e-9c1e-6a3b2d9e7f20";
    format!("request-id: {request_id}\r\nclient-request-id: {}\r\n", asked.client_request_id)
}
