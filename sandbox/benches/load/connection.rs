//! A client that costs little: the bytes of a request in, the status of the answer out.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept, and on which nothing is sent before the last answer is there.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// An answer; its body is what was asked to be kept of it.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(authority: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(authority).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(8 * 1024) })
    }

    pub(crate) async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.received.clear();
        loop {
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(answer) = whole(&self.received) {
                return Ok(answer);
            }
        }
    }
}

/// The answer, once all of it has arrived.
fn whole(received: &[u8]) -> Option<Answer> {
    let head = received.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let text = std::str::from_utf8(received.get(..head)?).ok()?;
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(Some(0), |length| length.parse().ok())?;
    let body = received.get(head + 4..head + 4 + length)?.to_owned();
    Some(Answer { status: text.get(9..12)?.parse().ok()?, body })
}

/// The bytes of a request of the sandbox's administrator.
pub(crate) fn request(method: &str, below_requests: &str, body: &str) -> Vec<u8> {
    let token = crate::crowd::admin();
    let path = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
    format!(
        "{method} {path}{below_requests} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        token.as_str(),
        body.len()
    )
    .into_bytes()
}
