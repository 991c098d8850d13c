//! What can be done to a documented body, and where.

use serde_json::Value;

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
