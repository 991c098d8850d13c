//! `run --snapshots`, `accept`: shapes are kept as insta keeps them, and a change is told in words and waits for review.

use crate::exit_codes::{is_unvisited, silent};
use crate::program::{Said, conformance, conformance_with, notes, reviewed, scratch};
use crate::scripted_server;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is not there yet.
fn folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// Judges the reading of a note at a server that answers with this body.
fn read_note(answer: fn(&str) -> Vec<u8>, folder: &Path) -> Said {
    read_note_at(&scripted_server::start(answer), folder)
}

fn read_note_at(endpoint: &str, folder: &Path) -> Said {
    let (notes, folder) = (notes(), folder.to_str().unwrap());
    let mut arguments = vec!["run", "--contract", &notes, "--endpoint", endpoint];
    arguments.extend(["--only", "readNote/*", "--snapshots", folder]);
    let mut said = conformance(&arguments);
    said.output = said.output.replace(endpoint, "http://[endpoint]").replace(folder, "[folder]");
    said
}

fn as_documented(_: &str) -> Vec<u8> {
    scripted_server::json(
        200,
        r#"{"id": 7, "text": "Buy milk", "colour": "yellow", "pinned": false}"#,
    )
}

fn changed(_: &str) -> Vec<u8> {
    scripted_server::json(200, r#"{"id": 7, "text": null, "colour": "green", "tags": []}"#)
}

/// As documented, with one member more, which no document forbids.
fn with_tags(_: &str) -> Vec<u8> {
    scripted_server::json(
        200,
        r#"{"id": 7, "text": "Buy milk", "colour": "yellow", "pinned": false, "tags": []}"#,
    )
}

fn accept(folder: &Path) -> Said {
    conformance(&["accept", folder.to_str().unwrap()])
}

/// What is in a folder, as names below it.
fn names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                names.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn a_new_folder_that_cannot_be_written_to_is_refused_before_anything_is_sent() {
    // Nobody can make a folder there, not even root.
    let shapes = ["run", "--only", "get/gets-request", "--snapshots", "/proc/no/shapes"];
    let said = conformance(&shapes);
    assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
    assert!(said.log.starts_with("error: cannot write /proc/no/shapes: "), "{said:?}");
    let said = conformance_with(("CI", "true"), &shapes);
    assert_eq!(said.exit, 5, "{said:?}");
}

#[test]
fn a_shape_is_new_then_reviewed_then_changed() {
    let folder = folder("kept-shapes");
    let first = read_note(as_documented, &folder);
    assert_eq!(first.exit, 5, "{first:?}");
    assert_eq!(names(&folder), ["readNote/a-reminder.snap.new"]);

    let accepted = accept(&folder);
    assert_eq!(
        (accepted.exit, accepted.output.as_str()),
        (0, "readNote/a-reminder  new\n1 accepted\n")
    );
    let again = read_note(as_documented, &folder);
    assert_eq!(again.exit, 0, "{again:?}");
    assert_eq!(names(&folder), ["readNote/a-reminder.snap"]);

    let other = read_note(changed, &folder);
    assert_eq!(other.exit, 1, "what fails goes before what changed: {other:?}");
    let report = &other.output[other.output.find("shapes in").unwrap()..];
    reviewed("kept_shapes.changed", report, "");
    assert_eq!(names(&folder), ["readNote/a-reminder.snap", "readNote/a-reminder.snap.new"]);

    let back = read_note(as_documented, &folder);
    assert_eq!(back.exit, 0, "{back:?}");
    assert_eq!(names(&folder), ["readNote/a-reminder.snap"], "what is as reviewed waits no more");
}

#[test]
fn a_changed_shape_of_an_answer_that_conforms_needs_review_and_nothing_else() {
    let folder = folder("kept-shapes-conforming");
    read_note(as_documented, &folder);
    accept(&folder);
    let said = read_note(with_tags, &folder);
    assert_eq!(said.exit, 5, "{said:?}");
    assert!(said.output.contains(": 0 as reviewed, 1 changed, 0 new\n"), "{said:?}");
    assert!(said.output.ends_with("1 passed, 0 failed, 0 skipped\n"), "{said:?}");
}

#[test]
fn a_change_is_accepted_with_the_same_words() {
    let folder = folder("kept-shapes-accepted");
    read_note(as_documented, &folder);
    accept(&folder);
    read_note(changed, &folder);
    let accepted = accept(&folder);
    reviewed("kept_shapes.accepted", &accepted.output, "");
    assert_eq!(names(&folder), ["readNote/a-reminder.snap"]);
    let report = read_note(changed, &folder).output;
    assert!(report.contains("1 as reviewed, 0 changed, 0 new"), "{report}");
}

#[test]
fn insta_reads_what_is_kept() {
    let folder = folder("kept-shapes-insta");
    read_note(as_documented, &folder);
    accept(&folder);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder.join("readNote"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("a-reminder", shapes_as_documented()));
}

/// What is kept of a note that is as documented.
fn shapes_as_documented() -> String {
    let shapes = serde_json::json!({
        "GET /notes/{id} → 200": { "response": {
            "content-type": "application/json",
            "body": {
                "colour": "enum yellow", "id": "integer", "pinned": "boolean", "text": "string",
            },
        } },
    });
    serde_json::to_string_pretty(&shapes).unwrap()
}

#[test]
fn insta_reads_what_waits_for_review() {
    let folder = folder("kept-shapes-waiting");
    read_note(as_documented, &folder);
    let file = folder.join("readNote/a-reminder.snap.new");
    let waiting = insta::Snapshot::from_file(&file).unwrap();
    let head = waiting.metadata();
    assert_eq!(
        (head.expression(), head.source(), head.description()),
        (Some("readNote/a-reminder"), Some("conformance"), Some("Read a note"))
    );
    assert_eq!(waiting.as_text().unwrap().to_string(), shapes_as_documented());
}

#[test]
fn what_insta_writes_is_read() {
    // Without quotes in the head, and without a line end behind the shapes.
    let folder = folder("kept-shapes-by-insta");
    read_note(as_documented, &folder);
    accept(&folder);
    let file = folder.join("readNote/a-reminder.snap");
    let text = fs::read_to_string(&file).unwrap();
    let (_, shapes) = text.rsplit_once("---\n").unwrap();
    let head =
        "---\nsource: conformance\nexpression: readNote/a-reminder\nsnapshot_kind: text\n---\n";
    fs::write(&file, format!("{head}{}", shapes.trim_end())).unwrap();
    let said = read_note(as_documented, &folder);
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn in_continuous_integration_nothing_is_written() {
    let folder = folder("kept-shapes-ci");
    let endpoint = scripted_server::start(as_documented);
    let (notes, kept) = (notes(), folder.to_str().unwrap());
    let mut arguments = vec!["run", "--contract", &notes, "--endpoint", &endpoint];
    arguments.extend(["--only", "readNote/*", "--snapshots", kept]);
    let said = conformance_with(("CI", "true"), &arguments);
    assert_eq!(said.exit, 5, "{said:?}");
    assert!(said.output.contains("nothing was written, for CI is set"), "{said:?}");
    assert!(!folder.exists());
}

#[test]
fn a_shape_of_no_case_is_told() {
    let folder = folder("kept-shapes-left");
    read_note(as_documented, &folder);
    accept(&folder);
    fs::copy(folder.join("readNote/a-reminder.snap"), folder.join("gone.snap")).unwrap();
    let said = read_note(as_documented, &folder);
    assert_eq!(said.exit, 5, "{said:?}");
    assert!(said.output.contains("gone.snap  is of no case that there is; delete it"), "{said:?}");
}

#[test]
fn a_file_that_is_no_snapshot_is_told_before_the_run() {
    for (name, text, expected) in [
        ("empty", "", "x.snap:1: no head between two lines ---"),
        ("no-head", "{}", "x.snap:1: no head between two lines ---"),
        ("open-head", "---\nsource: x\n{}", "x.snap:1: no head between two lines ---"),
        ("no-json", "---\na: b\n---\n{\n\"a\": }", "x.snap:5: no shapes: expected value"),
        ("a-list", "---\na: b\n---\n[]", "x.snap:4: no shapes: invalid type: sequence"),
    ] {
        let folder = folder(&format!("kept-shapes-{name}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("x.snap"), text).unwrap();
        let (listener, endpoint) = silent();
        let said = read_note_at(&endpoint, &folder);
        assert_eq!(said.exit, 2, "{name}: {said:?}");
        assert!(said.log.contains(expected) && is_unvisited(&listener), "{name}: {said:?}");
    }
}

#[test]
fn the_shape_of_a_case_that_failed_is_accepted_with_a_word() {
    let folder = folder("kept-shapes-failed");
    read_note(changed, &folder);
    let waiting = fs::read_to_string(folder.join("readNote/a-reminder.snap.new")).unwrap();
    assert!(waiting.contains("\ninfo:\n  verdict: failed\n---\n"), "{waiting}");
    let accepted = accept(&folder);
    let told = "readNote/a-reminder  new  of a case that failed\n\
                1 accepted, 1 of them of cases that failed: delete the file of one that is not wanted\n";
    assert_eq!((accepted.exit, accepted.output.as_str()), (0, told));
}

#[test]
fn what_cannot_be_accepted_is_told() {
    let empty = folder("kept-shapes-none");
    fs::create_dir_all(&empty).unwrap();
    let missing = folder("kept-shapes-missing");
    let (empty, missing) = (empty.to_str().unwrap(), missing.to_str().unwrap());
    for (arguments, exit, expected) in [
        (&["accept", empty][..], 0, "nothing waits for review: 0 accepted"),
        (&["accept", missing], 2, "there is no such folder; `run --snapshots DIR` makes one"),
        (&["accept", empty, "a/*"], 2, "\"a/*\" matches nothing that waits for review"),
        (&["run", "--snapshots", "Cargo.toml", "--only", "get/*"], 2, "cannot read Cargo.toml"),
    ] {
        let said = conformance(arguments);
        let told = format!("{}{}", said.output, said.log);
        assert_eq!(said.exit, exit, "{arguments:?}: {said:?}");
        assert!(told.contains(expected), "{arguments:?}: {said:?}");
    }
}

#[test]
fn the_shapes_of_a_whole_run_are_the_same_the_next_time() {
    let folder = folder("kept-shapes-whole");
    let kept = folder.to_str().unwrap();
    let run = || {
        conformance(&["run", "--only", "resume/*", "--only", "input:create/*", "--snapshots", kept])
    };
    assert_eq!(run().exit, 5);
    assert_eq!(accept(&folder).exit, 0);
    let again = run();
    assert_eq!(again.exit, 0, "{again:?}");
}
