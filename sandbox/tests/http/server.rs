//! The server around the answers: identifying headers, determinism, races, start and stop.

use std::time::Duration;

use sandbox::{Clock, Config, Error, Sandbox};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Answer, Ask, ROOT, admin, authority, documented};
use crate::operations::{PENDING, admin_add};

#[tokio::test]
async fn every_answer_carries_a_fresh_request_id() {
    let sandbox = documented().await;
    let list = Ask::get("assignmentRequests");
    let (one, other) = (list.send(&sandbox).await, list.send(&sandbox).await);
    assert_eq!(one.header("request-id").unwrap().len(), 36);
    assert_ne!(one.header("request-id"), other.header("request-id"));
    assert_eq!(one.header("client-request-id"), one.header("request-id"));
}

#[tokio::test]
async fn the_client_request_id_is_echoed_whatever_the_answer() {
    let sandbox = documented().await;
    let id = "9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a";
    for ask in [
        Ask::get("assignmentRequests"),
        Ask::get("nothing"),
        Ask::new("PUT", "assignmentRequests"),
        Ask::get("assignmentRequests").without_headers(),
        Ask::post(&format!("assignmentRequests/{PENDING}/cancel")),
    ] {
        let answer = ask.header("client-request-id", id).send(&sandbox).await;
        assert_eq!(answer.header("client-request-id"), Some(id), "{answer:?}");
    }
}

#[tokio::test]
async fn a_client_request_id_that_is_no_guid_is_not_echoed() {
    let sandbox = documented().await;
    for id in ["", "D", "a, b", "{9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a}", &"a".repeat(20_000)] {
        let list = Ask::get("assignmentRequests").header("client-request-id", id);
        let answer = list.send(&sandbox).await;
        assert_eq!(answer.status, 200, "{id:.50}");
        assert_eq!(answer.header("client-request-id"), answer.header("request-id"), "{id:.50}");
    }
}

#[tokio::test]
async fn two_runs_with_one_seed_answer_with_the_same_bytes() {
    let (one, other) = (documented().await, documented().await);
    for ask in [Ask::create(&admin_add()), Ask::get("assignmentRequests"), Ask::get("nothing")] {
        assert_eq!(ask.send(&one).await, ask.send(&other).await);
    }
}

#[tokio::test]
async fn another_seed_gives_other_ids() {
    let other = Sandbox::start(Config { seed: 1, ..Config::default() }).await.unwrap();
    let create = Ask::create(&admin_add());
    let id = create.send(&documented().await).await.json()["id"].take();
    assert_ne!(create.send(&other).await.json()["id"], id);
}

#[tokio::test]
async fn a_given_clock_is_the_sandboxs_time() {
    let clock = Some(Clock::still("2030-01-02T03:04:05Z".parse().unwrap()));
    let sandbox = Sandbox::start(Config { clock, ..Config::default() }).await.unwrap();
    let answer = Ask::get("assignmentRequests").send(&sandbox).await;
    assert_eq!(answer.header("date"), Some("Wed, 02 Jan 2030 03:04:05 GMT"));
}

#[tokio::test]
async fn a_sandbox_may_be_told_to_wait_for_ever() {
    let (read_timeout, callout_timeout, grace) = (Duration::MAX, Duration::MAX, Duration::MAX);
    let config = Config { read_timeout, callout_timeout, grace, ..Config::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    assert_eq!(Ask::get("assignmentRequests").send(&sandbox).await.status, 200);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_address_in_use_is_named() {
    let sandbox = documented().await;
    let listen = authority(&sandbox).parse().unwrap();
    let error = Sandbox::start(Config { listen, ..Config::default() }).await.unwrap_err();
    assert!(matches!(error, Error::Listen { address, .. } if address == listen));
}

#[tokio::test]
async fn a_sandbox_that_is_shut_down_listens_no_more() {
    let sandbox = documented().await;
    let address = authority(&sandbox).to_owned();
    sandbox.shutdown().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_sandbox_that_is_dropped_listens_no_more() {
    let sandbox = documented().await;
    let address = authority(&sandbox).to_owned();
    drop(sandbox);
    let refused = async { while TcpStream::connect(&address).await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(10), refused).await.unwrap();
}

/// Sends a head whose body is to follow, and returns once the server waits for that body.
async fn connection_without_its_body(sandbox: &Sandbox) -> TcpStream {
    let mut stream = TcpStream::connect(authority(sandbox)).await.unwrap();
    let head = format!(
        "POST {ROOT}/assignmentRequests HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {}\r\n\
         Content-Length: 10\r\nExpect: 100-continue\r\n\r\n",
        admin()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).await.unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_does_not_keep_a_sandbox_from_stopping() {
    let sandbox = documented().await;
    let _stream = connection_without_its_body(&sandbox).await;
    tokio::time::timeout(Duration::from_secs(10), sandbox.shutdown()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_is_answered_408_in_time() {
    let sandbox = documented().await;
    let mut stream = connection_without_its_body(&sandbox).await;
    let mut raw = Vec::new();
    let answered = stream.read_to_end(&mut raw);
    tokio::time::timeout(Duration::from_secs(31), answered).await.unwrap().unwrap();
    let answer = Answer::read(&String::from_utf8(raw).unwrap());
    assert_eq!((answer.status, answer.code().as_str()), (408, "RequestTimeout"));
}

#[tokio::test(start_paused = true)]
async fn a_head_that_never_ends_closes_its_connection_in_time() {
    let read_timeout = Duration::from_secs(5);
    let sandbox = Sandbox::start(Config { read_timeout, ..Config::default() }).await.unwrap();
    for beginning in ["", "GET /", "GET / HTTP/1.1\r\nHost: sandbox\r\n"] {
        let mut stream = TcpStream::connect(authority(&sandbox)).await.unwrap();
        stream.write_all(beginning.as_bytes()).await.unwrap();
        let mut raw = Vec::new();
        let closed = stream.read_to_end(&mut raw);
        tokio::time::timeout(Duration::from_secs(6), closed).await.unwrap().unwrap();
        assert_eq!(raw, b"", "{beginning:?}");
    }
}

#[tokio::test]
async fn the_answer_to_head_has_an_id_and_no_body() {
    let answer = Ask::new("HEAD", "assignmentRequests").send(&documented().await).await;
    assert_eq!((answer.status, answer.body.as_str()), (405, ""));
    assert_eq!(answer.header("request-id").unwrap().len(), 36);
}

#[tokio::test]
async fn http_2_is_not_answered() {
    let sandbox = documented().await;
    let mut stream = TcpStream::connect(authority(&sandbox)).await.unwrap();
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).await.unwrap();
    assert_eq!(raw, b"");
}

#[tokio::test]
async fn what_is_no_request_is_answered_without_an_envelope() {
    let sandbox = documented().await;
    let head = |rest: &str| format!("GET / HTTP/1.1\r\nHost: sandbox\r\n{rest}\r\n");
    for (request, status) in [
        ("garbage\r\n\r\n".to_owned(), 400),
        (head(&"X: 1\r\n".repeat(101)), 431),
        (head(&format!("Content-Length: {}\r\n", u64::MAX)), 431),
        (format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(64 * 1024)), 414),
    ] {
        let mut stream = TcpStream::connect(authority(&sandbox)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).await.unwrap();
        let answer = Answer::read(&String::from_utf8(raw).unwrap());
        assert_eq!((answer.status, answer.body.as_str()), (status, ""));
        assert_eq!((answer.header("request-id"), answer.header("date")), (None, None));
    }
}
