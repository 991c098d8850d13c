//! What stays the same from case to case: the contract, the server to judge, and how it is judged.

use crate::bindings::Bindings;
use crate::check::{Case, RoundTrip, Told};
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::finding::{Finding, Level};
use crate::fixtures::Fixtures;
use crate::schemas::Schemas;
use crate::send::Limits;
use crate::time::Time;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer may take and still be called quick, unless it is said otherwise.
pub const SLOW: Duration = Duration::from_secs(3);

/// Everything that stays the same from case to case.
#[derive(Debug)]
pub struct Judge {
    /// The contract to judge by.
    pub contract: Arc<Contract>,
    /// Its schemas, compiled as they are needed.
    pub schemas: Schemas,
    /// The server to judge, and those who call it.
    pub endpoint: Endpoint,
    /// What stands there for the documented values.
    pub bindings: Bindings,
    /// What stands there for what rules cannot make themselves.
    pub fixtures: Fixtures,
    /// How long and how much to wait for and read.
    pub limits: Limits,
    /// How long an answer may take and still be called quick.
    pub slow: Duration,
    /// What tells this run from others at the same endpoint; a fresh sandbox need not tell.
    pub run: String,
    /// How time passes at the endpoint.
    pub time: Time,
    /// What becomes of what a rule makes.
    pub aftermath: Aftermath,
    /// Whether a mock is asked for the documented answer by its name, with the header Prefer.
    pub prefers_examples: bool,
    /// The least level of a finding that decides.
    pub decisive: Level,
    /// The typed client, where there is one for this contract.
    pub round_trip: Option<RoundTrip>,
}

/// What becomes of what a rule makes at the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aftermath {
    /// It is undone, as far as the API lets it be: the next rule finds the endpoint as this one did.
    CleanedUp,
    /// It is left: the endpoint is put back to its beginning as a whole.
    Left,
}

impl Judge {
    /// A judge of `endpoint` by `contract`: nothing is bound, time is the machine's, and `must` alone decides.
    pub fn new(contract: Arc<Contract>, endpoint: Endpoint) -> Self {
        Self {
            schemas: Schemas::new(&contract),
            contract,
            endpoint,
            bindings: Bindings::default(),
            fixtures: Fixtures::default(),
            limits: Limits::default(),
            slow: SLOW,
            run: String::new(),
            time: Time::default(),
            aftermath: Aftermath::CleanedUp,
            prefers_examples: false,
            decisive: Level::Must,
            round_trip: None,
        }
    }

    /// What every check says of an exchange.
    ///
    /// # Errors
    /// [`Error::Contract`] where a schema of the contract cannot be used.
    pub fn findings(&self, told: Told<'_>, exchange: &Exchange) -> Result<Vec<Finding>, Error> {
        let contract = (self.contract.as_ref(), &self.schemas);
        Ok(Case::new(contract, told, exchange, (self.round_trip, self.slow))?.findings())
    }
}
