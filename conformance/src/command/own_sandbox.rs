//! The default endpoint: a sandbox with the documented world in this process, put back to its beginning for every rule.

use crate::bindings::Bindings;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::fixtures::Fixtures;
use crate::judge::{Aftermath, Judge};
use crate::rules::FIXTURES;
use crate::time::Time;
use crate::typed;
use sandbox::Sandbox;
use std::rc::Rc;
use std::sync::Arc;

/// A running sandbox. It stops when it is dropped.
pub(super) struct OwnSandbox(Rc<Sandbox>);

impl OwnSandbox {
    /// Starts one on the current runtime.
    pub(super) async fn start() -> Result<Self, Error> {
        let started = Sandbox::start(sandbox::Config::default()).await;
        started
            .map(|sandbox| Self(Rc::new(sandbox)))
            .map_err(|error| Error::Sandbox(Box::new(error)))
    }

    /// Where it answers.
    pub(super) fn url(&self) -> &str {
        self.0.url()
    }

    /// A judge of it, or of `url`, which passes on to it: its personas call, and its clock is moved in place of waiting.
    pub(super) fn judge(&self, contract: Arc<Contract>, url: &str) -> Result<Judge, Error> {
        let mut endpoint = Endpoint::new(url, None)?;
        for (name, token) in self.0.tokens() {
            endpoint = endpoint.with_token(&name, token.to_string())?;
        }
        let clock = self.0.clock().clone();
        let mut judge = Judge::new(contract, endpoint);
        judge.time = Time::moved_by(move |by| clock.advance(by));
        let sandbox = Rc::clone(&self.0);
        judge.aftermath = Aftermath::Renewed(Rc::new(move || {
            let sandbox = Rc::clone(&sandbox);
            Box::pin(async move { reset(&sandbox).await })
        }));
        judge.round_trip = Some(typed::ROUND_TRIP);
        Ok(judge)
    }
}

async fn reset(sandbox: &Sandbox) -> Result<(), Error> {
    sandbox.reset().await.map_err(|error| Error::Sandbox(Box::new(error)))
}

/// What stands in the documented world for what rules cannot make, where `bindings` say nothing else.
pub(super) fn fixtures(bindings: &Bindings) -> Fixtures {
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    let documented =
        FIXTURES.iter().map(|fixture| (fixture.name.to_owned(), values(fixture.documented)));
    bindings.fixtures().or(documented)
}
