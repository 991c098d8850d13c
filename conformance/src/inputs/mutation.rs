//! A mutation: a documented body with changes, what must come of it when it is sent, and the bytes to send.

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

/// One change of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// JSON pointer to the place in the body before any change; empty for the whole body.
    pub at: String,
    /// What is done there.
    pub change: Change,
}

/// What is done at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The member or the item is not sent.
    LeaveOut,
    /// Another value is sent; where there is no such member, it is added.
    Put(Value),
    /// A text of so many letters is sent.
    Text(usize),
    /// The value is sent within so many arrays or objects; where there is no such member, null is.
    Nest(Bracket, usize),
    /// What no JSON value can say is sent in the place of the value.
    Raw(&'static str),
    /// The member is sent as it is, and once more with this value.
    Repeat(Value),
    /// The whole body is written in another way that means the same.
    Write(Writing),
    /// The written body is broken.
    Break(Damage),
}

/// What a value can be nested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bracket {
    /// An array of one item.
    Array,
    /// An object of one member.
    Object,
}

/// A way to write a body that changes nothing of what it means (RFC 8259).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// The members of every object in reverse order.
    Reversed,
    /// White space wherever it may stand.
    Spaced,
    /// Every character of every string as an escape.
    EscapedTexts,
    /// Every character of every member's name as an escape.
    EscapedNames,
}

/// What is done to the bytes of a written body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// There are none.
    Emptied,
    /// The second half is missing.
    BrokenOff,
    /// A comma stands behind the last member.
    TrailingComma,
    /// Apostrophes stand for quotation marks.
    Apostrophes,
    /// A comment stands before the body.
    Comment,
    /// A byte order mark stands before the body.
    ByteOrderMark,
    /// The encoding is UTF-16.
    Utf16,
    /// A byte is in it that is not UTF-8.
    NotUtf8,
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
