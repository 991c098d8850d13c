//! A comparison for a person: the cases that are not alike, and the tally last.

use super::{CaseComparison, Comparison, Side, Which};
use crate::finding::Finding;
use crate::report::one_line;
use crate::snapshots::lines;
use crate::verdict::Verdict;
use std::fmt::{Result, Write};

pub(super) fn render(comparison: &Comparison) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_comparison(&mut text, comparison);
    text
}

pub(super) fn quiet(comparison: &Comparison) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut parted = comparison.cases.iter().filter(|case| !case.agrees());
    let _ = parted.try_for_each(|case| write_case(&mut text, case));
    let _ = write_end(&mut text, comparison);
    text
}

fn write_comparison(text: &mut String, comparison: &Comparison) -> Result {
    let contract = &comparison.contract;
    writeln!(text, "contract: {} {}", one_line(&contract.title), one_line(&contract.version))?;
    for (which, side) in [(Which::A, &comparison.a), (Which::B, &comparison.b)] {
        writeln!(text, "{which}: {}  ({})", one_line(&side.endpoint), told(side))?;
    }
    writeln!(text)?;
    for case in comparison.cases.iter().filter(|case| !case.is_alike()) {
        write_case(text, case)?;
    }
    write_end(text, comparison)
}

/// `200 passed, 1 failed, 4 skipped`.
fn told(side: &Side) -> String {
    let tally = side.tally;
    let skipped = tally.skipped + tally.waived;
    let told = format!("{} passed, {} failed, {skipped} skipped", tally.passed, tally.failed);
    if tally.errors == 0 { told } else { format!("{told}, {} not judged", tally.errors) }
}

fn write_case(text: &mut String, case: &CaseComparison) -> Result {
    let mark = if case.agrees() { "differ" } else { "DIFFER" };
    let verdicts = format!("a {}, b {}", verdict(&case.a), verdict(&case.b));
    writeln!(text, "{mark}  {}  {verdicts}", one_line(&case.id))?;
    writeln!(text, "      {}", one_line(&case.summary))?;
    for (which, verdict) in [(Which::A, &case.a), (Which::B, &case.b)] {
        if let Verdict::Error(because) | Verdict::Skipped(because) = verdict {
            writeln!(text, "      {which}  {}", one_line(because))?;
        }
    }
    for (which, findings) in [(Which::A, &case.only_at_a), (Which::B, &case.only_at_b)] {
        for finding in findings {
            write_finding(text, which, finding)?;
        }
    }
    if let Some(told) = &case.stricter {
        let (call, exchange) = (one_line(&told.call), told.exchange);
        writeln!(
            text,
            "      {} is stricter  {call}, exchange {exchange}: a {}, b {}",
            told.who, told.a, told.b
        )?;
    }
    if !case.shapes.is_empty() {
        writeln!(text, "      from a to b")?;
    }
    lines(&case.shapes, "        ").iter().try_for_each(|line| writeln!(text, "{line}"))?;
    writeln!(text)
}

fn write_finding(text: &mut String, which: Which, finding: &Finding) -> Result {
    let Finding { check, place, expected, actual, .. } = finding;
    let place = if place.is_empty() { "the whole body" } else { place };
    writeln!(text, "      only at {which}  {check}  {}", one_line(place))?;
    writeln!(text, "           expected  {}", one_line(expected))?;
    writeln!(text, "             actual  {}", one_line(actual))
}

fn verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Waived(_) => "waived",
        Verdict::Skipped(_) => "skipped",
        Verdict::Error(_) => "not judged",
    }
}

fn write_end(text: &mut String, comparison: &Comparison) -> Result {
    let count =
        |is: fn(&CaseComparison) -> bool| comparison.cases.iter().filter(|case| is(case)).count();
    let stricter = |which| {
        let told = comparison.cases.iter().filter_map(|case| case.stricter.as_ref());
        told.filter(|told| told.who == which).count()
    };
    let shapes = count(|case| !case.shapes.is_empty());
    writeln!(
        text,
        "a is stricter in {}, b in {}; shapes differ in {shapes}",
        stricter(Which::A),
        stricter(Which::B)
    )?;
    let (alike, parted) = (count(CaseComparison::is_alike), count(|case| !case.agrees()));
    let differ = comparison.cases.len() - alike;
    writeln!(text, "{alike} alike, {differ} differ, {parted} of them in the verdict")
}
