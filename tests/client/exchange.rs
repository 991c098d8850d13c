//! One exchange: an answer and a call of the client come in, the bytes of the request and the outcome of
//! the call go out.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use assignment_requests::{Client, Retry, Session, SessionBuilder};

pub(crate) const TOKEN: &str = "a-token-that-nobody-may-see";

/// Long enough for any machine; a request that never ends must not hang the tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// The request as it went over the wire, and what `call` made of `answer`.
pub(crate) async fn exchange<T>(
    answer: impl Into<String>,
    call: impl AsyncFnOnce(Client) -> T,
) -> (String, T) {
    exchange_by(|root| session(root).build().unwrap().client(), answer, call).await
}

/// A session that tries once, so that what one answer comes to is seen.
pub(crate) fn session(root: &str) -> SessionBuilder {
    Session::builder().endpoint(root).token(TOKEN).retry(Retry::never())
}

/// The same with a client that is made by `client` for an address.
pub(crate) async fn exchange_by<T>(
    client: impl FnOnce(&str) -> Client,
    answer: impl Into<String>,
    call: impl AsyncFnOnce(Client) -> T,
) -> (String, T) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}/v1.0", listener.local_addr().unwrap());
    let answer = answer.into();
    let recorded = thread::spawn(move || record(&listener, &answer));
    let outcome = call(client(&root)).await;
    (recorded.join().unwrap(), outcome)
}

/// An answer with a JSON body.
pub(crate) fn json(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}

fn record(listener: &TcpListener, answer: &str) -> String {
    let (mut connection, request) = heard(listener);
    connection.write_all(answer.as_bytes()).unwrap();
    request
}

/// The next connection, and the whole request that came over it.
pub(crate) fn heard(listener: &TcpListener) -> (TcpStream, String) {
    let (mut connection, _) = listener.accept().unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut request = Vec::new();
    let mut block = [0; 4096];
    while !is_whole(&request) {
        let length = connection.read(&mut block).unwrap();
        assert_ne!(length, 0, "the request broke off");
        request.extend(block.iter().take(length));
    }
    (connection, String::from_utf8(request).unwrap())
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}
