//! A request on its way from the client to the upstream, and the client watched while it waits for the answer.

use super::capture::Capture;
use super::framing::Framing;
use super::inlet::Inlet;
use super::relay::{Freight, Stopped, relay};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

/// What a client may send before it has its answer; requests in a row are passed on one after the other.
const MOST_AHEAD: usize = 64 << 10;

/// Why nothing more comes from the client.
#[derive(Debug)]
pub(super) enum Halt {
    /// It went away before its request was whole.
    Gone,
    /// Its body is not in the form that the head announced.
    Malformed(&'static str),
    /// The upstream takes no more; it may answer all the same.
    NotTaken,
    /// It has sent its request and closed its side.
    Closed,
}

/// A request on its way.
pub(super) struct Upload<'a> {
    pub(super) head: Vec<u8>,
    pub(super) framing: &'a mut Framing,
    pub(super) content: &'a mut Capture,
    pub(super) silence: Duration,
    /// Set once the whole request has passed.
    pub(super) has_passed: &'a AtomicBool,
}

impl Upload<'_> {
    /// Passes the request, then waits for the client's end, which the upstream is told.
    pub(super) async fn pass<R: AsyncRead + Unpin, W: AsyncWrite + Unpin>(
        self,
        inlet: &mut Inlet<R>,
        outlet: &mut W,
    ) -> Halt {
        let Self { mut head, framing, content, silence, has_passed } = self;
        match relay(inlet, outlet, Freight { head: &mut head, framing, content, silence }).await {
            Ok(()) => {}
            Err(Stopped::Source(_)) => return Halt::Gone,
            Err(Stopped::Malformed(problem)) => return Halt::Malformed(problem),
            Err(Stopped::Sink) => return Halt::NotTaken,
        }
        has_passed.store(true, Ordering::Relaxed);
        let mut is_open = true;
        while is_open && inlet.waiting().len() < MOST_AHEAD {
            is_open = matches!(inlet.fill().await, Ok(true));
        }
        if is_open || !inlet.waiting().is_empty() {
            // Another request waits, and the upstream's side is still needed for it.
            return std::future::pending().await;
        }
        // An upstream that is gone has been told.
        let _ = outlet.shutdown().await;
        Halt::Closed
    }
}
