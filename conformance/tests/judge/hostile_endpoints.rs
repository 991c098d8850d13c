//! Endpoints that misbehave: each ends in a clear finding, the whole report stored and reviewed.

use crate::program::{Said, conformance, notes, reviewed};
use crate::scripted_server::{json, read_request, start, start_with};
use std::io::Write;

/// Judges the notes API's reading of a note at an endpoint, with more time for it than a busy machine needs.
fn judged(endpoint: &str) -> Said {
    judged_within("60", endpoint)
}

fn judged_within(seconds: &str, endpoint: &str) -> Said {
    let only = ["run", "--only", "readNote/*", "--timeout", seconds];
    conformance(&[&only[..], &["--contract", &notes(), "--endpoint", endpoint]].concat())
}

/// What an endpoint answers to every request, before it closes.
type Answer = fn(&str) -> Vec<u8>;

#[test]
fn endpoints_that_misbehave_are_told_so() {
    let endpoints: [(&str, Answer); 15] = [
        ("add_bytes_to_an_empty_answer", |_| {
            b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nsurprise".to_vec()
        }),
        ("pack_what_was_not_to_be_packed", |_| {
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\x00".to_vec()
        }),
        ("close_without_a_word", |_| Vec::new()),
        ("speak_another_protocol", |_| b"220 mail.example ESMTP\r\n".to_vec()),
        ("break_off_within_the_head", |_| b"HTTP/1.1 200 OK\r\ncontent-ty".to_vec()),
        ("break_off_within_the_body", |_| {
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{\"id\": 7".to_vec()
        }),
        ("break_off_within_a_chunk", |_| {
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{\"id\"".to_vec()
        }),
        ("announce_a_chunk_of_no_number", |_| {
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}".to_vec()
        }),
        ("announce_more_than_is_read", |_| {
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                9 << 20
            );
            [head.into_bytes(), vec![b' '; 9 << 20]].concat()
        }),
        ("answer_in_latin_1", |_| {
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"text\":\"caf\xe9\"} ".to_vec()
        }),
        ("answer_with_a_page", |_| {
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>"
                .to_vec()
        }),
        ("nest_without_end", |_| json(200, &"{\"a\":".repeat(50_000))),
        ("redirect", |_| {
            b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://elsewhere.example/notes/7\r\ncontent-length: 0\r\n\r\n".to_vec()
        }),
        ("send_control_characters", |_| {
            json(200, "{\"id\":7,\"text\":\"\u{1b}[31m\",\"colour\":\"yellow\",\"pinned\":false}")
        }),
        ("get_a_value_wrong", |_| {
            json(200, r#"{"id":7,"text":"Buy milk","colour":"blue","pinned":true,"colr":1}"#)
        }),
    ];
    for (name, answer) in endpoints {
        let endpoint = start(answer);
        let said = judged(&endpoint);
        assert_eq!((said.exit, said.log.as_str()), (1, ""), "{name} {said:?}");
        reviewed(&format!("endpoints_that_{name}"), &said.output, &endpoint);
    }
}

#[test]
fn a_chunked_answer_is_an_answer() {
    let endpoint = start(|_| {
        let body = r#"{"id":7,"text":"Buy milk","colour":"yellow","pinned":false}"#;
        let (one, two) = body.split_at(20);
        let chunks = format!("{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", one.len(), two.len());
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{chunks}").into_bytes()
    });
    let said = judged(&endpoint);
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn silence_ends_with_the_time_limit() {
    let endpoint = start_with(|client| {
        read_request(client);
        // Until the judge hangs up.
        read_request(client);
    });
    let said = judged_within("0.5", &endpoint);
    assert_eq!(said.exit, 1, "{said:?}");
    assert!(said.output.contains("no whole answer within 0.5 s"), "{said:?}");
}

#[test]
fn interim_answers_without_end_end_the_exchange() {
    let endpoint = start_with(|client| {
        read_request(client);
        while client.write_all(b"HTTP/1.1 102 Processing\r\n\r\n").is_ok() {}
    });
    let said = judged(&endpoint);
    assert_eq!(said.exit, 1, "{said:?}");
    assert!(said.output.contains("the answer goes on without end"), "{said:?}");
}
