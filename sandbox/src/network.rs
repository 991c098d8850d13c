//! The network: an address in, a listener on it out, and what is heard there answered.
//!
//! The only module that touches sockets.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::config::Tls;
use crate::error::Error;

mod callout;
mod serve;
#[cfg_attr(not(feature = "tls"), path = "network/without_tls.rs")]
mod tls;

pub(crate) use callout::Caller;
pub(crate) use serve::serve;

/// An address that is listened on.
#[derive(Debug)]
pub(crate) struct Bound {
    listener: TcpListener,
    /// Shakes hands with whoever connects, where TLS is spoken.
    acceptor: Option<tls::Acceptor>,
    /// Scheme, host and port; the system chose the port where 0 was asked for.
    pub(crate) url: String,
}

impl Bound {
    /// The certificate that it shows, where TLS is spoken.
    pub(crate) fn certificate_pem(&self) -> Option<&str> {
        self.acceptor.as_ref().map(tls::Acceptor::certificate_pem)
    }
}

/// Listens on an address.
pub(crate) async fn bind(address: SocketAddr, tls: Tls) -> Result<Bound, Error> {
    let (scheme, acceptor) = match tls {
        Tls::Off => ("http", None),
        Tls::SelfSigned => ("https", Some(tls::Acceptor::self_signed(address.ip())?)),
    };
    let failed = |source| Error::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let url = format!("{scheme}://{}", listener.local_addr().map_err(failed)?);
    Ok(Bound { listener, acceptor, url })
}
