//! The guard: where a request comes from in, whether it may control the sandbox out.
//!
//! A browser on this machine asks in the name of whatever page it shows. Such a page names itself
//! (`Origin`), cannot say that its body is JSON without being asked first (`Content-Type`), and where
//! it has its own name lead to this machine, still uses that name (`Host`).

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};

use crate::config::Control;
use crate::control::problem::Problem;

/// Lets those pass who may control the sandbox.
pub(super) fn admit(head: &Parts, control: Control) -> Result<(), Problem> {
    match control {
        Control::Off => {
            let detail = "the control of this sandbox is off; start it with control to use this";
            return Err(Problem::not_found(detail));
        }
        Control::LoopbackOnly => {
            require_near_peer(head)?;
            require_near_host(&head.headers)?;
        }
        Control::Everyone => {}
    }
    require_own_origin(&head.headers)?;
    if head.method == Method::GET { Ok(()) } else { require_json(&head.headers) }
}

fn require_near_peer(head: &Parts) -> Result<(), Problem> {
    let peer = head.extensions.get::<ConnectInfo<SocketAddr>>();
    if peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback()) {
        return Ok(());
    }
    forbidden("only this machine may control the sandbox; start it with control for everyone")
}

fn require_near_host(headers: &HeaderMap) -> Result<(), Problem> {
    let host = text(headers, header::HOST).and_then(|host| host.parse::<Authority>().ok());
    if host.is_some_and(|host| is_loopback(host.host())) {
        return Ok(());
    }
    forbidden(
        "the header Host must name this machine: localhost, 127.0.0.1 or [::1]; start the sandbox \
         with control for everyone to use another",
    )
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Browsers say `Origin: null` where they hide it.
fn require_own_origin(headers: &HeaderMap) -> Result<(), Problem> {
    if !headers.contains_key(header::ORIGIN) {
        return Ok(());
    }
    let origin = text(headers, header::ORIGIN).and_then(|origin| origin.parse::<Uri>().ok());
    let own = text(headers, header::HOST);
    let asked_by = origin.as_ref().and_then(Uri::authority).map(Authority::as_str);
    if asked_by.is_some() && asked_by == own {
        return Ok(());
    }
    forbidden("the page of another site cannot control the sandbox")
}

fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    let media_type = text(headers, header::CONTENT_TYPE).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let detail = "send Content-Type: application/json with every method but GET, body or none";
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail))
}

fn forbidden(detail: &str) -> Result<(), Problem> {
    Err(Problem::new(StatusCode::FORBIDDEN, detail))
}

/// None where a header is there twice: of two values nobody knows which one counts.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let only = values.next().filter(|_| values.next().is_none());
    only.and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    const NEAR: &str = "127.0.0.1:50000";

    fn status(control: Control, peer: &str, method: &str, headers: &[(&str, &str)]) -> u16 {
        let peer: SocketAddr = peer.parse().unwrap();
        let mut request = Request::builder().method(method).extension(ConnectInfo(peer));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        admit(&head, control).map_or_else(|problem| problem.status.as_u16(), |()| 200)
    }

    #[test]
    fn only_this_machine_controls_a_sandbox_unless_everyone_may() {
        for (peer, host, expected) in [
            (NEAR, "localhost:8080", 200),
            (NEAR, "LOCALHOST", 200),
            (NEAR, "127.0.0.1:8080", 200),
            (NEAR, "127.1.2.3", 200),
            (NEAR, "[::1]:8080", 200),
            ("[::1]:50000", "localhost", 200),
            ("[::ffff:127.0.0.1]:50000", "localhost", 200),
            ("192.0.2.7:50000", "localhost", 403),
            ("[2001:db8::7]:50000", "localhost", 403),
            (NEAR, "rebound.example:8080", 403),
            (NEAR, "localhost.example", 403),
            (NEAR, "127.0.0.1.example", 403),
            (NEAR, "192.0.2.7", 403),
            (NEAR, "", 403),
        ] {
            let host = [("host", host)];
            assert_eq!(
                status(Control::LoopbackOnly, peer, "GET", &host),
                expected,
                "{peer} {host:?}"
            );
            assert_eq!(status(Control::Everyone, peer, "GET", &host), 200, "{peer} {host:?}");
            assert_eq!(status(Control::Off, peer, "GET", &host), 404, "{peer} {host:?}");
        }
        assert_eq!(status(Control::LoopbackOnly, NEAR, "GET", &[]), 403);
    }

    #[test]
    fn the_page_of_another_site_controls_no_sandbox() {
        for (origin, expected) in [
            ("http://localhost:8080", 200),
            ("https://localhost:8080", 200),
            ("http://localhost:8081", 403),
            ("http://localhost", 403),
            ("https://other.example", 403),
            ("null", 403),
            ("", 403),
        ] {
            let headers = [("host", "localhost:8080"), ("origin", origin)];
            for control in [Control::LoopbackOnly, Control::Everyone] {
                assert_eq!(status(control, NEAR, "GET", &headers), expected, "{origin}");
            }
        }
    }

    #[test]
    fn who_says_two_things_of_where_it_comes_from_controls_no_sandbox() {
        let (host, origin) = (("host", "localhost"), ("origin", "http://localhost"));
        for headers in [
            vec![host, ("host", "rebound.example"), origin],
            vec![host, origin, ("origin", "https://other.example")],
        ] {
            for control in [Control::LoopbackOnly, Control::Everyone] {
                assert_eq!(status(control, NEAR, "GET", &headers), 403, "{control:?} {headers:?}");
            }
        }
    }

    #[test]
    fn what_changes_something_says_that_its_body_is_json() {
        for (media_type, expected) in [
            ("application/json", 200),
            ("Application/JSON; charset=utf-8", 200),
            ("text/plain", 415),
            ("application/x-www-form-urlencoded", 415),
            ("application/jsonx", 415),
            ("", 415),
        ] {
            let headers = [("host", "localhost"), ("content-type", media_type)];
            for method in ["POST", "PUT", "PATCH", "DELETE"] {
                let found = status(Control::LoopbackOnly, NEAR, method, &headers);
                assert_eq!(found, expected, "{method} {media_type}");
            }
        }
        assert_eq!(status(Control::LoopbackOnly, NEAR, "POST", &[("host", "localhost")]), 415);
    }
}
