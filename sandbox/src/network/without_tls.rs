//! What stands for TLS where the crate was built without it: an address in, an error out.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;

use tokio::net::TcpStream;

use crate::error::Error;

/// Nobody has one.
#[derive(Clone, Debug)]
pub(super) struct Acceptor(Infallible);

impl Acceptor {
    pub(super) fn self_signed(_address: IpAddr) -> Result<Self, Error> {
        Err(Error::WithoutTls)
    }

    pub(super) fn certificate_pem(&self) -> &str {
        match self.0 {}
    }

    #[expect(clippy::unused_async, reason = "its twin in tls.rs waits")]
    pub(super) async fn accept(self, _stream: TcpStream) -> io::Result<TcpStream> {
        match self.0 {}
    }
}
