//! How a client comes to be: the address of the service and a session come in, a client goes out that
//! follows no redirect.

use std::{error::Error as StdError, time::Duration};

use reqwest::{ClientBuilder, Url, redirect::Policy};

use crate::{Client, Session};

/// How long a connection, and how long a whole exchange, may take unless another limit is configured.
const PATIENCE: Duration = Duration::from_secs(15);

/// Why no client can be made for an address.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAddress {
    /// The text is no URL.
    #[error("`{address}` is not a URL; give one such as `https://graph.microsoft.com/v1.0`")]
    Url {
        /// The text as given.
        address: String,
        /// What is wrong with it.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The URL is not one of HTTP.
    #[error("`{address}` does not begin with `http://` or `https://`; correct its scheme")]
    Scheme {
        /// The text as given.
        address: String,
    },
    /// The URL has parts that no request could keep. They are not shown, as they may be secrets.
    #[error("the address has credentials, a query or a fragment; give `{remedy}` alone")]
    Surplus {
        /// The same address without them.
        remedy: Url,
    },
    /// The URL asks for TLS, which was left out of this build.
    #[error("`{address}` needs TLS; enable the feature `rustls` of `assignment-requests`")]
    Tls {
        /// The text as given.
        address: String,
    },
    /// The connection cannot be configured so.
    #[error("the HTTP client for `{address}` cannot be built")]
    Connection {
        /// The text as given.
        address: String,
        /// What is wrong with the configuration.
        source: reqwest::Error,
    },
}

impl Client {
    /// A client of the service at `address`: scheme, host and version, such as
    /// `https://graph.microsoft.com/v1.0`.
    ///
    /// A redirect is not followed but an error, since what is asked for at another place is not what was
    /// asked for here. An exchange may take 15 seconds.
    ///
    /// # Errors
    ///
    /// Where `address` is not a URL of HTTP, holds more than scheme, host, port and path, or begins with
    /// `https` while the feature `rustls` is off.
    pub fn new(address: &str, session: Session) -> Result<Self, InvalidAddress> {
        let root = root(address)?;
        if root.scheme() == "https" && cfg!(not(feature = "rustls")) {
            return Err(InvalidAddress::Tls { address: address.to_owned() });
        }
        let connection = ClientBuilder::new().connect_timeout(PATIENCE).timeout(PATIENCE);
        Self::over(connection, address, session)
    }

    /// A client like that of [`new`](Self::new), over a connection with other limits, a proxy or another
    /// TLS. Whatever `connection` says of them, redirects are not followed.
    ///
    /// # Errors
    ///
    /// As with [`new`](Self::new), but for TLS, which is left to `connection`; and where `connection` cannot be built.
    pub fn over(
        connection: ClientBuilder,
        address: &str,
        session: Session,
    ) -> Result<Self, InvalidAddress> {
        let root = root(address)?;
        let client = connection
            .redirect(Policy::none())
            .build()
            .map_err(|source| InvalidAddress::Connection { address: address.to_owned(), source })?;
        let baseurl = root.as_str().trim_end_matches('/').to_owned();
        Ok(Self { baseurl, client, inner: session })
    }
}

/// What the path of each request is put behind.
fn root(address: &str) -> Result<Url, InvalidAddress> {
    let url = Url::parse(address).map_err(|fault| InvalidAddress::Url {
        address: address.to_owned(),
        source: fault.into(),
    })?;
    // First of all, so that no other error shows a secret.
    let bare = bare(&url);
    if bare != url {
        return Err(InvalidAddress::Surplus { remedy: bare });
    }
    if !["http", "https"].contains(&url.scheme()) {
        return Err(InvalidAddress::Scheme { address: address.to_owned() });
    }
    Ok(url)
}

fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    // Fails only where a URL has no host, and then it has no credentials either.
    let _ = bare.set_username("").and_then(|()| bare.set_password(None));
    bare
}
