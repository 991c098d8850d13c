//! The result of a run as data, and the formats it is written in.

mod account;
mod badge;
mod before;
mod ctrf;
mod curl;
mod documented;
mod exchange;
mod files;
mod format;
mod github;
mod github_summary;
mod har;
mod hindrance;
mod html;
mod json;
mod junit;
mod locating;
mod location;
mod merge;
mod one_line;
mod outcome;
mod part;
mod read;
mod repeated;
mod repetition;
mod rerun;
mod sarif;
mod shapes;
mod tap;
mod text;
mod told_once;
mod waivers;

pub(crate) use before::Before;
pub use before::Ending;
pub use curl::curl;
pub use documented::{DocumentedReport, DocumentedRequestReport, DocumentedResponseReport};
pub use exchange::{ExchangeReport, RequestReport, ResponseReport};
pub(crate) use files::ReportFiles;
pub use format::{Destination, FORMATS, Format};
pub use hindrance::{Hindered, Hindrance};
pub use json::schema;
pub use location::Location;
pub(crate) use merge::merge;
pub(crate) use one_line::one_line;
pub use part::Part;
pub(crate) use text::{one_case, quiet, styled};
pub use waivers::{Standing, WaiverReport};

use crate::contract::{Contract, ExampleSource, OperationId};
use crate::finding::{Finding, Level, Source};
use crate::judged::Judged;
use crate::life_cycle::TransitionReport;
use crate::plan::{INPUT, Kind, Planned};
use crate::snapshots::{ShapeReport, SnapshotsReport};
use crate::throttle::Throttled;
use crate::verdict::{Tally, Verdict};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The result of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The program that judged.
    pub suite: Suite,
    /// The contract that it judged by.
    pub contract: ContractInfo,
    /// The URL that was judged.
    pub endpoint: String,
    /// Whether the endpoint was the sandbox that the program started for itself.
    pub is_own_sandbox: bool,
    /// What the parts of one run have in common, where it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// When the run began, in RFC 3339.
    pub started: String,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// Whether everything was judged that was to be.
    pub ended: Ended,
    /// The ids of everything that was to be judged, where the run has not ended; of one that has, the cases tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Vec<String>>,
    /// What kept the run from its end, where its cases do not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hindrances: Vec<Hindrance>,
    /// The published set of requirements that was judged by, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirements: Option<String>,
    /// What was asked for of what to judge and how, in the words of the configuration; files are left out.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub settings: Map<String, Value>,
    /// Which part of the whole this is, where the run was split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Part>,
    /// Whether it was to run again what did not pass, and everything had passed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub had_all_passed: bool,
    /// The words that tell `run` to judge the same server in the same way; patterns that select, and reports, are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<String>,
    /// The least level of a finding that decides.
    pub decisive: Level,
    /// The reviewed shapes that it was held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshots: Option<SnapshotsReport>,
    /// What the endpoint need not mend for now, and what became of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverReport>,
    /// How many cases may be waived, where there is a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_at_most: Option<usize>,
    /// How many cases ended how.
    pub tally: Tally,
    /// How often a request was sent away for the time being, where it was.
    #[serde(default, skip_serializing_if = "Throttled::is_none")]
    pub throttled: Throttled,
    /// The transitions of the life cycle that the contract is about, and in how many cases each was seen; of a finished run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life_cycle: Vec<TransitionReport>,
    /// Everything that was selected: the examples and the bodies made from them in the contract's order, and the rules by family.
    pub cases: Vec<CaseReport>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ended {
    /// It has not, as far as the report knows: the program still runs, or was killed.
    Unfinished,
    /// Somebody stopped it; what was not judged is skipped.
    Interrupted,
    /// Everything that was planned was judged.
    Whole,
}

/// The program that judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suite {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The contract that was judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContractInfo {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// SHA-256 of the bundled document, in hexadecimal.
    pub sha256: String,
}

/// An example, the bodies made from one, or a rule, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseReport {
    /// Its id.
    pub id: String,
    /// What kind of thing it is.
    pub kind: Kind,
    /// How firmly it stands.
    pub level: Level,
    /// The operation it shows, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationId>,
    /// The fact it shows, or what it says.
    pub summary: String,
    /// Where an example was documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<ExampleSource>,
    /// On what it rests, the weightiest first.
    pub rests_on: Vec<Source>,
    /// Where it stands in the contract's files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What the documents show of the call, where it is a documented one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documented: Option<DocumentedReport>,
    /// The judgement.
    pub verdict: Verdict,
    /// What came of it the last time, where it is run again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Ending>,
    /// Who spoke of it, where not all did: checks, and the case itself by its own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voices: Option<Vec<String>>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// How what went over the wire stands to what was reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<ShapeReport>,
    /// What went over the wire, secrets removed.
    pub exchanges: Vec<ExchangeReport>,
}

/// What is judged where no endpoint is asked for.
pub const OWN_SANDBOX: &str = "the sandbox, started for this run";

impl Report {
    /// A report without cases, into which each is put as it ends; without an endpoint, it is of sandboxes of our own.
    pub fn begin(contract: &Contract, endpoint: Option<&str>, started: DateTime<Utc>) -> Self {
        Self {
            suite: Suite {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            contract: ContractInfo {
                title: contract.title.clone(),
                version: contract.version.clone(),
                sha256: contract.hash.clone(),
            },
            endpoint: endpoint.unwrap_or(OWN_SANDBOX).to_owned(),
            is_own_sandbox: endpoint.is_none(),
            run_id: None,
            started: started.to_rfc3339(),
            elapsed_ms: 0.0,
            ended: Ended::Unfinished,
            requirements: None,
            settings: Map::new(),
            shard: None,
            snapshots: None,
            had_all_passed: false,
            again: Vec::new(),
            waivers: Vec::new(),
            waived_at_most: None,
            decisive: Level::Must,
            tally: Tally::default(),
            throttled: Throttled::default(),
            life_cycle: Vec::new(),
            cases: Vec::new(),
            planned: None,
            hindrances: Vec::new(),
        }
    }

    /// Whether a shape is not the one that was reviewed, or a reviewed one belongs to nothing any more.
    pub fn needs_review(&self) -> bool {
        let is_left = self.snapshots.as_ref().is_some_and(|kept| !kept.left_over.is_empty());
        let mut shapes = self.cases.iter().filter_map(|case| case.shape.as_ref());
        is_left || shapes.any(ShapeReport::needs_review)
    }

    /// What the parts of one run have in common; without it, when this one began.
    pub fn run_id(&self) -> &str {
        self.run_id.as_deref().filter(|id| !id.is_empty()).unwrap_or(&self.started)
    }

    /// Puts a case behind the others and counts it.
    pub(crate) fn push(&mut self, case: CaseReport) {
        self.tally.count(&case.verdict);
        self.cases.push(case);
    }
}

impl CaseReport {
    /// What is told of a case, with where it stands in the files of the contract.
    pub(crate) fn of(contract: &Contract, planned: &Planned<'_>, judged: Judged) -> Self {
        let mut findings = judged.findings;
        for finding in &mut findings {
            finding.location = locating::of_finding(contract, planned, finding);
        }
        Self {
            id: planned.id().to_owned(),
            kind: planned.kind(),
            level: planned.level(),
            operation: planned.operation().cloned(),
            summary: planned.sentence().to_owned(),
            source: planned.source().cloned(),
            rests_on: planned.rests_on(),
            location: locating::of_case(contract, planned),
            documented: DocumentedReport::of(planned),
            verdict: judged.verdict,
            before: None,
            voices: None,
            findings,
            shape: None,
            exchanges: judged.exchanges.iter().map(ExchangeReport::of).collect(),
        }
    }

    /// What stands before the first `/` of its id; a body made from an example is of the family of the example.
    pub(crate) fn family(&self) -> &str {
        let id = self.id.strip_prefix(INPUT).unwrap_or(&self.id);
        id.split('/').next().unwrap_or(id)
    }
}
