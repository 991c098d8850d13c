//! A request on its way from the judge to the sandbox: bytes in, what a faulty server makes of them out.

use crate::json_body;
use serde_json::Value;

/// A request as the sandbox hears it.
#[derive(Debug)]
pub(crate) struct Heard {
    method: String,
    /// Path and query.
    pub(crate) target: String,
    /// Names and values of the headers, without the length.
    headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Heard {
    /// Reads a whole request.
    pub(crate) fn parse(request: &[u8]) -> Self {
        let end = request.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(request[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let mut line = lines.next().unwrap().split(' ').map(str::to_owned);
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.filter(|(name, _)| *name != "content-length");
        Self {
            method: line.next().unwrap(),
            target: line.next().unwrap(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: request[end + 4..].to_vec(),
        }
    }

    /// The request as it goes on.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let headers: Vec<String> =
            self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "{} {} HTTP/1.1\r\n{}content-length: {}\r\n\r\n",
            self.method,
            self.target,
            headers.concat(),
            self.body.len()
        );
        [head.as_bytes(), &self.body].concat()
    }

    /// Misreads the JSON of the body.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Value)) {
        json_body::edit(&mut self.body, change);
    }

    /// Misreads, or passes over, what stands at a place of the body.
    pub(crate) fn put(&mut self, pointer: &str, value: impl Into<Option<Value>>) {
        json_body::put(&mut self.body, pointer, value);
    }

    /// Misreads one part of the path.
    pub(crate) fn mistake_in_target(&mut self, sent: &str, heard: &str) {
        assert!(self.target.contains(sent), "{sent} is not in {}", self.target);
        self.target = self.target.replace(sent, heard);
    }

    /// Passes over a header.
    pub(crate) fn lose_header(&mut self, name: &str) {
        let before = self.headers.len();
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        assert!(self.headers.len() < before, "there is no header {name}");
    }
}
