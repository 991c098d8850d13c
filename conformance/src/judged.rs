//! A case and what came of it.

use crate::error::Error;
use crate::exchange::Exchange;
use crate::finding::{Finding, Level};
use crate::verdict::Verdict;

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What went over the wire, in this order.
    pub exchanges: Vec<Exchange>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The judgement.
    pub verdict: Verdict,
}

impl Judged {
    /// A case that was run; findings of a level from `decisive` on decide.
    pub fn of(exchanges: Vec<Exchange>, findings: Vec<Finding>, decisive: Level) -> Self {
        let verdict = Verdict::of(&findings, decisive);
        Self { exchanges, findings, verdict }
    }

    /// A case that was not run.
    pub fn skipped(reason: &str) -> Self {
        Self::without_findings(Verdict::Skipped(reason.to_owned()))
    }

    /// A case that could not be judged.
    pub fn unjudged(error: &Error) -> Self {
        Self::without_findings(Verdict::Error(error.chain()))
    }

    fn without_findings(verdict: Verdict) -> Self {
        Self { exchanges: Vec::new(), findings: Vec::new(), verdict }
    }
}
