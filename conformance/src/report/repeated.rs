//! Findings that decide nothing and are the same from example to example: told once, at the end.

use super::ExampleReport;
use super::one_line::one_line;
use crate::finding::{Finding, Level};
use std::collections::BTreeMap;
use std::fmt::{Result, Write};

/// In how many examples the same must be found to be told once.
const MANY: usize = 3;

/// What makes two findings the same.
type Key<'a> = (Level, &'a str, &'a str, &'a str);

/// Such findings, with the number of examples.
pub(super) struct Repeated<'a>(BTreeMap<Key<'a>, usize>);

impl<'a> Repeated<'a> {
    /// Those of a whole report.
    pub(super) fn among(examples: &'a [ExampleReport]) -> Self {
        let mut counts = BTreeMap::new();
        let findings = examples.iter().flat_map(|example| &example.findings);
        for finding in findings.filter(|finding| !finding.decides()) {
            *counts.entry(key(finding)).or_default() += 1;
        }
        counts.retain(|_, count| *count >= MANY);
        Self(counts)
    }

    /// Whether a finding is told at the end.
    pub(super) fn holds(&self, finding: &Finding) -> bool {
        !finding.decides() && self.0.contains_key(&key(finding))
    }

    /// A line each.
    pub(super) fn write(&self, text: &mut String) -> Result {
        if self.0.is_empty() {
            return Ok(());
        }
        writeln!(text, "in many examples, and decisive in none:")?;
        for ((level, check, place, actual), count) in self.0.iter().rev() {
            let (place, actual) = (one_line(place), one_line(actual));
            writeln!(text, "      {level:<6}  {check}  {place}: {actual}  ({count} examples)")?;
        }
        writeln!(text)
    }
}

fn key(finding: &Finding) -> Key<'_> {
    (finding.level, &finding.check, &finding.place, &finding.actual)
}
