//! What is wrong with the contract: the place in it, and what to change.

use std::fmt;

/// One thing to correct before the client can be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// An operation, or a JSON pointer into the bundled contract.
    pub(crate) place: String,
    /// What is wrong there, and the remedy.
    pub(crate) fault: String,
}

impl Problem {
    pub(crate) fn new(place: impl fmt::Display, fault: impl Into<String>) -> Self {
        Self { place: place.to_string(), fault: fault.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.fault)
    }
}
