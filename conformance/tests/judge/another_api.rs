//! The judge on another API's document: by the examples that OpenAPI itself has, and with bound values.

use crate::program::{conformance, notes, reviewed, scratch};
use crate::scripted_server::{json, start};
use std::fs;

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
    let said = conformance(&["run", "--contract", &notes(), "--endpoint", &endpoint]);
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
        "writeNote/*",
        "--endpoint",
        &endpoint,
    ]);
    assert_eq!(said.exit, 1, "{said:?}");
    reviewed("a_wrong_answer_of_another_api_is_found", &said.output, &endpoint);
}

/// A server that knows ids of its own only, and answers a request for another with 404.
fn server_with_own_ids() -> String {
    start(|request| {
        let own = "0a0a0a0a-0000-4000-8000-000000000001";
        let found = request.starts_with(&format!(
            "GET /v1.0/identityGovernance/entitlementManagement/assignmentRequests/{own} "
        ));
        let body = format!(
            r#"{{"@odata.context":"https://x.example/$metadata#a","id":"{own}","requestType":"adminAdd","state":"delivered","status":"Delivered",
            "createdDateTime":"2026-01-01T00:00:00Z","completedDateTime":"2026-01-02T00:00:00Z","schedule":null}}"#
        );
        if found {
            json(200, &body)
        } else {
            json(404, r#"{"error":{"code":"NotFound","message":"There is none."}}"#)
        }
    })
}

#[test]
fn bound_values_go_out_in_place_of_the_documented_ones_and_come_back_as_them() {
    let endpoint = format!("{}/v1.0", server_with_own_ids());
    let run = ["run", "--only", "get/gets-request", "--endpoint", &endpoint];
    assert_eq!(conformance(&run).exit, 1);

    let bindings = scratch("own-ids.toml");
    let own = "0a0a0a0a-0000-4000-8000-000000000001";
    let values = format!(
        "[values]\n\"7999249e-249e-7999-9e24-99799e249979\" = {own:?}\n\
         \"2019-10-25T22:55:11.623Z\" = \"2026-01-01T00:00:00Z\"\n\"2019-10-26T22:55:11.623Z\" = \"2026-01-02T00:00:00Z\"\n\
         [examples.\"get/gets-request\"]\n\"{{accessPackageAssignmentRequestId}}\" = {own:?}\n"
    );
    fs::write(&bindings, values).unwrap();
    let said = conformance(&[&run[..], &["--bindings", bindings.to_str().unwrap()]].concat());
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn the_template_of_bindings_can_be_used_as_it_is() {
    let file = scratch("template.toml");
    fs::write(&file, conformance(&["bindings"]).output).unwrap();
    let said = conformance(&["run", "--bindings", file.to_str().unwrap()]);
    assert_eq!(said.exit, 0, "{said:?}");
}
