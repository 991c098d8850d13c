//! The server: a configuration in, a sandbox that answers on a local address out.
//!
//! The only module that touches the network.

use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use crate::clock::Clock;
use crate::error::Error;
use crate::http::{self, Service};
use crate::ids::Ids;
use crate::store::Store;
use crate::world::World;

/// How long what is in flight may take once the sandbox is to stop.
const GRACE: Duration = Duration::from_secs(2);

/// How a sandbox starts. The default is the documented world on a free port of 127.0.0.1.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The world to start with; the documented one where none is given.
    pub world: Option<World>,
    /// Where new ids come from: one seed gives one sequence of them.
    pub seed: u64,
    /// The time; where none is given it stands at the world's own until it is moved.
    pub clock: Option<Clock>,
}

impl Default for Config {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { listen, world: None, seed: 0, clock: None }
    }
}

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    url: String,
    clock: Clock,
    /// Dropping it tells the server to stop.
    stop: oneshot::Sender<()>,
    /// Closes once the server has stopped.
    serving: watch::Receiver<()>,
}

impl Sandbox {
    /// Starts a sandbox on the current tokio runtime and returns as soon as it listens.
    ///
    /// # Errors
    /// When the address cannot be listened on, or the world is not sound.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let world = config.world.map_or_else(World::documented, Ok)?;
        let listen = |source| Error::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let url = format!("http://{}/v1.0", listener.local_addr().map_err(listen)?);

        let contents = world.into_contents();
        let clock = config.clock.unwrap_or_else(|| Clock::still(contents.clock.0));
        let service = Service {
            caller: contents.caller,
            store: Mutex::new(Store::new(contents, Ids::of_entities(config.seed))),
            exchange_ids: Mutex::new(Ids::of_exchanges(config.seed)),
            clock: clock.clone(),
        };
        let (stop, stopped) = oneshot::channel();
        let (running, serving) = watch::channel(());
        tokio::spawn(serve(listener, service, stopped, running));
        Ok(Self { url, clock, stop, serving })
    }

    /// Where it answers: scheme, address and version, such as `http://127.0.0.1:51234/v1.0`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A handle on its time.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Waits until it has stopped by itself.
    pub async fn stopped(&self) {
        closed(self.serving.clone()).await;
    }

    /// Stops it: what is in flight is answered, for two seconds at most.
    pub async fn shutdown(self) {
        drop(self.stop);
        closed(self.serving).await;
    }
}

/// `running` is held for as long as this runs, so that its receivers see the end.
async fn serve(
    listener: TcpListener,
    service: Service,
    stopped: oneshot::Receiver<()>,
    running: watch::Sender<()>,
) {
    let router = Router::new().fallback(http::answer).with_state(Arc::new(service));
    let (stopping, mut overdue) = watch::channel(());
    let served = axum::serve(listener, router).with_graceful_shutdown(async move {
        // Both an answer and the end of the channel mean that the sandbox is to stop.
        let _ = stopped.await;
        drop(stopping);
    });
    let out_of_patience = async move {
        while overdue.changed().await.is_ok() {}
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        // Accepting a connection is retried by axum itself, so this ends on shutdown only.
        _ = served.into_future() => {}
        () = out_of_patience => {}
    }
    drop(running);
}

/// Nothing is ever sent; the only change there can be is the end of the channel.
async fn closed(mut serving: watch::Receiver<()>) {
    while serving.changed().await.is_ok() {}
}
