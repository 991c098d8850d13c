//! `conformance waive`: what it writes for what failed, and where it refuses to.

use super::{GET, file, run, states, wrong};
use crate::program::{conformance, scratch};
use conformance::report::{Report, Standing};

/// A report in JSON of a run against an endpoint that is wrong.
fn failed(name: &str, endpoint: &str) -> String {
    let path = scratch(&format!("{name}.json"));
    let report = format!("json={}", path.display());
    let only = ["--only", GET, "--only", "rule:read/get-of-an-unknown-id-is-refused"];
    let said =
        conformance(&[&["run", "--endpoint", endpoint, "--report", &report], &only[..]].concat());
    assert_eq!(said.exit, 1, "{said:?}");
    path.to_str().unwrap().to_owned()
}

#[test]
fn waivers_are_written_for_what_failed_and_the_next_run_passes() {
    let endpoint = wrong();
    let report = failed("to-be-waived", &endpoint);
    let waivers = file("written", "# ours\nat_most = 5 # no more\n");
    let said_by = [
        "--owner",
        "the \"A\" team",
        "--reason",
        "it's old\nand known",
        "--link",
        "https://x.example/7",
    ];
    let flags = [&["waive", &report, "--expires", "2999-06-30"], &said_by[..]].concat();
    let shown = conformance(&flags);
    assert_eq!(shown.exit, 0, "{shown:?}");

    let into = [&flags[..], &["--waivers", &waivers]].concat();
    let said = conformance(&into);
    assert_eq!((said.exit, said.output), (0, format!("4 waivers written to {waivers}\n")));
    let text = std::fs::read_to_string(&waivers).unwrap();
    assert_eq!(text, format!("# ours\nat_most = 5 # no more\n\n{}", shown.output));
    let said = conformance(&into);
    assert_eq!(said.output, format!("0 waivers written to {waivers}\n"));
    assert_eq!(std::fs::read_to_string(&waivers).unwrap(), text);

    let only = ["--only", GET, "--only", "rule:read/get-of-an-unknown-id-is-refused"];
    let (said, report) =
        run(&[&["--endpoint", &endpoint, "--waivers", &waivers], &only[..]].concat());
    assert_eq!((said.exit, states(&report)), (0, vec![Standing::Used; 4]), "{said:?}");
}

#[test]
fn the_file_is_there_though_nothing_failed() {
    let report = scratch("nothing-failed.json");
    let to_file = format!("json={}", report.display());
    assert_eq!(conformance(&["run", "--only", GET, "--report", &to_file]).exit, 0);
    let waivers = scratch("nothing-failed.toml");
    let _ = std::fs::remove_file(&waivers);
    let (report, waivers) = (report.to_str().unwrap(), waivers.to_str().unwrap());
    let waive = ["waive", report, "--owner", "a", "--reason", "b", "--waivers", waivers];
    let said = conformance(&waive);
    assert_eq!((said.exit, said.output), (0, format!("0 waivers written to {waivers}\n")));
    let said = conformance(&["run", "--only", GET, "--waivers", waivers]);
    assert_eq!(said.exit, 0, "{said:?}");
}

#[test]
fn waivers_of_another_host_are_written_for_that_host_alone() {
    let report = failed("of-a-tenant", &wrong());
    let mut told: Report =
        serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
    let said_by = ["--owner", "team", "--reason", "old"];
    let written = |report: &Report| {
        let path = scratch("of-an-endpoint.json");
        std::fs::write(&path, serde_json::to_string(report).unwrap()).unwrap();
        conformance(&[&["waive", path.to_str().unwrap()], &said_by[..]].concat()).output
    };
    for (endpoint, is_named) in [
        ("https://tenant.example/v1.0", true),
        ("http://127.0.0.1:8080/v1.0", false),
        ("http://localhost:8080", false),
        ("http://[::1]:8080", false),
        ("the sandbox, started for this run", false),
    ] {
        told.endpoint = endpoint.to_owned();
        let line = format!("\nendpoint = {endpoint:?}\n");
        assert_eq!(written(&told).contains(&line), is_named, "{endpoint}");
    }
    told.cases.clear();
    assert_eq!(written(&told), "# nothing failed that is not waived\n");
}

#[test]
fn what_cannot_be_waived_is_told() {
    let report = failed("not-to-be-waived", &wrong());
    let broken = file("broken", "[[waiver]]\nid = 7\n");
    let inline = "waiver = [{ id = \"get/*\", check = \"*\", owner = \"a\", reason = \"b\", expires = 2999-12-31 }]\n";
    let (inline, none) = (file("inline", inline), file("inline-empty", "waiver = []\n"));
    let files = [&broken, &inline, &none];
    let texts = || files.map(|file| std::fs::read_to_string(file).unwrap());
    let before = texts();
    let said_by = ["--owner", "team", "--reason", "old"];
    for (flags, told) in [
        (vec!["waive", &report, "--owner", "team"], "--reason <TEXT>"),
        (vec!["waive", &report, "--reason", "old"], "--owner <NAME>"),
        (vec!["waive", &report, "--owner", " ", "--reason", "old"], "say it in a few words"),
        (
            [&["waive", &report, "--expires", "soon"], &said_by[..]].concat(),
            "give a day such as 2026-12-31",
        ),
        (
            [&["waive", &report, "--expires", "2020-01-01"], &said_by[..]].concat(),
            "--expires 2020-01-01 is over; give a day to come",
        ),
        ([&["waive", "/no/such.json"], &said_by[..]].concat(), "cannot read /no/such.json"),
        (
            [&["waive", &broken], &said_by[..]].concat(),
            "give a report that `run --report json=FILE` wrote",
        ),
        (
            [&["waive", &report, "--waivers", &broken], &said_by[..]].concat(),
            ":1: a waiver without check;",
        ),
        (
            [&["waive", &report, "--waivers", &inline], &said_by[..]].concat(),
            ".toml:1: no waiver can be put behind those that are there; write them as [[waiver]] tables",
        ),
        (
            [&["waive", &report, "--waivers", &none], &said_by[..]].concat(),
            ".toml:1: no waiver can be put behind those that are there; write them as [[waiver]] tables",
        ),
    ] {
        let said = conformance(&flags);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{flags:?} {said:?}");
        assert!(said.log.contains(told), "{flags:?} {said:?}");
    }
    assert_eq!(texts(), before);
}
