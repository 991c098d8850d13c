//! Bodies made from the examples of another API, sent to endpoints that mishandle them: what is told, and what can be sent again.

use crate::program::{Said, conformance, notes};
use crate::scripted_server::{json, start};
use serde_json::Value;

/// What a server answers to the body of a request.
type Answer = fn(&str) -> Vec<u8>;

/// Judges the writing of a note by the bodies made from it.
fn fed(answer: Answer, further: &[&str]) -> Said {
    let endpoint = start(answer);
    let (notes, only) = (notes(), "input:writeNote/*");
    let run = ["run", "--contract", &notes, "--endpoint", &endpoint, "--only", only];
    conformance(&[&run[..], further].concat())
}

fn refusal() -> Vec<u8> {
    json(400, r#"{"problem":"no such note"}"#)
}

/// A text of a thousand letters is in it.
fn is_long(request: &str) -> bool {
    request.contains(&"a".repeat(1_000))
}

#[test]
fn the_smallest_body_is_told_whole_in_json_and_cut_in_text() {
    let answer: Answer = |request| if is_long(request) { json(500, "{}") } else { refusal() };
    let said = fed(answer, &[]);
    // What is there to be copied is whole.
    let told = said.output.lines().filter(|line| !line.contains("again  "));
    let longest = told.map(|line| line.chars().count()).max();
    assert!(said.output.contains("               sent  {\"colour\":\"aaa"), "{said:?}");
    assert!(longest < Some(240), "{said:?}");

    let report: Value = serde_json::from_str(&fed(answer, &["--report", "json"]).output).unwrap();
    let findings = report["cases"][0]["findings"].as_array().unwrap();
    let sent = findings.iter().find_map(|finding| finding["sent"].as_str()).unwrap();
    let sent: Value = serde_json::from_str(sent).unwrap();
    assert!(sent["colour"].as_str().unwrap().len() == 1_000, "{sent}");
}

#[test]
fn a_refusal_in_the_words_of_the_contract_is_one() {
    let said = fed(|_| refusal(), &[]);
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn what_is_wrong_with_every_answer_is_told_once() {
    let said = fed(|_| json(400, r#"{"trouble":"no such note"}"#), &[]);
    let told = said.output.matches("expected  a member \"problem\"").count();
    assert_eq!((said.exit, told), (1, 1), "{said:?}");
    assert!(said.output.contains("           the same  in 36 more exchanges"), "{said:?}");
}

#[test]
fn the_body_that_gets_no_answer_is_told() {
    let said = fed(|request| if is_long(request) { Vec::new() } else { refusal() }, &[]);
    assert_eq!(said.exit, 1, "{said:?}");
    let told = "expected  a whole answer, where /colour is ";
    assert!(said.output.contains(told), "{said:?}");
}

#[test]
fn where_no_body_is_made_nothing_is_passed() {
    let said = fed(|_| refusal(), &["--inputs", "0"]);
    assert_eq!(said.exit, 7, "{said:?}");
    assert!(said.output.contains("skip  input/writeNote/a-reminder  --inputs is 0"), "{said:?}");
}
