//! How a connection comes about, for all of a run: by which certificates a server is trusted, and through which proxy.

use super::proxies::{Proxies, Proxy};
use super::tls::Trust;
use crate::environment;
use crate::error::Error;
use crate::files;
use crate::secret::Secret;
use std::path::Path;
use std::sync::Arc;
use url::Url;

/// How connections come about; clones share what is made ready for it once. By itself: the system's certificates, and no proxy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transport(Arc<Way>);

#[derive(Debug, Default)]
struct Way {
    trust: Trust,
    proxies: Proxies,
}

impl Transport {
    /// Through the proxies of the environment, whose passwords `secret` removes from now on; certificates of `further`, in PEM, are trusted
    /// beside those of the system.
    ///
    /// # Errors
    /// [`Error::Usage`] where a proxy is none, or `further` holds no certificate; [`Error::File`] where it cannot be read.
    pub(crate) fn new(further: Option<&Path>, secret: &Secret) -> Result<Self, Error> {
        let proxies = Proxies::new(environment::proxies(), secret)?;
        let trust = further.map_or_else(|| Ok(Trust::default()), trusting)?;
        Ok(Self(Arc::new(Way { trust, proxies })))
    }

    /// Through no proxy; certificates of `further`, in PEM, are trusted beside those of the system.
    ///
    /// # Errors
    /// As [`Transport::new`].
    pub(crate) fn direct(further: Option<&Path>) -> Result<Self, Error> {
        let trust = further.map_or_else(|| Ok(Trust::default()), trusting)?;
        Ok(Self(Arc::new(Way { trust, proxies: Proxies::default() })))
    }

    /// The proxy between here and `url`.
    pub(super) fn proxy(&self, url: &Url) -> Option<Proxy> {
        self.0.proxies.before(url)
    }

    pub(super) fn trust(&self) -> &Trust {
        &self.0.trust
    }
}

fn trusting(file: &Path) -> Result<Trust, Error> {
    let pem = files::read(file)?;
    Trust::with(&pem)
        .map_err(|problem| Error::Usage(format!("--ca-file {}: {problem}", file.display())))
}
