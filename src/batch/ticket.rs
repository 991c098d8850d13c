//! The place of a call in its batch, and how its answer is read.

use serde::de::DeserializeOwned;
use std::sync::Arc;

/// What a call of a batch will have answered: with it, [`BatchAnswers::take`](crate::BatchAnswers::take) gives a `T`.
#[derive(Debug)]
#[must_use]
pub struct Ticket<T> {
    batch: Arc<()>,
    place: usize,
    read: fn(&[u8]) -> serde_json::Result<T>,
}

impl<T> Ticket<T> {
    /// Where its call is in a batch; none where it is of another.
    pub(super) fn place_in(&self, batch: &Arc<()>) -> Option<usize> {
        Arc::ptr_eq(&self.batch, batch).then_some(self.place)
    }

    /// What the body of a success says.
    pub(super) fn read(self, body: &[u8]) -> serde_json::Result<T> {
        (self.read)(body)
    }
}

impl<T: DeserializeOwned> Ticket<T> {
    /// The ticket of a call that is answered with JSON.
    pub(super) fn of_json((batch, place): (Arc<()>, usize)) -> Self {
        Self { batch, place, read: |body| serde_json::from_slice(body) }
    }
}

impl Ticket<()> {
    /// The ticket of a call whose answer has nothing to say.
    pub(super) fn of_nothing((batch, place): (Arc<()>, usize)) -> Self {
        Self { batch, place, read: |_| Ok(()) }
    }
}
