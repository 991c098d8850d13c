//! A request's head in, what goes on to the upstream out, or why it does not.

use super::framing::Framing;
use super::head::{Fields, RequestHead};
use super::hops;
use super::refusal::Refusal;
use super::upstream::Upstream;
use url::{Position, Url};

/// A request that goes on.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) head: RequestHead,
    /// Path and query.
    pub(super) target: String,
    pub(super) framing: Framing,
    /// Whether this is the last request of its connection.
    pub(super) is_last: bool,
    /// What goes to the upstream.
    pub(super) forwarded: Vec<u8>,
}

impl Call {
    /// The call that a head makes of `upstream`, through a proxy that answers at `own`.
    ///
    /// # Errors
    /// What is answered to a head that cannot go on.
    pub(super) fn of(head: RequestHead, upstream: &Upstream, own: &str) -> Result<Self, Refusal> {
        if matches!(head.method.as_str(), "CONNECT" | "TRACE") {
            let problem = format!("{} is not passed on; HTTPS cannot be looked into", head.method);
            return Err(Refusal::of(405, problem));
        }
        let hosts = head.fields.all("host").count();
        if hosts > 1 || hosts == 0 && head.minor > 0 {
            return Err(Refusal::bad("a request names one Host"));
        }
        let target = target(&head, upstream, own)?;
        let framing = Framing::of_request(&head)?;
        let via = head.fields.members("via");
        if via.iter().any(|hop| hop.split(' ').nth(1) == Some(own)) {
            return Err(Refusal::of_loop());
        }
        let is_last = hops::is_last(head.minor, &head.fields);
        let host = upstream.host(head.fields.all("host").next());
        let fields = hops::to_upstream(&head, (host, own));
        let forwarded = bytes(&head, &target, &fields);
        Ok(Self { head, target, framing, is_last, forwarded })
    }
}

fn bytes(head: &RequestHead, target: &str, fields: &Fields) -> Vec<u8> {
    let mut bytes = format!("{} {target} HTTP/1.{}\r\n", head.method, head.minor).into_bytes();
    fields.write(&mut bytes);
    bytes
}

/// Path and query as the client wrote them, for a server as for a proxy; only the upstream is reached.
fn target(head: &RequestHead, upstream: &Upstream, own: &str) -> Result<String, Refusal> {
    let written = head.target.as_str();
    if !written.bytes().all(|byte| byte.is_ascii_graphic()) || written.contains('#') {
        return Err(Refusal::bad("a request target of other characters than a URL has"));
    }
    if written.starts_with('/') || written == "*" && head.method == "OPTIONS" {
        return Ok(written.to_owned());
    }
    let Some((scheme, rest)) = written.split_once("://") else {
        return Err(Refusal::bad("a request target is a path, or a URL of the upstream"));
    };
    let url =
        Url::parse(written).map_err(|error| Refusal::bad(format!("request target: {error}")))?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    let is_own = scheme.eq_ignore_ascii_case("http")
        && url[Position::BeforeHost..Position::AfterPort].eq_ignore_ascii_case(own);
    if has_user || !(is_own || upstream.is_at(&url)) {
        let problem = format!("only {} is reached through this proxy", upstream.origin());
        return Err(Refusal::of(403, problem));
    }
    let start = rest.find(['/', '?']).unwrap_or(rest.len());
    let path = rest.get(start..).unwrap_or_default();
    Ok(if path.starts_with('/') { path.to_owned() } else { format!("/{path}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::upstream::Host;

    fn call(request: &str) -> Result<Call, Refusal> {
        let upstream = Upstream::new("http://up.example:81/v1.0", Host::OfUpstream).unwrap();
        let (head, _) = RequestHead::parse(request.as_bytes())?.unwrap();
        Call::of(head, &upstream, "127.0.0.1:9000")
    }

    #[test]
    fn a_path_stays_as_it_is_and_a_url_is_the_upstreams_or_refused() {
        for (target, expected) in [
            ("/v1.0/a?$top=1", Ok("/v1.0/a?$top=1")),
            ("/", Ok("/")),
            ("//x/%2e%2E/../?", Ok("//x/%2e%2E/../?")),
            ("http://up.example:81/v1.0/a%2Fb?x", Ok("/v1.0/a%2Fb?x")),
            ("HTTP://UP.example:81?x", Ok("/?x")),
            ("http://up.example:81", Ok("/")),
            ("http://127.0.0.1:9000/v1.0/a", Ok("/v1.0/a")),
            ("http://up.example/v1.0/a", Err(403)),
            ("https://up.example:81/v1.0/a", Err(403)),
            ("http://up.example:81@elsewhere.example/", Err(403)),
            ("http://up.example:81.elsewhere.example/", Err(400)),
            ("http://elsewhere.example/", Err(403)),
            ("ftp://up.example:81/", Err(403)),
            ("*", Err(400)),
            ("up.example:81", Err(400)),
            ("/a#b", Err(400)),
            ("/caf\u{e9}", Err(400)),
        ] {
            let told = call(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"));
            let told = told.map(|call| call.target).map_err(|refusal| refusal.status);
            assert_eq!(told, expected.map(str::to_owned), "{target}");
        }
    }

    #[test]
    fn a_head_that_two_readers_could_read_in_two_ways_is_refused() {
        for (head, expected) in [
            ("GET / HTTP/1.1\r\nHost: x\r\n", Ok(())),
            ("GET / HTTP/1.0\r\n", Ok(())),
            ("OPTIONS * HTTP/1.1\r\nHost: x\r\n", Ok(())),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n", Ok(())),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n", Ok(())),
            ("GET / HTTP/1.1\r\n", Err(400)),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999999999\r\n", Err(400)),
            (
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                Err(400),
            ),
            ("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n", Err(501)),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n", Err(501)),
            (
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                Err(501),
            ),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\n folded: y\r\n", Err(400)),
            ("POST / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n", Err(400)),
            ("GET / HTTP/2.0\r\nHost: x\r\n", Err(505)),
            ("CONNECT up.example:81 HTTP/1.1\r\nHost: x\r\n", Err(405)),
            ("TRACE / HTTP/1.1\r\nHost: x\r\n", Err(405)),
            ("GET / HTTP/1.1\r\nHost: x\r\nVia: 1.1 127.0.0.1:9000 (conformance)\r\n", Err(502)),
            ("GET / HTTP/1.1\r\nHost: x\r\nVia: 1.1 127.0.0.1:9001 (conformance)\r\n", Ok(())),
        ] {
            let told = call(&format!("{head}\r\n")).map(drop).map_err(|refusal| refusal.status);
            assert_eq!(told, expected, "{head}");
        }
    }
}
