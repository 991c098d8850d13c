//! The reports of two servers in; case by case where they are not alike, and which is stricter, out.

mod strictness;
mod text;

pub use strictness::{Strictness, stricter};

use crate::finding::Finding;
use crate::report::{CaseReport, ContractInfo, Ended, Ending, Report, Suite};
use crate::snapshots::Difference;
use crate::verdict::{Tally, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Two servers, judged by the same cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The program that judged.
    pub suite: Suite,
    /// The contract that it judged by.
    pub contract: ContractInfo,
    /// The first server.
    pub a: Side,
    /// The second server.
    pub b: Side,
    /// Every case.
    pub cases: Vec<CaseComparison>,
}

/// One of the two servers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Side {
    /// Its URL.
    pub endpoint: String,
    /// When the run there began, in RFC 3339.
    pub started: String,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// Whether everything was judged that was to be.
    pub ended: Ended,
    /// How many cases ended how.
    pub tally: Tally,
}

/// What came of one case at both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseComparison {
    /// Its id.
    pub id: String,
    /// The fact it shows, or what it says.
    pub summary: String,
    /// The judgement at the first server.
    pub a: Verdict,
    /// The judgement at the second.
    pub b: Verdict,
    /// Who refused what the other served, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stricter: Option<Strictness>,
    /// How the shapes of the second are not those of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shapes: Vec<Difference>,
    /// What was found at the first server alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_at_a: Vec<Finding>,
    /// What was found at the second alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_at_b: Vec<Finding>,
}

/// One of two servers, by its place on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// The first.
    A,
    /// The second.
    B,
}

impl std::fmt::Display for Which {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::A => "a",
            Self::B => "b",
        })
    }
}

impl Comparison {
    /// The reports of the same cases at two servers, side by side. The shapes of the second were held against those of the first.
    pub fn of(a: &Report, b: &Report) -> Self {
        let others: BTreeMap<&str, &CaseReport> =
            b.cases.iter().map(|case| (case.id.as_str(), case)).collect();
        let pairs = a.cases.iter().filter_map(|case| {
            let other = others.get(case.id.as_str())?;
            Some(CaseComparison::of((a, case), (b, other)))
        });
        Self {
            suite: a.suite.clone(),
            contract: a.contract.clone(),
            a: Side::of(a),
            b: Side::of(b),
            cases: pairs.collect(),
        }
    }

    /// For a person at a terminal.
    pub fn to_text(&self) -> String {
        text::render(self)
    }

    /// The same with the cases that ended in another way alone, and the count.
    pub fn to_quiet_text(&self) -> String {
        text::quiet(self)
    }

    /// Whether every case ended in the same way at both.
    pub fn agrees(&self) -> bool {
        self.cases.iter().all(CaseComparison::agrees)
    }
}

impl Side {
    fn of(report: &Report) -> Self {
        Self {
            endpoint: report.endpoint.clone(),
            started: report.started.clone(),
            elapsed_ms: report.elapsed_ms,
            ended: report.ended,
            tally: report.tally,
        }
    }
}

impl CaseComparison {
    fn of((report_a, a): (&Report, &CaseReport), (report_b, b): (&Report, &CaseReport)) -> Self {
        let differences = b.shape.as_ref().map(|shape| shape.differences.clone());
        Self {
            id: a.id.clone(),
            summary: a.summary.clone(),
            a: a.verdict.clone(),
            b: b.verdict.clone(),
            stricter: stricter(&a.exchanges, &b.exchanges),
            shapes: differences.unwrap_or_default(),
            only_at_a: only(a, (report_a, b)),
            only_at_b: only(b, (report_b, a)),
        }
    }

    /// Whether it ended in the same way at both; what was not judged at one of them says nothing.
    pub fn agrees(&self) -> bool {
        let [a, b] = [&self.a, &self.b].map(Ending::from);
        let is_judged =
            |ending: Ending| matches!(ending, Ending::Passed | Ending::Failed | Ending::Waived);
        !is_judged(a) || !is_judged(b) || a == b
    }

    /// Whether nothing at all is to be told of it.
    pub fn is_alike(&self) -> bool {
        let is_quiet = self.only_at_a.is_empty() && self.only_at_b.is_empty();
        self.a == self.b && self.stricter.is_none() && self.shapes.is_empty() && is_quiet
    }
}

/// What decides at one server and was not found at the other, each once.
fn only(case: &CaseReport, (report, other): (&Report, &CaseReport)) -> Vec<Finding> {
    let key = |finding: &Finding| {
        (finding.check.clone(), finding.place.clone(), finding.expected.clone())
    };
    let known: Vec<_> = other.findings.iter().map(key).collect();
    let mut only: Vec<Finding> = Vec::new();
    for finding in case.findings.iter().filter(|finding| finding.decides(report.decisive)) {
        let is_told = only.iter().any(|told| key(told) == key(finding));
        if !known.contains(&key(finding)) && !is_told {
            only.push(finding.clone());
        }
    }
    only
}

/// The JSON Schema of a comparison.
pub fn schema() -> Value {
    schemars::schema_for!(Comparison).to_value()
}
