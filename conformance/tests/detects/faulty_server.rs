//! A server that passes every request on to another and changes what one of the two says.

use crate::fault::Mistake;
use crate::heard::Heard;
use crate::reply::{Delivery, Reply};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The running server; it stops with the runtime.
pub(crate) struct FaultyServer {
    url: String,
}

impl FaultyServer {
    /// Listens on a free port before `upstream`, a URL of a server that closes after each answer.
    pub(crate) async fn start(upstream: &str, mistake: Mistake) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (authority, path) = upstream.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let upstream: SocketAddr = authority.parse().unwrap();
        let url = format!("http://{}/{path}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, upstream, mistake));
            }
        });
        Self { url }
    }

    /// The URL that stands for the other server's.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

async fn serve(mut client: TcpStream, upstream: SocketAddr, mistake: Mistake) {
    let mut heard = Heard::parse(&read_request(&mut client).await);
    if let Mistake::Hears(change) = mistake {
        change(&mut heard);
    }
    let mut reply = Reply::parse(&ask(upstream, &heard).await);
    if let Mistake::Answers(change) = mistake {
        change(&mut reply);
    }
    deliver(&mut client, &reply).await;
}

/// Head and body, as long as the head says.
async fn read_request(client: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    loop {
        if let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).into_owned();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if request.len() >= end + 4 + length {
                return request;
            }
        }
        let mut buffer = [0; 4096];
        let count = client.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the judge hung up");
        request.extend_from_slice(&buffer[..count]);
    }
}

/// What the other server answers, to the end of the connection.
async fn ask(upstream: SocketAddr, heard: &Heard) -> Vec<u8> {
    let mut server = TcpStream::connect(upstream).await.unwrap();
    server.write_all(&heard.to_bytes()).await.unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await.unwrap();
    answer
}

async fn deliver(client: &mut TcpStream, reply: &Reply) {
    let (head, body) = (reply.head(), reply.body.as_slice());
    let wire = match reply.delivery {
        Delivery::Whole => [&head, body].concat(),
        Delivery::Truncated => [&head, &body[..body.len() / 2]].concat(),
        Delivery::Never => {
            hung_up(client).await;
            Vec::new()
        }
        Delivery::Late => {
            client.write_all(&head).await.unwrap();
            hung_up(client).await;
            body.to_vec()
        }
        Delivery::HungUp => Vec::new(),
        Delivery::NotHttp => b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(),
        Delivery::Stray(bytes) => [&head, body, bytes].concat(),
    };
    // The judge may have hung up on an answer that is late or too long.
    let _ = client.write_all(&wire).await;
    let _ = client.shutdown().await;
}

/// Waits until the judge has given up.
async fn hung_up(client: &mut TcpStream) {
    let mut buffer = [0; 64];
    // An error ends the wait as an end does.
    while client.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
}
