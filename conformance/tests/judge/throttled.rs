//! Endpoints that send a request away for the time being, and endpoints that fall silent.

use crate::program::{Said, conformance, notes, scratch};
use crate::scripted_server::{json, listener_of_its_own, read_request, start_with};
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

/// What reads a note of the notes API as documented.
const NOTE: &str = r#"{"id":7,"text":"Buy milk","colour":"yellow","pinned":false}"#;

/// An endpoint with a clock that answers the first requests like this and all others as documented, and what it was sent.
fn sends_away(times: usize, status: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    let url = start_with(move |client| {
        let request = read_request(client);
        let mut told = told.lock().unwrap();
        let sent = told.iter().filter(|request: &&String| request.starts_with("GET ")).count();
        let answer = match request.starts_with("PATCH /clock ") {
            true => b"HTTP/1.1 204 \r\n\r\n".to_vec(),
            false if sent < times => {
                format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").into_bytes()
            }
            false => json(200, NOTE),
        };
        told.push(request);
        let _ = client.write_all(&answer);
    });
    (url, heard)
}

fn judged(endpoint: &str, report: &str) -> Said {
    let clock = format!("{endpoint}/clock");
    let only = ["run", "--only", "readNote/*", "--report", report];
    let at = ["--contract", &notes(), "--endpoint", endpoint, "--clock", &clock];
    conformance(&[&only[..], &at].concat())
}

#[test]
fn who_is_sent_away_comes_again_when_it_is_told() {
    for (head, wait, seconds) in [
        ("429 \r\nretry-after: 7", "PT7S", 7),
        ("503 \r\nretry-after: 90", "PT90S", 90),
        (
            "429 \r\ndate: Wed, 21 Oct 2026 07:28:00 GMT\r\nretry-after: Wed, 21 Oct 2026 07:28:30 GMT",
            "PT30S",
            30,
        ),
        // Nobody says how long, or asks for no wait at all.
        ("503 ", "PT1S", 1),
        ("429 \r\nretry-after: 0", "PT1S", 1),
    ] {
        let (endpoint, heard) = sends_away(1, head);
        let said = judged(&endpoint, "text");
        let told = format!("\n1 answer of 429 or 503 was waited out, {seconds} s in all\n");
        assert!(said.exit == 0 && said.output.contains(&told), "{head} {said:?}");
        let heard = heard.lock().unwrap();
        let methods: Vec<&str> = heard.iter().map(|request| &request[..3]).collect();
        // The first is whether it is a clock.
        assert_eq!(methods, ["PAT", "GET", "PAT", "GET"], "{head}");
        assert!(heard[2].contains(wait), "{head} {heard:?}");
    }
}

#[test]
fn what_was_waited_out_is_counted_and_what_was_said_of_it_is_about_waiting_alone() {
    let (endpoint, _) = sends_away(2, "503 \r\ncontent-type: text/html");
    let said = judged(&endpoint, "json");
    let report: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!(report["throttled"], serde_json::json!({"answers": 2, "waitedMs": 3000}));
    let case = &report["cases"][0];
    assert_eq!((said.exit, case["exchanges"].as_array().unwrap().len()), (0, 3), "{case}");
    let findings = case["findings"].as_array().unwrap();
    let told: Vec<(&str, u64)> = findings
        .iter()
        .map(|finding| (finding["check"].as_str().unwrap(), finding["exchange"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [("retry-after", 1), ("retry-after", 2)], "{case}");
}

#[test]
fn who_asks_for_more_than_patience_is_judged_as_it_stands() {
    for (head, requests) in [("429 \r\nretry-after: 600", 1), ("429 ", 11)] {
        let (endpoint, heard) = sends_away(usize::MAX, head);
        let said = judged(&endpoint, "text");
        let heard = heard.lock().unwrap();
        let sent = heard.iter().filter(|request| request.starts_with("GET ")).count();
        assert_eq!((said.exit, sent), (1, requests), "{head} {said:?}");
    }
}

/// Judges the examples without patience, and with so many seconds for an answer.
fn examples(endpoint: &str, timeout: &str) -> Said {
    let run = ["run", "--only", "example:*", "--jobs", "1", "--patience", "0.001"];
    conformance(&[&run[..], &["--timeout", timeout, "--endpoint", endpoint]].concat())
}

/// What is done with a client that has sent its request.
type Serve = fn(&mut TcpStream);

#[test]
fn an_endpoint_that_falls_silent_is_given_up_after_three_cases() {
    // A busy machine, too, gives the first answer within the time.
    let silent: [(&str, &str, Serve); 3] = [
        ("hangs", "3", |client| drop(read_request(client))),
        ("hangs up", "60", |_| {}),
        ("is always too busy", "60", |client| {
            let _ = client.write_all(&json(503, "{}"));
        }),
    ];
    for (name, timeout, serve) in silent {
        let (requests, count) = (Arc::new(Mutex::new(0)), 3);
        let counted = Arc::clone(&requests);
        let endpoint = start_with(move |client| {
            *counted.lock().unwrap() += 1;
            read_request(client);
            if *counted.lock().unwrap() == 1 {
                let _ = client.write_all(&json(200, "{}"));
            } else {
                serve(client);
            }
        });
        let said = examples(&endpoint, timeout);
        assert_eq!(said.exit, 3, "{name} {said:?}");
        assert!(said.output.contains("  3 cases in a row got no answer ("), "{name} {said:?}");
        assert!(said.output.contains("the last that it answered is list/"), "{name} {said:?}");
        let asked = *requests.lock().unwrap();
        assert!(asked > count && asked < 10, "{name} {asked}");
    }
}

#[test]
fn an_endpoint_that_dies_is_told_with_the_case_that_it_answered_last() {
    let listener = listener_of_its_own(22_000);
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        for _ in 0..2 {
            let (mut client, _) = listener.accept().unwrap();
            read_request(&mut client);
            client.write_all(&json(200, "{}")).unwrap();
        }
    });
    let file = format!("json={}", scratch("dead.json").display());
    let run = ["run", "--only", "example:*", "--jobs", "1", "--endpoint", &endpoint];
    let said = conformance(&[&run[..], &["--report", &file]].concat());
    serving.join().unwrap();
    assert_eq!(said.exit, 3, "{said:?}");
    let text = std::fs::read_to_string(scratch("dead.json")).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let cases = report["cases"].as_array().unwrap();
    let verdict = |place: usize| cases[place]["verdict"]["is"].as_str().unwrap();
    assert_eq!([verdict(1), verdict(2), verdict(3)], ["failed", "error", "skipped"]);
    let (last, dead) = (cases[1]["id"].as_str().unwrap(), cases[2]["id"].as_str().unwrap());
    let told = format!(
        "not tried: the endpoint could not be reached in {dead}; the last that it answered is {last}"
    );
    assert_eq!(cases[3]["verdict"]["because"], told.as_str());
}
