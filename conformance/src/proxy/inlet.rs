//! One direction of a connection: bytes as they arrive, kept until somebody takes them.

use bytes::{Buf, BytesMut};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;

/// What is read at a time.
const PIECE: usize = 16 << 10;

/// A connection's readable half.
#[derive(Debug)]
pub(super) struct Inlet<R> {
    source: R,
    buffer: BytesMut,
}

impl<R: AsyncRead + Unpin> Inlet<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, buffer: BytesMut::new() }
    }

    /// What has arrived and was not taken.
    pub(super) fn waiting(&self) -> &[u8] {
        &self.buffer
    }

    /// Takes the first of them.
    pub(super) fn take(&mut self, count: usize) {
        self.buffer.advance(count.min(self.buffer.len()));
    }

    /// Takes all of them.
    pub(super) fn take_all(&mut self) -> Vec<u8> {
        let all = self.buffer.to_vec();
        self.buffer.clear();
        all
    }

    /// Waits for more; whether there is any. What was waiting stays if nobody waits to the end.
    ///
    /// # Errors
    /// Where the connection breaks.
    pub(super) async fn fill(&mut self) -> io::Result<bool> {
        self.buffer.reserve(PIECE);
        self.source.read_buf(&mut self.buffer).await.map(|count| count > 0)
    }

    /// The same, for so long at most.
    ///
    /// # Errors
    /// Where the connection breaks, or nothing comes for that time.
    pub(super) async fn fill_within(&mut self, limit: Duration) -> io::Result<bool> {
        timeout(limit, self.fill()).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }
}
