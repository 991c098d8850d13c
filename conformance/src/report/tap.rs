//! The report in the Test Anything Protocol, version 14: a test point a case, what was found in a block of YAML below it.

use super::account::{group, headline, value};
use super::{CaseReport, Ended, Report};
use crate::finding::{Finding, Level};
use crate::verdict::Verdict;
use std::fmt::{Result, Write};

/// So many findings of a case are told.
const MOST_OF_A_CASE: usize = 50;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(&mut text, report);
    text
}

fn write_report(text: &mut String, report: &Report) -> Result {
    writeln!(text, "TAP version 14")?;
    let contract = &report.contract;
    writeln!(text, "# endpoint: {}", value(&report.endpoint))?;
    writeln!(text, "# contract: {} {}", value(&contract.title), value(&contract.version))?;
    let nothing = if report.cases.is_empty() { " # SKIP nothing was judged" } else { "" };
    writeln!(text, "1..{}{nothing}", report.cases.len())?;
    for (case, number) in report.cases.iter().zip(1..) {
        write_case(text, (number, case), report.decisive)?;
    }
    let outcome = report.outcome_in_words();
    for hindrance in &report.hindrances {
        writeln!(text, "# {}", value(&hindrance.sentence()))?;
    }
    match report.ended {
        Ended::Whole if report.hindrances.is_empty() => writeln!(text, "# {outcome}"),
        Ended::Whole | Ended::Interrupted | Ended::Unfinished => {
            writeln!(text, "Bail out! {outcome}")
        }
    }
}

fn write_case(text: &mut String, (number, case): (usize, &CaseReport), decisive: Level) -> Result {
    let headline = headline(case, decisive);
    let (is, directive) = match &case.verdict {
        Verdict::Passed => ("ok", String::new()),
        Verdict::Failed | Verdict::Error(_) => ("not ok", String::new()),
        Verdict::Waived(_) => ("not ok", format!(" # TODO {}", escaped(&headline))),
        Verdict::Skipped(_) => ("ok", format!(" # SKIP {}", escaped(&headline))),
    };
    writeln!(text, "{is} {number} - {}{directive}", escaped(&value(&case.id)))?;
    let is_told = matches!(case.verdict, Verdict::Failed | Verdict::Error(_) | Verdict::Waived(_));
    if is_told || !case.findings.is_empty() {
        write_diagnostics(text, case, &headline)?;
    }
    Ok(())
}

fn write_diagnostics(text: &mut String, case: &CaseReport, headline: &str) -> Result {
    let severity = match case.verdict {
        Verdict::Failed | Verdict::Error(_) => "fail",
        Verdict::Waived(_) => "todo",
        Verdict::Passed | Verdict::Skipped(_) => "comment",
    };
    writeln!(text, "  ---")?;
    if !headline.is_empty() {
        writeln!(text, "  message: {}", scalar(headline))?;
    }
    writeln!(text, "  severity: {severity}")?;
    writeln!(text, "  level: {}", case.level)?;
    writeln!(text, "  of: {}", scalar(group(case)))?;
    if let Some(location) = &case.location {
        writeln!(text, "  at:\n    file: {}\n    line: {}", scalar(&location.file), location.line)?;
    }
    if !case.findings.is_empty() {
        writeln!(text, "  findings:")?;
    }
    let told = case.findings.iter().take(MOST_OF_A_CASE);
    told.for_each(|finding| write_finding(text, finding));
    writeln!(text, "  ...")
}

fn write_finding(text: &mut String, finding: &Finding) {
    let Finding { check, level, out_of_step, place, expected, actual, .. } = finding;
    let members = [("place", place), ("expected", expected), ("actual", actual)];
    // Writing to a String cannot fail.
    let _ = writeln!(text, "    - check: {}", scalar(&value(check)));
    let _ = writeln!(text, "      level: {level}\n      outOfStep: {out_of_step}");
    for (name, told) in members {
        let _ = writeln!(text, "      {name}: {}", scalar(&value(told)));
    }
}

/// What begins a directive, and what escapes, is no more than itself.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('#', r"\#")
}

/// A text as a YAML scalar in quotes, which is a string of JSON in which every character can be printed.
fn scalar(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut scalar = String::with_capacity(json.len());
    for character in json.chars() {
        if is_printable(character) {
            scalar.push(character);
        } else {
            // Writing to a String cannot fail; all beyond are of two bytes.
            let _ = write!(scalar, "\\u{:04x}", u32::from(character));
        }
    }
    scalar
}

/// What YAML 1.2 has outside of escapes, without the marks that break a line or begin a stream.
fn is_printable(character: char) -> bool {
    let is_mark =
        matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !character.is_control() && !is_mark
}
