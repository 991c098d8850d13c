//! What the environment says of proxies in, the proxy before a URL out, and tunnels through it.

use super::connection::Stream;
use crate::endpoint::WITHOUT_TLS;
use crate::environment::{ProxyVariable, ProxyVariables};
use crate::error::Error;
use crate::safety::is_this_machine;
use crate::secret::Secret;
use hyper::Uri;
use hyper::header::HeaderValue;
use hyper_util::client::proxy::matcher::Matcher;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::{Host, Url};

/// The head of an answer to CONNECT is shorter.
const LONGEST_HEAD: usize = 64 << 10;

/// Which proxy is before which server; none by itself.
#[derive(Default)]
pub(super) struct Proxies(Option<Matcher>);

/// A proxy.
pub(super) struct Proxy {
    pub(super) host: String,
    pub(super) port: u16,
    /// Whether it is spoken to over TLS.
    pub(super) is_secure: bool,
    /// The header `Proxy-Authorization`, where it asks for a password.
    pub(super) authorization: Option<HeaderValue>,
}

impl Proxies {
    /// The proxies that the variables name; what is secret in them is removed by `secret` from now on.
    pub(super) fn new(variables: ProxyVariables, secret: &Secret) -> Result<Self, Error> {
        let ProxyVariables { http, https, all, none } = variables;
        let named = [http, https, all];
        for variable in named.iter().flatten() {
            let url = proxy_url(&variable.value)
                .map_err(|problem| Error::Usage(format!("{}: {problem}", variable.name)))?;
            let password = percent_decode_str(url.password().unwrap_or_default());
            secret.add(&password.decode_utf8_lossy());
        }
        if named.iter().all(Option::is_none) {
            return Ok(Self(None));
        }
        let [http, https, all] = named.map(|variable| variable.map_or_else(String::new, value));
        let none = none.map_or_else(String::new, value);
        Ok(Self(Some(Matcher::builder().http(http).https(https).all(all).no(none).build())))
    }

    /// The proxy between here and `url`. There is none before this machine itself: what is here is not found from there.
    pub(super) fn before(&self, url: &Url) -> Option<Proxy> {
        let matcher = self.0.as_ref().filter(|_| !is_this_machine(url))?;
        let target: Uri = url.as_str().parse().ok()?;
        let found = matcher.intercept(&target)?;
        let is_secure = found.uri().scheme_str() == Some("https");
        let host = found.uri().host()?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = found.uri().port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        let authorization = found.basic_auth().cloned();
        Some(Proxy { host, port, is_secure, authorization })
    }
}

fn value(variable: ProxyVariable) -> String {
    variable.value
}

/// The URL of a proxy, whose scheme may be left out.
fn proxy_url(text: &str) -> Result<Url, String> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    // What is wrong with it is not shown: a password may stand in it.
    let url = Url::parse(&whole).ok().filter(|url| url.host().is_some_and(|host| !is_empty(&host)));
    let url = url.ok_or("is no URL of a proxy; give one such as http://proxy.example:3128")?;
    match url.scheme() {
        "http" => Ok(url),
        "https" if cfg!(feature = "rustls") => Ok(url),
        "https" => Err(WITHOUT_TLS.to_owned()),
        scheme => Err(format!("a proxy is spoken to by http or https, not {scheme}")),
    }
}

fn is_empty(host: &Host<&str>) -> bool {
    matches!(host, Host::Domain(""))
}

impl Proxy {
    /// Its URL, without user and password.
    pub(super) fn url(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        format!("{scheme}://{}:{}", self.host, self.port)
    }

    /// Has the proxy pass on everything that `stream` carries from now on to the server of `url`.
    pub(super) async fn tunnel(
        &self,
        stream: &mut Box<dyn Stream>,
        url: &Url,
    ) -> Result<(), String> {
        let (host, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default());
        let target = format!("{host}:{}", port.unwrap_or(443));
        let mut head = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n").into_bytes();
        if let Some(authorization) = &self.authorization {
            head.extend([b"Proxy-Authorization: ", authorization.as_bytes(), b"\r\n"].concat());
        }
        head.extend_from_slice(b"\r\n");
        stream.write_all(&head).await.map_err(|error| error.to_string())?;
        let mut answer = Vec::new();
        // What follows the head belongs to the server.
        while !answer.ends_with(b"\r\n\r\n") && answer.len() < LONGEST_HEAD {
            answer.push(stream.read_u8().await.map_err(|error| error.to_string())?);
        }
        let line = String::from_utf8_lossy(&answer);
        match line.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok()) {
            Some(200..=299) => Ok(()),
            Some(407) => {
                Err("it answers 407: it wants another user and password in its URL".to_owned())
            }
            Some(status) => Err(format!("it answers {status} to CONNECT {target}")),
            None => Err("what it answers to CONNECT is no HTTP".to_owned()),
        }
    }
}

/// Passwords are left out.
impl std::fmt::Debug for Proxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Proxies").field(&self.0.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(http: &str, all: &str, none: &str) -> ProxyVariables {
        let variable = |name: &'static str, value: &str| {
            Some(ProxyVariable { name, value: value.to_owned() }).filter(|_| !value.is_empty())
        };
        ProxyVariables {
            http: variable("http_proxy", http),
            https: None,
            all: variable("ALL_PROXY", all),
            none: variable("NO_PROXY", none),
        }
    }

    #[test]
    fn a_proxy_is_before_what_the_variables_say_and_never_before_this_machine() {
        let (http, all) = ("user:pass%40word@proxy.example", "http://[::7]:3128");
        let named = variables(http, all, "inner.example,10.0.0.0/8");
        let proxies = Proxies::new(named, &Secret::default()).unwrap();
        for (url, expected) in [
            ("http://tenant.example/v1.0", Some("http://proxy.example:80")),
            ("https://tenant.example/v1.0", Some("http://::7:3128")),
            ("http://inner.example/v1.0", None),
            ("http://deep.inner.example/v1.0", None),
            ("https://10.1.2.3/v1.0", None),
            ("http://localhost:8080/v1.0", None),
            // Whether this is here is for whoever resolves the name to say.
            ("http://api.localhost/v1.0", Some("http://proxy.example:80")),
            ("http://127.9.9.9/v1.0", None),
            ("https://[::1]/v1.0", None),
        ] {
            let proxy = proxies.before(&Url::parse(url).unwrap()).map(|proxy| proxy.url());
            assert_eq!(proxy.as_deref(), expected, "{url}");
        }
        let none = Proxies::new(variables("", "", ""), &Secret::default()).unwrap();
        assert!(none.before(&Url::parse("http://tenant.example").unwrap()).is_none());
    }

    #[test]
    fn the_password_of_a_proxy_is_removed_as_it_is_and_as_it_is_sent() {
        let secret = Secret::default();
        let proxies = Proxies::new(variables("u:pass%40word@p", "", ""), &secret).unwrap();
        let proxy = proxies.before(&Url::parse("http://tenant.example").unwrap()).unwrap();
        let sent = proxy.authorization.unwrap();
        assert_eq!(sent, "Basic dTpwYXNzQHdvcmQ=");
        let told =
            secret.removed_from(&format!("pass@word pass%40word {}", sent.to_str().unwrap()));
        assert!(!told.contains("word") && !told.contains("c3NAd29y"), "{told}");
        assert!(!format!("{proxies:?}").contains("pass"), "{proxies:?}");
    }

    #[test]
    fn what_is_no_proxy_is_told_by_its_variable_and_not_shown() {
        for (value, told) in [
            ("socks5://user:letmein@proxy:1080", "by http or https, not socks5"),
            ("http://user:letmein@", "is no URL of a proxy"),
            ("http://user:letmein@proxy:x", "is no URL of a proxy"),
        ] {
            let refused = Proxies::new(variables(value, "", ""), &Secret::default()).unwrap_err();
            let said = refused.to_string();
            assert!(said.starts_with("http_proxy: ") && said.contains(told), "{said}");
            assert!(!said.contains("letmein"), "{said}");
        }
    }
}
