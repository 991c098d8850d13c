//! A stream in, a TLS stream out, trusted by the system's own certificates and further ones.

use super::connection::Stream;
use std::sync::{Arc, OnceLock};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How a certificate is known.
const LINES: &str =
    "each certificate stands between a line BEGIN CERTIFICATE and a line END CERTIFICATE";

/// By which certificates servers are trusted.
#[derive(Default)]
pub(super) struct Trust {
    further: Vec<CertificateDer<'static>>,
    /// Made once: to read the system's certificates takes longer than a request.
    connector: OnceLock<Result<TlsConnector, String>>,
}

impl Trust {
    /// By the system's certificates, and those of `pem`.
    pub(super) fn with(pem: &str) -> Result<Self, String> {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let further = read.map_err(|_| format!("is no PEM; {LINES}"))?;
        if further.is_empty() {
            return Err(format!("holds no certificate; {LINES}"));
        }
        let trust = Self { further, connector: OnceLock::new() };
        trust.roots()?;
        Ok(trust)
    }

    /// Shakes hands with `host`.
    pub(super) async fn secure(
        &self,
        host: &str,
        stream: Box<dyn Stream>,
    ) -> Result<Box<dyn Stream>, String> {
        let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
        let connector = self.connector.get_or_init(|| self.connector()).as_ref()?;
        let secured = connector.connect(name, stream).await;
        Ok(Box::new(secured.map_err(|error| format!("TLS: {error}"))?))
    }

    /// The further certificates.
    fn roots(&self) -> Result<RootCertStore, String> {
        let mut roots = RootCertStore::empty();
        for (place, certificate) in self.further.iter().enumerate() {
            let added = roots.add(certificate.clone());
            added.map_err(|error| format!("certificate {} is of no use: {error}", place + 1))?;
        }
        Ok(roots)
    }

    fn connector(&self) -> Result<TlsConnector, String> {
        let mut roots = self.roots()?;
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(
                "TLS: the system has no root certificates; install its ca-certificates package, or give --ca-file"
                    .to_owned(),
            );
        }
        // Named, because no process-wide provider is installed.
        let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let builder = builder
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("TLS: {error}"))?;
        let config = builder.with_root_certificates(roots).with_no_client_auth();
        Ok(TlsConnector::from(Arc::new(config)))
    }
}

/// Certificates are long.
impl std::fmt::Debug for Trust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trust").field("further", &self.further.len()).finish_non_exhaustive()
    }
}
