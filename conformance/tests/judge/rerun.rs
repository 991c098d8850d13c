//! `--rerun`: what did not pass is run again, and what became of it is told.

use crate::exit_codes::{is_unvisited, silent};
use crate::program::{Said, conformance, program, scratch};
use crate::scripted_server::{json, read_request, start, start_with};
use conformance::exit::Exit;
use conformance::report::{Ended, Hindered, Hindrance, Report};
use conformance::verdict::Verdict;
use std::process::Stdio;
use std::sync::mpsc::channel;

/// A report of this name: that of a run on the sandbox, changed.
fn report(name: &str, change: impl Fn(&mut Report)) -> String {
    let only = ["--only", "example:create/admin-*", "--only", "get/gets-request"];
    let said = conformance(&[&["run", "--report", "json"], &only[..]].concat());
    let mut report: Report = serde_json::from_str(&said.output).unwrap();
    change(&mut report);
    write(name, &report)
}

/// The verdicts of the first cases.
fn end(report: &mut Report, verdicts: &[Verdict]) {
    for (case, verdict) in report.cases.iter_mut().zip(verdicts) {
        case.verdict = verdict.clone();
    }
}

fn mixed(report: &mut Report) {
    let because = |text: &str| text.to_owned();
    end(
        report,
        &[
            Verdict::Failed,
            Verdict::Passed,
            Verdict::Skipped(because("no token")),
            Verdict::Error(because("cannot reach it")),
            Verdict::Waived(because("until later")),
        ],
    );
}

/// What is told of the cases that were run again.
fn told(said: &Said) -> String {
    let (_, from) = said.output.split_once("run again:\n").unwrap_or_default();
    from.split("\n\n").next().unwrap().to_owned()
}

#[test]
fn what_did_not_pass_is_run_again_and_what_became_of_it_is_told() {
    let file = report("rerun-mixed.json", mixed);
    let said = conformance(&["run", "--rerun", &file]);
    let fixed = "  FIXED   create/admin-adds-user\n  \
                   PASSES  create/admin-adds-user-by-email\n  \
                   FIXED   create/admin-updates-answers\n  \
                   FIXED   create/admin-updates-expiration\n3 fixed, 1 now passed";
    assert_eq!((said.exit, told(&said).as_str()), (0, fixed), "{said:?}");

    let endpoint = start(|_| json(500, "{}"));
    let file = report("rerun-mixed-there.json", |report| {
        mixed(report);
        (report.is_own_sandbox, report.endpoint) = (false, endpoint.clone());
    });
    let said = conformance(&["run", "--rerun", &file, "--endpoint", &endpoint]);
    let failed = "  STILL FAILS  create/admin-adds-user\n  \
                    FAILS        create/admin-adds-user-by-email\n  \
                    FAILS        create/admin-updates-answers\n  \
                    STILL FAILS  create/admin-updates-expiration\n2 still failed, 2 now failed";
    assert_eq!((said.exit, told(&said).as_str()), (1, failed), "{said:?}");
}

#[test]
fn what_a_server_had_failed_is_not_run_again_on_a_sandbox() {
    let (listener, endpoint) = silent();
    let of_the_sandbox = report("rerun-of-the-sandbox.json", mixed);
    let of_a_server = report("rerun-of-a-server.json", |report| {
        mixed(report);
        (report.is_own_sandbox, report.endpoint) = (false, "http://old.example/v1.0".to_owned());
    });
    for (arguments, told) in [
        (
            &["run", "--rerun", &of_a_server][..],
            "it is of http://old.example/v1.0, and without an endpoint the sandbox is judged; add --endpoint http://old.example/v1.0",
        ),
        (
            &["run", "--rerun", &of_the_sandbox, "--endpoint", &endpoint],
            "leave out the endpoint, or run everything there",
        ),
    ] {
        let said = conformance(arguments);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.contains(told), "{said:?}");
    }
    assert!(is_unvisited(&listener));
}

#[test]
fn patterns_choose_among_what_did_not_pass() {
    let file = report("rerun-chosen.json", mixed);
    let said = conformance(&["run", "--rerun", &file, "--skip", "*admin-u*", "--only", "create/*"]);
    let expected = "  FIXED   create/admin-adds-user\n  \
                      PASSES  create/admin-adds-user-by-email\n1 fixed, 1 now passed";
    assert_eq!((said.exit, told(&said).as_str()), (0, expected), "{said:?}");
}

/// Rules that only read, so that each may be in another shard.
const REFUSALS: &str = "rule:list/refuses-*";

/// The ids of those, as the cases of reports have them.
const REFUSED: [&str; 5] = [
    "list/refuses-a-filter-by-an-unknown-property",
    "list/refuses-a-broken-filter",
    "list/refuses-an-unknown-option",
    "list/refuses-to-expand-what-is-not-there",
    "list/refuses-to-select-what-is-not-there",
];

/// The report of a run of those at a server, which ended so.
fn refusals(name: &str, verdicts: &[Verdict]) -> Report {
    let endpoint = start(|_| json(500, "{}"));
    let arguments = ["run", "--only", REFUSALS, "--endpoint", &endpoint, "--report", "json"];
    let mut report: Report = serde_json::from_str(&conformance(&arguments).output).unwrap();
    end(&mut report, verdicts);
    write(name, &report);
    report
}

fn write(name: &str, report: &Report) -> String {
    let path = scratch(name);
    std::fs::write(&path, serde_json::to_string(report).unwrap()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The report of a run with these arguments that was killed while its first request waited for an answer.
fn killed(name: &str, arguments: &[&str]) -> String {
    let (sender, asked) = channel();
    let mut held = Vec::new();
    let endpoint = start_with(move |client| {
        let _ = read_request(client);
        let _ = sender.send(());
        held.extend(client.try_clone());
    });
    let file = scratch(name).to_str().unwrap().to_owned();
    let report = format!("json={file}");
    let mut run = program()
        .args(["run", "--endpoint", &endpoint, "--report", &report, "--timeout", "3600"])
        .args(arguments)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    asked.recv().unwrap();
    run.kill().unwrap();
    run.wait().unwrap();
    file
}

/// The ids of what is run again of a report.
fn run_again(file: &str, arguments: &[&str]) -> Vec<String> {
    let endpoint = start(|_| json(500, "{}"));
    let run = ["run", "--rerun", file, "--endpoint", &endpoint, "--report", "json"];
    let said = conformance(&[&run, arguments].concat());
    let report: Report = serde_json::from_str(&said.output).unwrap();
    report.cases.into_iter().map(|case| case.id).collect()
}

#[test]
fn of_a_run_that_was_killed_what_it_had_to_judge_is_run() {
    let because = |text: &str| text.to_owned();
    let skipped = Verdict::Skipped(because("no token"));
    let ended = [Verdict::Failed, Verdict::Passed, skipped, Verdict::Failed, Verdict::Passed];
    refusals("rerun-refusals.json", &ended);
    let before = scratch("rerun-refusals.json");
    let before = before.to_str().unwrap();
    let only = ["--only", REFUSALS];
    for (name, of_the_run, of_this_run, expected) in [
        ("only", &only[..], &[][..], &[0, 1, 2, 3, 4][..]),
        ("skip", &["--only", REFUSALS, "--skip", "*filter*"], &[], &[2, 3, 4]),
        ("shard", &["--only", REFUSALS, "--shard", "2/2"], &[], &[1, 3]),
        ("rerun", &["--rerun", before], &[], &[0, 2, 3]),
        ("rerun-shard", &["--rerun", before, "--shard", "1/2"], &[], &[0, 3]),
        ("chosen", &only, &["--skip", "*filter*", "--only", "*what*"], &[3, 4]),
    ] {
        let file = killed(&format!("rerun-killed-{name}.json"), of_the_run);
        let expected: Vec<&str> = expected.iter().map(|place| REFUSED[*place]).collect();
        assert_eq!(run_again(&file, of_this_run), expected, "{name}");
    }
}

#[test]
fn what_had_passed_when_a_run_was_killed_is_not_run_again() {
    let mut report = refusals("rerun-came-to.json", &[Verdict::Failed, Verdict::Passed]);
    report.ended = Ended::Unfinished;
    report.planned = Some(REFUSED.map(str::to_owned).to_vec());
    report.cases.truncate(2);
    let file = write("rerun-came-to.json", &report);
    assert_eq!(run_again(&file, &[]), [0, 2, 3, 4].map(|place| REFUSED[place]));
}

#[test]
fn a_report_tells_what_is_planned_until_the_run_has_ended() {
    let file = killed("rerun-planned.json", &["--only", REFUSALS]);
    let report: Report = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(report.planned, Some(REFUSED.map(str::to_owned).to_vec()));
    assert_eq!(refusals("rerun-ended.json", &[]).planned, None);
}

#[test]
fn a_run_that_was_killed_is_not_gone_on_with_where_nobody_knows_what_it_had_to_judge() {
    let wrong = |name: &str, planned: Option<Vec<String>>| {
        report(name, |report| {
            report.ended = Ended::Unfinished;
            report.planned.clone_from(&planned);
        })
    };
    for (file, told) in [
        (
            wrong("rerun-killed-gone.json", Some(vec!["create/nobody".to_owned()])),
            "there is no case create/nobody any more; run everything again",
        ),
        (
            wrong("rerun-killed-unknown.json", None),
            "the run was cut off, and the report does not tell what it had to judge; run it again",
        ),
    ] {
        let said = conformance(&["run", "--rerun", &file]);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.contains(told) && said.log.contains(&file), "{said:?}");
    }
}

#[test]
fn where_everything_passed_that_is_said() {
    let file = report("rerun-nothing.json", |_| ());
    let said = conformance(&["run", "--rerun", &file, "--report", "json"]);
    let expected = format!("everything in {file} passed: nothing is run again\n");
    assert_eq!((said.exit, said.log.as_str()), (0, expected.as_str()));
    let report: Report = serde_json::from_str(&said.output).unwrap();
    assert!(report.cases.is_empty() && report.had_all_passed);
    let said = conformance(&["run", "--rerun", &file, "--quiet"]);
    assert_eq!((said.exit, said.output.as_str()), (0, "0 passed, 0 failed, 0 skipped\n"));
}

#[test]
fn where_everything_passed_the_program_ends_as_the_report_says_all_the_same() {
    let file = report("rerun-nothing-but.json", |_| ());
    let waivers = |name: &str, (id, expires): (&str, &str)| {
        let text = format!(
            "[[waiver]]\nid = {id:?}\ncheck = \"status\"\nowner = \"team\"\nreason = \"old\"\nexpires = {expires}\n"
        );
        std::fs::write(scratch(name), text).unwrap();
        scratch(name).to_str().unwrap().to_owned()
    };
    let known = "create/admin-adds-user";
    let good = waivers("rerun-good.toml", (known, "2999-12-31"));
    let expired = waivers("rerun-expired.toml", (known, "2020-01-31"));
    let unmatched = waivers("rerun-unmatched.toml", ("create/nobody", "2999-12-31"));
    let shapes = scratch("rerun-shapes");
    std::fs::create_dir_all(shapes.join("create")).unwrap();
    std::fs::write(shapes.join("create/nobody.snap"), "---\nsource: conformance\n---\n{}\n")
        .unwrap();
    for (flags, exit) in [
        (["--waivers", &good], 0),
        (["--waivers", &expired], 4),
        (["--waivers", &unmatched], 4),
        (["--snapshots", shapes.to_str().unwrap()], 5),
    ] {
        let said = conformance(&[&["run", "--rerun", &file], &flags[..]].concat());
        assert_eq!(said.exit, exit, "{flags:?} {said:?}");
        assert!(said.log.ends_with("passed: nothing is run again\n"), "{said:?}");
    }
}

#[test]
fn what_was_not_undone_is_no_success_though_everything_passed() {
    let file = report("rerun-not-undone.json", |report| {
        let (of, because) = (Hindered::Undoing, "cannot reach it".to_owned());
        report.hindrances = vec![Hindrance { of, because, exit: Exit::NotJudged }];
    });
    let said = conformance(&["run", "--rerun", &file]);
    let expected = format!(
        "everything in {file} passed, but what was made could not be undone: cannot reach it: nothing is run again\n"
    );
    assert_eq!((said.exit, said.log.as_str()), (7, expected.as_str()), "{said:?}");
}

#[test]
fn a_report_that_cannot_be_used_is_told_with_its_place() {
    let no_report = |name: &str, text: &str| {
        std::fs::write(scratch(name), text).unwrap();
        scratch(name).to_str().unwrap().to_owned()
    };
    let of_another = report("rerun-of-another.json", |report| {
        report.contract.sha256 = "0123456789abcdef".repeat(4);
    });
    let gone = report("rerun-gone.json", |report| {
        report.cases[0].id = "create/nobody".to_owned();
        end(report, &[Verdict::Failed]);
    });
    for (file, told) in [
        ("/no/such/report.json", "cannot read /no/such/report.json"),
        (
            &no_report("rerun-no.json", "{\n  \"a\": x"),
            "expected value at line 2 column 8; give a report",
        ),
        (
            &no_report("rerun-other.json", "{\"suite\": 7}"),
            "expected struct Suite at line 1 column 11",
        ),
        (&no_report("rerun-empty.json", ""), "EOF while parsing a value at line 1 column 0"),
        (&of_another, "it is of another contract: "),
        (&of_another, "(SHA-256 0123456789ab), not "),
        (&gone, "there is no case create/nobody any more; run everything again"),
    ] {
        let said = conformance(&["run", "--rerun", file]);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.contains(told) && said.log.contains(file), "{said:?}");
    }
}
