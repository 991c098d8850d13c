//! The findings of a report, each told once however many cases show it: what decides first, then the firmest, then the most frequent.

use super::{CaseReport, Report};
use crate::finding::{Finding, Level};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// A finding, the first case that shows it, and how many do.
pub(super) struct ToldOnce<'a> {
    pub(super) finding: &'a Finding,
    pub(super) case: &'a CaseReport,
    pub(super) cases: usize,
    /// Whether it decides a verdict.
    pub(super) decides: bool,
}

/// What the judged side breaks and no waiver lets pass.
pub(super) fn told_once(report: &Report) -> Vec<ToldOnce<'_>> {
    let mut told: HashMap<(Level, String), ToldOnce<'_>> = HashMap::new();
    for case in &report.cases {
        let theirs = case.findings.iter().filter(|finding| finding.out_of_step.is_judged());
        let mut of_case = HashSet::new();
        for finding in theirs.filter(|finding| finding.waived.is_none()) {
            let key = (finding.level, finding.fingerprint());
            // However often one case shows it.
            if of_case.insert(key.clone()) {
                let decides = finding.decides(report.decisive);
                let one = ToldOnce { finding, case, cases: 0, decides };
                told.entry(key).or_insert(one).cases += 1;
            }
        }
    }
    let mut told: Vec<ToldOnce<'_>> = told.into_values().collect();
    let place = |one: &ToldOnce<'_>| (one.finding.check.clone(), one.finding.place.clone());
    told.sort_by_cached_key(|one| {
        let weight = Reverse((one.finding.level, one.cases));
        (!one.decides, weight, place(one), one.finding.actual.clone())
    });
    told
}
