//! A report in, what its run came to out: what the program ends with, in a sentence, and what is to be looked after.

use super::{Ended, Hindered, Part, Report};
use crate::exit::Exit;

/// What a run came to. Every format that tells it asks here, so that none says another thing than the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has not ended, as far as the report knows.
    Unfinished,
    /// It ended, and so does the program.
    Ended(Exit),
}

impl Report {
    /// What the run came to.
    pub(super) fn outcome(&self) -> Outcome {
        match self.ended {
            Ended::Unfinished => Outcome::Unfinished,
            Ended::Interrupted | Ended::Whole => Outcome::Ended(self.exit()),
        }
    }

    /// The same as a sentence that begins small and has no point.
    pub(super) fn outcome_in_words(&self) -> &'static str {
        match self.outcome() {
            Outcome::Unfinished => "the run has not ended",
            Outcome::Ended(Exit::Interrupted) => "the run was interrupted",
            // A report that there is was neither used wrongly nor refused as a whole.
            Outcome::Ended(Exit::NotJudged | Exit::WrongUse | Exit::Refused)
                if self.has_tried_everything() =>
            {
                Hindered::Undoing.in_words()
            }
            Outcome::Ended(Exit::NotJudged | Exit::WrongUse | Exit::Refused) => {
                "not everything could be judged"
            }
            Outcome::Ended(Exit::DoesNotConform) => "the endpoint does not conform",
            Outcome::Ended(Exit::WaiverIsStale) => "waivers are to be looked after",
            Outcome::Ended(Exit::SnapshotNeedsReview) => "shapes are to be reviewed",
            Outcome::Ended(Exit::NothingRun) if self.empty_shard().is_some() => {
                "nothing was run because the shard is empty"
            }
            Outcome::Ended(Exit::NothingRun) => "nothing was run that is required",
            Outcome::Ended(Exit::Conforms) if self.tally.waived > 0 => {
                "the endpoint conforms but for what is waived"
            }
            Outcome::Ended(Exit::Conforms) => "the endpoint conforms",
        }
    }

    /// Which part of the whole it is, where nothing fell into that, and not because everything had passed.
    pub(super) fn empty_shard(&self) -> Option<&Part> {
        self.shard.as_ref().filter(|part| part.places.is_empty() && !self.had_all_passed)
    }

    /// Whether nothing kept the run from its end, nor a case from being judged.
    pub(super) fn is_healthy(&self) -> bool {
        self.ended == Ended::Whole && self.tally.errors == 0 && self.hindrances.is_empty()
    }

    /// Whether everything could be judged, whatever came of it and of the undoing.
    fn has_tried_everything(&self) -> bool {
        let mut hindrances = self.hindrances.iter();
        self.tally.errors == 0 && hindrances.all(|hindrance| hindrance.of == Hindered::Undoing)
    }
}
