//! Reports in, what their pages say out.

use super::*;
use crate::contract::Contract;
use crate::finding::Level;
use crate::plan::Kind;
use crate::report::{CaseReport, Ended};
use crate::typed;
use crate::verdict::{Tally, Verdict};
use serde_json::Value;

fn report(verdicts: &[Verdict]) -> Report {
    let contract = Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap();
    let url = Some("http://127.0.0.1:3000");
    let mut report = Report::begin(&contract, url, chrono::DateTime::UNIX_EPOCH);
    for verdict in verdicts {
        report.push(case(verdict.clone()));
    }
    report.ended = Ended::Whole;
    report
}

fn case(verdict: Verdict) -> CaseReport {
    CaseReport {
        id: "notes/<script>alert(1)</script>".to_owned(),
        kind: Kind::Rule,
        level: Level::Must,
        operation: None,
        summary: "</script><!-- \u{2028}\u{0} -->".to_owned(),
        source: None,
        rests_on: Vec::new(),
        location: None,
        documented: None,
        before: None,
        voices: None,
        shape: None,
        verdict,
        findings: Vec::new(),
        exchanges: Vec::new(),
    }
}

fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    page.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn the_verdict_is_a_sentence() {
    let (skipped, waived) = (Verdict::Skipped("x".to_owned()), Verdict::Waived("x".to_owned()));
    let error = Verdict::Error("x".to_owned());
    for (verdicts, expected) in [
        (vec![], "Nothing was run that is required."),
        (vec![Verdict::Passed], "The endpoint conforms: 1 case passed."),
        (
            vec![Verdict::Passed, Verdict::Passed, skipped.clone()],
            "The endpoint conforms: 2 cases passed, and 1 case was skipped.",
        ),
        (
            vec![Verdict::Passed, waived],
            "The endpoint conforms but for what is waived: 1 of 2 cases passed.",
        ),
        (vec![skipped.clone(), skipped], "Nothing was run that is required: 2 cases were skipped."),
        (
            vec![Verdict::Passed, Verdict::Failed],
            "The endpoint does not conform: 1 of 2 cases failed.",
        ),
        (
            vec![error.clone(), Verdict::Failed],
            "Not everything could be judged: 1 of 2 cases failed, and 1 could not be judged.",
        ),
        (
            vec![error, Verdict::Passed],
            "Not everything could be judged: 1 case could not be judged.",
        ),
    ] {
        let page = render(&report(&verdicts));
        let heading = between(&page, "<h1 class=\"", "</h1>").split_once("\">").unwrap().1;
        assert_eq!(heading, expected);
        let title = between(&page, "<title>", "</title>");
        assert!(title.starts_with(expected.trim_end_matches('.')), "{title}");
    }
}

#[test]
fn a_run_that_has_not_come_to_its_end_says_so() {
    for (ended, told) in [
        (Ended::Whole, None),
        (Ended::Interrupted, Some("was stopped before its end")),
        (Ended::Unfinished, Some("has not ended")),
    ] {
        let mut report = report(&[]);
        report.ended = ended;
        let page = render(&report);
        let before = page.split_once("<main>").unwrap().0;
        assert_eq!(told.is_some(), before.contains("class=\"notice\""));
        assert!(told.is_none_or(|told| before.contains(told)), "{before}");
    }
}

#[test]
fn nothing_from_a_report_is_markup_and_the_data_are_whole() {
    let report = report(&[Verdict::Failed]);
    let page = render(&report);
    assert!(!page.contains("<script>alert") && !page.contains("<!-- "));
    assert_eq!(page.matches("</script>").count(), 3);
    assert!(!page.contains(['\u{0}', '\u{2028}']));
    let lines = between(&page, "id=\"lines\">", "</script>");
    let mut line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let back: CaseReport = serde_json::from_value(line["case"].take()).unwrap();
    assert_eq!(back, report.cases[0]);
    let index: Value = serde_json::from_str(between(&page, "id=\"index\">", "</script>")).unwrap();
    assert_eq!(index["cases"][0]["id"], report.cases[0].id);
}

/// A page whose style or script were another than the policy names would show nothing of either.
#[test]
fn the_policy_lets_the_page_run_its_own_script_and_nothing_else() {
    let page = render(&report(&[]));
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    for (start, end) in [("<style>", "</style>"), ("<script type=\"module\">", "</script>")] {
        let hash = STANDARD.encode(Sha256::digest(between(&page, start, end)));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
    }
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    assert!(!page.contains(" style=\"") && !page.contains(" onclick"));
}

#[test]
fn the_picture_is_of_a_contract_whose_life_cycle_is_known() {
    let mut report = report(&[Verdict::Passed]);
    let page = render(&report);
    assert!(page.contains(
        "31 transitions: 0 failed, 0 seen, and in no document, 0 passed, 31 never seen."
    ));
    report.contract.title = "Notes".to_owned();
    assert!(!render(&report).contains("The life cycle"));
}

#[test]
fn the_proportions_are_those_of_the_tally() {
    let mut report = report(&[]);
    report.tally = Tally { passed: 3, failed: 1, waived: 0, skipped: 2, errors: 0 };
    let page = render(&report);
    let bar = between(&page, "<svg class=\"bar\"", "</svg>");
    for part in [
        "viewBox=\"0 0 6 1\"",
        "class=\"failed\" x=\"0\" width=\"1\"",
        "class=\"passed\" x=\"1\" width=\"3\"",
        "class=\"skipped\" x=\"4\" width=\"2\"",
    ] {
        assert!(bar.contains(part), "{bar}");
    }
}
