//! Where a client calls, for whom, and with how much patience: a builder comes in, a session goes out, of which clients are made.

mod builder;
mod cloud;
mod root;

pub use builder::{InvalidSession, SessionBuilder};
pub use cloud::{Cloud, UnknownCloud};

use crate::{Client, Retry, token::Kept};
use reqwest::Url;
use reqwest::header::HeaderValue;
use std::fmt::{self, Debug, Formatter};
use std::time::Duration;

/// Where the requests are below the root.
const COLLECTION: &str = "/identityGovernance/entitlementManagement/assignmentRequests";

/// Everything that calls have in common: the service, whoever calls, time limits, and how often is tried.
///
/// Clones share their connections and their token.
///
/// ```
/// use assignment_requests::{ClientCredentials, Cloud, Session};
/// use std::time::Duration;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let session = Session::builder()
///     .cloud(Cloud::UsGovL4)
///     .client_credentials(ClientCredentials::new("contoso.onmicrosoft.us", "f5a8…", "s3cret"))
///     .user_agent("contoso-access/1.2")
///     .timeout(Duration::from_secs(30))
///     .build();
/// # #[cfg(any(feature = "rustls", feature = "native-tls"))]
/// let client = session?.client();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Session {
    connection: reqwest::Client,
    root: Url,
    user_agent: HeaderValue,
    tokens: Kept,
    timeout: Duration,
    retry: Retry,
}

impl Session {
    /// A session of the global cloud, until another is named. It needs a token.
    pub fn builder() -> SessionBuilder {
        SessionBuilder::default()
    }

    /// A client of this session.
    pub fn client(&self) -> Client {
        Client {
            baseurl: self.root().to_owned(),
            client: self.connection.clone(),
            inner: self.clone(),
        }
    }

    /// The root of the service, version included and without a slash at its end.
    pub fn root(&self) -> &str {
        self.root.as_str().trim_end_matches('/')
    }

    /// The address of the collection of requests, and of what stands below it, escaped.
    pub(crate) fn address(&self, below: &str) -> Url {
        self.below_root(&format!("{COLLECTION}{below}"))
    }

    /// The address that batches are sent to.
    pub(crate) fn batches(&self) -> Url {
        self.below_root("/$batch")
    }

    fn below_root(&self, path: &str) -> Url {
        let mut url = self.root.clone();
        let root = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{root}{path}"));
        url
    }

    /// The same, but that each call is tried once.
    pub(crate) fn trying_once(self) -> Self {
        Self { retry: Retry::never(), ..self }
    }

    /// The same, but that a POST is repeated as any other call is.
    pub(crate) fn repeating_posts(self) -> Self {
        Self { retry: self.retry.even_posts(), ..self }
    }

    pub(crate) fn tokens(&self) -> &Kept {
        &self.tokens
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.user_agent
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    pub(crate) fn retry(&self) -> Retry {
        self.retry
    }
}

impl Debug for Session {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Session");
        shown.field("root", &self.root()).field("timeout", &self.timeout);
        shown.field("retry", &self.retry).finish_non_exhaustive()
    }
}

/// A connection of the caller's own may have secrets among its headers and proxies, and shows them.
impl Debug for Client {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("session", &self.inner).finish_non_exhaustive()
    }
}
