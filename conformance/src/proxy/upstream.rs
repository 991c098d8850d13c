//! The server behind the proxy: its URL in, connections to it out.

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::send::{Stream, Transport, connect};
use std::time::Duration;
use tokio::time::timeout;
use url::{Position, Url};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// The server behind the proxy.
#[derive(Debug)]
pub(super) struct Upstream {
    url: Url,
    transport: Transport,
}

impl Upstream {
    /// The server at a URL, version segment included.
    ///
    /// # Errors
    /// [`Error::Usage`] where that is no URL of a server.
    pub(super) fn new(url: &str) -> Result<Self, Error> {
        let url = Endpoint::new(url, None)?.base().clone();
        Ok(Self { url, transport: Transport::default() })
    }

    /// Host and port, as `Host` names them.
    pub(super) fn authority(&self) -> &str {
        &self.url[Position::BeforeHost..Position::AfterPort]
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
