//! What became of the cases that are run again: a line each, and how many there are of each kind.

use super::{Ending, Report, one_line};
use crate::verdict::Verdict;
use std::fmt::{Result, Write};

/// Every outcome in the order in which they are counted: as it is told of a case, and of several.
const OUTCOMES: [(&str, &str); 8] = [
    ("FIXED", "fixed"),
    ("PASSES", "now passed"),
    ("STILL FAILS", "still failed"),
    ("FAILS", "now failed"),
    ("WAIVED", "waived"),
    ("STILL SKIPPED", "still skipped"),
    ("SKIPPED", "now skipped"),
    ("ERROR", "not judged"),
];

/// Writes nothing where no case is run again.
pub(super) fn write(text: &mut String, report: &Report) -> Result {
    if report.cases.iter().all(|case| case.before.is_none()) {
        return Ok(());
    }
    let outcomes: Vec<&str> =
        report.cases.iter().map(|case| outcome(case.before, &case.verdict)).collect();
    let widest = outcomes.iter().map(|outcome| outcome.len()).max().unwrap_or_default();
    writeln!(text, "run again:")?;
    for (case, outcome) in report.cases.iter().zip(&outcomes) {
        writeln!(text, "  {outcome:<widest$}  {}", one_line(&case.id))?;
    }
    let counts = OUTCOMES.iter().filter_map(|(outcome, counted)| {
        let count = outcomes.iter().filter(|told| *told == outcome).count();
        (count > 0).then(|| format!("{count} {counted}"))
    });
    let counts: Vec<String> = counts.collect();
    writeln!(text, "{}\n", counts.join(", "))
}

fn outcome(before: Option<Ending>, now: &Verdict) -> &'static str {
    let had_failed = match before {
        Some(Ending::Failed | Ending::Waived) => true,
        Some(Ending::Passed | Ending::Skipped | Ending::Error) | None => false,
    };
    match now {
        Verdict::Passed if had_failed || before == Some(Ending::Error) => "FIXED",
        Verdict::Passed => "PASSES",
        Verdict::Failed if had_failed => "STILL FAILS",
        Verdict::Failed => "FAILS",
        Verdict::Waived(_) => "WAIVED",
        Verdict::Skipped(_) if before == Some(Ending::Skipped) => "STILL SKIPPED",
        Verdict::Skipped(_) => "SKIPPED",
        Verdict::Error(_) => "ERROR",
    }
}
