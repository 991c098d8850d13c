//! A server that answers every request with what a function says, byte for byte.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// Listens on a free port until the test program ends; what `answer` makes of a request is written, and the connection closed.
pub(crate) fn start(answer: fn(&str) -> Vec<u8>) -> String {
    start_with(move |client| {
        let request = read_request(client);
        // A judge that has read enough hangs up.
        let _ = client.write_all(&answer(&request));
    })
}

/// The same, with the connection in the hands of `serve`.
pub(crate) fn start_with(mut serve: impl FnMut(&mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for client in listener.incoming() {
            serve(&mut client.unwrap());
        }
    });
    url
}

/// Nobody answers there, for nobody may listen there.
pub(crate) const CLOSED: &str = "http://127.0.0.1:1";

/// Listens on a port that nobody else gets once it is given up again: below those that systems choose for whoever asks for any.
pub(crate) fn listener_of_its_own(lowest: u16) -> TcpListener {
    let mut ports = lowest..lowest + 1000;
    ports.find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok()).unwrap()
}

/// Head and body of a request, as text.
pub(crate) fn read_request(client: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match client.read(&mut buffer) {
            Ok(count) if count > 0 => request.extend_from_slice(&buffer[..count]),
            _ => return text,
        }
    }
}

/// An answer with the right length.
pub(crate) fn json(status: u16, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}
