//! The requests of a batch: its body in, each request as it would have come over the wire out, or what
//! is wrong with the batch.

use std::collections::{BTreeMap, HashMap};

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;

use crate::http::batch::{ROOT, is_at};
use crate::http::bearer;
use crate::http::declared_types;
use crate::http::graph_error::GraphError;
use crate::http::json;
use crate::http::object::Object;

/// How many requests a batch may hold.
const MOST: usize = 20;

/// What a batch may leave as it is in a URL, and HTTP may not.
const ESCAPED: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}');

/// One request of a batch.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    /// The places of the requests that must succeed before it, all of which come earlier.
    pub(super) depends_on: Vec<usize>,
    pub(super) head: Parts,
    pub(super) body: Vec<u8>,
}

/// A request as the batch has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent {
    id: String,
    method: String,
    url: String,
    headers: Option<BTreeMap<String, String>>,
    body: Option<Value>,
    depends_on: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Requests {
    requests: Vec<Object<Sent>>,
}

/// The requests in a body.
pub(super) fn sent(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Sent>, GraphError> {
    let read: Requests = json::read(headers, body, &declared_types::BATCH)?;
    let count = read.requests.len();
    if !(1..=MOST).contains(&count) {
        let message = format!("the batch holds {count} requests; it may hold 1 to {MOST}");
        return Err(GraphError::bad_request(message));
    }
    Ok(read.requests.into_iter().map(|Object(sent)| sent).collect())
}

/// Refuses a request that says by itself who asks: all bear the token of the batch.
pub(super) fn require_no_token(sent: &[Sent]) -> Result<(), GraphError> {
    let says_who =
        |sent: &&Sent| sent.headers.iter().flatten().any(|header| bearer::stands_in(header.0));
    match sent.iter().find(says_who) {
        Some(sent) => {
            Err(wrong(&sent.id, "has the header Authorization; send it with the batch alone"))
        }
        None => Ok(()),
    }
}

/// The requests as they would have come over the wire, with what they have of the headers `of_batch`.
pub(super) fn checked(sent: Vec<Sent>, of_batch: &HeaderMap) -> Result<Vec<Item>, GraphError> {
    let mut places = HashMap::new();
    let mut items = Vec::with_capacity(sent.len());
    for (place, sent) in sent.into_iter().enumerate() {
        let depends_on = depends_on(&sent, &places)?;
        if sent.id.is_empty() {
            return Err(GraphError::bad_request("the id of a request is empty"));
        }
        // "Not case-sensitive. Must be unique in the batch".
        if places.insert(sent.id.to_lowercase(), place).is_some() {
            return Err(wrong(&sent.id, "has the id of another one"));
        }
        let body = body(&sent)?;
        items.push(Item { depends_on, body, head: head(&sent, of_batch)?, id: sent.id });
    }
    Ok(items)
}

fn depends_on(sent: &Sent, places: &HashMap<String, usize>) -> Result<Vec<usize>, GraphError> {
    let place = |id: &String| {
        let unknown =
            || wrong(&sent.id, &format!("depends on {id:?}, which does not come before it"));
        places.get(&id.to_lowercase()).copied().ok_or_else(unknown)
    };
    sent.depends_on.iter().flatten().map(place).collect()
}

/// The bytes of a body. A request that writes needs one, if only an empty object.
fn body(sent: &Sent) -> Result<Vec<u8>, GraphError> {
    match &sent.body {
        Some(_) if named(sent, &header::CONTENT_TYPE).is_none() => {
            Err(wrong(&sent.id, "has a body, but not the header Content-Type"))
        }
        Some(body @ Value::Object(_)) => Ok(body.to_string().into_bytes()),
        Some(_) => Err(wrong(&sent.id, "has a body that is no object; the sandbox takes no other")),
        None if [Method::POST, Method::PUT, Method::PATCH]
            .iter()
            .any(|one| *one == *sent.method) =>
        {
            Err(wrong(&sent.id, "writes, and has no body; send {} and the header Content-Type"))
        }
        None => Ok(Vec::new()),
    }
}

fn head(sent: &Sent, of_batch: &HeaderMap) -> Result<Parts, GraphError> {
    let below = sent.url.strip_prefix('/').unwrap_or(&sent.url);
    let url = format!("{ROOT}{}", utf8_percent_encode(below, ESCAPED));
    let uri: Uri = url.parse().map_err(|_| wrong(&sent.id, "has a url that is none"))?;
    if is_at(uri.path()) {
        return Err(wrong(&sent.id, "is a batch, which no batch can hold"));
    }
    let method = Method::from_bytes(sent.method.as_bytes());
    let (mut head, ()) = Request::new(()).into_parts();
    head.method = method.map_err(|_| wrong(&sent.id, "has a method that is none"))?;
    head.uri = uri;
    head.headers = headers(sent, of_batch)?;
    Ok(head)
}

/// The headers of a request: its own, and the token of the batch. By its `client-request-id` a batch is
/// found again with all that is in it.
fn headers(sent: &Sent, of_batch: &HeaderMap) -> Result<HeaderMap, GraphError> {
    let mut headers = HeaderMap::new();
    for (name, value) in sent.headers.iter().flatten() {
        let no_header = || wrong(&sent.id, &format!("has the header {name:?}, which is none"));
        let value = HeaderValue::from_str(value).map_err(|_| no_header())?;
        headers.append(HeaderName::try_from(name).map_err(|_| no_header())?, value);
    }
    let client_request_id = HeaderName::from_static("client-request-id");
    let its_own = headers.contains_key(&client_request_id);
    bearer::hand_on(of_batch, &mut headers);
    for name in [header::HOST].into_iter().chain((!its_own).then_some(client_request_id)) {
        if let Some(value) = of_batch.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    Ok(headers)
}

fn named<'a>(sent: &'a Sent, name: &HeaderName) -> Option<&'a String> {
    let mut headers = sent.headers.iter().flatten();
    headers.find(|header| header.0.eq_ignore_ascii_case(name.as_str())).map(|header| header.1)
}

fn wrong(id: &str, problem: &str) -> GraphError {
    GraphError::bad_request(format!("the request {id:?} of the batch {problem}"))
}
