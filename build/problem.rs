//! What is wrong with the contract: the place in it, and what to change, told in one line.

use std::fmt;

use openapi_bundle::{Origins, Place};

/// One thing to correct before the client can be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// A file, an operation, or a place in the contract.
    pub(crate) place: String,
    /// Where it stands in the bundled contract, if it is of that at all.
    pointer: Option<String>,
    /// What is wrong there, and the remedy.
    pub(crate) fault: String,
}

impl Problem {
    /// A problem of a file, or of all of them.
    pub(crate) fn new(place: impl fmt::Display, fault: impl Into<String>) -> Self {
        Self { place: place.to_string(), pointer: None, fault: fault.into() }
    }

    /// A problem at a JSON pointer into the bundled contract.
    pub(crate) fn at(pointer: &str, fault: impl Into<String>) -> Self {
        let pointer = Some(pointer.to_owned());
        Self { place: String::new(), pointer, fault: fault.into() }
    }

    /// A problem of what stands at `pointer` and has a name that says more.
    pub(crate) fn of(named: impl fmt::Display, pointer: String, fault: impl Into<String>) -> Self {
        Self { place: named.to_string(), pointer: Some(pointer), fault: fault.into() }
    }

    /// The same problem with the file in which it is to be mended.
    pub(crate) fn located(mut self, origins: &Origins) -> Self {
        let Some(pointer) = self.pointer.take() else { return self };
        let Place { file, pointer } = origins.of(&pointer);
        let file = file.display();
        self.place = match self.place.as_str() {
            "" => format!("{file}#{pointer}"),
            name => format!("{file}: {name}"),
        };
        self
    }
}

/// One problem is a list of problems.
impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        vec![problem]
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = match &self.pointer {
            Some(pointer) if self.place.is_empty() => format!("#{pointer}: {}", self.fault),
            _ => format!("{}: {}", self.place, self.fault),
        };
        // An error of the build ends at its first line break.
        let words: Vec<&str> = line.split_whitespace().collect();
        f.write_str(&words.join(" "))
    }
}
