//! The register of discrepancies: where the documents contradict each other, the reading chosen, and how it is applied.

use super::{Contract, ExampleId, malformed};
use crate::error::Error;
use crate::pointer::places;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The entries by id.
pub type Register = BTreeMap<String, Discrepancy>;

/// One contradiction between the documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discrepancy {
    /// What it is about, in a few words.
    pub title: String,
    /// What every source says.
    pub sources: Vec<Statement>,
    /// The reading chosen.
    pub reading: String,
    /// Why, where it is not plain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Which documented examples it touches, and how they are then compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applications: Vec<Application>,
}

/// What one source says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The source.
    pub source: String,
    /// Its words, in short.
    pub says: String,
}

/// How a reading is applied to one place of some examples.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The examples.
    pub examples: Vec<ExampleId>,
    /// Whether the place is in the request or in the response.
    #[serde(rename = "in")]
    pub side: Side,
    /// Pointer into the documented body; `*` stands for every item.
    pub at: String,
    /// What is done there.
    #[serde(rename = "as")]
    pub kind: Kind,
    /// The contract's name of the member, for [`Kind::Rename`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Further status codes, for [`Kind::Status`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<u16>,
}

/// One side of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// What is sent.
    Request,
    /// What is answered.
    Response,
}

/// What a reading does at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The member has another name in the contract.
    Rename,
    /// The member is not in the contract, and nobody need send it back.
    Ignore,
    /// The documented request departs from the contract here, and is sent as documented.
    Tolerate,
    /// An enumeration member in another casing.
    Case,
    /// Presence, type and format are compared, the value is not.
    AnyValue,
    /// The member may be missing in an answer.
    Optional,
    /// The value stands for any that the schema allows.
    Placeholder,
    /// Further status codes are accepted.
    Status,
}

impl Kind {
    /// Whether such a reading accounts for what the check of that id finds in a documented example.
    pub fn accounts_for(self, check: &str) -> bool {
        match self {
            Self::Rename | Self::Ignore => check == "undocumented-members",
            Self::Case => check == "enum-members",
            Self::Tolerate | Self::Placeholder => true,
            Self::AnyValue | Self::Optional | Self::Status => false,
        }
    }
}

/// The register of a document: the map `x-discrepancies` at its root.
pub(super) fn register(document: &Value) -> Result<Register, Error> {
    let entries = document.get("x-discrepancies").and_then(Value::as_object).into_iter().flatten();
    entries.map(|(id, entry)| Ok((id.clone(), self::entry(id, entry)?))).collect()
}

fn entry(id: &str, entry: &Value) -> Result<Discrepancy, Error> {
    let entry: Discrepancy = Discrepancy::deserialize(entry)
        .map_err(|error| malformed(&format!("x-discrepancies, {id}"), error.to_string()))?;
    let lacks_name =
        |application: &Application| application.kind == Kind::Rename && application.to.is_none();
    if entry.applications.iter().any(lacks_name) {
        let problem = "a rename must say which name the member has in the contract: add `to`";
        return Err(malformed(&format!("x-discrepancies, {id}"), problem));
    }
    Ok(entry)
}

impl Contract {
    /// Where each discrepancy is named by a node's list `x-discrepancies`: (pointer of the node, id).
    pub fn discrepancies_named(&self) -> Vec<(String, String)> {
        let mut named = Vec::new();
        for (pointer, node) in places(self.document()) {
            let ids = node.get("x-discrepancies").and_then(Value::as_array).into_iter().flatten();
            named.extend(ids.filter_map(Value::as_str).map(|id| (pointer.clone(), id.to_owned())));
        }
        named
    }
}
