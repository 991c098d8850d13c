//! A case that failed in, the lines of a shell by which it is seen again out.

use super::curl::{curl, word};
use super::{CaseReport, ExchangeReport, Report, RequestReport};
use crate::finding::Finding;
use crate::plan::Kind;
use crate::verdict::Verdict;
use std::collections::BTreeSet;
use std::fmt::{Result, Write};

/// A longer line helps nobody at a terminal.
const LONGEST_LINE: usize = 2_000;

/// For so many requests of a case a line is told: whoever mends the first sees the others anew.
const MOST_REQUESTS: usize = 3;

/// What has been told of one case.
pub(super) struct Repetition<'a> {
    report: &'a Report,
    case: &'a CaseReport,
    /// The requests that there is a line for already.
    told: BTreeSet<String>,
}

impl<'a> Repetition<'a> {
    /// Nothing has been told yet.
    pub(super) fn new(report: &'a Report, case: &'a CaseReport) -> Self {
        Self { report, case, told: BTreeSet::new() }
    }

    /// The exchange that a finding is about.
    pub(super) fn exchange(&self, finding: &Finding) -> Option<&'a ExchangeReport> {
        match (finding.exchange, self.case.exchanges.as_slice()) {
            (Some(number), exchanges) => exchanges.get(number.checked_sub(1)?),
            (None, [exchange]) => Some(exchange),
            (None, _) => None,
        }
    }

    /// The line that sends the request of a finding again, where the finding decides and no line does so yet. A sandbox of our own is gone.
    pub(super) fn write_request(&mut self, text: &mut String, finding: &Finding) -> Result {
        let is_due = finding.decides(self.report.decisive) && !self.report.is_own_sandbox;
        let Some(exchange) = self.exchange(finding).filter(|_| is_due) else { return Ok(()) };
        let line = match &finding.sent {
            Some(sent) => curl(&smaller(&exchange.request, sent)),
            None => curl(&exchange.request),
        };
        if self.told.len() >= MOST_REQUESTS || !self.told.insert(line.clone()) {
            return Ok(());
        }
        if line.len() > LONGEST_LINE {
            let length = line.len();
            return writeln!(
                text,
                "         send again  too long for a line: {length} characters of curl"
            );
        }
        writeln!(text, "         send again  {line}")
    }

    /// The line that judges the case again, where it failed.
    pub(super) fn write_case(&self, text: &mut String) -> Result {
        // What a client did cannot be done again by us.
        if self.case.verdict != Verdict::Failed || self.case.kind == Kind::Exchange {
            return Ok(());
        }
        let words = self.report.again.iter().map(|told| word(told));
        let words: Vec<String> = std::iter::once(word(&self.case.id)).chain(words).collect();
        writeln!(text, "\n        judge again  conformance run --only {}", words.join(" "))
    }
}

/// The request with the smallest body that shows the same.
fn smaller(request: &RequestReport, body: &str) -> RequestReport {
    RequestReport { body: None, text: Some(body.to_owned()), ..request.clone() }
}
