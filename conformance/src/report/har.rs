//! The exchanges of a report as an HTTP Archive, HAR 1.2: a page a case, an entry an exchange, secrets removed as everywhere.

use super::account::value;
use super::{CaseReport, ExchangeReport, Report, RequestReport, ResponseReport};
use percent_encoding::percent_encode_byte;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use url::{Position, Url};

/// What stands for what is no URL.
const NO_URL: &str = "about:invalid";

#[derive(Serialize)]
struct Archive<'a> {
    log: Log<'a>,
}

#[derive(Serialize)]
struct Log<'a> {
    version: &'static str,
    creator: Creator<'a>,
    pages: Vec<Page<'a>>,
    entries: Vec<Entry<'a>>,
    comment: String,
}

#[derive(Serialize)]
struct Creator<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    started_date_time: &'a str,
    id: &'a str,
    title: &'a str,
    #[serde(rename = "pageTimings")]
    timings: Nothing,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    pageref: &'a str,
    started_date_time: &'a str,
    time: f64,
    request: Request<'a>,
    response: Response<'a>,
    cache: Nothing,
    timings: Timings,
    comment: String,
}

/// An object without members.
#[derive(Serialize)]
struct Nothing {}

/// A header or a part of the query.
#[derive(Serialize)]
struct Named<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    method: &'a str,
    url: Cow<'a, str>,
    http_version: &'static str,
    cookies: [Nothing; 0],
    headers: Vec<Named<'a>>,
    query_string: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<Content<'a>>,
    headers_size: i8,
    body_size: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    status: u16,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [Nothing; 0],
    headers: Vec<Named<'a>>,
    content: Content<'a>,
    #[serde(rename = "redirectURL")]
    redirect_url: &'a str,
    headers_size: i8,
    body_size: usize,
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<usize>,
    mime_type: &'a str,
    text: Cow<'a, str>,
}

/// All of the time is in one of them: they are not measured apart.
#[derive(Serialize)]
struct Timings {
    send: f64,
    wait: f64,
    receive: f64,
}

pub(super) fn render(report: &Report) -> String {
    let exchanged = || report.cases.iter().filter(|case| !case.exchanges.is_empty());
    let entries = exchanged().flat_map(|case| {
        let numbered = case.exchanges.iter().zip(1..);
        numbered.map(move |(exchange, number)| entry(report, (case, exchange), number))
    });
    let log = Log {
        version: "1.2",
        creator: Creator { name: &report.suite.name, version: &report.suite.version },
        pages: exchanged().map(|case| page(report, case)).collect(),
        entries: entries.collect(),
        comment: format!("what was sent to {}", value(&report.endpoint)),
    };
    // Nobody reads it as it stands, and it is the longest of all.
    let mut text = serde_json::to_string(&Archive { log }).unwrap_or_default();
    text.push('\n');
    text
}

fn page<'a>(report: &'a Report, case: &'a CaseReport) -> Page<'a> {
    let first = case.exchanges.first().and_then(|exchange| exchange.started.as_deref());
    Page {
        started_date_time: first.unwrap_or(&report.started),
        id: &case.id,
        title: &case.summary,
        timings: Nothing {},
    }
}

fn entry<'a>(
    report: &'a Report,
    (case, exchange): (&'a CaseReport, &'a ExchangeReport),
    number: usize,
) -> Entry<'a> {
    let time = exchange.elapsed_ms.max(0.0);
    let caller = exchange.request.identity.as_ref();
    let caller = caller.map(|name| format!(", as {name}")).unwrap_or_default();
    Entry {
        pageref: &case.id,
        started_date_time: exchange.started.as_deref().unwrap_or(&report.started),
        time,
        request: request(&exchange.request),
        response: match &exchange.response {
            Some(response) => answered(response),
            None => broken(exchange.interruption.as_deref()),
        },
        cache: Nothing {},
        timings: Timings { send: 0.0, wait: time, receive: 0.0 },
        comment: format!("{}, exchange {number}{caller}", case.id),
    }
}

fn request(sent: &RequestReport) -> Request<'_> {
    let url = Url::parse(&sent.url).ok();
    let query = url.iter().flat_map(|url| {
        let pairs = url.query_pairs();
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect::<Vec<_>>()
    });
    let query = query.map(|(name, value)| Named { name: name.into(), value: value.into() });
    let query_string = query.collect();
    let text = body(sent.body.as_ref(), sent.text.as_deref());
    let body_size = text.as_ref().map_or(0, |text| text.len());
    let mime_type = media_type(&sent.headers);
    Request {
        method: &sent.method,
        url: url.map_or(Cow::Borrowed(NO_URL), |url| uri(&url).into()),
        http_version: "HTTP/1.1",
        cookies: [],
        headers: headers(&sent.headers),
        query_string,
        post_data: text.map(|text| Content { size: None, mime_type, text }),
        headers_size: -1,
        body_size,
    }
}

/// A URL as a URI of RFC 3986, which is stricter about the path and what follows it.
fn uri(url: &Url) -> String {
    let rest = &url[Position::BeforePath..];
    if rest.bytes().all(is_plain) {
        return url.as_str().to_owned();
    }
    let mut uri = url[..Position::BeforePath].to_owned();
    let fragment = rest.find('#');
    for (place, byte) in rest.bytes().enumerate() {
        let is_fit = match byte {
            b'%' => is_escape(rest.get(place..).unwrap_or_default()),
            b'#' => fragment == Some(place),
            byte => is_plain(byte),
        };
        if is_fit {
            uri.push(char::from(byte));
        } else {
            uri.push_str(percent_encode_byte(byte));
        }
    }
    uri
}

/// What stands for itself in a path, a query and a fragment.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte)
}

/// Whether a text begins with an escaped byte.
fn is_escape(text: &str) -> bool {
    let digits = text.as_bytes().get(1..3);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn answered(response: &ResponseReport) -> Response<'_> {
    let text = body(response.body.as_ref(), response.text.as_deref()).unwrap_or_default();
    let size = text.len();
    let mime_type = media_type(&response.headers);
    Response {
        status: response.status,
        headers: headers(&response.headers),
        content: Content { size: Some(size), mime_type, text },
        redirect_url: header(&response.headers, "location").unwrap_or_default(),
        body_size: size,
        ..broken(None)
    }
}

/// What stands for an answer where there was none: the status 0, as browsers write it.
fn broken(interruption: Option<&str>) -> Response<'_> {
    Response {
        status: 0,
        status_text: "",
        http_version: "HTTP/1.1",
        cookies: [],
        headers: Vec::new(),
        content: Content { size: Some(0), mime_type: "", text: Cow::Borrowed("") },
        redirect_url: "",
        headers_size: -1,
        body_size: 0,
        error: interruption,
    }
}

fn body<'a>(json: Option<&Value>, text: Option<&'a str>) -> Option<Cow<'a, str>> {
    match (json, text) {
        (Some(json), _) => Some(serde_json::to_string(json).unwrap_or_default().into()),
        (None, text) => text.map(Cow::Borrowed),
    }
}

fn headers(headers: &[(String, String)]) -> Vec<Named<'_>> {
    let named = headers
        .iter()
        .map(|(name, value)| Named { name: Cow::Borrowed(name), value: Cow::Borrowed(value) });
    named.collect()
}

fn media_type(headers: &[(String, String)]) -> &str {
    header(headers, "content-type").unwrap_or_default()
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let named = headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    named.map(|(_, value)| value.as_str())
}
