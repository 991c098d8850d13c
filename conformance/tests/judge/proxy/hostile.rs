//! Clients that mean no good, and a server that is not there: told so, and the next client is served.

use super::proxied::{Proxied, asked};
use crate::scripted_server::{self, CLOSED, listener_of_its_own};
use conformance::proxy::{Host, Limits, Place, Proxy};
use std::future::{pending, ready};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::channel;
use std::time::Duration;

const GOOD: &str = "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// The start of an answer, and whose it is.
fn told(answer: &[u8]) -> (String, bool) {
    let text = String::from_utf8_lossy(answer).into_owned();
    let is_own = text.contains("\r\nProxy-Status: conformance; error=");
    (text.get(..12).unwrap_or_default().to_owned(), is_own)
}

#[test]
fn what_two_readers_could_read_in_two_ways_is_refused_and_never_passed_on() {
    let url = scripted_server::start(|request| {
        assert!(request.starts_with("GET /x "), "{request}");
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec()
    });
    let proxied = Proxied::start(&url, &[]);
    let huge = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(70 << 10));
    let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: y\r\n".repeat(200));
    for (request, status) in [
        (
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400),
        (
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            501,
        ),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\n\r\n", 403),
        ("CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("\x16\x03\x01\x02", 400),
        (&huge, 431),
        (&many, 431),
    ] {
        let answer = proxied.ask(request.as_bytes());
        assert_eq!(told(&answer), (format!("HTTP/1.1 {status}"), true), "{request:.80}");
        assert_eq!(told(&proxied.ask(GOOD.as_bytes())), ("HTTP/1.1 200".to_owned(), false));
    }
    let said = proxied.stop();
    assert!(said.output.contains("\n11 requests were refused by the proxy\n"), "{said:?}");
    assert_eq!(said.log, "");
}

#[test]
fn a_body_that_is_not_chunked_as_it_says_is_refused() {
    // It waits for the rest of a body that never comes.
    let url = scripted_server::start_with(|client| {
        scripted_server::read_request(client);
        let rest = scripted_server::read_request(client);
        assert_eq!(rest, "");
    });
    let proxied = Proxied::start(&url, &[]);
    let request = "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n";
    assert_eq!(told(&proxied.ask(request.as_bytes())), ("HTTP/1.1 400".to_owned(), true));
}

#[test]
fn a_server_that_is_not_there_is_told_of_with_a_502_of_the_proxys_own() {
    let proxied = Proxied::start(&format!("{CLOSED}/v1.0"), &[]);
    let answer = String::from_utf8(proxied.ask(GOOD.as_bytes())).unwrap();
    let expected = format!("the conformance proxy answers this itself: cannot reach {CLOSED}: ");
    assert!(answer.starts_with("HTTP/1.1 502 ") && answer.contains(&expected), "{answer}");
    let said = proxied.stop();
    assert!(said.output.contains("\n1 could not be judged\n"), "{said:?}");
}

#[test]
fn an_upstream_that_leads_back_is_noticed() {
    let address = listener_of_its_own(21_000).local_addr().unwrap().to_string();
    let proxied = Proxied::start(&format!("http://{address}"), &["--listen", &address]);
    let answer = String::from_utf8(proxied.ask(GOOD.as_bytes())).unwrap();
    assert!(answer.contains("error=proxy_loop_detected"), "{answer}");
}

/// What a client hears that sends these bytes and then waits, of a proxy that waits for no more than a moment.
fn heard_in_the_end(request: &str) -> String {
    let (events, _told) = channel();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let place = Place {
        address: "127.0.0.1:0".parse().unwrap(),
        upstream: "http://127.0.0.1:9/v1.0",
        host: Host::OfUpstream,
        ca_file: None,
    };
    let moment = Duration::from_millis(50);
    let limits = Limits { head: moment, silence: moment, grace: moment, connections: 1 };
    let proxy = runtime.block_on(Proxy::listen(place, limits, events)).unwrap();
    // What is sent is there before the moment begins, however busy the machine is.
    let mut client = TcpStream::connect(proxy.url().split('/').nth(2).unwrap()).unwrap();
    client.write_all(request.as_bytes()).unwrap();
    let (done, is_done) = tokio::sync::oneshot::channel::<()>();
    let client = std::thread::spawn(move || {
        let mut heard = Vec::new();
        let _ = client.read_to_end(&mut heard);
        drop(done);
        heard
    });
    runtime.block_on(proxy.serve(is_done, pending::<()>()));
    String::from_utf8(client.join().unwrap()).unwrap()
}

#[test]
fn a_client_that_takes_its_time_is_not_waited_for() {
    let answer = heard_in_the_end("GET / HTTP/1.1\r\nHost:");
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert_eq!(heard_in_the_end(""), "");
}

#[test]
fn who_is_impatient_waits_for_nothing_under_way() {
    let (arrived, arrival) = tokio::sync::mpsc::unbounded_channel();
    let url = scripted_server::start_with(move |client| {
        scripted_server::read_request(client);
        arrived.send(()).unwrap();
        // Until the proxy hangs up.
        scripted_server::read_request(client);
    });
    let (events, _told) = channel();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let address = "127.0.0.1:0".parse().unwrap();
    let place = Place { address, upstream: &url, host: Host::OfUpstream, ca_file: None };
    let proxy = runtime.block_on(Proxy::listen(place, Limits::default(), events)).unwrap();
    let authority = proxy.url().split('/').nth(2).unwrap().to_owned();
    let client = std::thread::spawn(move || asked(&authority, GOOD.as_bytes()));
    let begun = std::time::Instant::now();
    let mut arrival = arrival;
    runtime.block_on(proxy.serve(arrival.recv(), ready(())));
    assert_eq!(client.join().unwrap(), b"");
    assert!(begun.elapsed() < Duration::from_secs(5), "it may take ten");
}
