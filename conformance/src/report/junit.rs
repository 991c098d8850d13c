//! The report as `JUnit` XML in the dialect of Jenkins and Surefire: a suite a kind, a test case a case, one failure at most.

use super::account::{account, cut, elapsed_ms, group, headline, value};
use super::{CaseReport, Ended, Hindrance, Report};
use crate::finding::Level;
use crate::verdict::Verdict;
use chrono::DateTime;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite, XmlString};
use std::time::Duration;

/// So many bytes of a message stand in an attribute; the text has the rest.
const MOST_OF_A_MESSAGE: usize = 500;

pub(super) fn render(report: &Report) -> String {
    let mut junit = quick_junit::Report::new(&report.suite.name);
    junit.time = Some(duration(report.elapsed_ms));
    junit.timestamp = DateTime::parse_from_rfc3339(&report.started).ok();
    let mut suites: Vec<TestSuite> = Vec::new();
    for case in &report.cases {
        let name = case.kind.name();
        if !suites.iter().any(|suite| suite.name.as_str() == name) {
            suites.push(suite(name, report));
        }
        if let Some(suite) = suites.iter_mut().find(|suite| suite.name.as_str() == name) {
            let time = suite.time.unwrap_or_default() + duration(elapsed_ms(case));
            suite.time = Some(time);
            suite.add_test_case(test_case(case, report.decisive));
        }
    }
    suites.extend(unfinished(report));
    junit.add_test_suites(suites);
    // Only a writer that fails fails this, and memory does not.
    junit.to_string().unwrap_or_default()
}

/// A suite without cases, and what was judged.
fn suite(name: &str, report: &Report) -> TestSuite {
    let mut suite = TestSuite::new(name);
    suite.timestamp = DateTime::parse_from_rfc3339(&report.started).ok();
    let properties = [
        ("endpoint", report.endpoint.as_str()),
        ("contract.title", &report.contract.title),
        ("contract.version", &report.contract.version),
        ("contract.sha256", &report.contract.sha256),
        ("suite.version", &report.suite.version),
    ];
    for (name, told) in properties {
        suite.add_property((name, xml(&value(told)).as_str()));
    }
    suite
}

fn test_case(case: &CaseReport, decisive: Level) -> TestCase {
    let message = xml(&cut(&headline(case, decisive), MOST_OF_A_MESSAGE));
    let account = xml(&account(case));
    let mut status = match &case.verdict {
        Verdict::Passed => TestCaseStatus::success(),
        Verdict::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Verdict::Error(_) => TestCaseStatus::non_success(NonSuccessKind::Error),
        Verdict::Waived(_) | Verdict::Skipped(_) => TestCaseStatus::skipped(),
    };
    if case.verdict != Verdict::Passed {
        status.set_message(message);
    }
    if case.verdict == Verdict::Failed {
        let decides = case.findings.iter().find(|finding| finding.decides(decisive));
        status.set_type(xml(&value(decides.map_or("finding", |finding| &finding.check))));
        status.set_description(account.clone());
    }
    let mut test = TestCase::new(xml(&value(&case.id)), status);
    test.set_classname(xml(&value(group(case))));
    test.set_time(duration(elapsed_ms(case)));
    if let Some(location) = &case.location {
        test.extra.insert("file".into(), xml(&value(&location.file)));
        test.extra.insert("line".into(), location.line.to_string().into());
    }
    if case.verdict != Verdict::Failed && !account.as_str().is_empty() {
        test.set_system_out(account);
    }
    test
}

/// What reads the file must not take the part that was judged for the whole, nor a run that was hindered for one that was not.
fn unfinished(report: &Report) -> Option<TestSuite> {
    let end = match report.ended {
        Ended::Whole => None,
        Ended::Interrupted => Some("the run was interrupted; what was not judged is skipped"),
        Ended::Unfinished => Some("the run has not ended; what was not judged is missing"),
    };
    let end = end.map(|message| ("the run ends", message.to_owned()));
    let hindered = |one: &Hindrance| (one.of.as_a_fact(), one.sentence());
    let untrue = end.into_iter().chain(report.hindrances.iter().map(hindered));
    let tests = untrue.map(|(fact, message)| {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(xml(&cut(&message, MOST_OF_A_MESSAGE)));
        let mut test = TestCase::new(fact, status);
        test.set_classname("run").set_time(Duration::ZERO);
        test
    });
    let tests: Vec<TestCase> = tests.collect();
    let mut suite = suite("run", report);
    suite.add_test_cases(tests);
    (!suite.test_cases.is_empty()).then_some(suite)
}

/// Without the characters that XML 1.0 does not have; the library leaves out the others.
fn xml(text: &str) -> XmlString {
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        XmlString::new(text.replace(['\u{fffe}', '\u{ffff}'], ""))
    } else {
        XmlString::new(text)
    }
}

fn duration(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default()
}
