//! The ledger: what a run made is undone, at its end or by `conformance clean`, whatever happened to the run.

#[path = "ledger/between.rs"]
mod between;

use crate::exit_codes::{is_unvisited, silent};
use crate::program::{Said, conformance, conformance_in, conformance_with, program, scratch};
use crate::scripted_server::{json, read_request, start_with};
use crate::served::{REQUESTS, Served, admin, rest};
use between::{At, between};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc::channel;

/// A ledger that is not there yet.
fn fresh(name: &str) -> PathBuf {
    let path = scratch(name);
    let _ = fs::remove_file(&path);
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A sandbox whose clock is moved, and where.
fn sandbox() -> Served {
    Served::start(&["--clock", "still", "--page-size", "999"])
}

/// The requests of a sandbox that could still give somebody access, or do.
fn open(served: &Served) -> BTreeSet<String> {
    let mut stream = TcpStream::connect(served.authority()).unwrap();
    let token = admin();
    let head = format!(
        "GET {REQUESTS}?$expand=assignment HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let answer = rest(stream);
    let list: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    let requests = list["value"].as_array().unwrap().iter();
    let is_open = |request: &&Value| {
        let is_add = request["requestType"].as_str().unwrap().ends_with("Add");
        match request["state"].as_str().unwrap() {
            "canceled" | "denied" | "deliveryFailed" => false,
            "delivered" | "partiallyDelivered" => {
                is_add && request["assignment"]["state"] == "delivered"
            }
            _ => true,
        }
    };
    requests.filter(is_open).map(|request| request["id"].as_str().unwrap().to_owned()).collect()
}

/// What is judged at `url`, where a sandbox answers, in one lane.
fn run<'a>(url: &'a str, clock: &'a str, ledger: &'a Path, only: &'a [&str]) -> Vec<&'a str> {
    let run = ["run", "--endpoint", url, "--clock", clock, "--token-env", "TOKEN"];
    let only = only.iter().flat_map(|pattern| ["--only", pattern]);
    run.into_iter().chain(["--ledger", text(ledger)]).chain(only).collect()
}

fn clean(ledger: &Path, arguments: &[&str]) -> Said {
    let clean = ["clean", "--ledger", text(ledger), "--token-env", "TOKEN"];
    conformance_with(("TOKEN", admin().as_str()), &[&clean[..], arguments].concat())
}

/// The bindings of the documented world.
fn bindings() -> PathBuf {
    let path = scratch("ledger.toml");
    fs::write(&path, conformance(&["bindings"]).output).unwrap();
    path
}

#[test]
fn what_a_run_made_is_undone_at_its_end_and_stands_in_the_ledger_without_a_token() {
    let (served, ledger, bindings) = (sandbox(), fresh("whole.jsonl"), bindings());
    let before = open(&served);
    let clock = format!("http://{}/__sandbox/clock", served.authority());
    let only = ["example:create/*", "input:create/*", "rule:cancel/*"];
    let mut arguments = run(served.url(), &clock, &ledger, &only);
    arguments.extend(["--bindings", text(&bindings)]);
    let said = conformance_with(("TOKEN", admin().as_str()), &arguments);
    assert!(said.log.starts_with("undoing what was made and is left: "), "{said:?}");
    assert_eq!((said.exit, said.log.lines().count()), (0, 1), "{said:?}");
    assert_eq!(open(&served).difference(&before).collect::<Vec<_>>(), Vec::<&String>::new());
    let written = fs::read_to_string(&ledger).unwrap();
    let lines: Vec<Value> =
        written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| lines.iter().filter(|line| line["is"] == kind).count();
    assert!(of("sent") > 100 && of("sent") == of("answered") && of("undone") > 10, "{said:?}");
    assert!(!written.contains(admin().as_str()) && !written.contains("Bearer"));
    let said = clean(&ledger, &[]);
    assert_eq!((said.exit, said.output.as_str()), (0, "0 undone, 0 left\n"), "{said:?}");
}

#[test]
fn several_runs_write_whole_lines_into_one_ledger() {
    let (served, ledger) = (sandbox(), fresh("shared.jsonl"));
    // A run that was killed while it wrote left this.
    fs::write(&ledger, "{\"entry\":\"2026-01").unwrap();
    let run = ["run", "--endpoint", served.url(), "--token-env", "TOKEN", "--jobs", "4"];
    let only = ["--only", "input:create/*", "--only", "rule:errors/*", "--ledger", text(&ledger)];
    let start = |_| {
        let mut command = program();
        command.args(run).args(only).env("TOKEN", admin().as_str()).stdout(Stdio::null());
        command.spawn().unwrap()
    };
    let runs: Vec<_> = (0..3).map(start).collect();
    for mut run in runs {
        assert_eq!(run.wait().unwrap().code(), Some(0));
    }
    let written = fs::read_to_string(&ledger).unwrap();
    let lines = written.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let (sent, told): (Vec<_>, Vec<_>) = lines.partition(|line| line["is"] == "sent");
    let entries: BTreeSet<_> = sent.iter().map(|line| line["entry"].to_string()).collect();
    assert!(sent.len() > 300 && entries.len() == sent.len() && told.len() >= sent.len());
}

/// Direct assignments: whoever asks for them is told from others by an address that is made up.
const DIRECT: [&str; 2] = ["rule:cancel/*", "rule:delete/*"];

#[test]
fn whatever_a_killed_run_made_is_undone_by_its_ledger() {
    let bindings = bindings();
    for at in [At::Done(1), At::Asked(1), At::Done(3), At::Asked(4), At::Done(6), At::Done(9)] {
        let (served, ledger) = (sandbox(), fresh("killed.jsonl"));
        let before = open(&served);
        let between = between(served.authority(), at);
        let (url, clock) =
            (format!("{}/v1.0", between.url), format!("{}/__sandbox/clock", between.url));
        let mut arguments = run(&url, &clock, &ledger, &DIRECT);
        arguments.extend(["--bindings", text(&bindings)]);
        let mut process = program()
            .args(&arguments)
            .env("TOKEN", admin().as_str())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        between.holds.recv().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
        drop(between.go_on);
        let said = clean(&ledger, &["--endpoint", &url, "--clock", &clock]);
        assert_eq!((said.exit, said.log.as_str()), (0, ""), "{at:?} {said:?}");
        assert!(said.output.ends_with(" undone, 0 left\n"), "{at:?} {said:?}");
        assert!(!said.output.contains("\n0 undone"), "{at:?} {said:?}");
        let left: Vec<String> = open(&served).difference(&before).cloned().collect();
        assert_eq!(left, Vec::<String>::new(), "{at:?} {said:?}");
        let again = clean(&ledger, &["--endpoint", &url, "--clock", &clock]);
        assert_eq!((again.exit, again.output.as_str()), (0, "0 undone, 0 left\n"), "{again:?}");
    }
}

#[test]
fn what_may_be_somebody_elses_is_named_and_left() {
    let (served, ledger, bindings) = (sandbox(), fresh("ambiguous.jsonl"), bindings());
    let between = between(served.authority(), At::Done(1));
    let (url, clock) =
        (format!("{}/v1.0", between.url), format!("{}/__sandbox/clock", between.url));
    // The user stands in the directory, and the sandbox's clock says nothing of when this was.
    let mut arguments = run(&url, &clock, &ledger, &["example:create/admin-adds-user"]);
    arguments.extend(["--bindings", text(&bindings)]);
    let mut process = program()
        .args(&arguments)
        .env("TOKEN", admin().as_str())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    between.holds.recv().unwrap();
    let before = open(&served);
    process.kill().unwrap();
    process.wait().unwrap();
    drop(between.go_on);
    let said = clean(&ledger, &[]);
    assert_eq!((said.exit, open(&served)), (1, before), "{said:?}");
    assert!(
        said.output.contains("\nleft    -  got no answer, and may be one of these"),
        "{said:?}"
    );
    assert!(said.output.ends_with("\n0 undone, 1 left\n"), "{said:?}");
}

/// The lines of an entry that made something at an endpoint.
fn made(endpoint: &str, tenant: &str) -> String {
    let sent = serde_json::json!({
        "entry": format!("{endpoint} 1"), "at": "2026-01-02T03:04:05Z", "is": "sent", "case": "a/b",
        "endpoint": endpoint, "tenant": (!tenant.is_empty()).then_some(tenant), "method": "POST",
        "url": format!("{endpoint}/identityGovernance/entitlementManagement/assignmentRequests"),
    });
    let answered = serde_json::json!({
        "entry": format!("{endpoint} 1"), "at": "2026-01-02T03:04:05Z", "is": "answered",
        "status": 201, "id": "0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d",
    });
    format!("{sent}\n{answered}\n")
}

#[test]
fn a_ledger_is_refused_where_it_does_not_say_what_is_to_be_done() {
    let (listener, here) = silent();
    let (one, other) = (made(&here, ""), made("http://127.0.0.1:1", ""));
    let of_tenant = made(&here, "8f1c0c5e-4a53-4b51-8f0e-0d3c2b1a9f77");
    let half = &one[..one.len() / 3];
    for (text, arguments, (exit, told)) in [
        (format!("{one}{other}"), vec![], (2, "of several endpoints; choose by --endpoint: ")),
        (one.clone(), vec!["--endpoint", "http://127.0.0.1:2"], (2, "names nothing at http://127")),
        (format!("{half}\n{one}"), vec![], (2, "refused.jsonl: line 1: ")),
        (of_tenant, vec![], (6, "the ledger is of the tenant 8f1c0c5e-")),
    ] {
        let ledger = scratch("refused.jsonl");
        fs::write(&ledger, text).unwrap();
        let said = clean(&ledger, &arguments);
        assert_eq!((said.exit, said.output.as_str()), (exit, ""), "{said:?}");
        assert!(said.log.contains(told), "{said:?}");
    }
    let said = clean(Path::new("/no/such/ledger"), &[]);
    assert!(said.exit == 2 && said.log.contains("cannot read /no/such/ledger"), "{said:?}");
    assert!(is_unvisited(&listener));
}

#[test]
fn what_clean_does_not_go_by_is_refused_and_nothing_is_undone() {
    let (listener, here) = silent();
    let ledger = scratch("unused.jsonl");
    fs::write(&ledger, made(&here, "")).unwrap();
    for arguments in [
        &["--dry-run"][..],
        &["--read-only"],
        &["--allow-writes"],
        &["--only", "create/*"],
        &["--skip", "create/*"],
        &["--shard", "1/2"],
        &["--rerun", "report.json"],
        &["--report", "json"],
        &["--bindings", "bindings.toml"],
        &["--quiet"],
    ] {
        let said = clean(&ledger, arguments);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.contains(arguments[0]) && said.log.contains("leave it out"), "{said:?}");
    }
    let folder = scratch("clean-reads-only");
    fs::create_dir_all(&folder).unwrap();
    let arguments = ["clean", "--ledger", text(&ledger)];
    let variable = [("CONFORMANCE_READ_ONLY", "true")];
    for (settings, variables, told) in [
        ("", &variable[..], "CONFORMANCE_READ_ONLY forbids to write"),
        ("\nread_only = true\n", &[], "conformance.toml:2) forbids to write"),
    ] {
        fs::write(folder.join("conformance.toml"), settings).unwrap();
        let said = conformance_in(&folder, variables, &arguments);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.contains(told), "{said:?}");
    }
    assert!(is_unvisited(&listener));
    // What a file says for a run is no order to `clean`.
    fs::write(folder.join("conformance.toml"), "only = [\"create/*\"]\nread_only = false\n")
        .unwrap();
    fs::write(&ledger, "").unwrap();
    let said = conformance_in(&folder, &[], &arguments);
    assert_eq!((said.exit, said.output.as_str()), (0, "0 undone, 0 left\n"), "{said:?}");
}

#[test]
fn what_is_gone_is_fine_and_a_line_that_broke_off_is_told() {
    let served = sandbox();
    let ledger = fresh("gone.jsonl");
    let text = made(served.url(), "");
    // Within a character.
    fs::write(&ledger, [text.as_bytes(), &text.as_bytes()[..40], b"\xc3"].concat()).unwrap();
    let (url, clock) = (served.url(), format!("http://{}/__sandbox/clock", served.authority()));
    let said = clean(&ledger, &["--endpoint", url, "--clock", &clock]);
    let expected = "line 3 broke off while it was written, and is passed over\n\
                    at URL, 1 to undo\nundone  0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d  is not there  (a/b, line 1)\n\
                    1 undone, 0 left\n";
    let expected = expected.replace("URL", url);
    assert_eq!((said.exit, said.output), (0, expected));
    // What was taken down of it did not come to stand behind the half line.
    let said = clean(&ledger, &[]);
    assert_eq!((said.exit, said.output.as_str()), (0, "0 undone, 0 left\n"), "{said:?}");
}

#[test]
fn an_id_of_the_server_is_one_segment_of_a_path_whatever_it_holds() {
    let (heard, requests) = channel();
    let url = start_with(move |client| {
        let request = read_request(client);
        heard.send(request.lines().next().unwrap_or_default().to_owned()).unwrap();
        let _ = client.write_all(&json(200, "{}"));
    });
    let ledger = fresh("segment.jsonl");
    let made =
        made(&url, "").replace("0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d", "7/../8?a#b%2F\u{e9}");
    fs::write(&ledger, made).unwrap();
    let said = clean(&ledger, &[]);
    assert_eq!((said.exit, said.log.as_str()), (0, ""), "{said:?}");
    let line = requests.recv().unwrap();
    let id = "7%2F..%2F8%3Fa%23b%252F%C3%A9";
    let path = "/identityGovernance/entitlementManagement/assignmentRequests";
    assert_eq!(line, format!("POST {path}/{id}/cancel HTTP/1.1"));
}

#[test]
fn three_where_the_endpoint_cannot_be_reached_and_one_where_it_refuses() {
    let ledger = fresh("unreachable.jsonl");
    fs::write(&ledger, made("http://127.0.0.1:1", "")).unwrap();
    let said = clean(&ledger, &[]);
    assert_eq!(
        (said.exit, said.output.as_str()),
        (3, "at http://127.0.0.1:1, 1 to undo\n0 undone, 1 left\n"),
        "{said:?}"
    );
    let served = sandbox();
    fs::write(&ledger, made(served.url(), "")).unwrap();
    let said = conformance(&["clean", "--ledger", text(&ledger)]);
    let told = "at URL, 1 to undo\nleft    0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d  status 401 InvalidAuthenticationToken  (a/b, line 1)\n0 undone, 1 left\n";
    assert_eq!((said.exit, said.output), (1, told.replace("URL", served.url())));
}
