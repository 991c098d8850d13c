//! The server: a configuration in, a sandbox that answers on a local address out.
//!
//! The only module that touches the network.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::error::Error;
use crate::http::{self, Service};
use crate::ids::Ids;
use crate::store::Store;
use crate::world::World;

/// How long what is in flight may take once the sandbox is to stop.
const GRACE: Duration = Duration::from_secs(2);

/// Longer than any client that means to finish needs on loopback.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

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
    /// How long the head of a request may take to arrive, and after it the body; 30 seconds by
    /// default.
    pub read_timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { listen, world: None, seed: 0, clock: None, read_timeout: READ_TIMEOUT }
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
            read_timeout: config.read_timeout,
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

    /// Stops it: what is in flight is answered, for two seconds at most.
    pub async fn shutdown(self) {
        drop(self.stop);
        closed(self.serving).await;
    }
}

/// `running` is held for as long as this runs, so that its receivers see the end.
async fn serve(
    mut listener: TcpListener,
    service: Service,
    stopped: oneshot::Receiver<()>,
    running: watch::Sender<()>,
) {
    let http = http1(service.read_timeout);
    let router = Router::new().fallback(http::answer).with_state(Arc::new(service));
    let answers = TowerToHyperService::new(router);
    let open = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let accepting = async {
        loop {
            // The trait's accept waits and tries again where the system has no more to give.
            let (stream, _) = Listener::accept(&mut listener).await;
            let connection = http.serve_connection(TokioIo::new(stream), answers.clone());
            connections.spawn(open.watch(connection));
            while connections.try_join_next().is_some() {}
        }
    };
    tokio::select! {
        () = accepting => {}
        // Both an answer and the end of the channel mean that the sandbox is to stop.
        _ = stopped => {}
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, open.shutdown()).await;
    connections.shutdown().await;
    drop(running);
}

/// A head that does not arrive ends its connection; axum's own server would wait for ever. The
/// machine's date is not for answers: the sandbox has a time of its own.
fn http1(read_timeout: Duration) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(read_timeout).auto_date_header(false);
    http
}

/// Nothing is ever sent; the only change there can be is the end of the channel.
async fn closed(mut serving: watch::Receiver<()>) {
    while serving.changed().await.is_ok() {}
}
