//! Calls that others must have succeeded for, as long as they are added.

use super::{Batch, Ticket};
use std::ops::{Deref, DerefMut};

/// A batch to which calls are added that are [after](Batch::after) others. What is added to the batch once this is gone is after none of them.
///
/// ```compile_fail
/// #![deny(unused_must_use)]
/// # let mut batch = assignment_requests::Batch::new();
/// let canceled = batch.cancel("3f1c9c6e…")?;
/// // Nothing is added.
/// batch.after(&canceled);
/// # Ok::<(), assignment_requests::Argument>(())
/// ```
#[derive(Debug)]
#[must_use = "a call is after others only where it is added to what `after` gives"]
pub struct After<'a> {
    batch: &'a mut Batch,
    /// What calls are after once this is gone: that which it is within.
    outer: Waits,
}

/// What a call is after.
#[derive(Clone, Debug, Default)]
pub(super) struct Waits {
    /// The places of those calls.
    pub(super) places: Vec<usize>,
    /// Whether a call of another batch was among them.
    pub(super) has_foreign: bool,
}

impl Batch {
    /// Has the call that is added to what this gives wait until that of `ticket` succeeded; it fails with
    /// [`GraphError::Dependency`](crate::GraphError::Dependency) where that fails. Asked several times, as in
    /// `batch.after(&a).after(&b).cancel(id)`, the call waits for all.
    ///
    /// The page says that a batch "should be either fully sequential or fully parallel": let each call be after the one before it, or none be
    /// after another. The service may refuse a mixture.
    pub fn after<T>(&mut self, ticket: &Ticket<T>) -> After<'_> {
        let outer = self.waits.clone();
        match ticket.place_in(&self.mark) {
            Some(place) => self.waits.places.push(place),
            None => self.waits.has_foreign = true,
        }
        After { batch: self, outer }
    }
}

impl Deref for After<'_> {
    type Target = Batch;

    fn deref(&self) -> &Batch {
        self.batch
    }
}

impl DerefMut for After<'_> {
    fn deref_mut(&mut self) -> &mut Batch {
        self.batch
    }
}

impl Drop for After<'_> {
    fn drop(&mut self) {
        self.batch.waits = std::mem::take(&mut self.outer);
    }
}
