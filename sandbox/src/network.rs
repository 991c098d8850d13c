//! The network: an address in, a listener on it out, and what is heard there answered.
//!
//! The only module that touches sockets.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

mod serve;

pub(crate) use serve::serve;

/// An address that is listened on.
#[derive(Debug)]
pub(crate) struct Bound {
    listener: TcpListener,
    /// The address with its port, which the system chose where 0 was asked for.
    pub(crate) address: SocketAddr,
}

/// Listens on an address.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<Bound> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok(Bound { listener, address })
}
