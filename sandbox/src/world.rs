//! Worlds: JSON in, the checked data that a sandbox starts with out, and back.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::callout::OutgoingCallout;
use crate::error::WorldError;
use crate::ids::IdSequence;
use crate::model::{
    Assignment, AssignmentRequest, Duration, Package, Policy, RoleAssignment, Subject, Timestamp,
};

mod check;
mod persona;

pub(crate) use persona::Persona;

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
        Self::from_contents(contents)
    }

    /// A world of these contents, once they are found sound.
    pub(crate) fn from_contents(contents: Contents) -> Result<Self, WorldError> {
        check::check(&contents)?;
        Ok(Self(contents))
    }

    /// The world as the text of a file, which [`World::from_json`] reads.
    ///
    /// # Errors
    /// When a part of it cannot be written as JSON, which its tests exclude.
    pub fn to_json(&self) -> Result<String, WorldError> {
        serde_json::to_string_pretty(&self.0).map_err(WorldError::Unwritable)
    }

    /// The JSON Schema of such a file.
    pub fn schema() -> Value {
        schemars::schema_for!(Contents).to_value()
    }

    /// The moment at which the world begins: `clock` in its file.
    pub fn clock(&self) -> DateTime<Utc> {
        self.0.clock.0
    }

    /// What a store holds, which is sound as the store's rules keep it so.
    pub(crate) fn of_store(contents: Contents) -> Self {
        Self(contents)
    }

    /// What the world holds.
    pub(crate) fn into_contents(self) -> Contents {
        self.0
    }
}

fn form(path: String, source: serde_json::Error) -> WorldError {
    let place = if path == "." { "the text".to_owned() } else { path };
    WorldError::Form { path: place, source }
}

/// The data of a sandbox, in Graph's member names. Ids are GUIDs, moments RFC 3339; members that may
/// be null may be left out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "World of the sandbox")]
pub(crate) struct Contents {
    /// What a clock shows at the start.
    pub(crate) clock: Timestamp,
    /// Where the sequence of new ids stands in a world that was saved; it begins with the seed where
    /// it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ids: Option<IdSequence>,
    /// How long requests are kept after their completion, such as P90D; for ever where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_retention: Option<Duration>,
    /// Callers whose tokens are handed out.
    #[serde(default)]
    pub(crate) personas: Vec<Persona>,
    /// Who holds which role of entitlement management or of the directory.
    #[serde(default)]
    pub(crate) role_assignments: Vec<RoleAssignment>,
    /// Everybody who is known, in the directory or by e-mail only.
    pub(crate) subjects: Vec<Subject>,
    /// What can be requested.
    pub(crate) access_packages: Vec<Package>,
    /// How access packages can be requested.
    pub(crate) assignment_policies: Vec<Policy>,
    /// Who has which access.
    pub(crate) assignments: Vec<Assignment>,
    /// Who asked for which access.
    pub(crate) assignment_requests: Vec<AssignmentRequest>,
    /// The callouts of a saved world of which it is not known what came of them; they are sent again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) outgoing_callouts: Vec<OutgoingCallout>,
}

#[cfg(test)]
mod tests;
