//! A body from one side to the other: what arrives goes on at once, byte for byte, and is kept to be judged.

use super::capture::Capture;
use super::framing::Framing;
use super::inlet::Inlet;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// Why a body did not pass whole.
#[derive(Debug)]
pub(super) enum Stopped {
    /// Whoever sends it broke off.
    Source(io::Error),
    /// Whoever it is for takes no more.
    Sink,
    /// It is not in the form that its head announced.
    Malformed(&'static str),
}

/// One body on its way.
#[derive(Debug)]
pub(super) struct Freight<'a> {
    /// The head that goes before it; empty once it has gone.
    pub(super) head: &'a mut Vec<u8>,
    pub(super) framing: &'a mut Framing,
    pub(super) content: &'a mut Capture,
    /// How long nothing may move.
    pub(super) silence: Duration,
}

/// Passes a head and the body behind it.
///
/// # Errors
/// Where it does not pass whole. What came until then has passed.
pub(super) async fn relay<R: AsyncRead + Unpin, W: AsyncWrite + Unpin>(
    inlet: &mut Inlet<R>,
    outlet: &mut W,
    freight: Freight<'_>,
) -> Result<(), Stopped> {
    let Freight { head, framing, content, silence } = freight;
    loop {
        let taken = framing.take(inlet.waiting(), content).map_err(Stopped::Malformed)?;
        let piece = inlet.waiting().get(..taken).unwrap_or_default();
        // Head and body in one packet, where both are there.
        if head.is_empty() {
            write(outlet, piece, silence).await?;
        } else {
            head.extend_from_slice(piece);
            write(outlet, &std::mem::take(head), silence).await?;
        }
        inlet.take(taken);
        if framing.is_whole() {
            return Ok(());
        }
        match inlet.fill_within(silence).await {
            Ok(true) => {}
            Ok(false) if framing.ends_with_connection() => return Ok(()),
            Ok(false) => return Err(Stopped::Source(io::ErrorKind::UnexpectedEof.into())),
            Err(error) => return Err(Stopped::Source(error)),
        }
    }
}

/// Writes all of it, for as long as somebody takes it.
pub(super) async fn write<W: AsyncWrite + Unpin>(
    outlet: &mut W,
    bytes: &[u8],
    silence: Duration,
) -> Result<(), Stopped> {
    if bytes.is_empty() {
        return Ok(());
    }
    let written = timeout(silence, async {
        outlet.write_all(bytes).await?;
        outlet.flush().await
    });
    match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Stopped::Sink),
    }
}
