//! What a session is made of in, the session out, or what is missing or wrong.

use super::root::{root, shown};
use super::{Cloud, Session};
use crate::Retry;
use crate::segment;
#[cfg(feature = "azure_identity")]
use crate::token::Credential;
use crate::token::source::{Fixed, Function};
use crate::token::{AccessToken, ClientCredentials, InvalidToken, Kept, TokenFailure, TokenSource};
#[cfg(feature = "azure_identity")]
use azure_core::credentials::TokenCredential;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Url};
use std::error::Error as StdError;
use std::fmt::{self, Debug, Formatter};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection, and how long a whole exchange, may take unless another limit is set.
const PATIENCE: Duration = Duration::from_secs(15);

/// How the client names itself.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The version of Graph that the documents are of.
const VERSION: &str = "v1.0";

/// Makes a [`Session`]. What is not said is as [`Session::builder`] begins.
#[must_use]
pub struct SessionBuilder {
    cloud: Cloud,
    version: String,
    endpoint: Option<String>,
    tokens: Option<Tokens>,
    user_agent: String,
    connect_timeout: Duration,
    timeout: Duration,
    retry: Retry,
    connection: Option<reqwest::Client>,
}

/// A source, or what is made one once the cloud and the connection are known.
enum Tokens {
    Text(String),
    Credentials(ClientCredentials),
    Source(Arc<dyn TokenSource>),
    #[cfg(feature = "azure_identity")]
    Azure(Arc<dyn TokenCredential>),
}

/// Why there is no session.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSession {
    /// The address is no URL.
    #[error("`{address}` is not a URL; give one such as `https://graph.microsoft.com/v1.0`")]
    Address {
        /// The text as given, but for what may be a secret in it.
        address: String,
        /// What is wrong with it.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The URL is not one of HTTP.
    #[error("`{address}` does not begin with `http://` or `https://`; correct its scheme")]
    Scheme {
        /// The text as given, but for what may be a secret in it.
        address: String,
    },
    /// The URL has parts that no request could keep. They are not shown, as they may be secrets.
    #[error("the address has credentials, a query or a fragment; give `{remedy}` alone")]
    Surplus {
        /// The same address without them.
        remedy: Url,
    },
    /// The URL asks for TLS, which was left out of this build.
    #[error(
        "`{address}` needs TLS; enable the feature `rustls` or `native-tls` of `assignment-requests`"
    )]
    Tls {
        /// The address.
        address: String,
    },
    /// The version is not one segment of a path.
    #[error("`{version}` is not a version of Graph; give one such as `v1.0`")]
    Version {
        /// The text as given.
        version: String,
    },
    /// The address is that of a cloud and lacks the version of Graph.
    #[error("the address of Graph has a version; give `{remedy}`")]
    Unversioned {
        /// The same address with it.
        remedy: Url,
    },
    /// The user agent cannot stand in a header.
    #[error("`{user_agent:?}` cannot be the user agent; use visible ASCII characters and blanks")]
    UserAgent {
        /// The text as given.
        user_agent: String,
    },
    /// Nobody gives a token.
    #[error(
        "there is no token; give one by `token`, `token_from`, `token_source`, `client_credentials` or, with the feature `azure_identity`, `credential`"
    )]
    NoToken,
    /// The token is none.
    #[error(transparent)]
    Token(#[from] InvalidToken),
    /// The tenant of the credentials cannot stand in an address.
    #[error("the tenant of the client credentials is neither an id nor a domain")]
    Tenant,
    /// The connection cannot be configured so.
    #[error(
        "the HTTP client cannot be built; where the system has no root certificates, install them (`ca-certificates`) or give a `connection`"
    )]
    Connection {
        /// What is wrong with the configuration.
        source: reqwest::Error,
    },
}

impl Default for SessionBuilder {
    fn default() -> Self {
        Self {
            cloud: Cloud::default(),
            version: VERSION.to_owned(),
            endpoint: None,
            tokens: None,
            user_agent: USER_AGENT.to_owned(),
            connect_timeout: PATIENCE,
            timeout: PATIENCE,
            retry: Retry::default(),
            connection: None,
        }
    }
}

impl Debug for SessionBuilder {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut fields = formatter.debug_struct("SessionBuilder");
        fields.field("cloud", &self.cloud);
        fields.field("endpoint", &self.endpoint.as_deref().map(shown));
        fields.finish_non_exhaustive()
    }
}

impl SessionBuilder {
    /// Calls Graph in this cloud.
    pub fn cloud(self, cloud: Cloud) -> Self {
        Self { cloud, ..self }
    }

    /// Calls this version of Graph in place of `v1.0`. The types are those of `v1.0`.
    pub fn version(self, version: &str) -> Self {
        Self { version: version.to_owned(), ..self }
    }

    /// Calls another service than a cloud's: scheme, host and version, such as `http://127.0.0.1:8080/v1.0`.
    pub fn endpoint(self, address: &str) -> Self {
        Self { endpoint: Some(address.to_owned()), ..self }
    }

    /// Sends this bearer token with each request.
    pub fn token(self, text: &str) -> Self {
        Self { tokens: Some(Tokens::Text(text.to_owned())), ..self }
    }

    /// Sends the token that an async function gives. It is asked when the one before runs out or is refused, and may take no longer than
    /// [`timeout`](Self::timeout). What it fails with by [`TokenFailure::unavailable`] is tried again as [`Retry`] says.
    ///
    /// ```
    /// use assignment_requests::{AccessToken, Session, TokenFailure};
    ///
    /// # async fn ask_the_vault() -> Result<String, &'static str> { Err("it is closed") }
    /// let builder = Session::builder().token_from(|| async {
    ///     let text = ask_the_vault().await.map_err(TokenFailure::because)?;
    ///     Ok(AccessToken::new(&text)?)
    /// });
    /// ```
    pub fn token_from<F, T>(self, function: F) -> Self
    where
        F: Fn() -> T + Send + Sync + 'static,
        T: Future<Output = Result<AccessToken, TokenFailure>> + Send + 'static,
    {
        self.token_source(Function(function))
    }

    /// Sends the tokens of a source.
    pub fn token_source(self, source: impl TokenSource + 'static) -> Self {
        Self { tokens: Some(Tokens::Source(Arc::new(source))), ..self }
    }

    /// Sends the tokens of a credential of the crate `azure_identity`, as that of a managed identity or of whoever is signed in on this machine.
    /// They are for everything that was granted in Graph, in the cloud of the session.
    #[cfg(feature = "azure_identity")]
    pub fn credential(self, credential: Arc<dyn TokenCredential>) -> Self {
        Self { tokens: Some(Tokens::Azure(credential)), ..self }
    }

    /// Sends the token that is granted to an application of its own right. A token endpoint that grants none for the moment is asked again as
    /// [`Retry`] says.
    pub fn client_credentials(self, credentials: ClientCredentials) -> Self {
        Self { tokens: Some(Tokens::Credentials(credentials)), ..self }
    }

    /// Names the program that calls, before the name of this crate.
    pub fn user_agent(self, user_agent: &str) -> Self {
        Self { user_agent: format!("{user_agent} {USER_AGENT}"), ..self }
    }

    /// How long a connection may take to come about: 15 seconds, unless another time is given.
    pub fn connect_timeout(self, time: Duration) -> Self {
        Self { connect_timeout: time, ..self }
    }

    /// How long one exchange may take, from the first byte sent to the last received: 15 seconds, unless another time is given. One that is
    /// tried again has as much again.
    ///
    /// As long, and apart from that, a source of tokens may take to give one, be it a token endpoint, a credential, a function or a source of the
    /// caller's own: a call that has to wait for a token may take both times with each try.
    pub fn timeout(self, time: Duration) -> Self {
        Self { timeout: time, ..self }
    }

    /// How often is tried, and how long is waited between.
    pub fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// Calls over a connection pool of the caller's own, with its proxies, certificates and time to connect.
    ///
    /// Build it with [`Policy::none`](reqwest::redirect::Policy::none). What stands at another place is not what was asked for, and is an error
    /// here, but by then a connection that follows redirects has been there: it has carried the token to whatever other
    /// path of the same server that was, and, where a token endpoint answers with 307 or 308, has posted the secret of the application to wherever that leads,
    /// another server included, as these repeat the body.
    ///
    /// ```
    /// use assignment_requests::Session;
    /// use reqwest::redirect::Policy;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let connection = reqwest::Client::builder().redirect(Policy::none()).build()?;
    /// let builder = Session::builder().connection(connection);
    /// # Ok(())
    /// # }
    /// ```
    pub fn connection(self, connection: reqwest::Client) -> Self {
        Self { connection: Some(connection), ..self }
    }

    /// The session.
    ///
    /// # Errors
    ///
    /// [`InvalidSession`] where something is missing or wrong. Nobody is called.
    pub fn build(self) -> Result<Session, InvalidSession> {
        let has_tls = HAS_TLS || self.connection.is_some();
        let reachable = |url: &Url| match url.scheme() {
            "https" if !has_tls => Err(InvalidSession::Tls { address: url.to_string() }),
            _ => Ok(()),
        };
        let root = self.root()?;
        reachable(&root)?;
        let user_agent = HeaderValue::try_from(&self.user_agent)
            .map_err(|_| InvalidSession::UserAgent { user_agent: self.user_agent.clone() })?;
        let connection = match self.connection {
            Some(connection) => connection,
            None => ClientBuilder::new()
                .connect_timeout(self.connect_timeout)
                .redirect(Policy::none())
                .build()
                .map_err(|source| InvalidSession::Connection { source })?,
        };
        let source: Arc<dyn TokenSource> = match self.tokens.ok_or(InvalidSession::NoToken)? {
            Tokens::Text(text) => Arc::new(Fixed(AccessToken::new(&text)?)),
            Tokens::Source(source) => source,
            #[cfg(feature = "azure_identity")]
            Tokens::Azure(credential) => Arc::new(Credential::of(credential, self.cloud)),
            Tokens::Credentials(credentials) => {
                let grant = credentials.source(self.cloud, connection.clone());
                let grant = grant.ok_or(InvalidSession::Tenant)?;
                reachable(grant.token_url())?;
                Arc::new(grant)
            }
        };
        Ok(Session {
            connection,
            root,
            user_agent,
            tokens: Kept::of(source, self.timeout),
            timeout: self.timeout,
            retry: self.retry,
        })
    }

    /// What the path of each request is put behind.
    fn root(&self) -> Result<Url, InvalidSession> {
        let address = match &self.endpoint {
            Some(address) => address.clone(),
            None if segment::is_plain(&self.version) => {
                format!("{}/{}", self.cloud.graph(), self.version)
            }
            None => return Err(InvalidSession::Version { version: self.version.clone() }),
        };
        let root = root(&address)?;
        if root.path() == "/" && Cloud::at(&root).is_some() {
            return Err(InvalidSession::Unversioned { remedy: below(root, VERSION) });
        }
        Ok(root)
    }
}

fn below(mut root: Url, path: &str) -> Url {
    root.set_path(path);
    root
}

/// Whether TLS was compiled in.
const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "native-tls"));
