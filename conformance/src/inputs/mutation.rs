//! A mutation: a documented body with changes, what must come of it when it is sent, and the bytes to send.

use super::edit::Edit;
use super::{sentence, written};
use crate::finding::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What must come of a request with such a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Demand {
    /// The contract forbids the body: a 4XX with the error envelope, never a 2XX or a 5XX.
    Refused,
    /// The contract allows the body, and it means what the example's means: it is served as the example is.
    Accepted,
    /// The contract allows the body but the meaning is another, or the sources differ: a 2XX, or a 4XX with the envelope, never a 5XX.
    Answered,
}

impl std::fmt::Display for Demand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Answered => "answered",
        })
    }
}

/// A documented body, changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutation {
    /// What kind of change it is, in kebab case; the same word for the same change elsewhere.
    pub kind: &'static str,
    /// What was done, in a short sentence.
    pub sentence: String,
    /// What must come of it.
    pub demand: Demand,
    /// What the demand rests on.
    pub source: Source,
    /// The changes.
    pub edits: Vec<Edit>,
    /// The request body to send, byte for byte.
    pub body: Vec<u8>,
    /// The body that is changed.
    pub(super) original: Value,
}

impl Mutation {
    /// The body with the edits, under a name that stands for all of them.
    pub(super) fn new(
        (kind, demand): (&'static str, Demand),
        source: Source,
        (original, edits): (Value, Vec<Edit>),
    ) -> Self {
        Self {
            kind,
            sentence: sentence::of(&original, &edits),
            demand,
            source,
            body: written::with(&original, &edits),
            edits,
            original,
        }
    }

    /// The same demand on another body or with other edits.
    pub(super) fn with(&self, original: Value, edits: Vec<Edit>) -> Self {
        Self::new((self.kind, self.demand), self.source.clone(), (original, edits))
    }
}
