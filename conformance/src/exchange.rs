//! One request and its response as they went over the wire, secrets removed.

use chrono::{DateTime, Utc};
use serde_json::Value;
use std::time::Duration;

/// A request and what came of it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What was sent.
    pub request: SentRequest,
    /// What came back.
    pub outcome: Outcome,
    /// When the judge began to connect.
    pub started: DateTime<Utc>,
    /// From connecting to the last byte of the answer.
    pub elapsed: Duration,
}

/// A request as it was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct SentRequest {
    /// HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// Header names in lower case, values without secrets.
    pub headers: Vec<(String, String)>,
    /// The identity whose token it carried, where it was one.
    pub identity: Option<String>,
    /// JSON body.
    pub body: Option<Value>,
    /// The body, where it was sent as bytes that need be no JSON; what is not UTF-8 in it is replaced.
    pub text: Option<String>,
}

/// What came back over a connection that was made.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A whole answer.
    Answered(Answer),
    /// Less than an answer.
    Broken(Interruption),
}

/// An answer, down to the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header names in lower case, values without secrets.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Bytes that followed an answer which can have no body; HTTP libraries hide them.
    pub stray: Vec<u8>,
}

/// How an exchange broke off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// No whole answer within the time limit.
    TimedOut(Duration),
    /// The body is longer than the judge reads.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The connection ended early, or what came is not HTTP/1.1; in words.
    Malformed(String),
}

impl std::fmt::Display for Interruption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TimedOut(limit) => write!(f, "no whole answer within {} s", limit.as_secs_f64()),
            Self::TooLarge { limit } => write!(f, "a body of more than {limit} bytes"),
            Self::Malformed(cause) => write!(f, "the answer broke off: {cause}"),
        }
    }
}

impl Exchange {
    /// Whether the request was served: a whole answer of status 2XX came.
    pub fn is_served(&self) -> bool {
        match &self.outcome {
            Outcome::Answered(answer) => answer.status / 100 == 2,
            Outcome::Broken(_) => false,
        }
    }
}

impl Answer {
    /// The value of the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}

/// A body as JSON where it is some, and as text where it is something else, in which what is not UTF-8 is replaced; neither where it is empty.
pub(crate) fn json_or_text(body: &[u8]) -> (Option<Value>, Option<String>) {
    if body.is_empty() {
        return (None, None);
    }
    match serde_json::from_slice(body) {
        Ok(value) => (Some(value), None),
        Err(_) => (None, Some(String::from_utf8_lossy(body).into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_body_is_json_or_text_or_nothing() {
        for (body, expected) in [
            (&b""[..], (None, None)),
            (b" {\"a\": 1}", (Some(json!({"a": 1})), None)),
            (b"null", (Some(Value::Null), None)),
            (b"{\"a\"", (None, Some("{\"a\""))),
            (b"\"\xff\"", (None, Some("\"\u{fffd}\""))),
            (b" ", (None, Some(" "))),
        ] {
            let (json, text) = json_or_text(body);
            assert_eq!((json, text.as_deref()), expected, "{body:?}");
        }
    }
}
