//! An example, the bindings and the endpoint in, the request to send out.

use crate::bindings::{ExampleBindings, RESERVED};
use crate::contract::{Example, Operation, ParameterPlace};
use crate::endpoint::{DEFAULT, Endpoint};
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

/// A request, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct PreparedRequest {
    /// HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: Url,
    /// Headers beside those that every request of the judge carries.
    pub headers: Vec<(String, String)>,
    /// Who calls.
    pub credential: Credential,
    /// The body.
    pub body: Option<Body>,
}

/// What a request says of who calls.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// The bearer token of an identity, where the endpoint has one.
    Identity(&'static str),
    /// This text in place of `Bearer` and a token.
    Text(String),
    /// Nothing.
    Nothing,
}

/// A text may be a token.
impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Identity(name) => f.debug_tuple("Identity").field(name).finish(),
            Self::Text(_) => f.write_str("Text(..)"),
            Self::Nothing => f.write_str("Nothing"),
        }
    }
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// JSON, written without blanks.
    Json(Value),
    /// These bytes, whatever they are.
    Bytes(Vec<u8>),
}

impl Body {
    /// The body as it goes over the wire.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }
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
    headers.extend(generated_ids(operation, &example.request.headers, &example.id.0));
    Ok(PreparedRequest {
        method: example.request.method.clone(),
        url,
        headers,
        credential: Credential::Identity(DEFAULT),
        body: example.request.body.as_ref().map(|body| Body::Json(bindings.apply_to_body(body))),
    })
}

/// The URL of a path and query at the endpoint: the server is always the endpoint, and the path is sent as it stands.
pub(crate) fn located(target: &str, endpoint: &Endpoint) -> Result<Url, String> {
    if !target.starts_with('/') {
        return Err("is no path; a path begins with /".to_owned());
    }
    if target.contains('#') {
        return Err("has a fragment, which no request carries; write # as %23".to_owned());
    }
    let (path, query) =
        target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let path = format!("{}{}", endpoint.base().path().trim_end_matches('/'), legal(path));
    let mut url = endpoint.base().clone();
    url.set_path(&path);
    url.set_query(query.map(|query| legal(query).to_string()).as_deref());
    if url.path() == path {
        Ok(url)
    } else {
        Err(format!("would be sent as {}; a segment . or .. is no value to send", url.path()))
    }
}

/// A value as one segment of a path, whatever it holds.
pub(crate) fn segment(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// A GUID for every header in which the contract has the caller send one of its own, such as the id of the request.
///
/// The same ones for the same `occasion` in every run, so that two runs send the same bytes.
pub(crate) fn generated_ids(
    operation: &Operation,
    sent: &[(String, String)],
    occasion: &str,
) -> Vec<(String, String)> {
    let is_sent = |name: &str| sent.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name));
    let headers = operation.parameters.iter().filter(|parameter| {
        let is_id = parameter.format.as_deref() == Some("uuid");
        parameter.place == ParameterPlace::Header && is_id && !is_sent(&parameter.name)
    });
    let id =
        |name: &str| Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{occasion} {name}").as_bytes());
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
