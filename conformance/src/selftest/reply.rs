//! An answer on its way from the sandbox to the judge: bytes in, what a faulty server makes of them out.

use super::headers::{Headers, split};
use super::heard::Heard;
use super::json_body;
use serde_json::{Value, json};

/// An answer on its way to the judge.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Without the length.
    headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// How it is put on the wire.
    pub delivery: Delivery,
}

/// How an answer is put on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Head, length and body, as it should be.
    Whole,
    /// The length of the whole body, half of the body, and the end of the connection.
    Truncated,
    /// Nothing, for as long as anybody waits; see [`Patience::SHORT`](super::Patience::SHORT).
    Never,
    /// The head at once, and the body when nobody waits any more; see [`Patience::SHORT`](super::Patience::SHORT).
    Late,
    /// The head at once, and the body later than [`Patience::EXACTING`](super::Patience::EXACTING) allows.
    Dragged,
    /// The end of the connection in place of an answer.
    HungUp,
    /// Something that is not HTTP.
    NotHttp,
    /// A whole answer, and these bytes behind it.
    Stray(&'static [u8]),
}

/// The id that a server gives to answers of its own.
const REQUEST_ID: &str = "5f0c8a7e-9a43-4c1d-8a55-0c6f4a2c7e11";

impl Reply {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        let (headers, body) = (Headers::default(), Vec::new());
        Self { status, headers, body, delivery: Delivery::Whole }
    }

    /// An answer in JSON.
    pub fn in_json(status: u16, body: &Value) -> Self {
        let mut reply = Self::empty(status);
        reply.become_json(status, body);
        reply
    }

    /// An error in an envelope.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let mut reply = Self::empty(status);
        reply.become_error(status, code, message);
        reply
    }

    /// Reads a whole answer whose body is not in chunks.
    pub(super) fn parse(answer: &[u8]) -> Option<Self> {
        let (line, mut headers, body) = split(answer)?;
        if headers.get("transfer-encoding").is_some() {
            return None;
        }
        headers.set("content-length", None);
        headers.set("connection", None);
        let status = line.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, headers, body: body.to_vec(), delivery: Delivery::Whole })
    }

    /// Status line and headers, the length of the body among them where it may stand there.
    pub(super) fn head(&self) -> Vec<u8> {
        let length = if self.status == 204 && self.body.is_empty() {
            String::new()
        } else {
            format!("content-length: {}\r\n", self.body.len())
        };
        let (status, headers) = (self.status, self.headers.text());
        format!("HTTP/1.1 {status} \r\nconnection: close\r\n{headers}{length}\r\n").into_bytes()
    }

    /// The same with the headers that Graph gives to every answer, where it has none.
    pub(super) fn complete(mut self, request: &Heard) -> Self {
        if self.header("request-id").is_none() {
            self.set_header("request-id", Some(REQUEST_ID));
        }
        if self.header("client-request-id").is_none() {
            self.set_header("client-request-id", request.header("client-request-id"));
        }
        self
    }

    /// Whether the request was served.
    pub fn is_success(&self) -> bool {
        self.status / 100 == 2
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// The body as JSON; none where it is something else.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Changes the JSON of the body.
    pub fn edit(&mut self, change: impl FnOnce(&mut Value)) {
        json_body::edit(&mut self.body, change);
    }

    /// Puts another value at a place of the body, or takes it away.
    pub fn put(&mut self, pointer: &str, value: impl Into<Option<Value>>) {
        json_body::put(&mut self.body, pointer, value.into());
    }

    /// Takes away what stands at a place of the body.
    pub fn take(&mut self, pointer: &str) -> Option<Value> {
        let value = self.json()?.pointer(pointer)?.clone();
        self.put(pointer, None);
        Some(value)
    }

    /// Another answer in JSON.
    pub fn become_json(&mut self, status: u16, body: &Value) {
        self.become_answer(status, "application/json", &body.to_string());
    }

    /// An error in an envelope.
    pub fn become_error(&mut self, status: u16, code: &str, message: &str) {
        self.become_json(status, &json!({ "error": { "code": code, "message": message } }));
    }

    /// An answer without a body.
    pub fn become_empty(&mut self, status: u16) {
        self.status = status;
        self.set_header("content-type", None);
        self.body.clear();
    }

    /// Another answer altogether.
    pub fn become_answer(&mut self, status: u16, content_type: &str, body: &str) {
        self.status = status;
        self.set_header("content-type", Some(content_type));
        self.body = body.as_bytes().to_vec();
    }

    /// Sets a header, or takes it away.
    pub fn set_header(&mut self, name: &str, value: Option<&str>) {
        self.headers.set(name, value);
    }
}
