//! What is said of one example in the end.

use crate::finding::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The judgement of one example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", tag = "is", content = "because")]
pub enum Verdict {
    /// Nothing that decides was found.
    Passed,
    /// The endpoint breaks a requirement.
    Failed,
    /// It was not run; the reason.
    Skipped(String),
    /// It could not be judged; the reason.
    Error(String),
}

impl Verdict {
    /// The verdict that findings amount to.
    pub fn of(findings: &[Finding]) -> Self {
        if findings.iter().any(Finding::decides) { Self::Failed } else { Self::Passed }
    }
}

/// How many examples ended with which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Examples that hold.
    pub passed: usize,
    /// Examples that do not.
    pub failed: usize,
    /// Examples that were not run.
    pub skipped: usize,
    /// Examples that could not be judged.
    pub errors: usize,
}

impl Tally {
    /// Counts verdicts.
    pub fn of<'a>(verdicts: impl IntoIterator<Item = &'a Verdict>) -> Self {
        let mut tally = Self::default();
        for verdict in verdicts {
            match verdict {
                Verdict::Passed => tally.passed += 1,
                Verdict::Failed => tally.failed += 1,
                Verdict::Skipped(_) => tally.skipped += 1,
                Verdict::Error(_) => tally.errors += 1,
            }
        }
        tally
    }
}
