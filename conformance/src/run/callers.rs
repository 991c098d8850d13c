//! Who calls an endpoint in a run and how, as far as all lanes have it in common.

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::judge::Judge;
use crate::pace::Pace;
use crate::remote_clock::RemoteClock;
use crate::secret::Secret;
use crate::send::{Limits, Transport};
use crate::settings::Connection;
use crate::throttle::{ThrottleCount, Throttled};
use crate::tokens::Tokens;
use tokio::runtime::Builder;

/// Tokens, proxies, certificates, and what is counted over all lanes.
#[derive(Debug)]
pub(crate) struct Callers {
    tokens: Tokens,
    /// What is removed from everything that is told.
    secret: Secret,
    transport: Transport,
    pace: Pace,
    throttled: ThrottleCount,
}

impl Callers {
    /// Makes everything ready that a connection asks for; every token is fetched.
    ///
    /// # Errors
    /// [`Error::Usage`], [`Error::File`] or [`Error::Token`] where something is wrong with it.
    pub(crate) fn new(connection: &Connection) -> Result<Self, Error> {
        let secret = Secret::default();
        let transport = Transport::new(connection.ca_file.as_deref(), &secret)?;
        let sources = connection.sources()?;
        let tokens = Tokens::fetch(sources, (&transport, &secret), limits(connection))?;
        let (pace, throttled) = (Pace::new(connection.rate), ThrottleCount::default());
        Ok(Self { tokens, secret, transport, pace, throttled })
    }

    /// The tokens, each with the name of its identity.
    pub(crate) fn tokens(&mut self) -> Vec<(String, String)> {
        self.tokens.texts()
    }

    /// Makes sure that what is to be moved on in place of waiting is a clock, where that is asked for.
    ///
    /// # Errors
    /// [`Error::Usage`] where it is none, [`Error::Unreachable`] where it does not answer.
    pub(crate) fn require_clock(&self, connection: &Connection) -> Result<(), Error> {
        let (Some(clock), Some(url)) = (&connection.clock, connection.url()?) else {
            return Ok(());
        };
        let clock = RemoteClock::new(clock, self.endpoint(url)?)?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        runtime.block_on(clock.require(limits(connection)))
    }

    /// An endpoint that is connected to as it was asked for.
    ///
    /// # Errors
    /// [`Error::Usage`] where `url` is no URL of a server.
    pub(super) fn endpoint(&self, url: &str) -> Result<Endpoint, Error> {
        Ok(Endpoint::new(url, None)?.over(&self.transport, &self.secret))
    }

    /// Has a judge call as it was asked for.
    pub(super) fn equip(&self, judge: &mut Judge) {
        judge.endpoint = judge.endpoint.clone().over(&self.transport, &self.secret);
        judge.pace = self.pace.clone();
        judge.throttled = self.throttled.clone();
    }

    /// Gives a judge the tokens that are good now.
    ///
    /// # Errors
    /// [`Error::Token`] where one has expired and there is no other.
    pub(super) async fn admit(&self, judge: &mut Judge) -> Result<(), Error> {
        self.tokens.give(&mut judge.endpoint).await
    }

    /// How often a request was sent away until now.
    pub(super) fn throttled(&self) -> Throttled {
        self.throttled.told()
    }
}

fn limits(connection: &Connection) -> Limits {
    Limits { total: connection.timeout(), ..Limits::default() }
}
