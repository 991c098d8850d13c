//! `--only` and `--skip`: what each pattern selects, who speaks of it, and what is told of one that matches nothing.

use crate::program::{WHOLE_RUN, conformance};
use conformance::report::Report;
use serde_json::Value;

/// The cases of a run of these patterns: the id of each, and who spoke of it.
fn run(flags: &[&str]) -> Vec<(String, Option<Vec<String>>)> {
    let said = conformance(&[&["run", "--report", "json"], flags].concat());
    let report: Report = serde_json::from_str(&said.output).unwrap();
    report.cases.into_iter().map(|case| (case.id, case.voices)).collect()
}

#[test]
fn a_pattern_selects_by_id_kind_operation_and_level_and_skip_takes_away() {
    for (flags, expected) in [
        (
            &["--only", "resume/*", "--skip", "rule:*"][..],
            &["resume/resumes-waiting-request", "resume/denies-waiting-request"][..],
        ),
        (
            &["--only", "input:resume/*"],
            &["input/resume/resumes-waiting-request", "input/resume/denies-waiting-request"],
        ),
        (
            &["--only", "input:input/resume/r*", "--only", "example:get/*"],
            &["get/gets-request", "input/resume/resumes-waiting-request"],
        ),
        (
            &["--only", "rule:cancel-is-refused-for-*"],
            &["cancel/is-refused-for-an-unknown-id", "cancel/is-refused-for-a-malformed-id"],
        ),
        (
            &[
                "--only",
                "operation:deleteAssignment*",
                "--skip",
                "delete/is-*",
                "--skip",
                "delete/removes-*",
            ],
            &["delete/deletes-completed-request"],
        ),
        (
            &["--only", "operation:filter*", "--skip", "filter/*"],
            &[
                "filter-by-current-user/finds-requests-for-the-caller",
                "read/is-the-same-wherever-it-is-shown",
                "page/pages-the-callers-own-requests",
            ],
        ),
        (
            &["--only", "cancel/*", "--skip", "level:must"],
            &[
                "cancel/answers-without-a-body",
                "cancel/leaves-no-assignment",
                "cancel/does-not-stumble-over-a-body",
                "cancel/is-served-once-of-many-at-once",
                "cancel/leaves-a-failed-request-or-cancels-it",
                "cancel/is-refused-for-an-unknown-id",
                "cancel/is-refused-for-a-malformed-id",
            ],
        ),
    ] {
        let told = run(flags);
        let ids: Vec<&str> = told.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, expected, "{flags:?}");
        assert!(told.iter().all(|(_, voices)| voices.is_none()), "{flags:?}");
    }
}

#[test]
fn a_pattern_selects_who_speaks_of_a_case() {
    const GET: &str = "get/gets-request";
    const RULE: &str = "read/get-of-an-unknown-id-is-refused";
    for (flags, id, voices) in [
        (&["--only", "get/*/schema"][..], GET, &["schema"][..]),
        (
            &["--only", "example:*/schema", "--skip", "*ers/*", "--only", "get/*/status"],
            GET,
            &["schema", "status"],
        ),
        (
            &["--only", GET, "--only", "check:schema", "--only", "check:*-members"],
            GET,
            &["documented-members", "enum-members", "schema", "undocumented-members"],
        ),
        (
            &["--only", "get/*/*s*", "--only", "check:s*", "--skip", "get/*/schema"],
            GET,
            &["status"],
        ),
        (&["--only", "read/get-of-an-unknown-*/schema"], RULE, &["schema"]),
        (&["--only", "rule:read/get-of-an-unknown*", "--only", "check:json"], RULE, &["json"]),
    ] {
        let expected = voices.iter().map(|voice| (*voice).to_owned()).collect();
        let told = run(flags);
        assert!(told.contains(&(id.to_owned(), Some(expected))), "{flags:?} {told:?}");
    }
    let told = run(&["--only", RULE, "--skip", "check:promptness"]);
    let voices = told[0].1.as_ref().unwrap();
    assert!(voices.iter().any(|voice| voice == RULE), "{told:?}");
    assert!(!voices.iter().any(|voice| voice == "promptness"), "{told:?}");
}

/// An endpoint whose answers break many demands at once.
fn wrong() -> String {
    crate::scripted_server::start(|_| crate::scripted_server::json(500, "{\"id\": 7}"))
}

#[test]
fn what_is_not_selected_is_neither_told_nor_counted() {
    let endpoint = wrong();
    let only = |flags: &[&str]| {
        let run = ["run", "--endpoint", &endpoint, "--report", "json", "--only"];
        let said = conformance(&[&run[..], flags].concat());
        let report: Report = serde_json::from_str(&said.output).unwrap();
        let checks = report.cases.iter().flat_map(|case| &case.findings);
        let mut checks: Vec<String> = checks.map(|finding| finding.check.clone()).collect();
        checks.sort();
        checks.dedup();
        (said.exit, checks.join(" "))
    };
    for (flags, exit, checks) in [
        (&["get/gets-request"][..], 1, "error-envelope headers status undocumented-members"),
        (&["get/gets-request/status"], 1, "status"),
        (
            &["get/gets-request", "--skip", "*/status", "--skip", "check:headers"],
            1,
            "error-envelope undocumented-members",
        ),
        (&["get/gets-request", "--only", "check:promptness"], 7, ""),
        (&["get/gets-request", "--only", "check:json"], 0, ""),
        (&["rule:read/get-of-an-unknown-id-is-refused/status"], 1, "status"),
    ] {
        let (ended, told) = only(flags);
        assert_eq!((ended, told.as_str()), (exit, checks), "{flags:?}");
    }
}

#[test]
fn a_pattern_that_matches_nothing_names_the_nearest() {
    for (flag, pattern, told) in [
        ("--only", "cancle/*", "did you mean cancel/*?"),
        ("--skip", "cancle/*", "did you mean cancel/*?"),
        ("--only", "create/admin-ads-user", "did you mean create/admin-adds-user?"),
        ("--only", "create/*/schem", "did you mean create/*/schema?"),
        ("--only", "check:schemo", "did you mean check:schema?"),
        ("--only", "level:most", "did you mean level:must?"),
        ("--only", "operation:getAsignmentRequest", "did you mean operation:getAssignmentRequest?"),
        ("--only", "rule:get/gets-request", "`conformance list` shows"),
        ("--skip", "zzz", "`conformance list` shows"),
        ("--only", "input:get/*", "`conformance list` shows"),
        ("--only", "rule:input/*", "`conformance list` shows"),
        ("--only", "example:promptness", "`conformance list` shows"),
        ("--only", "", "`conformance list` shows"),
    ] {
        let said = conformance(&["run", flag, pattern]);
        let start = format!("error: {flag} {pattern:?} matches nothing; ");
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
        assert!(said.log.starts_with(&start) && said.log.contains(told), "{said:?}");
    }
}

#[test]
fn seven_where_everything_that_was_selected_is_taken_away() {
    let said = conformance(&["run", "--only", "create/*", "--skip", "create/*"]);
    assert_eq!(said.exit, 7, "{said:?}");
    let last = "nothing was run that is required: no case that is a `must`\n0 passed, 0 failed, 0 skipped\n";
    assert!(said.output.ends_with(last), "{said:?}");
    let quiet = conformance(&["run", "--only", "read/get-of-a-malformed-*", "--quiet"]);
    let last = "nothing was run that is required: no case that is a `must`\n1 passed, 0 failed, 0 skipped\n";
    assert_eq!((quiet.exit, quiet.output.as_str()), (7, last));
}

/// Which operations a rule is about stands in a table; that it calls them is seen here.
#[test]
fn a_rule_calls_the_operations_that_it_is_selected_by() {
    let (_, report) = &*WHOLE_RUN;
    let requests = "/identityGovernance/entitlementManagement/assignmentRequests";
    let calls = |case: &Value, operation: &str| {
        case["exchanges"].as_array().unwrap().iter().any(|exchange| {
            let (method, url) = (&exchange["request"]["method"], &exchange["request"]["url"]);
            let (_, below) = url.as_str().unwrap().split_once(requests).unwrap_or_default();
            let path = below.split('?').next().unwrap();
            match operation {
                "createAssignmentRequest" => method == "POST" && path.is_empty(),
                "listAssignmentRequests" => method == "GET" && path.is_empty(),
                "getAssignmentRequest" => {
                    method == "GET" && path.starts_with('/') && !path.contains('(')
                }
                "deleteAssignmentRequest" => method == "DELETE",
                "filterAssignmentRequestsByCurrentUser" => path.contains("ilterByCurrentUser"),
                other => {
                    method == "POST" && path.ends_with(other.trim_end_matches("AssignmentRequest"))
                }
            }
        })
    };
    let rules: Vec<_> = conformance::rules::all().collect();
    let cases = report["cases"].as_array().unwrap();
    let mut seen = 0;
    for case in cases {
        let Some(rule) = rules.iter().find(|rule| case["id"] == rule.id) else { continue };
        for operation in rule.operations() {
            assert!(calls(case, operation), "{} does not call {operation}", rule.id);
            seen += 1;
        }
    }
    assert!(seen > 150, "{seen}");
}
