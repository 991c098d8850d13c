//! A URL in, a connection out that remembers the bytes it read, also those that the HTTP library passes over.

use super::Limits;
use super::transport::Transport;
use crate::error::Error;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

/// What is remembered of an answer; heads are shorter.
const REMEMBERED: usize = 64 << 10;

/// What may be read beside a body: heads, interim answers, the sizes of chunks. Without it, a server that never comes to the point would be read for ever.
const BESIDE_BODY: usize = 1 << 20;

/// What a connection reads from and writes to, with or without TLS.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection that the HTTP library and the judge hold together.
#[derive(Clone)]
pub(super) struct Connection(Arc<Mutex<Held>>);

struct Held {
    stream: Box<dyn Stream>,
    remembered: Vec<u8>,
    /// How many bytes may still be read.
    left: usize,
}

/// Connects to the host of `url`, with TLS for `https`.
pub(super) async fn open(
    url: &Url,
    transport: &Transport,
    limits: Limits,
) -> Result<Connection, Error> {
    let unreachable =
        |problem: String| Error::Unreachable { url: url.origin().ascii_serialization(), problem };
    let limit = limits.connect.as_secs_f64();
    let connected = timeout(limits.connect, connect(url, transport)).await;
    let stream = connected.map_err(|_| unreachable(format!("no connection within {limit} s")))?;
    let held = Held {
        stream: stream.map_err(unreachable)?,
        remembered: Vec::new(),
        left: limits.body.saturating_add(BESIDE_BODY),
    };
    Ok(Connection(Arc::new(Mutex::new(held))))
}

pub(crate) async fn connect(url: &Url, transport: &Transport) -> Result<Box<dyn Stream>, String> {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let is_secure = url.scheme() == "https";
    let stream = if let Some(proxy) = transport.proxy(url) {
        let before = |problem: String| format!("through the proxy {}: {problem}", proxy.url());
        let mut stream = socket(&proxy.host, proxy.port).await.map_err(before)?;
        if proxy.is_secure {
            stream = transport.trust().secure(&proxy.host, stream).await.map_err(before)?;
        }
        if is_secure {
            proxy.tunnel(&mut stream, url).await.map_err(before)?;
        }
        stream
    } else {
        socket(host, url.port_or_known_default().unwrap_or(80)).await?
    };
    if is_secure { transport.trust().secure(host, stream).await } else { Ok(stream) }
}

async fn socket(host: &str, port: u16) -> Result<Box<dyn Stream>, String> {
    let stream = TcpStream::connect((host, port)).await.map_err(|error| error.to_string())?;
    // An answer that waits for an acknowledgement would be measured as slow.
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    Ok(Box::new(stream))
}

impl Connection {
    /// Reads until the server closes, for as long as `limit`.
    pub(super) async fn read_on(&self, limit: Duration) {
        let mut handle = self.clone();
        let to_the_end = async {
            let mut buffer = [0; 4096];
            // An error ends the answer as an end does.
            while handle.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
        };
        // A server that keeps the connection open has by now written what it will.
        let _ = timeout(limit, to_the_end).await;
    }

    /// What was read after the head of the final answer.
    pub(super) fn after_head(&self) -> Vec<u8> {
        let held = self.held();
        let mut rest = held.remembered.as_slice();
        loop {
            let is_interim = rest.starts_with(b"HTTP/1.1 1");
            let Some(end) = end_of_head(rest) else { return Vec::new() };
            rest = rest.get(end..).unwrap_or_default();
            if !is_interim {
                return rest.to_vec();
            }
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        // Nothing here panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where an empty line ends a head; a lone line feed ends a line as well, as it does for the HTTP library.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let after = |mark: &[u8]| {
        bytes.windows(mark.len()).position(|window| window == mark).map(|at| at + mark.len())
    };
    [after(b"\n\r\n"), after(b"\n\n")].into_iter().flatten().min()
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut held = self.held();
        let before = buffer.filled().len();
        let polled = Pin::new(&mut held.stream).poll_read(context, buffer);
        let fresh = buffer.filled().get(before..).unwrap_or_default();
        let room = REMEMBERED.saturating_sub(held.remembered.len());
        held.remembered.extend(fresh.iter().take(room));
        match held.left.checked_sub(fresh.len()) {
            Some(left) => held.left = left,
            None => return Poll::Ready(Err(io::Error::other("the answer goes on without end"))),
        }
        polled
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.held().stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.held().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.held().stream).poll_shutdown(context)
    }
}
