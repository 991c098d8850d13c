//! What is told at the terminal while a session goes on: each finding the first time, and how often it came again in the end.

use crate::finding::Finding;
use crate::report::{CaseReport, Report, one_case};
use crate::verdict::Verdict;
use std::collections::HashSet;

/// So many different findings are told apart; what comes later is told each time.
const MOST: usize = 10_000;

/// What has been shown.
#[derive(Debug)]
pub(super) struct Shown {
    known: HashSet<String>,
    again: usize,
    /// The report of the session, without its cases.
    session: Report,
    /// Whether exchanges without a finding are shown as well.
    all: bool,
}

impl Shown {
    /// Nothing yet of a session with this report; `all` for every exchange.
    pub(super) fn new(session: Report, all: bool) -> Self {
        Self { known: HashSet::new(), again: 0, session, all }
    }

    /// What is to be shown of a case.
    pub(super) fn text(&mut self, case: &CaseReport) -> String {
        let operation = case.operation.as_ref().map(|id| id.0.as_str()).unwrap_or_default();
        let mut fresh: Vec<Finding> = Vec::new();
        for finding in &case.findings {
            if self.is_new(key(operation, finding)) {
                fresh.push(finding.clone());
            }
        }
        self.again += case.findings.len() - fresh.len();
        let is_shown = match &case.verdict {
            Verdict::Error(problem) => self.is_new(problem.clone()) || self.all,
            Verdict::Passed | Verdict::Failed | Verdict::Waived(_) | Verdict::Skipped(_) => {
                !fresh.is_empty() || self.all
            }
        };
        if !is_shown {
            return String::new();
        }
        one_case(&self.session, &CaseReport { findings: fresh, ..case.clone() })
    }

    /// How many findings were the same as one before.
    pub(super) fn again(&self) -> usize {
        self.again
    }

    fn is_new(&mut self, key: String) -> bool {
        if self.known.contains(&key) {
            return false;
        }
        self.known.len() >= MOST || self.known.insert(key)
    }
}

/// What makes two findings the same: everything but numbers, of which ids, times and places in lists are made.
fn key(operation: &str, finding: &Finding) -> String {
    let Finding { check, level, place, expected, .. } = finding;
    let text = format!("{operation} {check} {level} {place} {expected}");
    text.chars().filter(|character| !character.is_ascii_digit()).collect()
}
