//! A call that a rule makes: method, path, query, headers, who calls and the body in, a prepared request out.

use crate::endpoint::{DEFAULT, Endpoint};
use crate::error::Error;
use crate::judge::Judge;
use crate::prepare::{Body, Credential, PreparedRequest, generated_ids, located};
use serde_json::Value;
use url::Url;

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    method: String,
    /// Below the endpoint's URL.
    path: String,
    query: Option<String>,
    headers: Vec<(String, String)>,
    credential: Credential,
    body: Option<Body>,
    /// Checks that have nothing to say of it, because it is meant to provoke what they tell.
    expected: &'static [&'static str],
}

impl Call {
    /// A call without a body, as the default identity.
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        Self {
            method: method.to_owned(),
            path: path.into(),
            query: None,
            headers: Vec::new(),
            credential: Credential::Identity(DEFAULT),
            body: None,
            expected: &[],
        }
    }

    /// With these query options, as they stand behind the `?`; what a URL cannot hold is percent-encoded.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = Some(query.into());
        self
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.body = Some(Body::Json(body.clone()));
        self.header("Content-Type", "application/json")
    }

    /// With these bytes as the body, said to be of a media type, or of none.
    #[must_use]
    pub fn bytes(mut self, media_type: Option<&str>, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(Body::Bytes(body.into()));
        match media_type {
            Some(media_type) => self.header("Content-Type", media_type),
            None => self,
        }
    }

    /// As another identity.
    #[must_use]
    pub fn by(mut self, identity: &'static str) -> Self {
        self.credential = Credential::Identity(identity);
        self
    }

    /// With this in place of a bearer token of the endpoint's.
    #[must_use]
    pub fn with_authorization(mut self, text: impl Into<String>) -> Self {
        self.credential = Credential::Text(text.into());
        self
    }

    /// Without a word of who calls.
    #[must_use]
    pub fn by_nobody(mut self) -> Self {
        self.credential = Credential::Nothing;
        self
    }

    /// Meant to provoke what these checks would tell.
    #[must_use]
    pub fn expecting(mut self, checks: &'static [&'static str]) -> Self {
        self.expected = checks;
        self
    }

    /// The same caller with the same headers at a URL that the endpoint gave, such as that of the next page; none where it leads elsewhere than
    /// below the endpoint's own, where no token is sent.
    #[must_use]
    pub fn led_to(&self, url: &str, endpoint: &Endpoint) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let path = endpoint.below(&url)?.to_owned();
        let query = url.query().map(ToOwned::to_owned);
        Some(Self { path, query, ..self.clone() })
    }

    pub(super) fn method(&self) -> &str {
        &self.method
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn expects(&self, check: &str) -> bool {
        self.expected.contains(&check)
    }

    /// The request of an occasion, which decides what ids it makes up.
    pub(super) fn prepare(&self, judge: &Judge, occasion: &str) -> Result<PreparedRequest, Error> {
        let query = self.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let target = format!("{}{query}", self.path);
        let url = located(&target, &judge.endpoint)
            .map_err(|problem| Error::Usage(format!("{occasion}: {target:?} {problem}")))?;
        let mut headers = self.headers.clone();
        if let Some(operation) = judge.contract.operation_at(&self.method, &self.path) {
            headers.extend(generated_ids(operation, &self.headers, occasion));
        }
        Ok(PreparedRequest {
            method: self.method.clone(),
            url,
            headers,
            credential: self.credential.clone(),
            body: self.body.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_followed_with_its_query_below_the_endpoint_and_nowhere_else() {
        let endpoint = Endpoint::new("http://127.0.0.1:7/v1.0", None).unwrap();
        for (url, expected) in [
            (
                "http://127.0.0.1:7/v1.0/notes?$skiptoken=a%20b",
                Some(("/notes", "$skiptoken=a%20b")),
            ),
            ("http://elsewhere.example/v1.0/notes", None),
            ("/v1.0/notes", None),
        ] {
            let led = Call::new("GET", "/notes").led_to(url, &endpoint);
            let led = led.map(|call| (call.path, call.query.unwrap_or_default()));
            let expected = expected.map(|(path, query)| (path.to_owned(), query.to_owned()));
            assert_eq!(led, expected, "{url}");
        }
    }
}
