//! `conformance selftest`: every deliberate fault tried against the sandbox, and what was missed told.

use super::{Selftest, print};
use crate::contract::Contract;
use crate::error::Error;
use crate::exit::{Exit, table};
use crate::finding::Finding;
use crate::judged::Judged;
use crate::lanes;
use crate::plan::{self, Planned};
use crate::report::one_line;
use crate::rules::faults;
use crate::selftest::{self, Fault, Outcome, Tried, Undisturbed};
use crate::verdict::Verdict;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;
use wildmatch::WildMatch;

/// The end of the help on it.
pub(super) fn help() -> String {
    format!(
        "\
Examples:
  conformance selftest
  conformance selftest --verbose --only 'cancel/*'

{}",
        table(&[
            (Exit::Conforms, "every fault was found, and there was no false alarm"),
            (Exit::DoesNotConform, "a fault was missed, or there was a false alarm"),
            (Exit::WrongUse, "wrong use or configuration"),
            (Exit::NotJudged, "the sandbox could not be started"),
        ])
    )
}

pub(super) fn execute(
    told: &Selftest,
    contract: Contract,
    output: &mut dyn Write,
) -> Result<Exit, Error> {
    let contract = Arc::new(contract);
    let everything = plan::everything(&contract, true);
    let (faults, cases) = select(everything, &told.only)?;
    let outcome = selftest::run(&contract, (&faults, &cases), lanes::jobs(told.jobs))?;
    print(output, &text(&outcome, told))?;
    Ok(if outcome.is_sound() { Exit::Conforms } else { Exit::DoesNotConform })
}

/// The faults that a pattern matches by their name, their case or whoever must object, and the cases that it matches or in which one of
/// these faults is made; all where there is no pattern.
fn select<'a>(
    mut cases: Vec<Planned<'a>>,
    patterns: &[String],
) -> Result<(Vec<Fault>, Vec<Planned<'a>>), Error> {
    let mut faults: Vec<Fault> = faults().copied().collect();
    if patterns.is_empty() {
        return Ok((faults, cases));
    }
    let words = |fault: &Fault| [fault.name, fault.case, fault.objection.by];
    let patterns = patterns.iter().map(|pattern| (pattern, WildMatch::new(pattern)));
    let patterns: Vec<(&String, WildMatch)> = patterns.collect();
    for (text, pattern) in &patterns {
        let is_fault =
            faults.iter().any(|fault| words(fault).iter().any(|word| pattern.matches(word)));
        if !is_fault && !cases.iter().any(|case| pattern.matches(case.id())) {
            return Err(Error::Usage(format!(
                "--only {text:?} matches no fault and no case; `conformance selftest --verbose` shows them all"
            )));
        }
    }
    let matches = |text: &str| patterns.iter().any(|(_, pattern)| pattern.matches(text));
    faults.retain(|fault| words(fault).iter().any(|word| matches(word)));
    let is_made_in = |id: &str| faults.iter().any(|fault| fault.case == id);
    cases.retain(|case| matches(case.id()) || is_made_in(case.id()));
    Ok((faults, cases))
}

/// What was missed, what was said for nothing, and the count of both; everything where that is asked for.
fn text(outcome: &Outcome, told: &Selftest) -> String {
    let tried = outcome.tried.iter().filter(|tried| told.verbose || !tried.is_found());
    let undisturbed =
        outcome.undisturbed.iter().filter(|case| told.verbose || case.false_alarms() > 0);
    let lines = tried.map(about_fault).chain(undisturbed.map(about_case));
    let (found, all) = (outcome.found(), outcome.tried.len());
    let alarms = match outcome.false_alarms() {
        1 => "1 false alarm".to_owned(),
        number => format!("{number} false alarms"),
    };
    let lines: Vec<String> = lines.collect();
    format!("{}{found} of {all} faults found, {alarms}\n", lines.concat())
}

fn about_fault(tried: &Tried) -> String {
    let Fault { name, case, objection, .. } = tried.fault;
    if tried.is_found() {
        return format!("found  {name} ({case}): {} {}\n", objection.by, shown(objection.place));
    }
    let level = objection.level().map(|level| format!("{level} ")).unwrap_or_default();
    let place = shown(objection.place);
    format!(
        "MISSED {name} ({case})\n       to be said: {level}{} {place}\n{}",
        objection.by,
        said(&tried.judged)
    )
}

fn about_case(undisturbed: &Undisturbed) -> String {
    let case = &undisturbed.case;
    if undisturbed.false_alarms() == 0 {
        return format!("silent {case}\n");
    }
    format!("ALARM  {case}\n{}", said(&undisturbed.judged))
}

/// The verdict, and a line for each finding.
fn said(judged: &Judged) -> String {
    let verdict = match &judged.verdict {
        Verdict::Passed => "passed".to_owned(),
        Verdict::Failed => "failed".to_owned(),
        Verdict::Waived(because) => format!("waived, {because}"),
        Verdict::Skipped(because) => format!("skipped, {because}"),
        Verdict::Error(because) => format!("not judged, {because}"),
    };
    let mut text = format!("       the case: {}\n", one_line(&verdict));
    for finding in &judged.findings {
        let Finding { check, level, place, expected, actual, .. } = finding;
        let told = format!("expected {expected}, actual {actual}");
        let (place, told) = (shown(place), one_line(&told));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "       said: {level} {check} {place}: {told}");
    }
    text
}

fn shown(place: &str) -> &str {
    if place.is_empty() { "the whole body" } else { place }
}
