//! An example, the bindings and the endpoint in, the request to send out.

use crate::bindings::ExampleBindings;
use crate::contract::Example;
use crate::error::Error;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

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
    /// [`Error::Usage`] where `url` is no absolute `http` or `https` URL, or the token cannot stand in a header.
    pub fn new(url: &str, token: Option<String>) -> Result<Self, Error> {
        let parsed = Url::parse(url).map_err(|error| {
            Error::Usage(format!(
                "endpoint {url:?}: {error}; give an absolute URL such as http://127.0.0.1:8080/v1.0"
            ))
        })?;
        if !matches!(parsed.scheme(), "http" | "https") || parsed.host().is_none() {
            return Err(Error::Usage(format!(
                "endpoint {url:?}: the scheme must be http or https"
            )));
        }
        if parsed.scheme() == "https" && cfg!(not(feature = "rustls")) {
            return Err(Error::Usage(format!(
                "endpoint {url:?}: this program was built without TLS; build it with `--features rustls`"
            )));
        }
        if parsed.query().is_some() || parsed.fragment().is_some() || !parsed.username().is_empty()
        {
            return Err(Error::Usage(format!(
                "endpoint {url:?}: leave out user, query and fragment"
            )));
        }
        if token.as_deref().is_some_and(|token| {
            token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic())
        }) {
            return Err(Error::Usage(
                "the token must be visible ASCII characters without spaces".to_owned(),
            ));
        }
        Ok(Self { url: parsed, token })
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
/// [`Error::Usage`] where the bound values make no URL.
pub fn prepare(
    example: &Example,
    bindings: &ExampleBindings,
    endpoint: &Endpoint,
) -> Result<PreparedRequest, Error> {
    let target = bindings.apply_to_target(&example.request.target);
    let url = format!("{}{}", endpoint.url(), legal(&target));
    let url = Url::parse(&url)
        .map_err(|error| Error::Usage(format!("{}: {url:?} is no URL: {error}", example.id)))?;
    let mut headers = example.request.headers.clone();
    headers.push(("client-request-id".to_owned(), client_request_id(example).to_string()));
    Ok(PreparedRequest {
        method: example.request.method.clone(),
        url,
        headers,
        body: example.request.body.as_ref().map(|body| bindings.apply_to_body(body)),
    })
}

/// The same id for the same example in every run, so that two runs send the same bytes.
fn client_request_id(example: &Example) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, example.id.0.as_bytes())
}

/// Documents print spaces and braces in URLs; on the wire they are percent-encoded.
fn legal(target: &str) -> String {
    target.replace(' ', "%20").replace('{', "%7B").replace('}', "%7D").replace('"', "%22")
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
            ("http://host/?a=b", false),
        ] {
            assert_eq!(Endpoint::new(url, None).is_ok(), accepted, "{url}");
        }
    }

    #[test]
    fn a_token_never_shows() {
        let endpoint = Endpoint::new("http://127.0.0.1", Some("secret-token".to_owned())).unwrap();
        assert!(!format!("{endpoint:?}").contains("secret"));
    }

    #[test]
    fn a_token_that_would_break_a_header_is_refused() {
        assert!(Endpoint::new("http://127.0.0.1", Some("a\r\nb: c".to_owned())).is_err());
    }
}
