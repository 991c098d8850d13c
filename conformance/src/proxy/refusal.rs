//! What the proxy answers itself, because nothing can be passed on: a status and a reason in, an answer that says whose it is out.

use crate::report::one_line;

/// Why nothing is passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Status code.
    pub(super) status: u16,
    /// What RFC 9209 calls it.
    pub(super) error: &'static str,
    /// The same in words.
    pub(super) reason: String,
}

impl Refusal {
    /// A request that cannot be passed on as it is.
    pub(super) fn bad(reason: impl Into<String>) -> Self {
        Self::of(400, reason)
    }

    /// The same with another status of the client's.
    pub(super) fn of(status: u16, reason: impl Into<String>) -> Self {
        Self { status, error: "http_request_error", reason: reason.into() }
    }

    /// No connection to the upstream came about.
    pub(super) fn unreachable(upstream: &str, problem: &str) -> Self {
        let reason = format!("cannot reach {upstream}: {problem}");
        Self { status: 502, error: "destination_unavailable", reason }
    }

    /// A request that has been here before.
    pub(super) fn of_loop() -> Self {
        let reason = "the upstream leads back to the proxy".to_owned();
        Self { status: 502, error: "proxy_loop_detected", reason }
    }

    /// The answer, after which the connection ends; that to a HEAD request has no body.
    pub(super) fn answer(&self, is_head: bool) -> Vec<u8> {
        let Self { status, error, reason } = self;
        let body = format!("the conformance proxy answers this itself: {}\n", one_line(reason));
        let head = format!(
            "HTTP/1.1 {status} {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nProxy-Status: conformance; error={error}\r\nConnection: close\r\n\r\n",
            phrase(*status),
            body.len()
        );
        let body = if is_head { "" } else { body.as_str() };
        [head.as_bytes(), body.as_bytes()].concat()
    }
}

fn phrase(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        403 => "Forbidden",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}
