//! A server that passes every request on to another and changes the answer.

use crate::fault::{Delivery, Reply};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The running server; it stops with the runtime.
pub(crate) struct FaultyServer {
    url: String,
}

impl FaultyServer {
    /// Listens on a free port before `upstream`, a URL of a server that closes after each answer.
    pub(crate) async fn start(upstream: &str, change: fn(&mut Reply)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (authority, path) = upstream.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let upstream: SocketAddr = authority.parse().unwrap();
        let url = format!("http://{}/{path}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, upstream, change));
            }
        });
        Self { url }
    }

    /// The URL that stands for the other server's.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

async fn serve(mut client: TcpStream, upstream: SocketAddr, change: fn(&mut Reply)) {
    let request = read_request(&mut client).await;
    let mut server = TcpStream::connect(upstream).await.unwrap();
    server.write_all(&request).await.unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await.unwrap();
    let mut reply = parse(&answer);
    change(&mut reply);
    deliver(&mut client, &reply).await;
}

/// Head and body, as long as the head says.
async fn read_request(client: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    loop {
        if let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if request.len() >= end + 4 + length.unwrap_or(0) {
                return request;
            }
        }
        let mut buffer = [0; 4096];
        let count = client.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the judge hung up");
        request.extend_from_slice(&buffer[..count]);
    }
}

fn parse(answer: &[u8]) -> Reply {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    let headers = headers.filter(|(name, _)| !matches!(*name, "content-length" | "connection"));
    Reply {
        status,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: answer[end + 4..].to_vec(),
        delivery: Delivery::Whole,
    }
}

async fn deliver(client: &mut TcpStream, reply: &Reply) {
    let headers: Vec<String> =
        reply.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("HTTP/1.1 {} \r\nconnection: close\r\n{}", reply.status, headers.concat());
    let has_length = !(reply.status == 204 && reply.body.is_empty());
    let length = if has_length {
        format!("content-length: {}\r\n\r\n", reply.body.len())
    } else {
        "\r\n".to_owned()
    };
    let wire = match reply.delivery {
        Delivery::Whole => [head.as_bytes(), length.as_bytes(), &reply.body].concat(),
        Delivery::Truncated => {
            [head.as_bytes(), length.as_bytes(), &reply.body[..reply.body.len() / 2]].concat()
        }
        Delivery::Never => return std::future::pending().await,
        Delivery::HungUp => Vec::new(),
        Delivery::NotHttp => b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(),
        Delivery::Stray(bytes) => [head.as_bytes(), b"\r\n", bytes].concat(),
    };
    // The judge may have hung up on an answer that is too long.
    let _ = client.write_all(&wire).await;
    let _ = client.shutdown().await;
}
