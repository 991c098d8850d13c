//! The server to judge, and who calls it.

use crate::error::Error;
use crate::secret::Secret;
use crate::send::Transport;
use std::collections::BTreeMap;
use url::Url;

/// Answers are cleaned of the token wherever it stands in them; of fewer letters, too much would be.
pub(crate) const SHORTEST_TOKEN: usize = 8;

/// The identity that replays the examples, and that a rule calls as where it says no other.
pub const DEFAULT: &str = "admin";

/// A server to judge, and those who call it.
#[derive(Clone)]
pub struct Endpoint {
    url: Url,
    /// Bearer tokens by the name of the identity.
    tokens: BTreeMap<String, String>,
    /// All that were ever used, and what else is nobody's business, as it is searched for in what comes back.
    secret: Secret,
    /// How a connection comes about.
    transport: Transport,
}

impl Endpoint {
    /// The server at `url`, called with `token` as [`DEFAULT`]: what stands there takes the place of the contract's server URL, version
    /// segment included.
    ///
    /// # Errors
    /// [`Error::Usage`] where `url` is no absolute `http` or `https` URL of a server and a path, or the token is none.
    pub fn new(url: &str, token: Option<String>) -> Result<Self, Error> {
        let endpoint = Self::named(url)?;
        if endpoint.url.scheme() == "https" && cfg!(not(feature = "rustls")) {
            return Err(wrong(url, WITHOUT_TLS));
        }
        match token {
            Some(token) => endpoint.with_token(DEFAULT, token),
            None => Ok(endpoint),
        }
    }

    /// The same for whoever calls nobody: what would be sent there can be told without TLS.
    ///
    /// # Errors
    /// [`Error::Usage`] where `url` is no absolute `http` or `https` URL of a server and a path.
    pub(crate) fn named(url: &str) -> Result<Self, Error> {
        let parsed = parsed(url).map_err(|problem| wrong(url, &problem))?;
        let (tokens, secret) = (BTreeMap::new(), Secret::default());
        Ok(Self { url: parsed, tokens, secret, transport: Transport::default() })
    }

    /// The same, called with `token` as another identity, too.
    ///
    /// # Errors
    /// [`Error::Usage`] where the token is none.
    pub fn with_token(mut self, identity: &str, token: String) -> Result<Self, Error> {
        require_token(&token).map_err(Error::Usage)?;
        self.give(identity, token);
        Ok(self)
    }

    /// Gives an identity a token that was looked at by [`require_token`]; the one that it had is still removed from what is told.
    pub(crate) fn give(&mut self, identity: &str, token: String) {
        self.secret.add(&token);
        self.tokens.insert(identity.to_owned(), token);
    }

    /// The same, connected by `transport`; what is secret to `secret` is so here, and the other way round.
    #[must_use]
    pub(crate) fn over(mut self, transport: &Transport, secret: &Secret) -> Self {
        secret.add_all(&self.secret);
        self.secret = secret.clone();
        self.transport = transport.clone();
        self
    }

    /// The same, called by those identities only whose name is `wanted`.
    #[must_use]
    pub fn only(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        self.tokens.retain(|name, _| wanted(name));
        self
    }

    /// The URL, without a slash at its end.
    pub fn url(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// The URL in its parts.
    pub(crate) fn base(&self) -> &Url {
        &self.url
    }

    /// The path of a URL below the endpoint's own, with the slash that it begins with; none where it leads elsewhere.
    pub(crate) fn below<'a>(&self, url: &'a Url) -> Option<&'a str> {
        let path = url.path().strip_prefix(self.url.path().trim_end_matches('/'))?;
        let is_below = url.origin() == self.url.origin() && path.starts_with('/');
        is_below.then_some(path)
    }

    /// The bearer token of an identity.
    pub(crate) fn token(&self, identity: &str) -> Option<&str> {
        self.tokens.get(identity).map(String::as_str)
    }

    /// How a connection comes about.
    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// What takes every token there is out of what is told.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }
}

fn wrong(url: &str, problem: &str) -> Error {
    Error::Usage(format!("endpoint {:?}: {problem}", shown(url)))
}

/// What is said to whoever asks for HTTPS in vain.
pub(crate) const WITHOUT_TLS: &str = "this program was built without TLS; build it with its feature `rustls`, which is on by default";

fn parsed(url: &str) -> Result<Url, String> {
    let url = Url::parse(url).map_err(|error| {
        format!("{error}; give an absolute URL such as http://127.0.0.1:8080/v1.0")
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err("the scheme must be http or https".to_owned());
    }
    require_bare(&url)?;
    Ok(url)
}

/// What is told of a URL that is refused: what stands before an @ may be a password.
pub(crate) fn shown(url: &str) -> &str {
    url.rsplit_once('@').map_or(url, |(_, rest)| rest)
}

/// A URL is told wherever a run is, and so has nothing in it that is nobody's business.
pub(crate) fn require_bare(url: &Url) -> Result<(), String> {
    let has_user = !url.username().is_empty() || url.password().is_some();
    if has_user || url.query().is_some() || url.fragment().is_some() {
        return Err("leave out user, password, query and fragment".to_owned());
    }
    Ok(())
}

/// Visible ASCII, so that it can stand in a header, and long enough to be told from ordinary text.
pub(crate) fn require_token(token: &str) -> Result<(), String> {
    let (scheme, rest) = token.split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("bearer") && !rest.is_empty() {
        return Err(format!("leave out {scheme}: the token alone is asked for"));
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("the token must be visible ASCII characters without spaces".to_owned());
    }
    if token.len() < SHORTEST_TOKEN {
        return Err(format!(
            "the token must have at least {SHORTEST_TOKEN} characters: a shorter one cannot be told from ordinary text, and so cannot be removed from what the endpoint answers"
        ));
    }
    Ok(())
}

/// The tokens are left out.
impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_an_absolute_http_url() {
        for (url, accepted) in [
            ("http://127.0.0.1:1/v1.0", true),
            ("https://graph.example", cfg!(feature = "rustls")),
            ("ftp://127.0.0.1", false),
            ("127.0.0.1:80", false),
            ("/v1.0", false),
            ("http://user@host/", false),
            ("http://user:letmein@host/", false),
            ("http://:letmein@host/", false),
            ("http://:letmein@host:x/", false),
            ("http://host/?a=b", false),
            ("http://host/#a", false),
        ] {
            let endpoint = Endpoint::new(url, None);
            assert_eq!(endpoint.is_ok(), accepted, "{url}");
            assert!(!format!("{endpoint:?}").contains("letmein"), "{endpoint:?}");
        }
    }

    #[test]
    fn a_path_is_below_an_endpoint_at_its_server_and_behind_a_slash() {
        for (endpoint, url, expected) in [
            ("http://127.0.0.1:7/v1.0", "http://127.0.0.1:7/v1.0/notes?$top=1", Some("/notes")),
            ("http://127.0.0.1:7/v1.0/", "http://127.0.0.1:7/v1.0/notes", Some("/notes")),
            ("http://127.0.0.1:7", "http://127.0.0.1:7/notes", Some("/notes")),
            ("http://127.0.0.1:7/v1.0", "http://127.0.0.1:7/v1.0/", Some("/")),
            ("http://127.0.0.1:7/v1.0", "http://127.0.0.1:7/v1.0", None),
            ("http://127.0.0.1:7/v1.0", "http://127.0.0.1:7/v1.0x/notes", None),
            ("http://127.0.0.1:7/v1.0", "http://127.0.0.1:7/beta/notes", None),
            ("http://127.0.0.1:7/v1.0", "http://127.0.0.1:8/v1.0/notes", None),
            ("http://127.0.0.1:7/v1.0", "https://127.0.0.1:7/v1.0/notes", None),
            ("http://127.0.0.1:7/v1.0", "http://elsewhere.example/v1.0/notes", None),
        ] {
            let endpoint = Endpoint::new(endpoint, None).unwrap();
            assert_eq!(endpoint.below(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn a_token_never_shows() {
        let endpoint = Endpoint::new("http://127.0.0.1", Some("secret-token".to_owned())).unwrap();
        assert!(!format!("{endpoint:?}").contains("secret"));
    }

    #[test]
    fn a_token_can_stand_in_a_header_and_be_told_from_other_text() {
        for (token, accepted) in [
            ("eight-ch", true),
            ("seven-c", false),
            ("", false),
            ("a\r\nb: c, and more", false),
            ("two words", false),
            ("schlüssel", false),
        ] {
            let endpoint = Endpoint::new("http://127.0.0.1", Some(token.to_owned()));
            assert_eq!(endpoint.is_ok(), accepted, "{token:?}");
        }
    }
}
