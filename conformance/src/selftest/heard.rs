//! A request on its way from the judge to the sandbox: bytes in, what a faulty server makes of them out.

use super::headers::{Headers, split};
use super::json_body;
use serde_json::Value;
use wildmatch::WildMatch;

/// A request as the server hears it.
#[derive(Clone, Debug)]
pub struct Heard {
    method: String,
    /// What stands before the path of every call.
    root: String,
    /// Path and query.
    pub target: String,
    /// Without the length.
    headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Heard {
    /// Reads a whole request to a server whose paths all begin with `root`.
    pub(super) fn parse(request: &[u8], root: &str) -> Option<Self> {
        let (line, mut headers, body) = split(request)?;
        let mut line = line.split(' ').map(str::to_owned);
        headers.set("content-length", None);
        Some(Self {
            method: line.next()?,
            root: root.to_owned(),
            target: line.next()?,
            headers,
            body: body.to_vec(),
        })
    }

    /// The request as it goes on.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let Self { method, target, headers, body, .. } = self;
        let (headers, length) = (headers.text(), body.len());
        let head = format!("{method} {target} HTTP/1.1\r\n{headers}content-length: {length}\r\n");
        [head.as_bytes(), b"\r\n", body].concat()
    }

    /// HTTP method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path below the endpoint's URL, without the query.
    pub fn path(&self) -> &str {
        let path = self.target.split('?').next().unwrap_or_default();
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    /// What stands behind the `?`, percent-encoded as it was sent; empty where there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map(|(_, query)| query).unwrap_or_default()
    }

    /// Whether it is such a call: the path ends as `suffix` says, in which `*` stands for any text.
    pub fn is(&self, method: &str, suffix: &str) -> bool {
        self.method == method && WildMatch::new(&format!("*{suffix}")).matches(self.path())
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// The body as JSON; none where it is something else.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Misreads the JSON of the body.
    pub fn edit(&mut self, change: impl FnOnce(&mut Value)) {
        json_body::edit(&mut self.body, change);
    }

    /// Misreads, or passes over, what stands at a place of the body.
    pub fn put(&mut self, pointer: &str, value: impl Into<Option<Value>>) {
        json_body::put(&mut self.body, pointer, value.into());
    }

    /// Misreads one part of path and query, wherever it stands there.
    pub fn mistake_in_target(&mut self, sent: &str, heard: &str) {
        self.target = self.target.replace(sent, heard);
    }

    /// Passes over the query options of that name, as it is written in the query.
    pub fn lose_option(&mut self, name: &str) {
        let Some((path, query)) = self.target.split_once('?') else { return };
        let options = query.split('&').filter(|option| option.split('=').next() != Some(name));
        let options: Vec<&str> = options.collect();
        self.target = if options.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", options.join("&"))
        };
    }

    /// Misreads a header, or hears one that was not sent.
    pub fn set_header(&mut self, name: &str, value: &str) {
        self.headers.set(name, Some(value));
    }

    /// Passes over a header.
    pub fn lose_header(&mut self, name: &str) {
        self.headers.set(name, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(line: &str) -> Heard {
        let request = format!("{line} HTTP/1.1\r\nhost: here\r\ncontent-length: 2\r\n\r\n{{}}");
        Heard::parse(request.as_bytes(), "/v1.0").unwrap()
    }

    #[test]
    fn a_call_is_told_by_its_method_and_the_end_of_its_path() {
        let request = heard("POST /v1.0/notes/7/send?$top=1");
        assert_eq!((request.method(), request.path()), ("POST", "/notes/7/send"));
        assert_eq!(request.query(), "$top=1");
        for (method, suffix, expected) in [
            ("POST", "/send", true),
            ("POST", "/notes/*/send", true),
            ("POST", "", true),
            ("GET", "/send", false),
            ("POST", "/notes", false),
            ("POST", "/notes/*", true),
        ] {
            assert_eq!(request.is(method, suffix), expected, "{method} {suffix}");
        }
    }

    #[test]
    fn an_option_is_lost_and_the_others_stay() {
        for (target, expected) in [
            ("/notes?$top=1", "/notes"),
            ("/notes?$top=1&$skip=2", "/notes?$skip=2"),
            ("/notes?$skip=2&$top=1&$count=true", "/notes?$skip=2&$count=true"),
            ("/notes?$topmost=1", "/notes?$topmost=1"),
            ("/notes", "/notes"),
        ] {
            let mut request = heard(&format!("GET {target}"));
            request.lose_option("$top");
            assert_eq!(request.target, expected);
        }
    }

    #[test]
    fn a_request_goes_on_as_it_came() {
        let request = heard("POST /v1.0/notes").to_bytes();
        let expected =
            "POST /v1.0/notes HTTP/1.1\r\nhost: here\r\ncontent-length: 2\r\n\r\n{}".as_bytes();
        assert_eq!(request, expected);
    }
}
