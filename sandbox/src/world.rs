//! Worlds: JSON in, the checked data that a sandbox starts with out.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::error::WorldError;
use crate::model::{Assignment, AssignmentRequest, Package, Policy, Subject, SubjectId, Timestamp};

mod check;

/// The data a sandbox starts with; its references are known to lead somewhere.
#[derive(Clone, Debug)]
pub struct World(Contents);

impl World {
    /// The documented world, in which every documented example holds.
    ///
    /// # Errors
    /// When the file that is built into the crate is not sound, which its tests exclude.
    pub fn documented() -> Result<Self, WorldError> {
        Self::from_json(include_str!("../worlds/documented.json"))
    }

    /// Reads a world in the form that `worlds/documented.json` shows.
    ///
    /// # Errors
    /// When the text is not of that form, or when it contradicts itself; the error names the place.
    pub fn from_json(text: &str) -> Result<Self, WorldError> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let contents: Contents = serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| form(error.path().to_string(), error.into_inner()))?;
        deserializer.end().map_err(|source| form("the end".to_owned(), source))?;
        check::check(&contents)?;
        Ok(Self(contents))
    }

    /// The moment at which the world begins: `clock` in its file.
    pub fn clock(&self) -> DateTime<Utc> {
        self.0.clock.0
    }

    /// What the world holds.
    pub(crate) fn into_contents(self) -> Contents {
        self.0
    }
}

fn form(path: String, source: serde_json::Error) -> WorldError {
    WorldError::Form { path, source }
}

/// A world as its file says it, in Graph's member names.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Contents {
    /// What a clock shows at the start.
    pub(crate) clock: Timestamp,
    /// The subject that every bearer token stands for.
    pub(crate) caller: SubjectId,
    pub(crate) subjects: Vec<Subject>,
    pub(crate) access_packages: Vec<Package>,
    pub(crate) assignment_policies: Vec<Policy>,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) assignment_requests: Vec<AssignmentRequest>,
}

#[cfg(test)]
mod tests;
