//! What is kept of a body that passes, so that it can be judged: no more than one may hold, and no more than all may hold together.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most that is kept of one body; a longer one passes unjudged, as one of a run is not read.
pub(super) const MOST_OF_A_BODY: usize = 8 << 20;

/// The most that waits to be judged.
pub(super) const MOST_WAITING: usize = 64 << 20;

/// What all that waits may hold together.
#[derive(Clone, Debug)]
pub(super) struct Budget(Arc<AtomicUsize>);

impl Default for Budget {
    fn default() -> Self {
        Self(Arc::new(AtomicUsize::new(MOST_WAITING)))
    }
}

impl Budget {
    /// A body of which nothing is kept yet.
    pub(super) fn capture(&self) -> Capture {
        Capture { bytes: Some(Vec::new()), most: MOST_OF_A_BODY, held: 0, budget: self.clone() }
    }

    fn take(&self, count: usize) -> bool {
        let less = |left: usize| left.checked_sub(count);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    fn give_back(&self, count: usize) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }
}

/// What is kept of one body.
#[derive(Debug)]
pub(super) struct Capture {
    /// None once it was too much.
    bytes: Option<Vec<u8>>,
    most: usize,
    /// What was taken from the budget.
    held: usize,
    budget: Budget,
}

impl Capture {
    /// Without a limit that matters.
    #[cfg(test)]
    pub(super) fn unlimited() -> Self {
        Budget::default().capture()
    }

    /// Keeps these bytes as well, or nothing any more.
    pub(super) fn extend(&mut self, more: &[u8]) {
        let Some(bytes) = &mut self.bytes else { return };
        let fits = bytes.len() + more.len() <= self.most;
        if !fits || !self.reserve(more.len()) {
            self.release();
            return;
        }
        if let Some(bytes) = &mut self.bytes {
            bytes.extend_from_slice(more);
        }
    }

    /// Accounts for something that is kept beside the body; whether there is room for it.
    pub(super) fn reserve(&mut self, count: usize) -> bool {
        let is_there = self.budget.take(count);
        if is_there {
            self.held += count;
        }
        is_there
    }

    /// The whole body; none where it was too much.
    pub(super) fn as_bytes(&self) -> Option<&[u8]> {
        self.bytes.as_deref()
    }

    /// The same, taken out.
    #[cfg(test)]
    pub(super) fn into_bytes(mut self) -> Option<Vec<u8>> {
        self.bytes.take()
    }

    fn release(&mut self) {
        self.bytes = None;
        self.budget.give_back(std::mem::take(&mut self.held));
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        self.release();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_for_one_or_for_all_is_not_kept_and_gives_room_to_others() {
        let budget = Budget::default();
        let mut one = budget.capture();
        one.extend(&vec![0; MOST_OF_A_BODY]);
        assert_eq!(one.as_bytes().map(<[u8]>::len), Some(MOST_OF_A_BODY));
        one.extend(b"x");
        assert_eq!(one.as_bytes(), None);
        let full = || {
            let mut capture = budget.capture();
            capture.extend(&vec![0; MOST_OF_A_BODY]);
            capture
        };
        let mut all: Vec<Capture> = (0..MOST_WAITING / MOST_OF_A_BODY).map(|_| full()).collect();
        assert!(all.iter().all(|capture| capture.as_bytes().is_some()));
        assert_eq!(full().as_bytes(), None);
        all.pop();
        assert!(full().as_bytes().is_some());
    }
}
