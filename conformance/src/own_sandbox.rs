//! The default endpoint: a sandbox with the documented world in this process, put back to its beginning for every rule.

use crate::bindings::{Bindings, ExampleBindings};
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::fixtures::Fixtures;
use crate::judge::{Aftermath, Judge};
use crate::rules::{FIXTURES, Fixture};
use crate::time::Time;
use crate::typed;
use sandbox::Sandbox;
use std::future::ready;
use std::rc::Rc;
use std::sync::Arc;

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct OwnSandbox(Rc<Sandbox>);

impl OwnSandbox {
    /// Starts one on the current runtime.
    ///
    /// # Errors
    /// [`Error::Sandbox`] where it does not start.
    pub async fn start() -> Result<Self, Error> {
        let started = Sandbox::start(sandbox::Config::default()).await;
        started
            .map(|sandbox| Self(Rc::new(sandbox)))
            .map_err(|error| Error::Sandbox(Box::new(error)))
    }

    /// Where it answers.
    pub fn url(&self) -> &str {
        self.0.url()
    }

    /// Its personas, who call at `url`, which is its own or passes on to it.
    ///
    /// # Errors
    /// [`Error::Usage`] where `url` is no URL of a server.
    pub fn endpoint(&self, url: &str) -> Result<Endpoint, Error> {
        let mut endpoint = Endpoint::new(url, None)?;
        for (name, token) in self.0.tokens() {
            endpoint = endpoint.with_token(&name, token.to_string())?;
        }
        Ok(endpoint)
    }

    /// A judge of [`OwnSandbox::endpoint`], who moves its clock in place of waiting.
    ///
    /// # Errors
    /// [`Error::Usage`] where `url` is no URL of a server.
    pub fn judge(&self, contract: Arc<Contract>, url: &str) -> Result<Judge, Error> {
        let clock = self.0.clock().clone();
        let mut judge = Judge::new(contract, self.endpoint(url)?);
        judge.time = Time::moved_by(move |by| {
            clock.advance(by);
            Box::pin(ready(Ok(())))
        });
        let sandbox = Rc::clone(&self.0);
        judge.aftermath = Aftermath::Renewed(Rc::new(move || {
            let sandbox = Rc::clone(&sandbox);
            Box::pin(async move { reset(&sandbox).await })
        }));
        judge.round_trip = Some(typed::ROUND_TRIP);
        Ok(judge)
    }

    /// Puts everything back to the beginning.
    ///
    /// # Errors
    /// [`Error::Sandbox`] where it cannot.
    pub async fn renew(&self) -> Result<(), Error> {
        reset(&self.0).await
    }
}

async fn reset(sandbox: &Sandbox) -> Result<(), Error> {
    sandbox.reset().await.map_err(|error| Error::Sandbox(Box::new(error)))
}

/// What stands in the documented world for what rules cannot make, where `bindings` say nothing else.
pub fn fixtures(bindings: &Bindings) -> Fixtures {
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    let documented =
        FIXTURES.iter().map(|fixture| (fixture.name.to_owned(), values(fixture.documented)));
    bindings.fixtures().or(documented)
}

/// What stands in the documented world for as many of each fixture as `bindings` bind.
pub(crate) fn counterparts(bindings: &Bindings) -> Fixtures {
    Fixtures::new(FIXTURES.iter().filter_map(|fixture| {
        let count = bindings.of_fixture(fixture.name).len();
        // Each rule begins with the world as it was; so a value may come again.
        let values = fixture.documented.iter().cycle().take(count);
        let values = values.map(|value| (*value).to_owned()).collect();
        (count > 0).then(|| (fixture.name.to_owned(), values))
    }))
}

/// What `bindings` bind in the place of the documented values of these fixtures.
pub(crate) fn bound(fixtures: &[Fixture], bindings: &Bindings) -> ExampleBindings {
    ExampleBindings::of(fixtures.iter().flat_map(|fixture| {
        let documented = fixture.documented.iter().map(|value| (*value).to_owned());
        documented.zip(bindings.of_fixture(fixture.name))
    }))
}
