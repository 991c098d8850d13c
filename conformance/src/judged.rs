//! A case and what came of it.

use crate::error::Error;
use crate::exchange::{Exchange, Outcome};
use crate::finding::{Finding, Level};
use crate::plan::Voices;
use crate::verdict::Verdict;

/// So many bytes of a body are kept once a case is judged: a run has thousands of exchanges, and a server may answer each at length.
const MOST_KEPT: usize = 256 << 10;

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

    /// The same as far as these speak of the case of that id; of what they say, findings of a level from `decisive` on decide.
    #[must_use]
    pub(crate) fn heard(mut self, case: &str, (voices, decisive): (&Voices, Level)) -> Self {
        let told = self.findings.len();
        self.findings.retain(|finding| voices.tell(case, finding));
        let is_run = matches!(self.verdict, Verdict::Passed | Verdict::Failed);
        if is_run && self.findings.len() < told {
            self.verdict = Verdict::of(&self.findings, decisive);
        }
        self
    }

    /// The same with no more than the start of a long body, and how long it was.
    #[must_use]
    pub(crate) fn abridged(mut self) -> Self {
        for exchange in &mut self.exchanges {
            let Outcome::Answered(answer) = &mut exchange.outcome else { continue };
            let length = answer.body.len();
            if length > MOST_KEPT {
                answer.body.truncate(MOST_KEPT);
                answer.body.extend(format!("… ({length} bytes)").into_bytes());
                answer.body.shrink_to_fit();
            }
        }
        self
    }

    fn without_findings(verdict: Verdict) -> Self {
        Self { exchanges: Vec::new(), findings: Vec::new(), verdict }
    }
}
