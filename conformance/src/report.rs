//! The result of a run as data, and the formats it is written in.

mod format;
mod json;
mod one_line;
mod repeated;
mod text;

pub use format::{Destination, Format};
pub use json::schema;

use crate::check::brief_bytes;
use crate::contract::{Contract, Example, ExampleId, ExampleSource, OperationId};
use crate::exchange::{Answer, Exchange, Outcome};
use crate::finding::Finding;
use crate::replay::Replayed;
use crate::verdict::{Tally, Verdict};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// When the run began, in RFC 3339.
    pub started: String,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// How many examples ended how.
    pub tally: Tally,
    /// Every example that was selected, in the contract's order.
    pub examples: Vec<ExampleReport>,
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

/// One example and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExampleReport {
    /// Its id.
    pub id: ExampleId,
    /// The operation it shows.
    pub operation: OperationId,
    /// The fact it shows.
    pub summary: String,
    /// Where it was documented.
    pub source: ExampleSource,
    /// The judgement.
    pub verdict: Verdict,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// What went over the wire, secrets removed.
    pub exchanges: Vec<ExchangeReport>,
}

/// One request and what came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeReport {
    /// What was sent.
    pub request: RequestReport,
    /// What came back, where it was a whole answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseReport>,
    /// How the exchange broke off, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interruption: Option<String>,
    /// From connecting to the last byte of the answer, in milliseconds.
    pub elapsed_ms: f64,
}

/// A request as it was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequestReport {
    /// HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// Name and value of each header; secrets are removed.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResponseReport {
    /// Status code.
    pub status: u16,
    /// Name and value of each header; secrets are removed.
    pub headers: Vec<(String, String)>,
    /// The body, where it is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The whole body, where it is not JSON; what is not UTF-8 in it is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The start of what followed an answer that can have no body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stray: Option<String>,
}

impl Report {
    /// A report without examples, to which each is added as it ends.
    pub fn begin(contract: &Contract, endpoint: &str, started: DateTime<Utc>) -> Self {
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
            endpoint: endpoint.to_owned(),
            is_own_sandbox: false,
            started: started.to_rfc3339(),
            elapsed_ms: 0.0,
            tally: Tally::default(),
            examples: Vec::new(),
        }
    }

    /// Adds an example and counts it.
    pub fn add(&mut self, example: &Example, replayed: Replayed) {
        self.examples.push(ExampleReport {
            id: example.id.clone(),
            operation: example.operation.clone(),
            summary: example.summary.clone(),
            source: example.source.clone(),
            verdict: replayed.verdict,
            findings: replayed.findings,
            exchanges: replayed.exchange.iter().map(exchange).collect(),
        });
        self.tally = Tally::of(self.examples.iter().map(|example| &example.verdict));
    }
}

fn exchange(exchange: &Exchange) -> ExchangeReport {
    let (response, interruption) = match &exchange.outcome {
        Outcome::Answered(answer) => (Some(response(answer)), None),
        Outcome::Broken(interruption) => (None, Some(interruption.to_string())),
    };
    let request = &exchange.request;
    ExchangeReport {
        request: RequestReport {
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        },
        response,
        interruption,
        elapsed_ms: exchange.elapsed.as_secs_f64() * 1000.0,
    }
}

fn response(answer: &Answer) -> ResponseReport {
    let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let is_text = body.is_none() && !answer.body.is_empty();
    let text = is_text.then(|| String::from_utf8_lossy(&answer.body).into_owned());
    let stray = (!answer.stray.is_empty()).then(|| brief_bytes(&answer.stray));
    ResponseReport { status: answer.status, headers: answer.headers.clone(), body, text, stray }
}
