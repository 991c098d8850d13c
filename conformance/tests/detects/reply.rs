//! An answer on its way from the sandbox to the judge: bytes in, what a faulty server makes of them out.

use crate::json_body;
use serde_json::{Map, Value};

/// An answer on its way back to the judge.
#[derive(Debug)]
pub(crate) struct Reply {
    /// Status code.
    pub(crate) status: u16,
    /// Names and values of the headers, without the length.
    headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// How it is put on the wire.
    pub(crate) delivery: Delivery,
}

/// How an answer is put on the wire.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Head, length and body, as it should be.
    Whole,
    /// The length of the whole body, half of the body, and the end of the connection.
    Truncated,
    /// Nothing, for as long as anybody waits.
    Never,
    /// The head at once, and the body when nobody waits any more.
    Late,
    /// The end of the connection in place of an answer.
    HungUp,
    /// Something that is not HTTP.
    NotHttp,
    /// A whole answer, and these bytes behind it.
    Stray(&'static [u8]),
}

impl Reply {
    /// Reads a whole answer.
    pub(crate) fn parse(answer: &[u8]) -> Self {
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.filter(|(name, _)| !matches!(*name, "content-length" | "connection"));
        Self {
            status,
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: answer[end + 4..].to_vec(),
            delivery: Delivery::Whole,
        }
    }

    /// Status line and headers, the length of the body among them where it may stand there.
    pub(crate) fn head(&self) -> Vec<u8> {
        let headers: Vec<String> =
            self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = if self.status == 204 && self.body.is_empty() {
            String::new()
        } else {
            format!("content-length: {}\r\n", self.body.len())
        };
        let headers = headers.concat();
        format!("HTTP/1.1 {} \r\nconnection: close\r\n{headers}{length}\r\n", self.status)
            .into_bytes()
    }

    /// Changes the JSON of the body.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        json_body::edit(&mut self.body, |body| change(body.as_object_mut().unwrap()));
    }

    /// Puts another value at a place of the body, or takes it away.
    pub(crate) fn put(&mut self, pointer: &str, value: impl Into<Option<Value>>) {
        json_body::put(&mut self.body, pointer, value);
    }

    /// Another answer in JSON.
    pub(crate) fn become_json(&mut self, status: u16, body: &str) {
        self.become_answer(status, "application/json", body);
    }

    /// Another answer altogether.
    pub(crate) fn become_answer(&mut self, status: u16, content_type: &str, body: &str) {
        self.status = status;
        self.set_header("content-type", Some(content_type));
        self.body = body.as_bytes().to_vec();
    }

    /// Sets a header, or takes it away.
    pub(crate) fn set_header(&mut self, name: &str, value: Option<&str>) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }
}
