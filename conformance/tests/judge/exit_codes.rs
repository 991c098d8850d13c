//! Every exit code of the program, and what it says with it.

use crate::program::{Said, WHOLE_RUN, conformance, conformance_with, notes, program, scratch};
use crate::scripted_server::{self, CLOSED, listener_of_its_own, read_request};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpListener;
use std::process::Command;

/// The last line: how many passed, failed, were skipped.
fn tally(said: &Said) -> Vec<usize> {
    let words = said.output.lines().last().unwrap_or_default().split(' ');
    words.filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn zero_where_the_endpoint_conforms() {
    let (said, _) = &*WHOLE_RUN;
    let tally = tally(said);
    assert_eq!((said.exit, tally[0] > 0, &tally[1..]), (0, true, &[0, 0][..]), "{said:?}");
    assert!(said.output.ends_with(" passed, 0 failed, 0 skipped\n"), "{said:?}");
}

#[test]
fn one_where_it_does_not() {
    let endpoint = scripted_server::start(|_| scripted_server::json(500, "{}"));
    let said = conformance(&["run", "--only", "get/gets-request", "--endpoint", &endpoint]);
    assert_eq!((said.exit, tally(&said)), (1, vec![0, 1, 0]), "{said:?}");
}

#[test]
fn three_where_it_cannot_be_reached_and_the_rest_is_not_tried() {
    let said = conformance(&["run", "--only", "example:resume/*", "--endpoint", CLOSED]);
    assert_eq!((said.exit, tally(&said)), (3, vec![0, 0, 1]), "{said:?}");
    assert!(said.output.contains("ERROR resume/resumes-waiting-request"), "{said:?}");
    assert!(said.output.contains("\n1 could not be judged\n"), "{said:?}");
}

#[test]
fn three_where_what_was_made_cannot_be_undone_and_the_run_is_reported() {
    let listener = listener_of_its_own(20_000);
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        read_request(&mut client);
        // Nobody is there any more once the answer has come.
        drop(listener);
        client
            .write_all(&scripted_server::json(
                201,
                r#"{"id":"0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"}"#,
            ))
            .unwrap();
    });
    let file = scratch("not-undone.json");
    let (file, json) = (file.to_str().unwrap(), format!("json={}", file.display()));
    let create = ["run", "--endpoint", &url, "--only", "example:create/admin-adds-user"];
    let said = conformance(&[&create[..], &["--report", "text", "--report", &json]].concat());
    serving.join().unwrap();
    let told = "\nwhat was made could not be undone: cannot reach ";
    assert!(said.exit == 3 && said.output.contains(told), "{said:?}");
    assert!(said.output.contains("\n0 passed, 1 failed, "), "{said:?}");
    assert!(said.log.contains("what was made is left: cannot reach "), "{said:?}");
    let merged = conformance(&["merge", file]);
    assert!(merged.exit == 3 && merged.output.contains(told), "{merged:?}");
}

#[test]
fn seven_where_nothing_was_run() {
    let said = conformance(&[
        "run",
        "--contract",
        &notes(),
        "--only",
        "searchNotes/*",
        "--endpoint",
        CLOSED,
    ]);
    assert_eq!(said.exit, 7, "{said:?}");
    assert!(said.output.contains("no example of the required parameter q"), "{said:?}");
}

#[test]
fn seven_where_nothing_was_run_that_is_as_firm_as_was_asked_for() {
    let should = ["run", "--only", "read/get-of-a-malformed-id-is-refused"];
    for (level, exit) in [("must", 7), ("should", 0)] {
        let said = conformance(&[&should[..], &["--level", level]].concat());
        assert_eq!((said.exit, tally(&said)), (exit, vec![1, 0, 0]), "{level} {said:?}");
    }
}

/// `merge` ends as the run of a report would have.
#[test]
fn of_several_codes_the_worst_counts() {
    let said = conformance(&["run", "--only", "example:resume/*", "--report", "json"]);
    let whole: Value = serde_json::from_str(&said.output).unwrap();
    let passed = json!({"is": "passed"});
    let failed = json!({"is": "failed"});
    let error = json!({"is": "error", "because": "cannot reach it"});
    let skipped = json!({"is": "skipped", "because": "interrupted"});
    let expired = json!([{
        "waiver": {"id": "a", "check": "b", "owner": "c", "reason": "d", "expires": "2020-01-01"},
        "state": "expired", "cases": [], "covered": [],
    }]);
    let left_over = json!({"folder": "shapes", "areWritten": true, "leftOver": ["a.snap"]});
    let (whole_run, cut) = ("whole", "interrupted");
    let nothing = || json!(null);
    for (verdicts, ended, waivers, snapshots, exit) in [
        ([&passed, &passed], whole_run, json!([]), nothing(), 0),
        ([&failed, &error], cut, expired.clone(), left_over.clone(), 130),
        ([&skipped, &skipped], cut, json!([]), nothing(), 130),
        ([&failed, &error], whole_run, expired.clone(), left_over.clone(), 3),
        ([&error, &skipped], whole_run, json!([]), nothing(), 3),
        ([&failed, &passed], whole_run, expired.clone(), left_over.clone(), 1),
        ([&failed, &skipped], whole_run, expired.clone(), nothing(), 1),
        ([&passed, &passed], whole_run, expired.clone(), left_over.clone(), 4),
        ([&skipped, &skipped], whole_run, expired.clone(), nothing(), 4),
        ([&passed, &passed], whole_run, json!([]), left_over.clone(), 5),
        ([&skipped, &skipped], whole_run, json!([]), left_over.clone(), 5),
        ([&skipped, &skipped], whole_run, json!([]), nothing(), 7),
    ] {
        let mut report = whole.clone();
        for (case, verdict) in verdicts.into_iter().enumerate() {
            report["cases"][case]["verdict"] = verdict.clone();
        }
        report["ended"] = json!(ended);
        report["waivers"] = waivers.clone();
        report["snapshots"] = snapshots.clone();
        let file = scratch("several-codes.json");
        std::fs::write(&file, report.to_string()).unwrap();
        let said = conformance(&["merge", file.to_str().unwrap()]);
        let told = (verdicts, ended, waivers, snapshots);
        assert_eq!(said.exit, exit, "{told:?} {said:?}");
    }
}

#[test]
fn two_where_the_program_is_used_wrongly() {
    let bad_bindings = scratch("bad-bindings.toml");
    std::fs::write(&bad_bindings, "[values]\n46184453 = 7\n").unwrap();
    let unknown_example = scratch("unknown-example.toml");
    std::fs::write(&unknown_example, "[examples.\"create/nobody\"]\na = \"b\"\n").unwrap();
    let not_openapi = scratch("not-openapi.yaml");
    std::fs::write(&not_openapi, "openapi: 3.1.0\n").unwrap();
    let misspelt = scratch("misspelt.yaml");
    std::fs::write(&misspelt, "openapi: 3.0.3\npaths: {/a: {psot: {}}}\n").unwrap();
    let twins = scratch("twins.yaml");
    std::fs::write(
        &twins,
        "openapi: 3.0.3\npaths: {/a: {get: {operationId: x}, put: {operationId: x}}}\n",
    )
    .unwrap();
    let broken = scratch("broken.yaml");
    std::fs::write(&broken, "a: [1\n").unwrap();
    let path = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let folder = format!("json={}", scratch("").display());
    let one = format!("json={}", scratch("one.json").display());
    let other = format!("text={}", scratch("./one.json").display());
    for (arguments, told) in [
        (
            vec!["run", "--endpoint", "127.0.0.1:80"],
            "give an absolute URL such as http://127.0.0.1:8080/v1.0",
        ),
        (vec!["run", "--endpoint", "ftp://x"], "the scheme must be http or https"),
        (vec!["run", "--only", "nothing/*"], "--only \"nothing/*\" matches nothing"),
        (vec!["selftest", "--only", "nothing/*"], "--only \"nothing/*\" matches no fault"),
        (vec!["selftest", "--contract", &notes()], "leave out --contract"),
        (vec!["run", "--clock", "http://127.0.0.1/clock"], "add --endpoint URL"),
        (vec!["run", "--report", "xml"], "there is no format \"xml\"; there are text, json"),
        (vec!["run", "--report", "text", "--report", "json"], "two reports on standard output"),
        (
            vec!["run", "--report", "json", "--report", "github"],
            "two reports on standard output, where only text and github go together",
        ),
        (vec!["run", "--report", &one, "--report", &other], "two reports into"),
        (vec!["run", "--report", &folder], "is a directory"),
        (vec!["run", "--contract", &notes()], "add `--endpoint URL`"),
        (
            vec!["run", "--contract", &notes(), "--endpoint", "http://x", "--requirements", "x"],
            "leave out --requirements or --contract",
        ),
        (vec!["run", "--requirements", "1999-01"], "there is no set \"1999-01\"; published: "),
        (
            vec!["run", "--token-env", "PATH", "--identity", "admin=PATH"],
            "two tokens of admin; give one",
        ),
        (
            vec!["run", "--identity", "nobody=PATH"],
            "there is no identity \"nobody\"; there are admin,",
        ),
        (
            vec!["run", "--report", "json=/no/such/folder/report.json"],
            "cannot write /no/such/folder/report.json",
        ),
        (vec!["run", "--timeout", "-1"], "must lie between 0.001 and 3600"),
        (vec!["run", "--timeout", "0"], "must lie between 0.001 and 3600"),
        (vec!["run", "--token-env", "NO_SUCH_VARIABLE"], "environment variable NO_SUCH_VARIABLE"),
        (vec!["run", "--bindings", "/no/such/file"], "cannot read /no/such/file"),
        (
            vec!["run", "--bindings", &path(&bad_bindings)],
            "invalid type: integer `7`, expected a string",
        ),
        (vec!["run", "--bindings", &path(&unknown_example)], "there is no example create/nobody"),
        (vec!["list", "--contract", "/no/such/file"], "/no/such/file"),
        (vec!["list", "--contract", &path(&not_openapi)], "found \"3.1.0\", expected \"3.0.x\""),
        (
            vec!["list", "--contract", &path(&misspelt)],
            "contract, at /paths/~1a: there is no method \"psot\"",
        ),
        (vec!["list", "--contract", &path(&twins)], "a second operation has the operationId x"),
        (vec!["list", "--contract", &path(&broken)], "broken.yaml"),
        (vec!["serve", "--listen", "localhost:8080"], "such as 127.0.0.1:8080 or [::1]:0"),
        (vec!["explain", "create/admin-ads-user"], "did you mean create/admin-adds-user?"),
        (vec!["judge"], "unrecognized subcommand 'judge'"),
        (vec![], "Usage: conformance"),
    ] {
        let said = conformance(&arguments);
        assert_eq!(said.exit, 2, "{arguments:?} {said:?}");
        assert!(said.log.contains(told), "{arguments:?} {said:?}");
        assert_eq!(said.output, "", "{arguments:?}");
    }
}

#[test]
fn a_token_that_cannot_stand_in_a_header_is_refused_and_not_shown() {
    for (token, told) in [
        ("two words, and more", "visible ASCII characters without spaces"),
        ("Bearer a-token-of-the-admin", "leave out Bearer: the token alone is asked for"),
        ("brief-1", "at least 8 characters"),
    ] {
        let said = conformance_with(("TOKEN", token), &["run", "--token-env", "TOKEN"]);
        assert_eq!(said.exit, 2, "{said:?}");
        assert!(said.log.contains(told) && !said.log.contains(token), "{said:?}");
    }
}

/// A listener that hangs up on nobody because it listens to nobody, and its URL.
pub(crate) fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

pub(crate) fn is_unvisited(listener: &TcpListener) -> bool {
    listener.accept().is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
}

#[test]
fn a_report_that_cannot_be_written_is_told_before_anything_is_sent() {
    let (listener, endpoint) = silent();
    let report = "json=/no/such/folder/report.json";
    let said = conformance(&["run", "--endpoint", &endpoint, "--report", report]);
    assert_eq!(said.exit, 2, "{said:?}");
    assert!(is_unvisited(&listener), "{said:?}");
}

#[test]
fn an_example_that_cannot_be_sent_does_not_lose_the_others_nor_leave_the_endpoint() {
    let (elsewhere, url) = silent();
    let address = url.trim_start_matches("http://");
    let example = |target: &str| {
        let line = format!("GET https://x.example{target}");
        json!({
            "summary": "", "source": {"page": ""},
            "request": {"line": line}, "response": {"line": "HTTP/1.1 204 No Content"},
        })
    };
    let examples = json!({ "away": example(&format!("@{address}/x")), "here": example("/x") });
    let contract = scratch("away.json");
    let document = json!({
        "openapi": "3.0.3", "servers": [{"url": "https://x.example"}],
        "paths": {"/x": {"get": {"x-examples": examples}}},
    });
    std::fs::write(&contract, document.to_string()).unwrap();
    let endpoint = scripted_server::start(|_| b"HTTP/1.1 204 \r\n\r\n".to_vec());
    let contract = contract.to_str().unwrap();
    let said = conformance_with(
        ("TOKEN", "a-token-of-no-importance"),
        &["run", "--contract", contract, "--endpoint", &endpoint, "--token-env", "TOKEN"],
    );
    assert_eq!(said.exit, 3, "{said:?}");
    assert!(said.output.contains("is no path; a path begins with /"), "{said:?}");
    assert!(
        said.output.ends_with("1 could not be judged\n1 passed, 0 failed, 0 skipped\n"),
        "{said:?}"
    );
    assert!(is_unvisited(&elsewhere), "{said:?}");
}

#[test]
fn help_tells_every_code() {
    let said = conformance(&["run", "--help"]);
    let told: Vec<&str> =
        said.output.lines().skip_while(|line| *line != "Exit codes:").skip(1).collect();
    let codes: Vec<&str> = told.iter().filter_map(|line| line.trim().split(' ').next()).collect();
    assert_eq!((said.exit, codes), (0, vec!["0", "1", "2", "3", "4", "5", "6", "7", "130"]));
}

#[test]
fn a_closed_output_is_no_mistake() {
    // `head` closes its end after the first line.
    let command = format!("{} list | head -n 1", env!("CARGO_BIN_EXE_conformance"));
    let ended = Command::new("sh").args(["-c", &command]).output().unwrap();
    let said = Said {
        exit: ended.status.code().unwrap(),
        output: String::from_utf8(ended.stdout).unwrap(),
        log: String::from_utf8(ended.stderr).unwrap(),
    };
    assert_eq!((said.output.as_str(), said.log.as_str()), ("examples\n", ""), "{said:?}");
}

#[test]
fn a_closed_output_does_not_hide_the_verdict() {
    let endpoint = scripted_server::start(|_| scripted_server::json(500, "{}"));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = program();
    command.args(["run", "--only", "get/*", "--endpoint", &endpoint]).stdout(writer);
    let ended = command.output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(1), b"".as_slice()));
}
