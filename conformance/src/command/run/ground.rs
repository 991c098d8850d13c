//! Where a run takes place: a judge for each lane, of the endpoint that is asked for or of a sandbox of the lane's own.

use crate::bindings::Bindings;
use crate::command::Run;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::finding::Levels;
use crate::fixtures::Fixtures;
use crate::judge::Judge;
use crate::own_sandbox::{self, OwnSandbox};
use crate::remote_clock::RemoteClock;
use crate::typed;
use std::sync::Arc;
use std::time::Duration;

/// What all lanes of a run have in common.
pub(super) struct Ground<'a> {
    pub(super) contract: Arc<Contract>,
    /// Whether that is the contract that this program was built with.
    pub(super) is_own: bool,
    /// What `run` was told.
    pub(super) run: &'a Run,
    /// The checks that speak, where not all do.
    pub(super) checks: Option<Levels>,
    pub(super) bindings: Bindings,
    /// What stands at the endpoint that is asked for: no two lanes use up the same.
    pub(super) fixtures: Fixtures,
    /// Tokens by the name of the identity.
    pub(super) tokens: Vec<(String, String)>,
    /// When the run began.
    pub(super) started: String,
}

/// What one lane judges with.
pub(super) struct Equipment {
    pub(super) judge: Judge,
    /// Where no endpoint was asked for.
    sandbox: Option<OwnSandbox>,
}

impl Ground<'_> {
    /// The judge of one lane, and the sandbox that it judges where no endpoint was asked for.
    pub(super) async fn equipment(&self) -> Result<Equipment, Error> {
        let contract = Arc::clone(&self.contract);
        let (mut judge, sandbox) = if let Some(url) = &self.run.endpoint {
            (self.judge_of(url)?, None)
        } else {
            let sandbox = OwnSandbox::start().await?;
            (sandbox.judge(contract, sandbox.url())?, Some(sandbox))
        };
        for (name, token) in &self.tokens {
            judge.endpoint = judge.endpoint.with_token(name, token.clone())?;
        }
        self.adjust(&mut judge);
        Ok(Equipment { judge, sandbox })
    }

    fn judge_of(&self, url: &str) -> Result<Judge, Error> {
        let mut judge = Judge::new(Arc::clone(&self.contract), Endpoint::new(url, None)?);
        judge.run.clone_from(&self.started);
        judge.fixtures = self.fixtures.clone();
        if let Some(clock) = &self.run.clock {
            judge.time = RemoteClock::new(clock, judge.endpoint.clone())?.time(judge.limits);
        }
        judge.round_trip = self.is_own.then_some(typed::ROUND_TRIP);
        Ok(judge)
    }

    fn adjust(&self, judge: &mut Judge) {
        judge.bindings = self.bindings.clone();
        judge.limits.total = Duration::from_secs_f64(self.run.timeout);
        judge.slow = Duration::from_secs_f64(self.run.slow);
        judge.time.patience = Duration::from_secs_f64(self.run.patience);
        judge.prefers_examples = self.run.prefer_examples;
        judge.inputs = (self.run.inputs, self.run.seed);
        judge.checks.clone_from(&self.checks);
        judge.decisive = self.run.level;
    }
}

impl Equipment {
    /// Whether other lanes judge the same endpoint.
    pub(super) fn is_shared(&self) -> bool {
        self.sandbox.is_none()
    }

    /// Puts a sandbox of our own back to its beginning, and what was used up there; another endpoint goes on as it is.
    pub(super) async fn renew(&mut self) -> Result<(), Error> {
        if self.judge.renew().await? {
            self.judge.fixtures = own_sandbox::fixtures(&self.judge.bindings);
        }
        Ok(())
    }
}
