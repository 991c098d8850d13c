//! A proxy: any client in front, any server behind it; everything passes as it is, and is judged beside the way.
//!
//! ```text
//! client ──► passage ──► upstream        head, call, hops, framing: what goes on, and where it ends
//!               └──event──► Observer     kept, client/*: what both sides said, held against the contract
//! ```
//!
//! [`Proxy::serve`] moves bytes and judges nothing; the observer judges and never touches the network. Between them runs a channel.

mod call;
mod capture;
mod chunks;
mod client;
mod confidence;
mod course;
mod download;
mod framing;
mod head;
mod hops;
mod inlet;
mod kept;
mod observer;
mod passage;
mod passed;
mod past;
mod record;
mod refusal;
mod relay;
mod session;
mod shown;
mod transit;
mod unpacked;
mod upload;
mod upstream;

pub use client::{CLIENT_CHECKS, ClientCheck};
pub use course::{Limits, Untold};
pub(crate) use observer::{Observer, Telling};
pub use passed::Event;

use crate::error::Error;
use capture::Budget;
use course::Course;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
pub use upstream::Host;
use upstream::Upstream;

/// How long nobody is let in after one could not be.
const PAUSE: Duration = Duration::from_millis(50);

/// Where a proxy stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Where clients are listened to; port 0 is any that is free.
    pub address: SocketAddr,
    /// The URL of the server behind it, version segment included.
    pub upstream: &'a str,
    /// Whose name that server reads in `Host`.
    pub host: Host,
    /// Certificates by which that server is trusted beside those of the system (PEM).
    pub ca_file: Option<&'a Path>,
}

/// A proxy that listens.
#[derive(Debug)]
pub struct Proxy {
    listener: TcpListener,
    course: Arc<Course>,
    stop: watch::Sender<bool>,
}

impl Proxy {
    /// Listens at its place; what passes is told to `events`.
    ///
    /// # Errors
    /// [`Error::Usage`] where the URL is none of a server, the file holds no certificate, or nobody can listen at the address;
    /// [`Error::File`] where the file cannot be read.
    pub async fn listen(
        place: Place<'_>,
        limits: Limits,
        events: Sender<Event>,
    ) -> Result<Self, Error> {
        let Place { address, upstream, host, ca_file } = place;
        let upstream = Upstream::new(upstream, host)?.trusted_by(ca_file)?;
        let cannot =
            |error: std::io::Error| Error::Usage(format!("cannot listen at {address}: {error}"));
        let listener = TcpListener::bind(address).await.map_err(cannot)?;
        let own = listener.local_addr().map_err(cannot)?.to_string();
        let (stop, stopping) = watch::channel(false);
        let course = Course {
            upstream,
            own,
            limits,
            budget: Budget::default(),
            stopping,
            events,
            begun: AtomicUsize::new(0),
            unjudged: AtomicUsize::new(0),
            refused: Mutex::default(),
        };
        Ok(Self { listener, course: Arc::new(course), stop })
    }

    /// What clients call in place of the upstream.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.course.own, self.course.upstream.root())
    }

    /// Passes on whatever comes until `stopped`; then what is under way ends, unless that takes long or somebody is `impatient`. What
    /// came by without being told each for itself.
    pub async fn serve(self, stopped: impl Future, impatient: impl Future) -> Untold {
        let Self { listener, course, stop } = self;
        let mut clients = JoinSet::new();
        tokio::select! {
            () = let_in(&listener, &course, &mut clients) => {}
            _ = stopped => {}
        }
        drop(listener);
        // Nobody listens any more where no client is left.
        let _ = stop.send(true);
        tokio::select! {
            _ = timeout(course.limits.grace, ended(&mut clients)) => {}
            _ = impatient => {}
        }
        clients.shutdown().await;
        course.untold()
    }
}

async fn let_in(listener: &TcpListener, course: &Arc<Course>, clients: &mut JoinSet<()>) {
    let places = Arc::new(Semaphore::new(course.limits.connections));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let client = accepted(listener).await;
        let course = Arc::clone(course);
        clients.spawn(async move {
            passage::serve(client, course).await;
            drop(place);
        });
        while clients.try_join_next().is_some() {}
    }
}

/// The next client. One that is gone again, or for which there is no descriptor, does not end the proxy.
async fn accepted(listener: &TcpListener) -> TcpStream {
    loop {
        if let Ok((client, _)) = listener.accept().await {
            return client;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn ended(clients: &mut JoinSet<()>) {
    while clients.join_next().await.is_some() {}
}
