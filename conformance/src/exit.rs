//! The exit codes of the program, each with its meaning, and which of several a run ends with.

use crate::check::CHECKS;
use crate::report::{CaseReport, Ended, Report};
use crate::verdict::Verdict;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::process::ExitCode;

/// How a run of the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Exit {
    /// The endpoint conforms, or the program did what it was asked.
    Conforms = 0,
    /// The endpoint does not conform.
    DoesNotConform = 1,
    /// Wrong use or configuration.
    WrongUse = 2,
    /// The endpoint could not be reached or judged.
    NotJudged = 3,
    /// A waiver is stale, has expired, or matches nothing.
    WaiverIsStale = 4,
    /// A snapshot needs review.
    SnapshotNeedsReview = 5,
    /// Refused for safety.
    Refused = 6,
    /// Nothing that is required was run.
    NothingRun = 7,
    /// Interrupted; what was judged until then is reported.
    Interrupted = 130,
}

/// Every code, the worst first: what kept the run from taking place, what it did not find out, what it found out, what is to be looked after.
const BY_WEIGHT: [Exit; 9] = [
    Exit::WrongUse,
    Exit::Refused,
    Exit::Interrupted,
    Exit::NotJudged,
    Exit::DoesNotConform,
    Exit::WaiverIsStale,
    Exit::SnapshotNeedsReview,
    Exit::NothingRun,
    Exit::Conforms,
];

/// What each code means of a run.
pub const MEANINGS: [(Exit, &str); 9] = [
    (Exit::Conforms, "the endpoint conforms"),
    (Exit::DoesNotConform, "the endpoint does not conform"),
    (Exit::WrongUse, "wrong use or configuration"),
    (Exit::NotJudged, "the endpoint could not be reached or judged"),
    (Exit::WaiverIsStale, "a waiver is stale, has expired, or matches nothing"),
    (Exit::SnapshotNeedsReview, "a snapshot needs review"),
    (Exit::Refused, "refused for safety"),
    (Exit::NothingRun, "nothing that is required was run"),
    (Exit::Interrupted, "interrupted; what was judged until then is reported"),
];

/// Codes with what each means, as the help on every subcommand shows them.
pub fn table(meanings: &[(Exit, &str)]) -> String {
    let line = |(code, told): &(Exit, &str)| format!("\n  {:>3}  {told}", *code as u8);
    format!("Exit codes:{}", meanings.iter().map(line).collect::<String>())
}

impl Exit {
    /// The worst of several: the one that a program ends with where all are true; of none, that it conforms.
    pub fn worst(codes: impl IntoIterator<Item = Self>) -> Self {
        let weight = |code: &Self| BY_WEIGHT.iter().position(|known| known == code);
        codes.into_iter().min_by_key(weight).unwrap_or(Self::Conforms)
    }
}

impl Report {
    /// What a run ends with that this report is of.
    pub fn exit(&self) -> Exit {
        Exit::worst(self.exits())
    }

    /// Everything that is true of the run; the worst counts.
    fn exits(&self) -> impl Iterator<Item = Exit> {
        [
            (self.ended == Ended::Interrupted).then_some(Exit::Interrupted),
            (self.tally.errors > 0).then_some(Exit::NotJudged),
            (self.tally.failed > 0).then_some(Exit::DoesNotConform),
            self.waivers
                .iter()
                .any(|entry| entry.state.needs_care())
                .then_some(Exit::WaiverIsStale),
            self.needs_review().then_some(Exit::SnapshotNeedsReview),
            (!self.had_all_passed && !self.has_run_what_is_required()).then_some(Exit::NothingRun),
        ]
        .into_iter()
        .flatten()
        .chain(self.hindrances.iter().map(|hindrance| hindrance.exit))
    }

    /// Whether a case was run that is firm enough to decide.
    fn has_run_what_is_required(&self) -> bool {
        self.cases.iter().any(|case| {
            let is_run = match case.verdict {
                Verdict::Passed | Verdict::Failed | Verdict::Waived(_) => true,
                Verdict::Skipped(_) | Verdict::Error(_) => false,
            };
            is_run && case.level >= self.decisive && self.has_a_firm_voice(case)
        })
    }

    /// Whether anybody speaks of a case whose word decides.
    fn has_a_firm_voice(&self, case: &CaseReport) -> bool {
        let is_firm = |id: &String| {
            let check = CHECKS.iter().find(|check| check.id == id);
            check.is_none_or(|check| check.level >= self.decisive)
        };
        case.voices.as_ref().is_none_or(|voices| voices.iter().any(is_firm))
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl crate::error::Error {
    /// The exit code that an error ends the program with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Unreachable { .. }
            | Self::Token { .. }
            | Self::Sandbox(_)
            | Self::SelfTest(_)
            | Self::Runtime(_) => Exit::NotJudged,
            Self::Refused(_) => Exit::Refused,
            Self::Interrupted => Exit::Interrupted,
            Self::Contract { .. }
            | Self::Bundle(_)
            | Self::File { .. }
            | Self::Bindings { .. }
            | Self::Snapshot { .. }
            | Self::Configuration { .. }
            | Self::Requirements { .. }
            | Self::Report { .. }
            | Self::Waivers { .. }
            | Self::SigningKeys { .. }
            | Self::World { .. }
            | Self::Data(_)
            | Self::Ledger { .. }
            | Self::Usage(_) => Exit::WrongUse,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_codes_the_one_that_comes_first_in_the_order_counts() {
        for (place, worse) in BY_WEIGHT.iter().enumerate() {
            for other in &BY_WEIGHT[place..] {
                assert_eq!(Exit::worst([*worse, *other]), *worse, "{worse:?} and {other:?}");
                assert_eq!(Exit::worst([*other, *worse]), *worse, "{other:?} and {worse:?}");
            }
        }
        assert_eq!(Exit::worst([]), Exit::Conforms);
    }

    #[test]
    fn every_code_has_its_place_in_the_order() {
        let mut told = MEANINGS.map(|(code, _)| code as u8);
        let mut placed = BY_WEIGHT.map(|code| code as u8);
        told.sort_unstable();
        placed.sort_unstable();
        assert_eq!(told, placed);
    }
}
