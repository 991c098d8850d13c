//! The judge on another API's document: by the examples that OpenAPI itself has.

use crate::program::{conformance, notes, reviewed};
use crate::scripted_server::{json, start};

/// A server of notes whose ids are its own.
fn notes_server() -> String {
    start(|request| {
        let note = r#"{"id":7,"text":"Buy milk","colour":"yellow","pinned":false}"#;
        match request.split(' ').take(2).collect::<Vec<_>>()[..] {
            ["POST", "/api/notes"] => json(201, note),
            ["GET", "/api/notes/7"] => json(200, note),
            ["DELETE", "/api/notes/7"] => b"HTTP/1.1 204 \r\n\r\n".to_vec(),
            _ => json(404, r#"{"problem":"there is none"}"#),
        }
    })
}

#[test]
fn another_document_is_judged_by_its_named_examples() {
    let endpoint = format!("{}/api", notes_server());
    let said = conformance(&[
        "run",
        "--only",
        "example:*",
        "--contract",
        &notes(),
        "--endpoint",
        &endpoint,
    ]);
    assert_eq!(said.exit, 0, "{said:?}");
    reviewed("another_document_is_judged_by_its_named_examples", &said.output, &endpoint);
}

#[test]
fn a_wrong_answer_of_another_api_is_found() {
    let endpoint = start(|_| json(201, r#"{"id":8,"text":"","colour":"yellow"}"#));
    let said = conformance(&[
        "run",
        "--contract",
        &notes(),
        "--only",
        "example:writeNote/*",
        "--endpoint",
        &endpoint,
    ]);
    assert_eq!(said.exit, 1, "{said:?}");
    reviewed("a_wrong_answer_of_another_api_is_found", &said.output, &endpoint);
}
