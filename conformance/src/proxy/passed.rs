//! What passed through the proxy, as it is handed to whoever judges it.

use super::capture::Capture;
use super::head::Fields;
use super::refusal::Refusal;
use chrono::{DateTime, Utc};
use std::time::{Duration, Instant};

/// Something that happened on the way.
#[derive(Debug)]
pub struct Event(pub(super) What);

#[derive(Debug)]
pub(super) enum What {
    /// An exchange.
    Passed(Box<Passed>),
    /// The connection of an exchange has ended; what came after its answer.
    Ended(usize, Capture),
    /// Something was not passed on, for the first time with this status.
    Refused(Refusal),
}

/// A request and what came of it.
#[derive(Debug)]
pub(super) struct Passed {
    /// Which of all it is, in the order in which they began, counted from one.
    pub(super) number: usize,
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) fields: Fields,
    pub(super) body: Capture,
    pub(super) outcome: Came,
    /// When the head of the request was whole.
    pub(super) begun: Instant,
    /// From then to the last byte of the answer.
    pub(super) elapsed: Duration,
    /// When that was, by the clock on the wall.
    pub(super) ended: DateTime<Utc>,
    /// Whether what follows the answer is still waited for: an [`What::Ended`] tells.
    pub(super) is_open: bool,
}

/// What came of a request.
#[derive(Debug)]
pub(super) enum Came {
    /// A whole answer.
    Answer(Response),
    /// Less than an answer, in words.
    Broken(String),
    /// Nothing, because the server had closed a connection that was not in use.
    Missed,
    /// The client did not wait for all of it.
    HungUp,
    /// No connection to the upstream came about.
    Unreachable(Refusal),
}

impl Came {
    /// How much memory it takes beside the body, roughly.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Answer(response) => response.fields.size() + response.stray.len(),
            Self::Broken(problem) => problem.len(),
            Self::Unreachable(refusal) => refusal.reason.len(),
            Self::Missed | Self::HungUp => 0,
        }
    }
}

/// An answer as it passed.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) fields: Fields,
    pub(super) body: Capture,
    /// Bytes behind the answer that belong to none.
    pub(super) stray: Vec<u8>,
}
