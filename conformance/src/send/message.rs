//! A prepared request in, the message as the HTTP library sends it out.

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::prepare::{Body, Credential, PreparedRequest};
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderName,
    HeaderValue, PROXY_AUTHORIZATION, USER_AGENT,
};
use hyper::{HeaderMap, Method, Request};
use url::Position;

/// A request of the library.
pub(super) type Message = Request<Full<Bytes>>;

/// The message; a header of the judge's own goes before one of the same name in the contract.
pub(super) fn of(request: &PreparedRequest, endpoint: &Endpoint) -> Result<Message, Error> {
    let wrong =
        |problem: String| Error::Usage(format!("{} {}: {problem}", request.method, request.url));
    let body = request.body.as_ref().map(Body::bytes).unwrap_or_default();
    // A tunnel is not seen by what goes through it; to a proxy without one, the whole URL is told.
    let proxy = endpoint.transport().proxy(&request.url).filter(|_| request.url.scheme() == "http");
    let begin = if proxy.is_some() { Position::BeforeScheme } else { Position::BeforePath };
    let target = &request.url[begin..Position::AfterQuery];
    let mut builder = Request::builder().method(request.method.as_str()).uri(target);
    if let Some(headers) = builder.headers_mut() {
        headers.extend(documented(request).map_err(wrong)?);
        headers.extend(own(request, endpoint).map_err(wrong)?);
        if let Some(mut password) = proxy.and_then(|proxy| proxy.authorization) {
            password.set_sensitive(true);
            headers.insert(PROXY_AUTHORIZATION, password);
        }
        if request.method == Method::POST.as_str() && body.is_empty() {
            // Servers that sit behind http.sys refuse a POST that does not say so.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
    }
    builder.body(Full::new(body.into())).map_err(|error| wrong(error.to_string()))
}

fn documented(request: &PreparedRequest) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, text) in &request.headers {
        let name =
            HeaderName::try_from(name).map_err(|error| format!("header {name:?}: {error}"))?;
        let value = HeaderValue::try_from(text)
            .map_err(|error| format!("header {name}: {text:?}: {error}"))?;
        headers.insert(name, value);
    }
    // The length is that of the body as it is sent.
    headers.remove(CONTENT_LENGTH);
    Ok(headers)
}

fn own(request: &PreparedRequest, endpoint: &Endpoint) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    let host = HeaderValue::try_from(request.url.authority()).map_err(|error| error.to_string())?;
    headers.insert(HOST, host);
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    // Bytes are judged as they come.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let agent = concat!("conformance/", env!("CARGO_PKG_VERSION"));
    headers.insert(USER_AGENT, HeaderValue::from_static(agent));
    if let Some(text) = authorization(&request.credential, endpoint) {
        let mut value = HeaderValue::try_from(text).map_err(|error| error.to_string())?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(headers)
}

fn authorization(credential: &Credential, endpoint: &Endpoint) -> Option<String> {
    match credential {
        Credential::Identity(name) => endpoint.token(name).map(|token| format!("Bearer {token}")),
        Credential::Text(text) => Some(text.clone()),
        Credential::Nothing => None,
    }
}
