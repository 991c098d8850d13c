//! Findings that decide nothing and are the same from case to case: told once, at the end.

use super::CaseReport;
use super::one_line::one_line;
use crate::finding::{Finding, Level};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Result, Write};

/// In how many cases the same must be found to be told once.
const MANY: usize = 3;

/// What makes two findings the same.
type Key<'a> = (Level, &'a str, &'a str, &'a str);

/// Such findings, with the number of cases.
pub(super) struct Repeated<'a> {
    counts: BTreeMap<Key<'a>, usize>,
    decisive: Level,
}

impl<'a> Repeated<'a> {
    /// Those of a whole report.
    pub(super) fn among(cases: &'a [CaseReport], decisive: Level) -> Self {
        let mut counts = BTreeMap::new();
        for case in cases {
            let findings = case.findings.iter().filter(|finding| !finding.decides(decisive));
            // However often one case shows it.
            let keys: BTreeSet<Key<'_>> = findings.map(key).collect();
            for key in keys {
                *counts.entry(key).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count >= MANY);
        Self { counts, decisive }
    }

    /// Whether a finding is told at the end.
    pub(super) fn holds(&self, finding: &Finding) -> bool {
        !finding.decides(self.decisive) && self.counts.contains_key(&key(finding))
    }

    /// A line each.
    pub(super) fn write(&self, text: &mut String) -> Result {
        if self.counts.is_empty() {
            return Ok(());
        }
        writeln!(text, "in many cases, and decisive in none:")?;
        for ((level, check, place, actual), count) in self.counts.iter().rev() {
            let (check, place, actual) = (one_line(check), one_line(place), one_line(actual));
            writeln!(text, "      {level:<6}  {check}  {place}: {actual}  ({count} cases)")?;
        }
        writeln!(text)
    }
}

fn key(finding: &Finding) -> Key<'_> {
    (finding.level, &finding.check, &finding.place, &finding.actual)
}
