//! What passes is what was sent: byte for byte, in both directions, however it is framed and wherever it breaks off.

use super::proxied::{Proxied, asked};
use crate::scripted_server::start_with;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// A message: its header lines without those of the connection, and the bytes of its body as they are framed.
#[derive(Clone, Debug)]
struct Message {
    lines: Vec<String>,
    framed: Vec<u8>,
}

impl Message {
    fn bytes(&self, first: &str, more: &str) -> Vec<u8> {
        let lines: String = self.lines.iter().fold(String::new(), |mut all, line| {
            let _ = write!(all, "{line}\r\n");
            all
        });
        [format!("{first}\r\n{more}{lines}\r\n").as_bytes(), &self.framed].concat()
    }
}

fn message() -> impl Strategy<Value = Message> {
    let name = "[A-Za-z]{1,4}-[A-Za-z0-9_.!]{1,8}";
    let value = "[!-~]([ -~]{0,20}[!-~])?";
    let lines = proptest::collection::vec(
        (name, value).prop_map(|(name, value)| format!("X{name}: {value}")),
        0..6,
    );
    let pieces = proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..300), 0..5);
    (lines, pieces, 0..3_u8, any::<prop::sample::Index>()).prop_map(
        |(mut lines, pieces, framing, at)| {
            let body = pieces.concat();
            let (line, framed) = match framing {
                0 => (format!("cOntent-LENGTH: {}", body.len()), body),
                1 => ("Transfer-encoding: CHUNKED".to_owned(), chunked(&pieces, "")),
                _ => (
                    "TRANSFER-ENCODING: chunked".to_owned(),
                    chunked(&pieces, "X-Sum: 1\r\nx-SUM: 2\r\n"),
                ),
            };
            lines.insert(at.index(lines.len() + 1), line);
            Message { lines, framed }
        },
    )
}

fn chunked(pieces: &[Vec<u8>], trailers: &str) -> Vec<u8> {
    let mut framed = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let extension = if number % 2 == 1 { ";a=\"b c\"" } else { "" };
        framed.extend(format!("{:X}{extension}\r\n", piece.len()).into_bytes());
        framed.extend(piece);
        framed.extend(b"\r\n");
    }
    framed.extend(format!("0\r\n{trailers}\r\n").into_bytes());
    framed
}

/// A server that reads as many bytes behind a head as it is told to, and answers what it is told; what it read is sent back.
#[derive(Default)]
struct Script {
    behind_head: usize,
    answer: Vec<u8>,
}

fn scripted() -> (String, Arc<Mutex<Script>>, Receiver<Vec<u8>>) {
    let script = Arc::new(Mutex::new(Script::default()));
    let (read, heard): (Sender<Vec<u8>>, _) = channel();
    let shared = Arc::clone(&script);
    let url = start_with(move |client| {
        let script = shared.lock().unwrap();
        let mut request = Vec::new();
        let is_whole = |request: &[u8]| {
            let end = request.windows(4).position(|bytes| bytes == b"\r\n\r\n");
            end.is_some_and(|end| request.len() >= end + 4 + script.behind_head)
        };
        while !is_whole(&request) {
            let mut buffer = [0; 4096];
            let count = client.read(&mut buffer).unwrap_or(0);
            if count == 0 {
                break;
            }
            request.extend_from_slice(&buffer[..count]);
        }
        let _ = client.write_all(&script.answer);
        let _ = read.send(request);
    });
    (url, script, heard)
}

#[test]
fn every_message_passes_byte_for_byte() {
    let (url, script, heard) = scripted();
    let proxied = Proxied::start(&url, &[]);
    let upstream = url.trim_start_matches("http://").to_owned();
    // The same messages in every run: a test that fails now and then is looked at by nobody.
    let rng_seed = RngSeed::Fixed(0);
    let config = Config { cases: 300, failure_persistence: None, rng_seed, ..Config::default() };
    TestRunner::new(config)
        .run(&(message(), message()), |(request, answer)| {
            let expected = answer.bytes("HTTP/1.1 200 Wie gewollt", "");
            *script.lock().unwrap() =
                Script { behind_head: request.framed.len(), answer: expected.clone() };
            let sent = request.bytes(
                "POST /v1.0/a%2Fb?x='y'&$z HTTP/1.1",
                "hOST: somewhere\r\nConnection: close\r\n",
            );
            prop_assert_eq!(proxied.ask(&sent), expected);
            let via = format!("Via: 1.1 {} (conformance)", proxied.authority());
            let mut forwarded = request.clone();
            forwarded.lines.insert(0, format!("hOST: {upstream}"));
            forwarded.lines.extend(["Connection: close".to_owned(), via]);
            let forwarded = forwarded.bytes("POST /v1.0/a%2Fb?x='y'&$z HTTP/1.1", "");
            prop_assert_eq!(heard.recv().unwrap(), forwarded);
            Ok(())
        })
        .unwrap();
    assert_eq!(proxied.stop().log, "");
}

#[test]
fn whatever_a_server_answers_a_client_sees_as_without_the_proxy() {
    let get = "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let head = "HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let old = "GET /x HTTP/1.0\r\n\r\n";
    let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(70 << 10));
    for (request, answer) in [
        (get, &b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 \r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"[..]),
        (get, b"HTTP/1.1 204 No Content\r\nA: b\r\n\r\nsurprise"),
        (get, b"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n"),
        (get, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nsurprise\0\xff"),
        (head, b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"),
        (head, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        (old, b"HTTP/1.0 200 OK\r\nA: b\r\n\r\nto the end"),
        (get, b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nto the end\r\n0\r\n"),
        (get, b"HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nX: y\r\nset-cookie: b\r\nx: z\r\nContent-Length: 0\r\n\r\n"),
        (get, b"HTTP/1.1 200 caf\xe9 au lait\r\nX: caf\xe9\r\nContent-Length: 0\r\n\r\n"),
        (get, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbroken"),
        (get, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nbroken"),
        (get, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno number"),
        (get, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
        (get, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
        (get, b"HTTP/1.1 200 OK\r\nconte"),
        (get, b"SSH-2.0-OpenSSH_9.2\r\n"),
        (get, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nx"),
        (get, long.as_bytes()),
        (get, b""),
    ] {
        let (url, script, _heard) = scripted();
        script.lock().unwrap().answer = answer.to_vec();
        let proxied = Proxied::start(&url, &[]);
        let direct = asked(url.trim_start_matches("http://"), request.as_bytes());
        let through = proxied.ask(request.as_bytes());
        let shown = |bytes: &[u8]| bytes.escape_ascii().to_string();
        assert_eq!(shown(&through), shown(&direct));
        proxied.stop();
    }
}

/// A server whose every connection is served in a thread of its own.
fn concurrent(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let serve = serve.clone();
            std::thread::spawn(move || serve(client.unwrap()));
        }
    });
    url
}

/// Reads to the end of a head, and no further.
fn read_head(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

#[test]
fn two_clients_do_not_wait_for_one_another() {
    let (second, is_served) = channel();
    let is_served = Arc::new(Mutex::new(is_served));
    let second = Arc::new(Mutex::new(second));
    let url = concurrent(move |mut stream| {
        if read_head(&mut stream).starts_with("GET /first") {
            is_served.lock().unwrap().recv().unwrap();
        } else {
            second.lock().unwrap().send(()).unwrap();
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
    });
    let proxied = Proxied::start(&url, &[]);
    let mut first = proxied.connect();
    first.write_all(b"GET /first HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut other = proxied.connect();
    other.write_all(b"GET /second HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert!(read_head(&mut other).starts_with("HTTP/1.1 200 OK"));
    assert!(read_head(&mut first).starts_with("HTTP/1.1 200 OK"));
}

#[test]
fn a_connection_that_is_kept_open_is_kept_open_on_the_other_side() {
    let url = concurrent(|mut stream| {
        for number in 1.. {
            if read_head(&mut stream).is_empty() {
                return;
            }
            let answer =
                format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Number: {number}\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let proxied = Proxied::start(&url, &[]);
    let mut client = proxied.connect();
    // In a row, and then one after the other.
    client.write_all("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2).as_bytes()).unwrap();
    let mut heard = vec![read_head(&mut client), read_head(&mut client)];
    client.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    heard.push(read_head(&mut client));
    for (number, answer) in (1..).zip(heard) {
        assert!(answer.contains(&format!("X-Number: {number}\r\n")), "{answer}");
    }
}

#[test]
fn a_client_that_waits_to_be_asked_for_its_body_is_asked() {
    let url = concurrent(|mut stream| {
        read_head(&mut stream);
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
        let mut body = [0; 4];
        stream.read_exact(&mut body).unwrap();
        let answer = [b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", &body[..]].concat();
        stream.write_all(&answer).unwrap();
    });
    let proxied = Proxied::start(&url, &[]);
    let mut client = proxied.connect();
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
    client.write_all(head.as_bytes()).unwrap();
    assert_eq!(read_head(&mut client), "HTTP/1.1 100 Continue\r\n\r\n");
    client.write_all(b"body").unwrap();
    assert!(read_head(&mut client).starts_with("HTTP/1.1 200 OK"));
    let mut body = [0; 4];
    client.read_exact(&mut body).unwrap();
    assert_eq!(&body, b"body");
}

#[test]
fn an_answer_that_comes_before_the_request_is_whole_passes_at_once() {
    let url = concurrent(|mut stream| {
        read_head(&mut stream);
        let refusal =
            b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(refusal).unwrap();
    });
    let proxied = Proxied::start(&url, &[]);
    let mut client = proxied.connect();
    client.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n").unwrap();
    assert!(read_head(&mut client).starts_with("HTTP/1.1 413 "));
    // The end of the connection, too, though the request never ends.
    assert_eq!(read_head(&mut client), "");
}

#[test]
fn a_server_that_answers_early_reads_on_if_it_likes() {
    let url = concurrent(|mut stream| {
        for size in [6, 0] {
            let head = read_head(&mut stream);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
            let mut body = vec![0; size];
            stream.read_exact(&mut body).unwrap();
            assert!(head.is_empty() || body == b"x".repeat(size), "{head}");
        }
    });
    let proxied = Proxied::start(&url, &[]);
    let mut client = proxied.connect();
    client.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nxx").unwrap();
    assert!(read_head(&mut client).starts_with("HTTP/1.1 200 OK"));
    client.write_all(b"xxxxGET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert!(read_head(&mut client).starts_with("HTTP/1.1 200 OK"));
}

#[test]
fn requests_in_a_row_are_all_answered_though_the_client_has_closed_its_side() {
    let url = concurrent(|mut stream| {
        while !read_head(&mut stream).is_empty() {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        }
    });
    let proxied = Proxied::start(&url, &[]);
    let mut client = proxied.connect();
    client.write_all("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3).as_bytes()).unwrap();
    client.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answers = String::new();
    client.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 3, "{answers}");
}

#[test]
fn a_client_that_hangs_up_is_missed_at_the_other_side_and_no_fault_of_the_server() {
    let (gone, is_gone) = channel();
    let gone = Arc::new(Mutex::new(gone));
    let url = concurrent(move |mut stream| {
        read_head(&mut stream);
        let rest = read_head(&mut stream);
        gone.lock().unwrap().send(rest).unwrap();
    });
    let proxied = Proxied::start(&url, &["-v"]);
    let mut client = proxied.connect();
    client.write_all(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    drop(client);
    assert_eq!(is_gone.recv().unwrap(), "");
    let said = proxied.stop();
    assert!(said.output.contains("skip  proxy/1/GET  the client hung up"), "{said:?}");
}

#[test]
fn a_body_that_is_too_long_to_be_judged_passes_all_the_same() {
    let long = vec![b'x'; 9 << 20];
    let (url, script, received) = scripted();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", long.len());
    *script.lock().unwrap() =
        Script { behind_head: long.len(), answer: [head.as_bytes(), &long].concat() };
    let proxied = Proxied::start(&url, &["-v"]);
    let head = format!(
        "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        long.len()
    );
    let answer = proxied.ask(&[head.as_bytes(), &long].concat());
    assert!(answer.ends_with(&long) && received.recv().unwrap().ends_with(&long));
    let said = proxied.stop();
    assert!(said.output.contains("a body of more than 8388608 bytes"), "{said:?}");
}
