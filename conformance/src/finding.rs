//! What a check or a rule has to say of an exchange: data, with its level, its place, who is out of step, and the source it rests on.

mod fingerprint;

use crate::report::Location;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most that one check says of one body; a body that is wrong all over is wrong enough.
pub(crate) const MOST_OF_A_BODY: usize = 50;

/// How firmly a requirement stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Our own choice; worth knowing.
    May,
    /// Follows from the documents, or was observed on the real service.
    Should,
    /// Documented, or in the metadata.
    Must,
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        })
    }
}

/// How firmly each check or case stands, by its id.
pub type Levels = BTreeMap<String, Level>;

/// Who disagrees with the other two: the documented example, the contract's schema, or the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    /// The example as it is documented; a discrepancy tells the reading chosen.
    Documentation,
    /// The schema of the OpenAPI document.
    Contract,
    /// The endpoint that answered.
    Server,
    /// Who called it, where somebody else than the judge did.
    Client,
}

impl Party {
    /// Whether it is the judged side, and not what that is judged by.
    pub fn is_judged(self) -> bool {
        matches!(self, Self::Server | Self::Client)
    }
}

impl std::fmt::Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Documentation => "documentation",
            Self::Contract => "contract",
            Self::Server => "server",
            Self::Client => "client",
        })
    }
}

/// What a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A documented example: its page and the place on it.
    Page(String),
    /// An entry of the register of discrepancies.
    Discrepancy(String),
    /// A node of the OpenAPI document, as a JSON pointer with `#`.
    Schema(String),
    /// A standard, such as an RFC or OData.
    Standard(String),
    /// What was seen of the real service, though no document says it.
    Observation(String),
    /// Our own choice.
    Choice(String),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Page(text) | Self::Standard(text) => f.write_str(text),
            Self::Observation(text) => write!(f, "observed: {text}"),
            Self::Choice(text) => write!(f, "our own choice: {text}"),
            Self::Discrepancy(id) => write!(f, "discrepancy {id}"),
            Self::Schema(pointer) => write!(f, "contract {pointer}"),
        }
    }
}

/// One thing that is out of step in an exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Id of the check or rule that speaks.
    pub check: String,
    /// Which of the case's exchanges it is about, counted from one; none where the case has only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<usize>,
    /// Whether it decides the verdict.
    pub level: Level,
    /// Who is out of step.
    pub out_of_step: Party,
    /// Where: a JSON pointer into the body, or `status`, `header NAME`, `connection`.
    pub place: String,
    /// What was to be there.
    pub expected: String,
    /// What was there.
    pub actual: String,
    /// The smallest request body that shows it, where one was looked for; what is not UTF-8 in it is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    /// What it rests on.
    pub source: Source,
    /// Where that stands in the contract's files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Why the endpoint need not mend it for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
}

/// What a waiver says of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waived {
    /// Why it is let pass.
    pub reason: String,
    /// Who answers for that.
    pub owner: String,
    /// Where it is followed up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The last day on which it holds, as in `2026-12-31`.
    pub expires: String,
}

impl Finding {
    /// What the check or rule of that id says as firmly as that of one who is out of step: where, what was to be there, what was there, and what
    /// that rests on.
    pub fn new(
        (check, level): (&str, Level),
        out_of_step: Party,
        (place, expected, actual): (impl Into<String>, impl Into<String>, impl Into<String>),
        source: Source,
    ) -> Self {
        Self {
            check: check.to_owned(),
            exchange: None,
            level,
            out_of_step,
            place: place.into(),
            expected: expected.into(),
            actual: actual.into(),
            sent: None,
            source,
            location: None,
            waived: None,
        }
    }

    /// Whether the endpoint or the client fails for it: a demand of a level from `decisive` on that one of them breaks, and that no waiver lets
    /// pass.
    pub fn decides(&self, decisive: Level) -> bool {
        self.level >= decisive && self.out_of_step.is_judged() && self.waived.is_none()
    }
}
