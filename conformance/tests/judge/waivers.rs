//! Waivers: what they let pass, when they end a run with 4, and what is told of a file that is wrong.

#[path = "waivers/written.rs"]
mod written;

use crate::program::{Said, conformance, scratch};
use crate::scripted_server::{json, start};
use conformance::report::{Report, Standing};
use conformance::verdict::Verdict;
use serde_json::Value;

const GET: &str = "get/gets-request";

/// An endpoint that answers everything with 500 and no error envelope: of `get/gets-request` the checks `status` and `error-envelope` decide.
fn wrong() -> String {
    start(|_| json(500, "{}"))
}

/// A file of waivers with this text.
fn file(name: &str, text: &str) -> String {
    let path = scratch(&format!("waivers-{name}.toml"));
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A waiver for what a check says of a case, until a day far away; `more` may say otherwise.
fn waiver(id: &str, check: &str, more: &str) -> String {
    let expires = if more.contains("expires") { "" } else { "expires = 2999-12-31" };
    format!(
        "[[waiver]]\nid = {id:?}\ncheck = {check:?}\nowner = \"team\"\nreason = \"old\"\n{expires}\n{more}\n"
    )
}

/// What a run of a few cases says, and its report.
fn run(flags: &[&str]) -> (Said, Report) {
    let said = conformance(&[&["run", "--report", "json"], flags].concat());
    let report = serde_json::from_str(&said.output).unwrap();
    (said, report)
}

fn states(report: &Report) -> Vec<Standing> {
    report.waivers.iter().map(|entry| entry.state).collect()
}

#[test]
fn a_waived_finding_is_found_and_lets_the_case_pass_for_now() {
    let waivers = file("used", &waiver(GET, "*", "link = \"https://issues.example/7\""));
    let endpoint = wrong();
    let flags = ["--endpoint", &endpoint, "--only", GET, "--waivers", &waivers];
    let (said, report) = run(&flags);
    assert_eq!((said.exit, states(&report)), (0, vec![Standing::Used]), "{said:?}");
    let [case] = report.cases.as_slice() else { panic!("{report:?}") };
    let because = format!("{GET} until 2999-12-31: old");
    assert_eq!(case.verdict, Verdict::Waived(because.clone()));
    let waived: Vec<&str> = case
        .findings
        .iter()
        .filter(|one| one.waived.is_some())
        .map(|one| one.check.as_str())
        .collect();
    assert_eq!(waived, ["status", "error-envelope"]);
    assert_eq!(report.waivers[0].covered, [GET]);

    let said = conformance(&[&["run"], &flags[..]].concat());
    assert!(said.output.contains(&format!("waive {GET}  {because}\n")), "{said:?}");
    let last = format!("1 waived, and counted as skipped: {GET}\n0 passed, 0 failed, 1 skipped\n");
    assert!(said.output.ends_with(&last), "{said:?}");
    let quiet = conformance(&[&["run", "--quiet"], &flags[..]].concat());
    // What is told at the end is of the cases that are not shown, too.
    assert_eq!(quiet.output, format!("findings by who is out of step: server 4\n{last}"));
}

/// The fingerprint of what a check says of `get/gets-request`.
fn fingerprint(endpoint: &str, check: &str) -> String {
    let (_, report) = run(&["--endpoint", endpoint, "--only", GET]);
    let finding = report.cases[0].findings.iter().find(|one| one.check == check);
    finding.unwrap().fingerprint()
}

#[test]
fn a_case_fails_as_long_as_something_decides_that_no_waiver_is_for() {
    let endpoint = wrong();
    let print = format!("fingerprint = {:?}", fingerprint(&endpoint, "status"));
    let other = "fingerprint = \"0123456789abcdef\"";
    let elsewhere = "endpoint = \"https://tenant.example/*\"";
    let here = "endpoint = \"http://127.0.0.1:*\"";
    let both = |first: String| first + &waiver("get/*", "error-envelope", "");
    for (name, text, exit, states) in [
        ("one-of-two", waiver(GET, "status", ""), 1, &[Standing::Used][..]),
        ("print", both(waiver(GET, "status", &print)), 0, &[Standing::Used, Standing::Used]),
        (
            "print-of-another",
            both(waiver(GET, "status", other)),
            1,
            &[Standing::Stale, Standing::Used],
        ),
        (
            "elsewhere",
            both(waiver(GET, "status", elsewhere)),
            1,
            &[Standing::Elsewhere, Standing::Used],
        ),
        ("here", both(waiver(GET, "status", here)), 0, &[Standing::Used, Standing::Used]),
        (
            "expired",
            both(waiver(GET, "status", "expires = 2020-01-31")),
            1,
            &[Standing::Expired, Standing::Used],
        ),
        (
            "text",
            both(waiver(GET, "status", "expires = \"2999-01-31\"")),
            0,
            &[Standing::Used, Standing::Used],
        ),
    ] {
        let waivers = file(name, &text);
        let (said, report) = run(&["--endpoint", &endpoint, "--only", GET, "--waivers", &waivers]);
        assert_eq!(
            (said.exit, self::states(&report).as_slice()),
            (exit, states),
            "{name} {said:?}"
        );
    }
}

#[test]
fn four_where_a_waiver_has_nothing_to_let_pass_has_expired_or_matches_nothing() {
    let rule = "rule:read/get-of-an-unknown-id-is-refused";
    for (name, text, flags, exit, state, told) in [
        (
            "stale",
            waiver(GET, "status", ""),
            &["--only", "get/*"][..],
            4,
            Standing::Stale,
            "stale: what it is for was not found any more; remove it; ask team",
        ),
        (
            "not-run",
            waiver("create/*", "status", ""),
            &["--only", "get/*"],
            0,
            Standing::Untried,
            "",
        ),
        (
            "half-run",
            waiver("get/*", "status", ""),
            &["--only", "get/*"],
            4,
            Standing::Stale,
            "stale",
        ),
        (
            "partly-run",
            waiver("*a*", "status", ""),
            &["--only", "create/admin-adds-user"],
            0,
            Standing::Untried,
            "",
        ),
        (
            "silent",
            waiver(GET, "status", ""),
            &["--only", "get/*/schema"],
            0,
            Standing::Untried,
            "",
        ),
        (
            "another-silent",
            waiver(GET, "schema", ""),
            &["--only", "get/*", "--skip", "check:promptness"],
            4,
            Standing::Stale,
            "stale",
        ),
        (
            "idle",
            waiver("read/get-of-an-unknown-*", "status", ""),
            &["--only", rule],
            4,
            Standing::Stale,
            "stale",
        ),
        (
            "over",
            waiver("list/*", "*", "expires = \"2026-01-31\""),
            &["--only", "get/*"],
            4,
            Standing::Expired,
            "expired on 2026-01-31: it lets nothing pass any more",
        ),
        (
            "nobody",
            waiver("get/nobody", "status", ""),
            &["--only", "get/*"],
            4,
            Standing::Unmatched,
            "matches nothing: there is no such case",
        ),
        (
            "no-check",
            waiver(GET, "statuss", ""),
            &["--only", "get/*"],
            4,
            Standing::Unmatched,
            "matches nothing: there is no such case",
        ),
        (
            "nobody-elsewhere",
            waiver("x", "x", "endpoint = \"https://*\"\nexpires = 2020-01-01"),
            &["--only", "get/*"],
            0,
            Standing::Elsewhere,
            "",
        ),
    ] {
        let waivers = file(name, &text);
        let flags = [flags, &["--waivers", &waivers]].concat();
        let (said, report) = run(&flags);
        assert_eq!((said.exit, states(&report)), (exit, vec![state]), "{name} {said:?}");
        let said = conformance(&[&["run"], &flags[..]].concat());
        let is_told = said.output.contains("\nwaivers to look after:\n");
        assert_eq!((is_told, said.output.contains(told)), (exit == 4, true), "{name} {said:?}");
    }
}

#[test]
fn four_where_more_is_waived_than_the_file_allows() {
    let endpoint = wrong();
    let all = waiver("get/*", "*", "") + &waiver("resume/*", "*", "");
    let only = ["--only", "example:get/*", "--only", "example:resume/*"];
    for (at_most, exit, states) in [
        (3, 0, [Standing::Used, Standing::Used]),
        (2, 4, [Standing::Used, Standing::OverBudget]),
        (0, 4, [Standing::OverBudget, Standing::OverBudget]),
    ] {
        let waivers = file(&format!("budget-{at_most}"), &format!("at_most = {at_most}\n{all}"));
        let flags = ["--endpoint", &endpoint, "--waivers", &waivers];
        let (said, report) = run(&[&flags[..], &only].concat());
        assert_eq!((said.exit, self::states(&report)), (exit, states.to_vec()), "{said:?}");
        assert_eq!((report.tally.waived, report.tally.failed), (3, 0));
    }
}

/// A run with a file of this text ends with 2, and tells that.
fn is_refused(name: &str, text: &str, told: &str) {
    let said = conformance(&["run", "--waivers", &file(name, text)]);
    assert_eq!((said.exit, said.output.as_str()), (2, ""), "{name} {said:?}");
    let is_told = said.log.starts_with("error: /") && said.log.contains(told);
    assert!(is_told, "{name} {said:?}");
}

#[test]
fn a_key_that_is_wrong_or_missing_is_told_with_its_line() {
    let whole = waiver(GET, "status", "");
    let without = |key: &str| {
        let kept: Vec<&str> = whole.lines().filter(|line| !line.starts_with(key)).collect();
        kept.join("\n")
    };
    for (name, text, told) in [
        (
            "top",
            format!("\nat_mots = 1\n{whole}"),
            ":2: there is no key \"at_mots\"; did you mean at_most? `conformance schema waivers`",
        ),
        (
            "key",
            whole.replace("owner", "onwer"),
            ":4: there is no key \"onwer\"; did you mean owner?",
        ),
        (
            "far",
            whole.replace("owner", "zzz"),
            ":4: there is no key \"zzz\"; `conformance schema waivers`",
        ),
        ("reason", format!("{whole}\n{}", without("reason")), ":9: a waiver without reason;"),
        ("expires", without("expires"), ":1: a waiver without expires;"),
        ("check", without("check"), ":1: a waiver without check;"),
    ] {
        is_refused(name, &text, told);
    }
}

#[test]
fn a_value_that_is_wrong_is_told_with_its_line_and_what_to_write() {
    let whole = waiver(GET, "status", "");
    let until = |day: &str| whole.replace("2999-12-31", day);
    for (name, text, told) in [
        (
            "no-toml",
            "at_most = \n".to_owned(),
            ":1: string values must be quoted, expected literal string; `conformance schema waivers` describes the file",
        ),
        ("empty", whole.replace("\"old\"", "\" \""), ":5: reason is empty; say it in a few words"),
        (
            "no-day",
            until("\"2999-02-30\""),
            ":6: \"2999-02-30\" is no day; give one such as 2026-12-31",
        ),
        ("time", until("2999-12-31T00:00:00Z"), ":6: \"2999-12-31T00:00:00Z\" is no day"),
        ("soon", until("30"), "expires is no integer; give a day, such as 2026-12-31"),
        (
            "print",
            waiver(GET, "status", "fingerprint = \"58161A\""),
            ":7: \"58161A\" is no fingerprint: 16 hexadecimal digits",
        ),
        (
            "number",
            format!("at_most = \"5\"\n{whole}"),
            ":1: invalid type: string \"5\", expected a whole number; `conformance schema waivers` describes the file",
        ),
    ] {
        is_refused(name, &text, told);
    }
    let said = conformance(&["run", "--waivers", "/no/such/file.toml"]);
    let told = "error: cannot read /no/such/file.toml: No such file or directory";
    assert!(said.exit == 2 && said.log.starts_with(told), "{said:?}");
}

#[test]
fn a_file_of_waivers_is_valid_by_its_published_schema() {
    let schema: Value = serde_json::from_str(&conformance(&["schema", "waivers"]).output).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let whole = "fingerprint = \"0123456789abcdef\"\nendpoint = \"*\"\nlink = \"x\"\nexpires = \"2999-12-31\"";
    let text = format!("\"$schema\" = \"x\"\nat_most = 5\n{}", waiver(GET, "*", whole));
    let good: Value = toml::from_str(&text).unwrap();
    assert!(validator.is_valid(&good), "{good}");
    let bad: Value = toml::from_str(&text.replace("owner", "onwer")).unwrap();
    assert!(!validator.is_valid(&bad));
}
