//! Bindings files, end to end: what goes out in place of the documented values, and how it comes back.

use crate::program::{Said, conformance, notes, reviewed, scratch};
use crate::scripted_server::{json, start};
use std::fs;

const OWN: &str = "0a0a0a0a-0000-4000-8000-00000000000b";

/// A server that knows ids and moments of its own only, and answers a request for another with 404.
fn server_with_own_values() -> String {
    start(|request| {
        let own =
            format!("GET /v1.0/identityGovernance/entitlementManagement/assignmentRequests/{OWN} ");
        let body = format!(
            r#"{{"@odata.context":"https://x.example/$metadata#a","id":"{OWN}","requestType":"adminAdd","state":"delivered","status":"Delivered",
            "createdDateTime":"2026-01-01T00:00:00.000Z","completedDateTime":"2026-01-01T01:00:00+01:00","schedule":null}}"#
        );
        if request.starts_with(&own) {
            json(200, &body)
        } else {
            json(404, r#"{"error":{"code":"NotFound","message":"There is none."}}"#)
        }
    })
}

/// Judges the reading of a request at that server, bound as `values` say.
fn judged(name: &str, values: &str) -> Said {
    let file = scratch(name);
    fs::write(&file, values).unwrap();
    let endpoint = format!("{}/v1.0", server_with_own_values());
    let file = file.to_str().unwrap();
    conformance(&["run", "--only", "get/*", "--endpoint", &endpoint, "--bindings", file])
}

/// Both moments stand for one of the endpoint's, which writes it in two ways, and the id for one in another casing.
fn own_values() -> String {
    format!(
        "[values]\n\"7999249e-249e-7999-9e24-99799e249979\" = {:?}\n\
         \"2019-10-25T22:55:11.623Z\" = \"2026-01-01T00:00:00Z\"\n\"2019-10-26T22:55:11.623Z\" = \"2026-01-01T00:00:00Z\"\n",
        OWN.to_uppercase()
    )
}

#[test]
fn bound_values_go_out_in_place_of_the_documented_ones_and_come_back_as_them() {
    let placeholder = format!(
        "[examples.\"get/gets-request\"]\n\"{{accessPackageAssignmentRequestId}}\" = {OWN:?}\n"
    );
    let said = judged("own-values.toml", &format!("{}{placeholder}", own_values()));
    assert_eq!(said.exit, 0, "{said:?}");
    for line in own_values().lines().skip(1) {
        let others = own_values().replace(line, "");
        let said = judged("own-values-but-one.toml", &format!("{others}{placeholder}"));
        assert_eq!(said.exit, 1, "without {line}: {said:?}");
    }
    let said = judged("own-values-but-the-path.toml", &own_values());
    assert_eq!(said.exit, 1, "{said:?}");
}

#[test]
fn a_bound_value_does_not_change_the_path() {
    let values = "[values]\n\"{accessPackageAssignmentRequestId}\" = \"..\"\n";
    let values = format!(
        "{values}[examples.\"get/gets-request\"]\n\"{{accessPackageAssignmentRequestId}}\" = \"..\"\n"
    );
    let said = judged("dots.toml", &values);
    assert_eq!(said.exit, 3, "{said:?}");
    assert!(said.output.contains("a segment . or .. is no value to send"), "{said:?}");
}

#[test]
fn what_nobody_knows_is_refused_with_its_line_and_the_nearest() {
    for (name, values, told) in [
        (
            "mistyped-text.toml",
            "[values]\n\"idris ibrahim\" = \"x\"\n",
            ":2: [values]: no example prints the value \"idris ibrahim\"; did you mean \"Idris Ibrahim\"?",
        ),
        (
            "mistyped-placeholder.toml",
            "[examples.\"get/gets-request\"]\n\"{accessPackageAssignmentRequestID}\" = \"x\"\n",
            ":2: [examples.\"get/gets-request\"]: no example prints the value \"{accessPackageAssignmentRequestID}\"; did you mean \"{accessPackageAssignmentRequestId}\"?",
        ),
        (
            "value-of-another-example.toml",
            "[examples.\"get/gets-request\"]\n\"Idris Ibrahim\" = \"x\"\n",
            "no example prints the value \"Idris Ibrahim\"; `conformance bindings` shows",
        ),
        (
            "far-text.toml",
            "# What stands here\n\n[values]\n\"Idris Ibrahim\" = \"x\"\n\"qqq\" = \"x\"\n",
            ":5: [values]: no example prints the value \"qqq\"; `conformance bindings` shows",
        ),
        (
            "mistyped-table.toml",
            "\n[valuess]\n\"Idris Ibrahim\" = \"x\"\n",
            "mistyped-table.toml:2: there is no table [valuess]; did you mean [values]? `conformance bindings` shows",
        ),
        (
            "far-table.toml",
            "[headers]\na = \"x\"\n",
            ":1: there is no table [headers]; `conformance bindings` shows",
        ),
        (
            "mistyped-example.toml",
            "[values]\n\n[examples.\"get/gets-requests\"]\na = \"x\"\n",
            ":3: there is no example get/gets-requests; did you mean get/gets-request? `conformance list` shows",
        ),
        (
            "no-toml.toml",
            "[values]\na = [\n",
            "no-toml.toml:2: unclosed array, expected `]`; `conformance bindings` shows what may stand there\n",
        ),
        (
            "no-text.toml",
            "[values]\n\"Idris Ibrahim\" = 7\n",
            "no-text.toml:2: invalid type: integer `7`, expected a string; `conformance bindings` shows",
        ),
        (
            "mistyped-fixture.toml",
            "[fixtures]\nfailed_request = \"x\"\n",
            ":2: [fixtures]: no rule needs \"failed_request\"; did you mean \"failed-request\"?",
        ),
    ] {
        let said = judged(name, values);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.contains(told), "{said:?}");
    }
}

#[test]
fn a_value_of_the_path_of_another_api_can_be_bound() {
    let endpoint = start(|request| {
        let found = request.starts_with("GET /notes/12 ");
        let status = if found { 200 } else { 404 };
        json(status, r#"{"id":12,"text":"Buy milk","colour":"yellow","pinned":false}"#)
    });
    let file = scratch("own-note.toml");
    fs::write(&file, "[values]\n7 = \"12\"\n").unwrap();
    let (notes, file) = (notes(), file.to_str().unwrap().to_owned());
    let run = ["run", "--contract", &notes, "--endpoint", &endpoint, "--only", "readNote/*"];
    assert_eq!(conformance(&run).exit, 1);
    let said = conformance(&[&run[..], &["--bindings", &file]].concat());
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn a_number_of_a_body_can_be_bound() {
    let endpoint = start(|request| {
        let echoed = request.contains(r#""text":"Buy milk""#);
        json(if echoed { 201 } else { 400 }, r#"{"id":12,"text":"Buy milk","colour":"yellow"}"#)
    });
    let file = scratch("own-number.toml");
    fs::write(&file, "[values]\n7 = \"12\"\n").unwrap();
    let (notes, file) = (notes(), file.to_str().unwrap().to_owned());
    let run =
        ["run", "--contract", &notes, "--endpoint", &endpoint, "--only", "example:writeNote/*"];
    let said = conformance(&[&run[..], &["--bindings", &file]].concat());
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn the_template_of_bindings_can_be_used_as_it_is() {
    let file = scratch("template.toml");
    fs::write(&file, conformance(&["bindings"]).output).unwrap();
    let run = ["run", "--inputs", "1", "--bindings", file.to_str().unwrap()];
    let said = conformance(&[&run[..], &["--only", "example:*", "--only", "rule:re*"]].concat());
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn where_a_contract_names_no_values_the_template_says_what_may_stand_there() {
    let said = conformance(&["bindings", "--contract", &notes()]);
    reviewed("bindings_of_another_contract", &said.output, "");
}

#[test]
fn what_is_bound_once_is_used_up_once_however_many_are_at_work() {
    let file = scratch("one-failed-request.toml");
    fs::write(&file, format!("[fixtures]\nfailed-request = {OWN:?}\n")).unwrap();
    let endpoint = format!("{}/v1.0", server_with_own_values());
    let rules = ["retries-a-failed-request", "is-served-once-*", "does-not-lose-*"];
    let patterns = rules.map(|rule| format!("rule:reprocess/{rule}"));
    let mut arguments = vec!["run", "--jobs", "3", "--endpoint", &endpoint];
    arguments.extend(["--bindings", file.to_str().unwrap()]);
    arguments.extend(patterns.iter().flat_map(|pattern| ["--only", pattern.as_str()]));
    let said = conformance(&arguments);
    assert!(said.output.contains("2 skipped"), "{said:?}");
}
