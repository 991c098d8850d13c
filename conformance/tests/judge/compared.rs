//! `compare`: the same cases at two servers, side by side.

use crate::exit_codes::{is_unvisited, silent};
use crate::program::{Said, conformance, conformance_in, notes, reviewed, scratch};
use crate::safety::{ONE, OTHER};
use crate::scripted_server;
use serde_json::Value;
use std::path::Path;

/// Compares the writing and the reading of a note at two servers, whose addresses are left out of what is said.
fn compare(a: fn(&str) -> Vec<u8>, b: fn(&str) -> Vec<u8>, more: &[&str]) -> Said {
    let (a, b, notes) = (scripted_server::start(a), scripted_server::start(b), notes());
    let mut arguments = vec!["compare", &a, &b, "--contract", &notes];
    arguments.extend(["--only", "example:readNote/*", "--only", "example:writeNote/*"]);
    arguments.extend(more);
    let mut said = conformance(&arguments);
    said.output = said.output.replace(&a, "http://[a]").replace(&b, "http://[b]");
    said
}

fn as_documented(request: &str) -> Vec<u8> {
    if request.starts_with("POST") {
        scripted_server::json(201, r#"{"id": 7, "text": "Buy milk", "colour": "yellow"}"#)
    } else {
        let note = r#"{"id": 7, "text": "Buy milk", "colour": "yellow", "pinned": false}"#;
        scripted_server::json(200, note)
    }
}

/// A note has one member more.
fn with_tags(request: &str) -> Vec<u8> {
    if request.starts_with("POST") {
        return as_documented(request);
    }
    let note = r#"{"id": 7, "text": "Buy milk", "colour": "yellow", "pinned": false, "tags": []}"#;
    scripted_server::json(200, note)
}

/// Nobody may write.
fn read_only(request: &str) -> Vec<u8> {
    if request.starts_with("POST") {
        return scripted_server::json(403, r#"{"code": "forbidden"}"#);
    }
    as_documented(request)
}

#[test]
fn two_servers_that_are_alike_agree() {
    let said = compare(as_documented, as_documented, &[]);
    assert_eq!(said.exit, 0, "{said:?}");
    assert!(said.output.ends_with("2 alike, 0 differ, 0 of them in the verdict\n"), "{said:?}");
}

#[test]
fn what_is_not_alike_is_told_by_case() {
    let said = compare(as_documented, with_tags, &[]);
    assert_eq!(said.exit, 0, "a shape decides nothing: {said:?}");
    reviewed("compared.shapes", &said.output, "");
}

#[test]
fn who_refuses_what_the_other_serves_is_stricter() {
    let said = compare(as_documented, read_only, &[]);
    assert_eq!(said.exit, 1, "{said:?}");
    reviewed("compared.stricter", &said.output, "");
}

#[test]
fn the_order_of_the_servers_is_that_of_the_command_line() {
    let said = compare(read_only, as_documented, &["--json"]);
    let told: Value = serde_json::from_str(&said.output).unwrap();
    let case =
        &told["cases"].as_array().unwrap().iter().find(|case| case["id"] == "writeNote/a-reminder");
    let case = case.unwrap();
    assert_eq!((said.exit, &told["a"]["endpoint"]), (1, &"http://[a]".into()));
    assert_eq!(case["stricter"]["who"], "a");
    assert_eq!((&case["a"]["is"], &case["b"]["is"]), (&"failed".into(), &"passed".into()));
    assert!(case["onlyAtA"][0]["check"].is_string() && case.get("onlyAtB").is_none(), "{case}");
}

#[test]
fn a_comparison_is_as_its_schema_says() {
    let said = compare(as_documented, read_only, &["--json"]);
    let schema: Value =
        serde_json::from_str(&conformance(&["schema", "comparison"]).output).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let told = serde_json::from_str(&said.output).unwrap();
    assert!(validator.is_valid(&told), "{:?}", validator.iter_errors(&told).next());
}

#[test]
fn each_server_hears_its_own_token() {
    fn echo(token: &'static str) -> String {
        scripted_server::start_with(move |client| {
            let request = scripted_server::read_request(client);
            let is_known = request.contains(&format!("Bearer {token}\r\n"));
            let answer = if is_known {
                as_documented(&request)
            } else {
                b"HTTP/1.1 401 \r\ncontent-length: 0\r\n\r\n".to_vec()
            };
            let _ = std::io::Write::write_all(client, &answer);
        })
    }
    let (a, b, notes) = (echo("token-of-the-first"), echo("token-of-the-second"), notes());
    let compare = |more: &[&str]| {
        let mut arguments = vec!["compare", &a, &b, "--contract", &notes];
        arguments.extend(["--only", "example:readNote/*", "--identity", "admin=A_TOKEN"]);
        arguments.extend(more);
        let tokens = [("A_TOKEN", "token-of-the-first"), ("B_TOKEN", "token-of-the-second")];
        conformance_in(Path::new("."), &tokens, &arguments)
    };
    assert_eq!(compare(&["--b-identity", "admin=B_TOKEN"]).exit, 0);
    assert_eq!(compare(&[]).exit, 1);
}

#[test]
fn a_sandbox_is_like_another() {
    let said = conformance(&["compare", "sandbox", "sandbox", "--only", "resume/*"]);
    assert_eq!(said.exit, 0, "{said:?}");
    assert!(said.output.contains(" alike, 0 differ, 0 of them in the verdict\n"), "{said:?}");
}

#[test]
fn what_a_variable_says_of_one_report_is_not_of_a_comparison() {
    let compare = ["compare", "sandbox", "sandbox", "--only", "get/*"];
    let whole = conformance(&compare);
    for variable in [("CONFORMANCE_SHARD", "2/2"), ("CONFORMANCE_RERUN", "/no/such/report.json")] {
        let said = conformance_in(Path::new("."), &[variable], &compare);
        let count = |said: &Said| said.output.lines().last().map(str::to_owned);
        assert_eq!((said.exit, count(&said)), (0, count(&whole)), "{variable:?} {said:?}");
    }
}

#[test]
fn a_case_that_is_waived_at_one_of_them_ended_in_another_way() {
    let waivers = scratch("compared.waivers.toml");
    let waiver = "[[waiver]]\nid = \"writeNote/*\"\ncheck = \"*\"\nowner = \"team\"\nreason = \"old\"\nexpires = 2999-12-31\n";
    for (endpoint, servers, exit, told) in [
        ("", [as_documented, read_only], 1, "DIFFER  writeNote/a-reminder  a passed, b waived\n"),
        ("", [read_only, read_only], 0, "2 alike, 0 differ, 0 of them in the verdict\n"),
        (
            "endpoint = \"{a}\"\n",
            [read_only, read_only],
            1,
            "DIFFER  writeNote/a-reminder  a waived, b failed\n",
        ),
    ] {
        let [a, b] = servers.map(scripted_server::start);
        std::fs::write(&waivers, format!("{waiver}{}", endpoint.replace("{a}", &a))).unwrap();
        let (file, notes) = (waivers.to_str().unwrap(), notes());
        let compare = ["compare", &a, &b, "--contract", &notes, "--waivers", file];
        let only = ["--only", "example:readNote/*", "--only", "example:writeNote/*"];
        let said = conformance(&[&compare[..], &only].concat());
        assert_eq!(said.exit, exit, "{said:?}");
        assert!(said.output.contains(told), "{told} {said:?}");
    }
}

#[test]
fn a_quiet_comparison_tells_what_ended_in_another_way_and_the_count() {
    let said = compare(as_documented, read_only, &["--quiet"]);
    assert!(said.output.starts_with("DIFFER  writeNote/a-reminder  "), "{said:?}");
    assert!(said.output.ends_with("1 alike, 1 differ, 1 of them in the verdict\n"), "{said:?}");
    let said = compare(as_documented, with_tags, &["--quiet"]);
    let count = "a is stricter in 0, b in 0; shapes differ in 1\n1 alike, 1 differ, 0 of them in the verdict\n";
    assert_eq!((said.exit, said.output.as_str()), (0, count));
}

#[test]
fn a_comparison_has_colours_where_they_are_asked_for() {
    for (server, flags, told) in [
        (
            read_only as fn(&str) -> Vec<u8>,
            &["--color", "always"][..],
            "\u{1b}[31mDIFFER\u{1b}[0m  ",
        ),
        (with_tags, &["--color", "always"], "\u{1b}[33mdiffer\u{1b}[0m  "),
        (read_only, &[], "\nDIFFER  "),
        (read_only, &["--color", "always", "--json"], "\n  \"cases\": ["),
    ] {
        let said = compare(as_documented, server, flags);
        assert!(said.output.contains(told), "{flags:?} {said:?}");
    }
}

#[test]
fn help_shows_no_flag_that_is_of_one_server() {
    let help = conformance(&["compare", "--help"]).output;
    // Each flag begins a line; other words of the help may speak of it.
    let is_shown = |flag: &str| {
        let mut lines = help.lines().filter(|line| line.trim_start().starts_with('-'));
        lines.any(|line| line.split_whitespace().find(|word| word.starts_with("--")) == Some(flag))
    };
    for flag in ["--endpoint", "--report", "--rerun", "--shard", "--dry-run", "--snapshots"] {
        assert!(!is_shown(flag), "{flag} {help}");
    }
    for flag in ["--token-env", "--b-bindings", "--allow-writes", "--quiet"] {
        assert!(is_shown(flag), "{flag} {help}");
    }
}

#[test]
fn what_cannot_be_compared_is_told() {
    let (closed, notes) = ("http://127.0.0.1:1/v1.0", notes());
    for (arguments, exit, expected) in [
        (&["compare", "sandbox"][..], 2, "<URL_B>"),
        (&["compare", "sandbox", "nowhere"], 2, "endpoint \"nowhere\""),
        (
            &["compare", "sandbox", "sandbox", "--report", "json"],
            2,
            "--report says something of one server",
        ),
        (
            &["compare", "sandbox", "sandbox", "--endpoint", closed],
            2,
            "--endpoint says something of one server",
        ),
        (
            &["compare", "sandbox", closed, "--contract", &notes],
            2,
            "the sandbox answers for its own contract only",
        ),
        (&["compare", "sandbox", "sandbox", "--b-identity", "nobody=X"], 2, "there is no identity"),
        (
            &["compare", "sandbox", "sandbox", "--b-bindings", "b.toml"],
            2,
            "holds what is documented; leave out --b-bindings",
        ),
        (
            &["compare", closed, "sandbox", "--b-identity", "admin=X"],
            2,
            "the sandbox has its own people, and holds what is documented; leave out --b-identity",
        ),
        (
            &["compare", "sandbox", closed, "--b-bindings", "missing.toml"],
            2,
            "cannot read missing.toml",
        ),
        (&["compare", closed, "sandbox", "--only", "get/*"], 3, "a not judged, b passed"),
        (
            &["compare", "http://192.0.2.1/v1.0", "sandbox", "--only", "create/*"],
            6,
            "refused for safety",
        ),
    ] {
        let said = conformance(arguments);
        assert_eq!(said.exit, exit, "{arguments:?}: {said:?}");
        let told = if exit == 3 { &said.output } else { &said.log };
        assert!(told.contains(expected), "{arguments:?}: {said:?}");
        assert_eq!(said.output.is_empty(), exit != 3, "{arguments:?}: {said:?}");
    }
}

#[test]
fn what_is_wrong_with_the_second_server_is_told_before_the_first_hears_anything() {
    let (listener, a) = silent();
    let (folder, elsewhere) = (scratch("compared-wrongly"), "http://192.0.2.1/v1.0");
    std::fs::create_dir_all(folder.join("conformance-ledger.jsonl")).unwrap();
    let tokens = [("ONE", ONE), ("OTHER", OTHER), ("SHORT", "brief-1")];
    for (b, more, exit, told) in [
        ("nowhere", &[][..], 2, "endpoint \"nowhere\""),
        ("ftp://127.0.0.1", &[], 2, "endpoint \"ftp://127.0.0.1"),
        (&a, &["--b-bindings", "missing.toml"], 2, "cannot read missing.toml"),
        (&a, &["--b-identity", "admin=UNSET"], 2, "environment variable UNSET is not set"),
        (&a, &["--b-identity", "admin=SHORT"], 2, "at least 8 characters"),
        (&a, &["--b-identity", "admin=ONE", "--b-identity", "admin=ONE"], 2, "two tokens of admin"),
        (elsewhere, &["--only", "create/*"], 6, "everything that was selected may write"),
        (elsewhere, &["--allow-writes"], 2, "cannot write conformance-ledger.jsonl"),
        (&a, &["--b-identity", "admin=ONE", "--b-identity", "app=OTHER"], 6, "has one tenant"),
    ] {
        let compare = ["compare", &a, b, "--token-env", "ONE"];
        let said = conformance_in(&folder, &tokens, &[&compare[..], more].concat());
        assert_eq!((said.exit, said.output.as_str()), (exit, ""), "{b} {more:?} {said:?}");
        assert!(said.log.contains(told), "{told}: {said:?}");
        assert!(is_unvisited(&listener), "{b} {more:?} {said:?}");
    }
}
