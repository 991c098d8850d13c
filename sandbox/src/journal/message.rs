//! One half of an exchange: headers and body in, as much of them as is kept out.

use serde::{Serialize, Serializer};

/// A request or a response, without what is secret in it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Message {
    #[serde(serialize_with = "one_by_one")]
    headers: Lines,
    body: Body,
}

/// Headers as they go over the wire: of all forms, this takes the least time and memory to keep.
#[derive(Clone, Debug, Default)]
struct Lines(Vec<u8>);

#[derive(Clone, Debug, Default, Serialize)]
struct Body {
    #[serde(rename = "text", serialize_with = "lossily")]
    kept: Vec<u8>,
    /// How long the body was.
    bytes: usize,
    /// Whether its end is left out.
    cut: bool,
}

/// Headers by which somebody proves who they are.
const SECRET: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

impl Message {
    /// What is kept of a message: all headers but the secret ones, and at most `limit` bytes of the
    /// body.
    pub(crate) fn of<'a>(
        headers: impl Iterator<Item = (&'a str, &'a [u8])>,
        body: &[u8],
        limit: usize,
    ) -> Self {
        let mut lines = Vec::with_capacity(1024);
        for (name, value) in headers.filter(|(name, _)| !is_secret(name)) {
            lines.extend_from_slice(name.as_bytes());
            lines.extend_from_slice(b": ");
            lines.extend_from_slice(value);
            lines.push(b'\n');
        }
        lines.shrink_to_fit();
        let kept = body.get(..limit).unwrap_or(body).to_owned();
        let cut = kept.len() < body.len();
        Self { headers: Lines(lines), body: Body { kept, bytes: body.len(), cut } }
    }

    /// How much memory it takes beyond its own size.
    pub(super) fn bytes(&self) -> usize {
        self.headers.0.capacity() + self.body.kept.capacity()
    }
}

fn is_secret(name: &str) -> bool {
    SECRET.iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

fn one_by_one<S: Serializer>(lines: &Lines, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Header<'a> {
        name: &'a str,
        value: &'a str,
    }
    let text = String::from_utf8_lossy(&lines.0);
    let pairs = text.lines().filter_map(|line| line.split_once(": "));
    to.collect_seq(pairs.map(|(name, value)| Header { name, value }))
}

/// Bytes that are no UTF-8 are shown as U+FFFD.
fn lossily<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(body: &[u8], limit: usize) -> serde_json::Value {
        serde_json::to_value(Message::of([].into_iter(), body, limit)).unwrap()["body"].clone()
    }

    #[test]
    fn a_long_body_is_cut_and_says_so() {
        assert_eq!(shown(b"1234", 4), json!({"text": "1234", "bytes": 4, "cut": false}));
        assert_eq!(shown(b"12345", 4), json!({"text": "1234", "bytes": 5, "cut": true}));
    }

    #[test]
    fn what_is_no_text_is_shown_all_the_same() {
        assert_eq!(shown(b"a\xffb", 4)["text"], "a\u{fffd}b");
    }

    #[test]
    fn headers_that_prove_who_somebody_is_are_left_out() {
        let names = ["Authorization", "cookie", "set-cookie", "proxy-authorization", "accept"];
        let headers = names.iter().map(|name| (*name, &b"secret"[..]));
        let shown = serde_json::to_value(Message::of(headers, b"", 4)).unwrap();
        assert_eq!(shown["headers"], json!([{"name": "accept", "value": "secret"}]));
    }
}
