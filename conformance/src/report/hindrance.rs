//! What kept a run from its end and no case tells: what it kept from that, why, and what the program ends with for it.

use super::one_line::one_line;
use crate::exit::Exit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kept a run from its end, where its cases do not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hindrance {
    /// What it kept from its end.
    pub of: Hindered,
    /// Why.
    pub because: String,
    /// What the program ends with for it, where nothing is worse.
    pub exit: Exit,
}

/// What of a run may be kept from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Hindered {
    /// The judging: from there on nothing was tried.
    Judging,
    /// The undoing: what the run made at the endpoint is left there, or a part of it.
    Undoing,
}

impl Hindrance {
    /// As a sentence that begins small and has no point.
    pub(crate) fn sentence(&self) -> String {
        format!("{}: {}", self.of.in_words(), one_line(&self.because))
    }
}

impl Hindered {
    /// What it means that it did not come to its end.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Judging => "not everything was tried",
            Self::Undoing => "what was made could not be undone",
        }
    }

    /// What would have been so, as tests are named.
    pub(super) fn as_a_fact(self) -> &'static str {
        match self {
            Self::Judging => "everything is tried",
            Self::Undoing => "what was made is undone",
        }
    }
}
