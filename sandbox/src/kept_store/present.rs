//! The present: the store as it is now, what of it is not yet in the file, and whether it can be
//! relied on.

use std::sync::Arc;

use crate::clock::{Clock, Moves};
use crate::data_file::Batch;
use crate::error::DataError;
use crate::kept_store::Unkept;
use crate::model::Timestamp;
use crate::store::{Changes, Saved, Store};

/// The store as it is now.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) store: Store,
    clock: Clock,
    /// Whether the clock was moved, which is a change as well.
    moves: Moves,
    /// Changes that nobody has begun to write.
    pending: Option<Changes>,
    writing: Writing,
    /// How many batches were begun to be written, and how many of them are dealt with.
    begun: u64,
    dealt_with: u64,
    /// How often what was done had to be given up, and why the last time.
    losses: u64,
    last_loss: Option<Unkept>,
}

/// What becomes of the changes that are not pending any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writing {
    /// They are in the file.
    Done,
    /// Somebody writes them.
    Underway,
    /// They could not be written. Nothing can be relied on until the file is opened again.
    Failed,
}

/// A moment: what was done by then is kept once a batch is written, if there is no loss before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    batch: u64,
    losses: u64,
}

impl Present {
    pub(super) fn of(store: Store, clock: Clock) -> Self {
        let moves = clock.moves();
        Self {
            store,
            clock,
            moves,
            pending: None,
            writing: Writing::Done,
            begun: 0,
            dealt_with: 0,
            losses: 0,
            last_loss: None,
        }
    }

    /// The moment now; the last loss while nothing can be relied on.
    pub(super) fn mark(&self) -> Result<Mark, Unkept> {
        match (self.writing, &self.last_loss) {
            (Writing::Failed, Some(loss)) => Err(loss.clone()),
            _ => Ok(self.present_mark()),
        }
    }

    fn present_mark(&self) -> Mark {
        let batch = self.begun.saturating_add(u64::from(self.pending.is_some()));
        Mark { batch, losses: self.losses }
    }

    /// What became of all that was done by the mark; none where that is not yet known.
    pub(super) fn fate_of(&self, mark: Mark) -> Option<Result<(), Unkept>> {
        match &self.last_loss {
            Some(loss) if self.losses != mark.losses => Some(Err(loss.clone())),
            _ => (self.dealt_with >= mark.batch).then_some(Ok(())),
        }
    }

    /// Notes what a step has changed.
    pub(super) fn note_changes(&mut self) {
        let moved = self.moves.take();
        match self.store.take_changes() {
            Ok(changes) if changes.is_empty() && !moved => {}
            Ok(changes) => self.pending.get_or_insert_default().extend(changes),
            Err(source) => drop(self.lose(DataError::NoJson { source })),
        }
    }

    /// Notes what has changed, and what the clock shows even if nothing has.
    pub(super) fn note_all(&mut self) {
        self.note_changes();
        self.pending.get_or_insert_default();
    }

    /// What to write so that all that was done by the mark is kept; none where it is already. Whoever has
    /// the file takes it, and says what became of it.
    pub(super) fn take_batch(&mut self, mark: Mark) -> Result<Option<Batch>, Unkept> {
        if let Some(done) = self.fate_of(mark) {
            return done.map(|()| None);
        }
        if self.writing == Writing::Underway {
            return Err(self.lose(DataError::Interrupted));
        }
        Ok(self.begin())
    }

    /// What has changed, to be written.
    pub(super) fn begin(&mut self) -> Option<Batch> {
        let changes = self.pending.take()?;
        self.writing = Writing::Underway;
        self.begun = self.begun.saturating_add(1);
        Some(Batch { changes, frame: self.store.frame(Timestamp(self.clock.now())) })
    }

    /// The changes that were taken are in the file.
    pub(super) fn written(&mut self) {
        self.writing = Writing::Done;
        self.dealt_with = self.begun;
    }

    /// What was not yet written is lost.
    pub(super) fn lose(&mut self, error: DataError) -> Unkept {
        let loss = Unkept { cause: Arc::new(error) };
        self.losses = self.losses.saturating_add(1);
        self.last_loss = Some(loss.clone());
        self.pending = None;
        self.writing = Writing::Failed;
        loss
    }

    /// Goes on with what the file holds. The clock is not put back: nobody saw that it stood there.
    pub(super) fn restore(&mut self, saved: Saved) {
        self.store = Store::restored(saved);
        self.pending = None;
        self.written();
    }
}
