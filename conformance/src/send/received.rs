//! The message as the HTTP library wants it, and what it hands back, turned into an answer without secrets.

use crate::error::Error;
use crate::exchange::Answer;
use crate::prepare::{Endpoint, PreparedRequest};
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderName, HeaderValue, USER_AGENT,
};
use hyper::{HeaderMap, Method, Request, StatusCode};

/// What stands in the place of a secret.
pub(super) const REMOVED: &str = "[removed]";

/// Headers whose values are nobody's business.
const SECRET: [&str; 4] = ["set-cookie", "cookie", "authorization", "proxy-authorization"];

/// Shorter tokens are no secrets, and their letters would be found everywhere.
const SHORTEST_SECRET: usize = 8;

/// A request as the library sends it.
pub(super) fn message(
    request: &PreparedRequest,
    endpoint: &Endpoint,
) -> Result<Request<Full<Bytes>>, Error> {
    let wrong =
        |problem: String| Error::Usage(format!("{} {}: {problem}", request.method, request.url));
    let body = request.body.as_ref().map(|body| body.to_string().into_bytes()).unwrap_or_default();
    let mut builder = Request::builder().method(request.method.as_str()).uri(target(request));
    builder = builder
        .header(HOST, request.url.authority())
        .header(CONNECTION, "close")
        .header(ACCEPT, "application/json");
    builder = builder.header(USER_AGENT, concat!("conformance/", env!("CARGO_PKG_VERSION")));
    if request.method == Method::POST.as_str() && body.is_empty() {
        // Servers that sit behind http.sys refuse a POST that does not say so.
        builder = builder.header(CONTENT_LENGTH, 0);
    }
    for (name, value) in &request.headers {
        let name = HeaderName::try_from(name).map_err(|error| wrong(error.to_string()))?;
        let value = HeaderValue::try_from(value).map_err(|error| wrong(error.to_string()))?;
        builder = builder.header(name, value);
    }
    if let Some(token) = endpoint.token() {
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|error| wrong(error.to_string()))?;
        value.set_sensitive(true);
        builder = builder.header(AUTHORIZATION, value);
    }
    builder.body(Full::new(body.into())).map_err(|error| wrong(error.to_string()))
}

/// Path and query: what an origin server is asked for.
fn target(request: &PreparedRequest) -> &str {
    &request.url[url::Position::BeforePath..url::Position::AfterQuery]
}

/// What the library hands back.
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) stray: Vec<u8>,
}

impl Received {
    /// Whether HTTP forbids the answer a body.
    pub(super) fn can_have_no_body(&self) -> bool {
        self.status == StatusCode::NO_CONTENT || self.status == StatusCode::NOT_MODIFIED
    }

    /// The answer, without the token should the server repeat it, and without cookies.
    pub(super) fn into_answer(self, endpoint: &Endpoint) -> Answer {
        let token = endpoint.token().filter(|token| token.len() >= SHORTEST_SECRET);
        let headers = self.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let is_secret = SECRET.contains(&name.as_str());
            let value = if is_secret { REMOVED.to_owned() } else { without_text(&value, token) };
            (name.as_str().to_owned(), value)
        });
        Answer {
            status: self.status.as_u16(),
            headers: headers.collect(),
            body: without(self.body, token),
            stray: without(self.stray, token),
        }
    }
}

fn without_text(text: &str, token: Option<&str>) -> String {
    token.map_or_else(|| text.to_owned(), |token| text.replace(token, REMOVED))
}

fn without(bytes: Vec<u8>, token: Option<&str>) -> Vec<u8> {
    let Some(token) =
        token.filter(|token| bytes.windows(token.len()).any(|window| window == token.as_bytes()))
    else {
        return bytes;
    };
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some(first) = rest.first() {
        if rest.starts_with(token.as_bytes()) {
            clean.extend_from_slice(REMOVED.as_bytes());
            rest = rest.get(token.len()..).unwrap_or_default();
        } else {
            clean.push(*first);
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_the_server_repeats_is_removed() {
        for (bytes, expected) in [
            ("", ""),
            ("no secret", "no secret"),
            ("a token-123 b token-123", "a [removed] b [removed]"),
            ("token-12", "token-12"),
        ] {
            let clean = without(bytes.as_bytes().to_vec(), Some("token-123"));
            assert_eq!(String::from_utf8(clean).unwrap(), expected);
        }
    }
}
