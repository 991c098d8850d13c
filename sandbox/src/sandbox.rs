//! The sandbox as those see it who embed it: a configuration in, a handle on a running one out.

use std::sync::Arc;

use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

use crate::alarm;
use crate::clock::Clock;
use crate::config::Config;
use crate::dispatch::dispatch;
use crate::error::Error;
use crate::faults::Faults;
use crate::kept_store::{Origin, Unkept};
use crate::network::{self, Caller};
use crate::service::Service;
use crate::token::Token;
use crate::world::World;

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    url: String,
    certificate_pem: Option<String>,
    service: Arc<Service>,
    /// Dropping it tells the server to stop.
    stop: oneshot::Sender<()>,
    /// Closes once the server has stopped.
    serving: watch::Receiver<()>,
}

impl Sandbox {
    /// Starts a sandbox on the current tokio runtime and returns as soon as it listens.
    ///
    /// # Errors
    /// When the address cannot be listened on, the world is not sound, the data file cannot be used,
    /// HTTPS is asked for and the crate was built without its feature `tls`, or a page cannot have
    /// the size.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let bound = network::bind(config.listen, config.tls).await?;
        let url = format!("{}/v1.0", bound.url);
        let certificate_pem = bound.certificate_pem().map(str::to_owned);
        let caller = Caller::new(config.callouts, config.callout_timeout);
        let mut service = Service::new(&config)?;
        service.paging.origin.clone_from(&bound.url);
        let service = Arc::new(service);
        let (stop, stopped) = oneshot::channel();
        let (running, serving) = watch::channel(());
        let (served, ending) = (Arc::clone(&service), Arc::clone(&service));
        tokio::spawn(async move {
            let mut by_itself = JoinSet::new();
            by_itself.spawn(alarm::ring(Arc::clone(&served)));
            by_itself.spawn(dispatch(Arc::clone(&served), caller));
            network::serve(bound, served, stopped, config.grace).await;
            by_itself.shutdown().await;
            // Everything that was answered is kept already.
            let _ = ending.store.close().await;
            drop(running);
        });
        Ok(Self { url, certificate_pem, service, stop, serving })
    }

    /// Where it answers: scheme, address and version, such as `http://127.0.0.1:51234/v1.0`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The certificate that clients are to trust, where it speaks HTTPS.
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate_pem.as_deref()
    }

    /// Where it is controlled, by a program or on a page: such as `http://127.0.0.1:51234/__sandbox/`.
    pub fn control_url(&self) -> String {
        format!("{}/__sandbox/", self.url.trim_end_matches("/v1.0"))
    }

    /// A handle on its time.
    pub fn clock(&self) -> &Clock {
        &self.service.clock
    }

    /// Where the data come from that it started with.
    pub fn origin(&self) -> Origin {
        self.service.store.origin
    }

    /// A handle on what is to go wrong.
    pub fn faults(&self) -> &Faults {
        &self.service.faults
    }

    /// The world as it is now. A sandbox that it is loaded into goes on exactly as this one.
    pub fn world(&self) -> World {
        self.service.with_store(|store| self.service.world(store))
    }

    /// Puts a world in the place of the sandbox's own, and the clock to its moment.
    ///
    /// # Errors
    /// When there is a data file and it cannot be written; the world is the old one then.
    pub async fn load(&self, world: World) -> Result<(), Unkept> {
        self.service.with_kept_store(|store| self.service.load(store, world)).await
    }

    /// Puts everything back to how it was at the start: world, clock and ids, no faults, and an empty
    /// journal.
    ///
    /// # Errors
    /// When there is a data file and it cannot be written; the world is the old one then.
    pub async fn reset(&self) -> Result<(), Unkept> {
        self.service.with_kept_store(|store| self.service.reset(store)).await
    }

    /// The token of the world's persona with this name, such as `admin`.
    pub fn token(&self, persona: &str) -> Option<Token> {
        let named = self.tokens().into_iter().find(|(name, _)| name == persona);
        named.map(|(_, token)| token)
    }

    /// The world's personas by name, each with its token.
    pub fn tokens(&self) -> Vec<(String, Token)> {
        self.service.with_store(|store| store.tokens())
    }

    /// Stops it: what is in flight is answered, for as long as [`Config::grace`] says at most.
    pub async fn shutdown(self) {
        drop(self.stop);
        closed(self.serving).await;
    }
}

/// Nothing is ever sent; the only change there can be is the end of the channel.
async fn closed(mut serving: watch::Receiver<()>) {
    while serving.changed().await.is_ok() {}
}
