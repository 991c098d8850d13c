//! Where a run takes place: a judge for each lane, of the endpoint that is asked for or of a sandbox of the lane's own.

use super::callers::Callers;
use crate::bindings::Bindings;
use crate::contract::Contract;
use crate::error::Error;
use crate::finding::Levels;
use crate::fixtures::Fixtures;
use crate::interrupt::Interrupt;
use crate::judge::Judge;
use crate::own_sandbox::{self, OwnSandbox};
use crate::remote_clock::RemoteClock;
use crate::safety::Guard;
use crate::settings::Settings;
use crate::typed;
use std::sync::Arc;

/// What all lanes of a run have in common.
pub(crate) struct Ground<'a> {
    pub(crate) contract: Arc<Contract>,
    /// Whether that is the contract that this program was built with.
    pub(crate) is_own: bool,
    /// What the run is told.
    pub(crate) settings: &'a Settings,
    /// The endpoint; without it, every lane has a sandbox of its own.
    pub(crate) url: Option<&'a str>,
    /// The checks that speak, where not all do.
    pub(crate) checks: Option<Levels>,
    pub(crate) bindings: Bindings,
    /// What stands at the endpoint that is asked for: no two lanes use up the same.
    pub(crate) fixtures: Fixtures,
    /// Who calls, and how.
    pub(crate) callers: Callers,
    /// When the run began.
    pub(crate) started: String,
    /// What may be sent to the endpoint that is asked for, and where it is written down.
    pub(crate) guard: Guard,
}

/// What one lane judges with.
pub(super) struct Equipment {
    pub(super) judge: Judge,
    /// Where no endpoint was asked for.
    sandbox: Option<OwnSandbox>,
}

impl Ground<'_> {
    /// The judge of one lane, which this interrupts, and the sandbox that it judges where no endpoint was asked for.
    pub(super) async fn equipment(&self, interrupt: &Interrupt) -> Result<Equipment, Error> {
        let contract = Arc::clone(&self.contract);
        let (mut judge, sandbox) = if let Some(url) = self.url {
            (self.judge_of(url)?, None)
        } else {
            let sandbox = OwnSandbox::start().await?;
            (sandbox.judge(contract, sandbox.url())?, Some(sandbox))
        };
        self.callers.equip(&mut judge);
        interrupt.or(self.callers.admit(&mut judge)).await?;
        self.adjust(&mut judge);
        judge.guard = Guard { interrupt: interrupt.clone(), ..self.guard.clone() };
        Ok(Equipment { judge, sandbox })
    }

    fn judge_of(&self, url: &str) -> Result<Judge, Error> {
        let mut judge = Judge::new(Arc::clone(&self.contract), self.callers.endpoint(url)?);
        judge.run.clone_from(&self.started);
        judge.fixtures = self.fixtures.clone();
        if let Some(clock) = &self.settings.connection.clock {
            judge.time = RemoteClock::new(clock, judge.endpoint.clone())?.time(judge.limits);
        }
        judge.round_trip = self.is_own.then_some(typed::ROUND_TRIP);
        Ok(judge)
    }

    fn adjust(&self, judge: &mut Judge) {
        let Settings { connection, judging, .. } = self.settings;
        judge.bindings = self.bindings.clone();
        judge.limits.total = connection.timeout();
        judge.slow = judging.slow();
        judge.time.patience = judging.patience();
        judge.prefers_examples = judging.prefer_examples;
        judge.inputs = judging.inputs();
        judge.checks.clone_from(&self.checks);
        judge.decisive = judging.level();
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
