//! What an endpoint need not mend for now: a file of waivers, each for a finding, with its reason and its last day.

mod entries;
mod read;
mod written;

pub(crate) use entries::entries;
pub(crate) use written::{For, appended};

use crate::finding::{Finding, Waived};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use wildmatch::WildMatch;

/// A file of waivers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverFile {
    /// The JSON Schema that the file is written by.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// So many cases may be waived in one run; more is a mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<usize>,
    /// The waivers; of several that fit a finding, the first counts.
    #[serde(default)]
    pub waiver: Vec<Waiver>,
}

/// One waiver. `*` stands for any text in a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The cases, as a pattern over their ids.
    pub id: String,
    /// Who speaks of them, as a pattern: the id of a check, or of the case itself for what it says.
    pub check: String,
    /// The one finding that is meant, as `conformance waive` writes it; without it, all of that check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The endpoints, as a pattern over what `--endpoint` says; without it, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Who answers for it.
    pub owner: String,
    /// Why it is let pass.
    pub reason: String,
    /// Where it is followed up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The last day on which it holds, in UTC, such as 2026-12-31.
    #[serde(deserialize_with = "day")]
    #[schemars(extend("format" = "date"))]
    pub expires: String,
}

impl Waiver {
    /// Whether it is for what a finding says of the case of that id.
    pub fn fits(&self, case: &str, finding: &Finding) -> bool {
        let is_meant = |print: &String| *print == finding.fingerprint();
        self.is_of(case)
            && self.is_said_by(&finding.check)
            && self.fingerprint.as_ref().is_none_or(is_meant)
    }

    /// Whether the case of that id is among those it is for.
    pub(crate) fn is_of(&self, case: &str) -> bool {
        WildMatch::new(&self.id).matches(case)
    }

    /// Whether it is for what speaks by that id.
    pub(crate) fn is_said_by(&self, check: &str) -> bool {
        WildMatch::new(&self.check).matches(check)
    }

    /// What is said of a finding that it lets pass.
    pub(crate) fn told(&self) -> Waived {
        Waived {
            reason: self.reason.clone(),
            owner: self.owner.clone(),
            link: self.link.clone(),
            expires: self.expires.clone(),
        }
    }
}

impl std::fmt::Display for Waiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} until {}: {}", self.id, self.expires, self.reason)
    }
}

/// The JSON Schema of a file of waivers.
pub fn schema() -> Value {
    schemars::schema_for!(WaiverFile).to_value()
}

/// A day, as TOML has it or as a text; whether there is such a day is looked at with its line.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let day = value.as_datetime().map(ToString::to_string);
    day.or_else(|| value.as_str().map(str::to_owned)).ok_or_else(|| {
        let kind = value.type_str();
        serde::de::Error::custom(format!("expires is no {kind}; give a day, such as 2026-12-31"))
    })
}
