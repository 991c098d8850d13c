//! An answer on its way from the upstream to the client: interim answers first, then head, body, and what follows it.

use super::capture::{Budget, Capture};
use super::framing::Framing;
use super::head::{Parsed, ResponseHead};
use super::hops;
use super::inlet::Inlet;
use super::passed::Response;
use super::relay::{Freight, Stopped, relay, write};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

/// The longest head that is read.
pub(super) const LONGEST_HEAD: usize = 64 << 10;

/// An answer and how it came.
#[derive(Debug)]
pub(super) struct Download {
    pub(super) response: Response,
    /// Whether the connection can be used for no other.
    pub(super) is_last: bool,
}

/// Why no whole answer passed.
#[derive(Debug)]
pub(super) enum Failed {
    /// The server did not give one; in words, and whether it sent anything at all.
    Broken { problem: String, began: bool, is_reset: bool },
    /// The client takes no more.
    HungUp,
}

/// Where an answer goes, and what is to be known of the request.
pub(super) struct Way<'a, W> {
    pub(super) outlet: &'a mut W,
    pub(super) method: &'a str,
    pub(super) budget: &'a Budget,
    pub(super) silence: Duration,
    /// Set once the client has seen something of the final answer.
    pub(super) has_begun: &'a AtomicBool,
}

impl<W: AsyncWrite + Unpin> Way<'_, W> {
    /// Passes the answer that comes next.
    ///
    /// # Errors
    /// Where none passes whole. Whatever came has passed.
    pub(super) async fn pass<R: AsyncRead + Unpin>(
        &mut self,
        inlet: &mut Inlet<R>,
    ) -> Result<Download, Failed> {
        let head = self.head(inlet).await?;
        self.has_begun.store(true, Ordering::Relaxed);
        let mut body = self.budget.capture();
        let Some(mut framing) = Framing::of_response(&head, self.method) else {
            let problem = "a head whose Content-Length contradicts itself".to_owned();
            self.head_and_rest(&head, inlet).await?;
            return Err(broken(problem));
        };
        let mut bytes = head.to_bytes(&hops::to_client(&head));
        let freight = Freight {
            head: &mut bytes,
            framing: &mut framing,
            content: &mut body,
            silence: self.silence,
        };
        match relay(inlet, self.outlet, freight).await {
            Ok(()) => Ok(self.whole(head, body, (&framing, inlet)).await),
            Err(Stopped::Sink) => Err(Failed::HungUp),
            Err(Stopped::Source(error)) => Err(ended(&error, true)),
            Err(Stopped::Malformed(problem)) => {
                // What is wrong may come right behind the head.
                let written = write(self.outlet, &bytes, self.silence).await;
                written.map_err(|_| Failed::HungUp)?;
                self.rest(inlet).await?;
                Err(broken(problem.to_owned()))
            }
        }
    }

    async fn whole<R: AsyncRead + Unpin>(
        &mut self,
        head: ResponseHead,
        body: Capture,
        (framing, inlet): (&Framing, &mut Inlet<R>),
    ) -> Download {
        let stray = inlet.take_all();
        // A client that takes no more has the answer, at least.
        let is_taken = write(self.outlet, &stray, self.silence).await.is_ok();
        let is_last = !is_taken
            || !stray.is_empty()
            || framing.ends_with_connection()
            || hops::is_last(head.minor, &head.fields);
        let response = Response { status: head.status, fields: head.fields, body, stray };
        Download { response, is_last }
    }

    /// The head of the final answer; those before it have passed.
    async fn head<R: AsyncRead + Unpin>(
        &mut self,
        inlet: &mut Inlet<R>,
    ) -> Result<ResponseHead, Failed> {
        loop {
            let told = match parsed(inlet.waiting()) {
                Ok(told) => told,
                Err(problem) => {
                    self.rest(inlet).await?;
                    return Err(broken(problem));
                }
            };
            match told {
                Some((head, length)) if head.is_interim() => {
                    inlet.take(length);
                    let bytes = head.to_bytes(&hops::to_client(&head));
                    let written = write(self.outlet, &bytes, self.silence).await;
                    written.map_err(|_| Failed::HungUp)?;
                }
                Some((head, length)) => {
                    inlet.take(length);
                    return Ok(head);
                }
                None => self.more(inlet).await?,
            }
        }
    }

    /// Waits for more of a head. What came until the end has passed.
    async fn more<R: AsyncRead + Unpin>(&mut self, inlet: &mut Inlet<R>) -> Result<(), Failed> {
        let error = match inlet.fill_within(self.silence).await {
            Ok(true) => return Ok(()),
            Ok(false) => io::ErrorKind::UnexpectedEof.into(),
            Err(error) => error,
        };
        let began = !inlet.waiting().is_empty();
        self.rest(inlet).await?;
        Err(ended(&error, began))
    }

    async fn head_and_rest<R: AsyncRead + Unpin>(
        &mut self,
        head: &ResponseHead,
        inlet: &mut Inlet<R>,
    ) -> Result<(), Failed> {
        let bytes = head.to_bytes(&hops::to_client(head));
        write(self.outlet, &bytes, self.silence).await.map_err(|_| Failed::HungUp)?;
        self.rest(inlet).await
    }

    /// Passes what cannot be read as it is, to the end of the connection: the client sees what it would have seen without the proxy.
    async fn rest<R: AsyncRead + Unpin>(&mut self, inlet: &mut Inlet<R>) -> Result<(), Failed> {
        self.has_begun.store(true, Ordering::Relaxed);
        loop {
            let bytes = inlet.take_all();
            write(self.outlet, &bytes, self.silence).await.map_err(|_| Failed::HungUp)?;
            if !matches!(inlet.fill_within(self.silence).await, Ok(true)) {
                return Ok(());
            }
        }
    }

    /// Passes what comes behind the last answer of a connection until it ends, for so long at most.
    pub(super) async fn stray<R: AsyncRead + Unpin>(
        &mut self,
        inlet: &mut Inlet<R>,
        (wait, most): (Duration, usize),
    ) -> Vec<u8> {
        let mut stray = Vec::new();
        let to_the_end = async {
            let mut is_open = true;
            while is_open {
                let bytes = inlet.take_all();
                let room = most.saturating_sub(stray.len()).min(bytes.len());
                stray.extend_from_slice(bytes.get(..room).unwrap_or_default());
                // A client that is gone takes no more; the server ends by itself.
                let _ = write(self.outlet, &bytes, self.silence).await;
                is_open = matches!(inlet.fill().await, Ok(true));
            }
        };
        // A server that keeps the connection open has by now written what it will.
        let _ = timeout(wait, to_the_end).await;
        stray
    }
}

fn parsed(bytes: &[u8]) -> Result<Parsed<ResponseHead>, String> {
    match ResponseHead::parse(bytes)? {
        Some((head, _)) if head.status == 101 => {
            Err("101 where no upgrade was asked for".to_owned())
        }
        None if bytes.len() > LONGEST_HEAD => Err("a head without end".to_owned()),
        parsed => Ok(parsed),
    }
}

fn broken(problem: String) -> Failed {
    Failed::Broken { problem, began: true, is_reset: false }
}

fn ended(error: &io::Error, began: bool) -> Failed {
    let is = |kind| error.kind() == kind;
    let problem = if is(io::ErrorKind::UnexpectedEof) {
        "the connection was closed before the answer was whole".to_owned()
    } else if is(io::ErrorKind::TimedOut) {
        "nothing came for minutes".to_owned()
    } else {
        error.to_string()
    };
    Failed::Broken { problem, began, is_reset: is(io::ErrorKind::ConnectionReset) }
}
