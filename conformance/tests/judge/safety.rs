//! What the judge does not do to a server: nothing is written where only reading is allowed, and a wrong tenant is not called.

use crate::exit_codes::{is_unvisited, silent};
use crate::program::{Said, conformance, conformance_in, scratch};
use crate::scripted_server::{json, read_request, start_with};
use serde_json::Value;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// An address at which nobody answers, and which is not of this machine (RFC 5737).
const ELSEWHERE: &str = "http://192.0.2.1/v1.0";

/// Unsigned tokens of these tenants, and one of none.
pub(crate) const ONE: &str = "e30.eyJ0aWQiOiI4ZjFjMGM1ZS00YTUzLTRiNTEtOGYwZS0wZDNjMmIxYTlmNzcifQ.";
pub(crate) const OTHER: &str =
    "e30.eyJ0aWQiOiIwYTliOGM3ZC02ZTVmLTRhM2ItOGMyZC0xZTBmOWE4YjdjNmQifQ.";
const NONE: &str = "e30.e30.c2lnbmVk";
const TENANT_OF_ONE: &str = "8f1c0c5e-4a53-4b51-8f0e-0d3c2b1a9f77";

/// A server that refuses everything and notes the method of each request.
fn refusing() -> (String, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&heard);
    let url = start_with(move |client| {
        let request = read_request(client);
        let method = request.split(' ').next().unwrap_or_default();
        noted.lock().unwrap().push(method.to_owned());
        let _ = client.write_all(&json(404, r#"{"error":{"code":"NotFound","message":"none"}}"#));
    });
    (url, heard)
}

#[test]
fn six_where_nothing_of_what_was_selected_may_run() {
    let (listener, here) = silent();
    let elsewhere = "at another machine there is only reading; --allow-writes runs it";
    let asked = "--read-only leaves that out";
    for (arguments, told) in [
        (vec!["--endpoint", ELSEWHERE, "--only", "create/*"], elsewhere),
        (vec!["--endpoint", ELSEWHERE, "--only", "input:*", "--only", "rule:delete/*"], elsewhere),
        (vec!["--endpoint", &here, "--only", "create/*", "--read-only"], asked),
        (vec!["--only", "create/*", "--read-only"], asked),
    ] {
        let said = conformance(&[&["run"][..], &arguments].concat());
        assert_eq!((said.exit, said.output.as_str()), (6, ""), "{arguments:?} {said:?}");
        assert!(
            said.log
                .starts_with("error: refused for safety: everything that was selected may write"),
            "{said:?}"
        );
        assert!(said.log.contains(told), "{said:?}");
    }
    assert!(is_unvisited(&listener));
}

#[test]
fn where_there_is_only_reading_nothing_else_is_sent_and_the_rest_is_skipped_by_name() {
    let (url, heard) = refusing();
    let report = scratch("read-only.json");
    let into = format!("json={}", report.display());
    let bindings = scratch("read-only.toml");
    std::fs::write(&bindings, conformance(&["bindings"]).output).unwrap();
    let bound = ["--bindings", bindings.to_str().unwrap(), "--patience", "0.001"];
    let run = ["run", "--endpoint", &url, "--read-only", "--report", &into, "--token-env", "T"];
    let said = conformance_in(&scratch(""), &[("T", NONE)], &[&run[..], &bound].concat());
    assert_eq!(said.exit, 1, "{said:?}");
    let heard = heard.lock().unwrap();
    let others = heard.iter().filter(|one| !["GET", "HEAD", "OPTIONS"].contains(&one.as_str()));
    assert_eq!((heard.len() > 10, others.count()), (true, 0), "{heard:?}");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    let cases = report["cases"].as_array().unwrap();
    let example = |id: &str| cases.iter().find(|case| case["id"] == id).unwrap()["verdict"].clone();
    let because = "it may write, and --read-only leaves that out";
    for id in ["create/admin-adds-user", "input/create/admin-adds-user", "errors/are-json"] {
        assert_eq!(example(id)["because"], because, "{id}");
    }
    assert_eq!(example("get/gets-request")["is"], "failed");
}

#[test]
fn the_count_says_how_much_was_skipped_so_as_not_to_write_also_to_whoever_wants_quiet() {
    let (url, _) = refusing();
    let ids = ["get/gets-request", "create/admin-adds-user", "cancel/cancels-pending-request"];
    let only: Vec<&str> = ids.iter().flat_map(|id| ["--only", id]).collect();
    let counted = " failed, 2 skipped, 2 of them so as not to write, as --read-only asks\n";
    for (flags, told) in [
        (&["--read-only"][..], counted),
        (&["--read-only", "--quiet"], counted),
        (&["--quiet"], " failed, 0 skipped\n"),
    ] {
        let said = conformance(&[&["run", "--endpoint", &url][..], &only, flags].concat());
        assert!(said.exit == 1 && said.output.ends_with(told), "{told}: {said:?}");
    }
}

fn with_tokens(of_admin: &str, of_requestor: &str, arguments: &[&str]) -> Said {
    let run = ["run", "--only", "get/*", "--token-env", "A", "--identity", "requestor=R"];
    conformance_in(
        &scratch(""),
        &[("A", of_admin), ("R", of_requestor)],
        &[&run[..], arguments].concat(),
    )
}

#[test]
fn six_where_a_token_is_of_another_tenant_than_is_meant() {
    let (listener, url) = silent();
    for (tokens, tenant, told) in [
        ((ONE, OTHER), None, "the token of admin is of the tenant 8f1c0c5e-"),
        ((ONE, OTHER), Some(TENANT_OF_ONE), "the token of requestor is of the tenant 0a9b8c7d-"),
        ((OTHER, OTHER), Some(TENANT_OF_ONE), "the token of admin is of the tenant 0a9b8c7d-"),
        ((ONE, NONE), Some(TENANT_OF_ONE), "the token of requestor names no tenant"),
    ] {
        let tenant: Vec<&str> = tenant.iter().flat_map(|tenant| ["--tenant", tenant]).collect();
        let at = ["--endpoint", &url];
        let said = with_tokens(tokens.0, tokens.1, &[&at[..], &tenant].concat());
        assert_eq!((said.exit, said.output.as_str()), (6, ""), "{said:?}");
        assert!(said.log.contains(told) && !said.log.contains("eyJ"), "{said:?}");
    }
    assert!(is_unvisited(&listener));
}

#[test]
fn six_where_a_clock_would_be_moved_and_there_is_only_reading() {
    let (listener, url) = silent();
    let clock = format!("{url}/clock");
    let run = ["run", "--endpoint", &url, "--clock", &clock, "--read-only"];
    let said = conformance(&run);
    assert_eq!(said.exit, 6, "{said:?}");
    assert!(said.log.contains("--clock would be moved on"), "{said:?}");
    assert!(is_unvisited(&listener));
}

#[test]
fn what_is_wrong_costs_no_token_and_leaves_no_ledger() {
    let (listener, url) = silent();
    let (settings, fetched) = (scratch("no-token.toml"), scratch("no-token-fetched"));
    let command = format!("echo > {}; echo {ONE}", fetched.display());
    let told = format!("[identities.admin]\ntoken_command = ['sh', '-c', '{command}']\n");
    std::fs::write(&settings, told).unwrap();
    let (mistyped, ledger) = (scratch("mistyped-waivers.toml"), scratch("no-token.jsonl"));
    std::fs::write(&mistyped, "[[waivers]]\n").unwrap();
    let mistyped = mistyped.to_str().unwrap();
    let missing = ["--bindings", "/no/such/file"];
    let other = ["--tenant", "0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"];
    for (arguments, exit, is_fetched, told) in [
        (&["--waivers", mistyped][..], 2, false, "there is no key \"waivers\""),
        (&missing, 2, false, "cannot read /no/such/file"),
        (&["--tenant", "contoso.com"], 2, false, "must be a GUID"),
        (&["--clock", "http://127.0.0.1:1/clock"], 2, false, "must be at the server of --endpoint"),
        (
            &["--read-only", "--only", "example:create/*"],
            6,
            false,
            "everything that was selected may write",
        ),
        (&other, 6, true, "the token of admin is of the tenant 8f1c0c5e-"),
    ] {
        let _ = (std::fs::remove_file(&fetched), std::fs::remove_file(&ledger));
        let run = ["run", "--endpoint", &url, "--config", settings.to_str().unwrap()];
        let kept = ["--ledger", ledger.to_str().unwrap()];
        let said = conformance(&[&run[..], &kept, arguments].concat());
        assert_eq!((said.exit, said.output.as_str()), (exit, ""), "{said:?}");
        assert!(said.log.contains(told), "{said:?}");
        assert_eq!((fetched.exists(), ledger.exists()), (is_fetched, false), "{arguments:?}");
    }
    assert!(is_unvisited(&listener));
}

#[test]
fn two_where_what_may_be_done_is_said_wrongly() {
    let (listener, url) = silent();
    let folder = scratch("");
    for (arguments, told) in [
        (vec!["--allow-writes", "--read-only"], "--allow-writes and --read-only are at odds"),
        (vec!["--tenant", "contoso.com"], "--tenant <GUID>': must be a GUID: the id of the tenant"),
        (vec!["--ledger", "/no/such/folder/l.jsonl"], "cannot write /no/such/folder/l.jsonl"),
        (vec!["--ledger", folder.to_str().unwrap()], "cannot write "),
    ] {
        let said = conformance(&[&["run", "--endpoint", &url][..], &arguments].concat());
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{arguments:?} {said:?}");
        assert!(said.log.contains(told), "{arguments:?} {said:?}");
    }
    assert!(is_unvisited(&listener));
}
