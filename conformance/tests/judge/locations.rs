//! Where cases and findings stand in the files of the contract: each is somewhere, and the line is the one that is meant.

use crate::program::{WHOLE_RUN, conformance, notes, scratch};
use crate::scripted_server::{json, start};
use conformance::contract::{Contract, SourceFiles};
use conformance::report::{Location, Report};
use conformance::typed::{CONTRACT, SOURCES};
use std::fs;
use std::path::Path;

fn shipped() -> Contract {
    let document = serde_json::from_str(CONTRACT).unwrap();
    Contract::load(document).unwrap().in_files(SourceFiles::mapped(SOURCES))
}

/// The file, and the start of the line.
fn said(location: Option<Location>) -> (String, String) {
    let location = location.unwrap();
    (location.file, location.text.unwrap().trim_start().to_owned())
}

#[test]
fn a_pointer_leads_to_its_line_or_to_the_nearest() {
    let contract = shipped();
    let subject = "/components/schemas/accessPackageSubjectType";
    let of_subject = ("openapi/schemas/subject.yaml", "accessPackageSubjectType:");
    let entry = ("openapi/openapi.yaml", "# The entry of the contract");
    for (pointer, (file, text)) in [
        ("", entry),
        ("/nowhere", entry),
        ("/info/title", ("openapi/openapi.yaml", "title: Access")),
        ("/x-discrepancies/D-03", ("openapi/discrepancies.yaml", "D-03:")),
        (subject, of_subject),
        (&format!("{subject}/nowhere/at/all"), of_subject),
    ] {
        let (found, line) = said(contract.location(pointer));
        assert_eq!(found, file, "{pointer}");
        assert!(line.starts_with(text), "{pointer}: {line}");
    }
    let document = serde_json::from_str(CONTRACT).unwrap();
    assert_eq!(Contract::load(document).unwrap().location("/info"), None);
}

#[test]
fn every_case_stands_in_a_file_of_the_contract() {
    let report: Report = serde_json::from_value(WHOLE_RUN.1.clone()).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for case in &report.cases {
        let location = case.location.as_ref().unwrap();
        let text = fs::read_to_string(root.join(&location.file)).unwrap();
        let line = text.lines().nth(location.line - 1).unwrap();
        let told = location.text.as_deref().unwrap();
        assert!(line.starts_with(told), "{}: {line:?} is not {told:?}", case.id);
    }
    let of = |id: &str| {
        let case = report.cases.iter().find(|case| case.id == id).unwrap();
        said(case.location.clone())
    };
    for (id, file, text) in [
        ("create/admin-adds-user", "examples/create/admin-adds-user.yaml", "line: HTTP/1.1 201"),
        ("input/create/admin-adds-user", "examples/create/admin-adds-user.yaml", "value:"),
        ("create/assigns-by-ids", "paths/assignment-requests.yaml", "post:"),
        (
            "create/refuses-system-add",
            "schemas/assignment-request.yaml",
            "accessPackageRequestType:",
        ),
        ("create/assigns-by-nested-objects", "discrepancies.yaml", "D-09:"),
        ("read/get-shows-a-new-request", "paths/assignment-request.yaml", "get:"),
        ("protocol/tells-the-date", "openapi.yaml", "# The entry"),
    ] {
        let (found, line) = of(id);
        assert_eq!(found, format!("openapi/{file}"), "{id}");
        assert!(line.starts_with(text), "{id}: {line}");
    }
}

/// What is found where the reading of a request is answered so: each check and place, with the file and the line.
fn found(answer: fn(&str) -> Vec<u8>) -> Vec<(String, String, String)> {
    let endpoint = format!("{}/v1.0", start(answer));
    let run = ["run", "--only", "example:create/admin-adds-user", "--report", "json"];
    let run = conformance(&[&run[..], &["--endpoint", &endpoint]].concat());
    let report: Report = serde_json::from_str(&run.output).unwrap();
    let findings = report.cases[0].findings.iter();
    let told = findings.map(|finding| {
        let (file, line) = said(finding.location.clone());
        (format!("{} {}", finding.check, finding.place).trim_end().to_owned(), file, line)
    });
    told.collect()
}

fn holds(findings: &[(String, String, String)], expected: &[(&str, &str, &str)]) {
    for (what, file, text) in expected {
        let is_it = |(found, at, line): &&(String, String, String)| {
            found == what && *at == format!("openapi/{file}") && line.starts_with(text)
        };
        assert!(findings.iter().any(|finding| is_it(&finding)), "{what} {text}: {findings:#?}");
    }
}

#[test]
fn a_finding_stands_in_the_documented_answer_or_in_what_it_rests_on() {
    let example = "examples/create/admin-adds-user.yaml";
    holds(
        &found(|_| {
            json(
                201,
                r#"{"id":"x","requestType":"adminRemove","state":"submitted","status":7,"colour":1}"#,
            )
        }),
        &[
            ("documented-values /requestType", example, "requestType: adminAdd"),
            // Documented by another name.
            ("schema /status", example, "requestStatus: Accepted"),
            // What nobody documented stands where it might have been.
            (
                "undocumented-members /colour",
                "schemas/assignment-request.yaml",
                "accessPackageAssignmentRequest:",
            ),
        ],
    );
    holds(
        &found(|_| json(500, "{}")),
        &[
            ("status status", example, "line: HTTP/1.1 201 Created"),
            ("error-envelope", "schemas/error.yaml", "odataError:"),
        ],
    );
    holds(&found(|_| Vec::new()), &[("answer connection", example, "line: HTTP/1.1 201 Created")]);
}

#[test]
fn another_contract_is_told_of_by_the_files_as_they_were_named() {
    let folder = scratch("split-contract");
    fs::create_dir_all(folder.join("paths")).unwrap();
    let entry = "openapi: 3.0.3\npaths:\n  /notes/{id}:\n    $ref: paths/note.yaml\n";
    fs::write(folder.join("openapi.yaml"), entry).unwrap();
    let path = "get:\n  operationId: readNote\n  parameters:\n    - {name: id, in: path, required: true, example: 7}\n  responses:\n    '200':\n      content:\n        application/json:\n          schema:\n            properties:\n              id: {type: integer}\n          examples:\n            seven:\n              value:\n                id: 7\n";
    fs::write(folder.join("paths/note.yaml"), path).unwrap();
    let endpoint = start(|_| json(200, r#"{"id": "7"}"#));
    let contract = folder.join("paths/../openapi.yaml");
    let contract = contract.to_str().unwrap();
    let run = ["run", "--contract", contract, "--endpoint", &endpoint, "--report", "json"];
    let report: Report = serde_json::from_str(&conformance(&run).output).unwrap();
    let case = &report.cases[0];
    let file = folder.join("paths/note.yaml").to_str().unwrap().to_owned();
    assert_eq!(said(case.location.clone()), (file.clone(), "'200':".to_owned()));
    let finding = case.findings.iter().find(|finding| finding.check == "schema").unwrap();
    assert_eq!(finding.location.as_ref().unwrap().line, 15);
    assert_eq!(said(finding.location.clone()), (file, "id: 7".to_owned()));
}

#[test]
fn a_contract_in_one_file_is_told_of_as_well() {
    let endpoint = start(|_| json(404, "{}"));
    let run = ["run", "--contract", &notes(), "--endpoint", &endpoint, "--report", "json"];
    let report: Report = serde_json::from_str(&conformance(&run).output).unwrap();
    for case in &report.cases {
        let (file, line) = said(case.location.clone());
        assert_eq!(file, notes(), "{}", case.id);
        assert!(!line.starts_with('#'), "{}: {line}", case.id);
    }
}
