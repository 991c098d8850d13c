//! An example, the bindings and the endpoint in, the request to send out.

use crate::bindings::ExampleBindings;
use crate::contract::{Example, Operation, ParameterPlace};
use crate::error::Error;
use percent_encoding::{AsciiSet, CONTROLS, PercentEncode, utf8_percent_encode};
use serde_json::Value;
use url::Url;
use uuid::Uuid;

/// What RFC 3986 has no place for in a path or a query; what is percent-encoded already stays so.
const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Answers are cleaned of the token wherever it stands in them; of fewer letters, too much would be.
const SHORTEST_TOKEN: usize = 8;

/// A server to judge, and who calls it.
#[derive(Clone)]
pub struct Endpoint {
    url: Url,
    token: Option<String>,
}

impl Endpoint {
    /// The server at `url`: what stands there takes the place of the contract's server URL, version segment included.
    ///
    /// # Errors
    /// [`Error::Usage`] where `url` is no absolute `http` or `https` URL of a server and a path, or the token is none.
    pub fn new(url: &str, token: Option<String>) -> Result<Self, Error> {
        let wrong = |problem: String| {
            // What stands before an @ may be a password.
            let shown = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
            Error::Usage(format!("endpoint {shown:?}: {problem}"))
        };
        let url = parsed(url).map_err(wrong)?;
        match token.as_deref().map_or(Ok(()), require_token) {
            Ok(()) => Ok(Self { url, token }),
            Err(problem) => Err(Error::Usage(problem)),
        }
    }

    /// The URL, without a slash at its end.
    pub fn url(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// The bearer token.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

/// What is said to whoever asks for HTTPS in vain.
pub(crate) const WITHOUT_TLS: &str =
    "this program was built without TLS; build it with `--features conformance/rustls`";

fn parsed(url: &str) -> Result<Url, String> {
    let url = Url::parse(url).map_err(|error| {
        format!("{error}; give an absolute URL such as http://127.0.0.1:8080/v1.0")
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err("the scheme must be http or https".to_owned());
    }
    if url.scheme() == "https" && cfg!(not(feature = "rustls")) {
        return Err(WITHOUT_TLS.to_owned());
    }
    let has_user = !url.username().is_empty() || url.password().is_some();
    if has_user || url.query().is_some() || url.fragment().is_some() {
        return Err("leave out user, password, query and fragment".to_owned());
    }
    Ok(url)
}

/// Visible ASCII, so that it can stand in a header, and long enough to be told from ordinary text.
fn require_token(token: &str) -> Result<(), String> {
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

/// The token is left out.
impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

/// A request, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct PreparedRequest {
    /// HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: Url,
    /// Headers beside those that every request of the judge carries.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<Value>,
}

/// The documented request with the endpoint's own values in it.
///
/// # Errors
/// [`Error::Usage`] where the path would lead elsewhere than below the endpoint's own URL.
pub fn prepare(
    (operation, example): (&Operation, &Example),
    bindings: &ExampleBindings,
    endpoint: &Endpoint,
) -> Result<PreparedRequest, Error> {
    let target = bindings.apply_to_target(&example.request.target);
    let url = located(&target, endpoint)
        .map_err(|problem| Error::Usage(format!("{}: {target:?} {problem}", example.id)))?;
    let mut headers = example.request.headers.clone();
    headers.extend(generated_ids(operation, example));
    Ok(PreparedRequest {
        method: example.request.method.clone(),
        url,
        headers,
        body: example.request.body.as_ref().map(|body| bindings.apply_to_body(body)),
    })
}

/// The URL of a path and query at the endpoint: the server is always the endpoint, and the path is sent as it stands.
fn located(target: &str, endpoint: &Endpoint) -> Result<Url, String> {
    if !target.starts_with('/') {
        return Err("is no path; a path begins with /".to_owned());
    }
    if target.contains('#') {
        return Err("has a fragment, which no request carries; write # as %23".to_owned());
    }
    let (path, query) =
        target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let path = format!("{}{}", endpoint.url.path().trim_end_matches('/'), legal(path));
    let mut url = endpoint.url.clone();
    url.set_path(&path);
    url.set_query(query.map(|query| legal(query).to_string()).as_deref());
    if url.path() == path {
        Ok(url)
    } else {
        Err(format!("would be sent as {}; a segment . or .. is no value to send", url.path()))
    }
}

/// A GUID for every header in which the contract has the caller send one of its own, such as the id of the request.
///
/// The same one for the same example in every run, so that two runs send the same bytes.
fn generated_ids(operation: &Operation, example: &Example) -> Vec<(String, String)> {
    let is_sent = |name: &str| {
        example.request.headers.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name))
    };
    let headers = operation.parameters.iter().filter(|parameter| {
        let is_id = parameter.format.as_deref() == Some("uuid");
        parameter.place == ParameterPlace::Header && is_id && !is_sent(&parameter.name)
    });
    let id = |name: &str| {
        Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{} {name}", example.id).as_bytes())
    };
    headers.map(|header| (header.name.clone(), id(&header.name).to_string())).collect()
}

/// Documents print spaces and braces in URLs; on the wire they are percent-encoded.
fn legal(part: &str) -> PercentEncode<'_> {
    utf8_percent_encode(part, ILLEGAL)
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

    #[test]
    fn a_target_is_sent_to_the_endpoint_as_it_stands_or_not_at_all() {
        let endpoint = Endpoint::new("http://127.0.0.1:7/v1.0/", None).unwrap();
        for (target, expected) in [
            ("/notes/7?$top=1", Some("/v1.0/notes/7?$top=1")),
            ("/notes/a b/{id}", Some("/v1.0/notes/a%20b/%7Bid%7D")),
            ("/notes/%2F", Some("/v1.0/notes/%2F")),
            ("/notes/caf\u{e9}", Some("/v1.0/notes/caf%C3%A9")),
            ("/notes/a\\b\tc", Some("/v1.0/notes/a%5Cb%09c")),
            ("//evil.example/x", Some("/v1.0//evil.example/x")),
            ("", None),
            ("@evil.example/x", None),
            (".evil.example/x", None),
            (":8/x", None),
            ("?a=b", None),
            ("/notes/../admin", None),
            ("/notes/.", None),
            ("/notes/%2e%2E/admin", None),
            ("/notes/7#top", None),
        ] {
            let expected = expected.map(|rest| format!("http://127.0.0.1:7{rest}"));
            let url = located(target, &endpoint).ok().map(String::from);
            assert_eq!(url, expected, "{target}");
        }
    }
}
