//! The server behind the proxy: its URL in, connections to it out.

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::send::{Stream, Transport, connect};
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;
use url::{Position, Url};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// Whose name the server reads in `Host`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Host {
    /// Its own, as if it were called directly.
    #[default]
    OfUpstream,
    /// The proxy's, as the client wrote it: a server that makes links from it leads back to the proxy.
    OfProxy,
}

/// The server behind the proxy.
#[derive(Debug)]
pub(super) struct Upstream {
    url: Url,
    transport: Transport,
    host: Host,
}

impl Upstream {
    /// The server at a URL, version segment included.
    ///
    /// # Errors
    /// [`Error::Usage`] where that is no URL of a server.
    pub(super) fn new(url: &str, host: Host) -> Result<Self, Error> {
        let url = Endpoint::new(url, None)?.base().clone();
        Ok(Self { url, transport: Transport::default(), host })
    }

    /// The same, trusted by certificates of a file, too. No proxy of the environment is asked: whoever is told to go through this one by
    /// `http_proxy` may share its environment with it.
    ///
    /// # Errors
    /// [`Error::Usage`] where the file holds no certificate, [`Error::File`] where it cannot be read.
    pub(super) fn trusted_by(mut self, ca_file: Option<&Path>) -> Result<Self, Error> {
        self.transport = Transport::direct(ca_file)?;
        Ok(self)
    }

    /// What `Host` says in place of what a client wrote there.
    pub(super) fn host<'a>(&'a self, written: Option<&'a [u8]>) -> &'a [u8] {
        let own = &self.url[Position::BeforeHost..Position::AfterPort];
        written.filter(|_| self.host == Host::OfProxy).unwrap_or(own.as_bytes())
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// What all paths of the contract stand below.
    pub(super) fn root(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// The URL, without a slash at its end.
    pub(super) fn url(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// Whether a URL leads to this server.
    pub(super) fn is_at(&self, url: &Url) -> bool {
        url.origin() == self.url.origin()
    }

    /// A new connection.
    ///
    /// # Errors
    /// What stood in the way.
    pub(super) async fn connect(&self) -> Result<Box<dyn Stream>, String> {
        let connected = timeout(CONNECT, connect(&self.url, &self.transport)).await;
        connected.map_err(|_| format!("no connection within {} s", CONNECT.as_secs()))?
    }
}
