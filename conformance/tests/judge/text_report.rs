//! The report for a person: what it tells of a failure so that it can be seen again, and what it leaves out to stay short.

use crate::program::{conformance, notes};
use crate::scripted_server::{json, start};
use conformance::finding::Finding;
use conformance::report::{Ended, ExchangeReport, Format, Report};
use conformance::verdict::Verdict;
use serde_json::json as value;
use std::sync::LazyLock;

/// A run of one example that fails.
static FAILED: LazyLock<Report> = LazyLock::new(|| {
    let endpoint = start(|_| json(200, r#"{"id":7,"text":"Buy milk","colour":"blue"}"#));
    let run = ["run", "--only", "readNote/*", "--timeout", "2.5", "--report", "json"];
    let to = ["--contract", &notes(), "--endpoint", &endpoint];
    serde_json::from_str(&conformance(&[&run[..], &to].concat()).output).unwrap()
});

/// What is told at the end of a report of documented calls that were answered so.
fn hint(method: &str, statuses: &[u16], has_token: bool) -> String {
    let mut report = FAILED.clone();
    let case = report.cases.remove(0);
    report.cases = statuses
        .iter()
        .map(|status| {
            let mut case = case.clone();
            let exchange = &mut case.exchanges[0];
            method.clone_into(&mut exchange.request.method);
            exchange.request.identity = Some("admin".to_owned());
            let token = ("authorization".to_owned(), "[removed]".to_owned());
            exchange.request.headers = if has_token { vec![token] } else { Vec::new() };
            exchange.response.as_mut().unwrap().status = *status;
            case
        })
        .collect();
    let text = Format::Text.render(&report);
    let hints = ["no token was sent", "is the version segment missing", "needs fresh data"];
    hints.iter().filter(|hint| text.contains(**hint)).copied().collect()
}

#[test]
fn what_was_most_probably_forgotten_is_told() {
    for (method, statuses, has_token, expected) in [
        ("GET", &[200, 401][..], false, "no token was sent"),
        ("GET", &[200, 401], true, ""),
        ("GET", &[404, 404], true, "is the version segment missing"),
        ("GET", &[404, 200], true, ""),
        ("GET", &[404], true, ""),
        ("POST", &[200, 400], true, "needs fresh data"),
        ("POST", &[200, 500], true, ""),
        ("GET", &[200, 400], true, ""),
        ("POST", &[401, 400], false, "no token was sent"),
    ] {
        assert_eq!(hint(method, statuses, has_token), expected, "{method} {statuses:?}");
    }
}

#[test]
fn what_was_written_before_the_end_says_so() {
    let told = "\nthe run has not ended; what was not judged is missing\n0 passed, 1 failed, ";
    for (ended, expected) in [(Ended::Unfinished, true), (Ended::Whole, false)] {
        let report = Report { ended, ..FAILED.clone() };
        let text = Format::Text.render(&report);
        assert_eq!(text.contains(told), expected, "{text}");
    }
    let nothing = Report { ended: Ended::Unfinished, cases: Vec::new(), ..FAILED.clone() };
    let text = Format::Text.render(&nothing);
    assert!(!text.contains("nothing was run"), "{text}");
}

#[test]
fn what_may_write_and_was_left_out_at_another_machine_is_counted_with_the_flag_that_runs_it() {
    let mut report = FAILED.clone();
    let mut case = report.cases[0].clone();
    let because =
        "it may write, and at another machine there is only reading; --allow-writes runs it";
    case.verdict = Verdict::Skipped(because.to_owned());
    report.cases = vec![case.clone(), case.clone(), case];
    report.cases[0].verdict = Verdict::Skipped("nobody calls as requestor".to_owned());
    report.tally.skipped = 3;
    let text = Format::Text.render(&report);
    let told = " 3 skipped, 2 of them so as not to write; --allow-writes permits it\n";
    assert!(text.ends_with(told), "{text}");
}

fn lines<'a>(text: &'a str, label: &str) -> Vec<&'a str> {
    text.lines().filter_map(|line| line.trim_start().strip_prefix(label)).collect()
}

/// The failed run with its exchange and its first finding so many times, each with another URL.
fn many(count: usize) -> Report {
    let mut report = FAILED.clone();
    let case = &mut report.cases[0];
    let (exchange, finding) = (case.exchanges[0].clone(), case.findings[0].clone());
    let exchanges = (0..count).map(|number| {
        let mut exchange: ExchangeReport = exchange.clone();
        exchange.request.url = format!("{}/{number}", exchange.request.url);
        exchange
    });
    let findings = (0..count).map(|number| Finding {
        exchange: Some(number + 1),
        place: format!("/{number}"),
        ..finding.clone()
    });
    case.exchanges = exchanges.collect();
    case.findings = findings.collect();
    report
}

#[test]
fn a_failure_is_told_with_the_lines_that_show_it_again() {
    let text = Format::Text.render(&FAILED);
    let url = &FAILED.endpoint;
    let sent = [format!("curl -i {url}/notes/7 -H 'accept: application/json'")];
    assert_eq!(lines(&text, "send again  "), sent, "{text}");
    let told = format!(
        "conformance run --only readNote/a-reminder --endpoint {url} --timeout 2.5 --contract {}",
        notes()
    );
    assert_eq!(lines(&text, "judge again  "), [told], "{text}");
    assert!(text.contains(&format!("--> {}:", notes())), "{text}");
    assert!(
        text.contains(" | a-reminder: {value: {id: 7, text: Buy milk, colour: yellow"),
        "{text}"
    );
}

#[test]
fn nothing_is_to_be_sent_to_a_sandbox_that_is_gone() {
    let text =
        Format::Text.render(&Report { is_own_sandbox: true, again: Vec::new(), ..FAILED.clone() });
    assert!(lines(&text, "send again  ").is_empty(), "{text}");
    assert_eq!(
        lines(&text, "judge again  "),
        ["conformance run --only readNote/a-reminder"],
        "{text}"
    );
}

#[test]
fn one_request_is_told_once_and_of_many_the_first_three() {
    let count = |report: &Report| lines(&Format::Text.render(report), "send again  ").len();
    let mut twice = many(2);
    twice.cases[0].exchanges[1] = twice.cases[0].exchanges[0].clone();
    for (report, expected) in [(twice, 1), (many(2), 2), (many(40), 3)] {
        assert_eq!(count(&report), expected);
    }
}

#[test]
fn a_request_that_is_no_line_is_told_by_its_length() {
    let mut report = many(1);
    report.cases[0].exchanges[0].request.body = Some(value!("x".repeat(5_000)));
    let text = Format::Text.render(&report);
    let told = lines(&text, "send again  ");
    assert!(told.len() == 1 && told[0].starts_with("too long for a line: 5"), "{told:?}");
}

#[test]
fn the_smallest_body_is_what_is_to_be_sent_again() {
    let mut report = many(1);
    report.cases[0].exchanges[0].request.body = Some(value!({"text": "long", "colour": "blue"}));
    report.cases[0].findings[0].sent = Some(r#"{"colour":"blue"}"#.to_owned());
    let text = Format::Text.render(&report);
    let told = lines(&text, "send again  ");
    assert!(told[0].ends_with(r#"--data-raw '{"colour":"blue"}'"#), "{told:?}");
}

#[test]
fn what_passes_or_only_deserves_a_note_is_told_without() {
    let mut report = FAILED.clone();
    report.decisive = conformance::finding::Level::Must;
    let case = &mut report.cases[0];
    case.verdict = Verdict::Passed;
    for finding in &mut case.findings {
        finding.level = conformance::finding::Level::May;
    }
    let text = Format::Text.render(&report);
    assert!(text.contains(" --> ") && !text.contains("again  "), "{text}");
}

#[test]
fn a_hostile_line_of_a_contract_acts_on_no_terminal() {
    let mut report = FAILED.clone();
    let location = report.cases[0].findings[0].location.as_mut().unwrap();
    location.file = "a\u{1b}[2J.yaml".to_owned();
    location.text = Some("b: \u{9b}2J\u{202e}".to_owned());
    let text = Format::Text.render(&report);
    assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{text}");
}
