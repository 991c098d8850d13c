//! What all connections through a proxy have in common.

use super::capture::Budget;
use super::passed::{Event, What};
use super::upstream::Upstream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;
use tokio::sync::watch;

/// How long the proxy waits.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the head of a request to be whole, once it has begun.
    pub head: Duration,
    /// While nothing moves on a connection.
    pub silence: Duration,
    /// For what is under way, once the proxy is to stop.
    pub grace: Duration,
    /// How many clients are served at a time; others wait to be let in.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            silence: Duration::from_mins(10),
            grace: Duration::from_secs(10),
            connections: 512,
        }
    }
}

/// What all connections have in common.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) upstream: Upstream,
    /// Where the proxy answers: address and port.
    pub(super) own: String,
    pub(super) limits: Limits,
    pub(super) budget: Budget,
    pub(super) stopping: watch::Receiver<bool>,
    pub(super) events: Sender<Event>,
    /// How many exchanges have begun.
    pub(super) begun: AtomicUsize,
    /// How many passed while too many waited to be judged.
    pub(super) unjudged: AtomicUsize,
}

impl Course {
    /// Tells whoever judges.
    pub(super) fn tell(&self, what: What) {
        // Who listens no more has ended, and the program with it.
        let _ = self.events.send(Event(what));
    }

    /// The number of the exchange that begins now.
    pub(super) fn number(&self) -> usize {
        self.begun.fetch_add(1, Ordering::Relaxed) + 1
    }
}
