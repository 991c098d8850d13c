//! One example in, its judgement out; this file is the list of steps.

use crate::bindings::Bindings;
use crate::check::{Case, RoundTrip};
use crate::contract::{Contract, Example};
use crate::error::Error;
use crate::exchange::Exchange;
use crate::finding::Finding;
use crate::prepare::{Endpoint, prepare};
use crate::schemas::Schemas;
use crate::send::{Limits, send};
use crate::verdict::Verdict;

/// Everything that stays the same from example to example.
#[derive(Debug)]
pub struct Judge {
    /// The contract to judge by.
    pub contract: Contract,
    /// Its schemas, compiled as they are needed.
    pub schemas: Schemas,
    /// The server to judge.
    pub endpoint: Endpoint,
    /// What stands there for the documented values.
    pub bindings: Bindings,
    /// How long and how much to wait for and read.
    pub limits: Limits,
    /// The typed client, where there is one for this contract.
    pub round_trip: Option<RoundTrip>,
}

/// An example and what came of it.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// What went over the wire, where anything did.
    pub exchange: Option<Exchange>,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// The judgement.
    pub verdict: Verdict,
}

impl Judge {
    /// Replays one example: prepare, send, check, judge.
    ///
    /// # Errors
    /// Where the endpoint cannot be reached, or the contract or the bindings cannot be used. What the endpoint does wrong is a finding.
    pub async fn replay(&self, example: &Example) -> Result<Replayed, Error> {
        if let Some(reason) = &example.unsendable {
            return Ok(Replayed::skipped(reason));
        }
        let operation =
            self.contract.operation(&example.operation).ok_or_else(|| Error::Contract {
                place: format!("example {}", example.id),
                problem: format!("there is no operation {}", example.operation),
            })?;
        let bindings = self.bindings.of(example);
        let request = prepare((operation, example), &bindings, &self.endpoint)?;
        let exchange = send(&request, &self.endpoint, self.limits).await?;
        let told = (operation, example);
        let case = Case::new(
            (&self.contract, &self.schemas),
            told,
            (&bindings, &exchange),
            self.round_trip,
        )?;
        let findings = case.findings();
        let verdict = Verdict::of(&findings);
        Ok(Replayed { exchange: Some(exchange), findings, verdict })
    }
}

impl Replayed {
    /// An example that was not run.
    pub fn skipped(reason: &str) -> Self {
        Self { exchange: None, findings: Vec::new(), verdict: Verdict::Skipped(reason.to_owned()) }
    }

    /// An example that could not be judged.
    pub fn unjudged(error: &Error) -> Self {
        Self { exchange: None, findings: Vec::new(), verdict: Verdict::Error(error.chain()) }
    }
}
