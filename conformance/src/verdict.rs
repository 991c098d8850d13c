//! What is said of one case in the end.

use crate::finding::{Finding, Level};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The judgement of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", tag = "is", content = "because")]
pub enum Verdict {
    /// Nothing that decides was found.
    Passed,
    /// The endpoint breaks a requirement.
    Failed,
    /// The endpoint breaks a requirement, and a waiver lets it; which, and until when.
    Waived(String),
    /// It was not run; the reason.
    Skipped(String),
    /// It could not be judged; the reason.
    Error(String),
}

impl Verdict {
    /// The verdict that findings amount to, where those of a level from `decisive` on decide.
    pub fn of(findings: &[Finding], decisive: Level) -> Self {
        if findings.iter().any(|finding| finding.decides(decisive)) {
            Self::Failed
        } else {
            Self::Passed
        }
    }
}

/// How many cases ended with which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Cases that hold.
    pub passed: usize,
    /// Cases that do not.
    pub failed: usize,
    /// Cases that do not, and need not for now.
    #[serde(default)]
    pub waived: usize,
    /// Cases that were not run.
    pub skipped: usize,
    /// Cases that could not be judged.
    pub errors: usize,
}

impl Tally {
    /// Counts one more case.
    pub fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::Waived(_) => self.waived += 1,
            Verdict::Skipped(_) => self.skipped += 1,
            Verdict::Error(_) => self.errors += 1,
        }
    }
}
