//! TLS: an address in, a certificate made for it out, and streams made secure with it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::TimeDelta;
use rcgen::{CertificateParams, CertifiedKey, DnType, ExtendedKeyUsagePurpose, KeyPair};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::server::TlsStream;

use crate::clock::machine_time;
use crate::error::Error;

/// Some clients trust no certificate of a server for longer than 825 days.
const VALID: TimeDelta = TimeDelta::days(365);

/// Shakes hands with whoever connects.
#[derive(Clone)]
pub(super) struct Acceptor {
    handshake: TlsAcceptor,
    certificate_pem: Arc<str>,
}

impl std::fmt::Debug for Acceptor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Acceptor")
            .field("certificate_pem", &self.certificate_pem)
            .finish_non_exhaustive()
    }
}

impl Acceptor {
    /// With a certificate of its own for this machine's own names and the address.
    pub(super) fn self_signed(address: IpAddr) -> Result<Self, Error> {
        let failed = |source| Error::Certificate(Box::new(source));
        let certified = certify(address).map_err(failed)?;
        let certificate_pem = certified.cert.pem().into();
        let config = config(certified).map_err(|source| Error::Certificate(Box::new(source)))?;
        Ok(Self { handshake: TlsAcceptor::from(Arc::new(config)), certificate_pem })
    }

    pub(super) fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    pub(super) async fn accept(self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.handshake.accept(stream).await
    }
}

fn certify(address: IpAddr) -> Result<CertifiedKey<KeyPair>, rcgen::Error> {
    let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST), address];
    let names = own.iter().map(ToString::to_string).chain(["localhost".to_owned()]);
    let mut params = CertificateParams::new(names.collect::<Vec<_>>())?;
    params.distinguished_name.push(DnType::CommonName, "sandbox of access package requests");
    params.extended_key_usages.push(ExtendedKeyUsagePurpose::ServerAuth);
    // From yesterday on: the clocks of two machines differ.
    let since = machine_time() - TimeDelta::days(1);
    params.not_before = SystemTime::from(since).into();
    params.not_after = SystemTime::from(since + VALID).into();
    let signing_key = KeyPair::generate()?;
    Ok(CertifiedKey { cert: params.self_signed(&signing_key)?, signing_key })
}

fn config(certified: CertifiedKey<KeyPair>) -> Result<ServerConfig, tokio_rustls::rustls::Error> {
    let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    // Named, because no process-wide provider is installed.
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let mut config = builder
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.into()], key.into())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
