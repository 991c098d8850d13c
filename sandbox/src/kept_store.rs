//! The store and where it is kept: a step on the store in, what came of it out, once everything that
//! the step changed or showed is in the data file.
//!
//! Steps do not wait for one another's writing. Whoever gets to the file first writes what all have
//! changed by then in one go: a disk takes as long for one change as for a hundred.

use std::sync::{Arc, Mutex};

use thiserror::Error;
use tokio::sync::Mutex as Turn;
use tokio::task::spawn_blocking;

use crate::clock::Clock;
use crate::data_file::DataFile;
use crate::error::DataError;
use crate::kept_store::present::{Mark, Present};
use crate::lock::locked;
use crate::store::{Saved, Store};

mod present;

/// A store whose changes go into a data file, where there is one.
#[derive(Debug)]
pub(crate) struct KeptStore {
    present: Arc<Mutex<Present>>,
    /// Whoever has it writes, or waits that the file can be written again.
    file: Option<Arc<Turn<DataFile>>>,
    pub(crate) origin: Origin,
}

/// Where the data come from that a sandbox starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The world that it was given, or the documented one.
    World,
    /// The data file, which a sandbox wrote before.
    DataFile,
}

/// What was done could not be written to the data file, and is as if it had not been done.
#[derive(Clone, Debug, Error)]
#[error("what was done is lost, and the sandbox goes on with what the data file holds: {cause}")]
pub struct Unkept {
    cause: Arc<DataError>,
}

impl Unkept {
    /// Whether there is no room for more.
    pub(crate) fn is_for_want_of_room(&self) -> bool {
        self.cause.is_for_want_of_room()
    }
}

impl KeptStore {
    /// A store that is kept in memory alone.
    pub(crate) fn in_memory(store: Store, clock: Clock) -> Self {
        let present = Arc::new(Mutex::new(Present::of(store, clock)));
        Self { present, file: None, origin: Origin::World }
    }

    /// A store that is kept in a file. What a sandbox wrote there is gone on with, from the moment at
    /// which it was written; a new file is filled with the store that `begin` makes.
    pub(crate) fn in_file(
        (mut file, saved): (DataFile, Option<Saved>),
        begin: impl FnOnce() -> Store,
        clock: Clock,
    ) -> Result<Self, DataError> {
        let origin = if saved.is_some() { Origin::DataFile } else { Origin::World };
        let store = match saved {
            Some(saved) => {
                clock.set(saved.world.clock());
                Store::restored(saved)
            }
            None => begin(),
        };
        let mut present = Present::of(store, clock);
        present.note_changes();
        if let Some(batch) = present.begin() {
            file.write(&batch)?;
            present.written();
        }
        let present = Arc::new(Mutex::new(present));
        Ok(Self { present, file: Some(Arc::new(Turn::new(file))), origin })
    }

    /// Lets one step work on the store. It does not wait until what the step does is kept.
    pub(crate) fn with<T>(&self, step: impl FnOnce(&mut Store) -> T) -> T {
        let mut present = locked(&self.present);
        let done = step(&mut present.store);
        match &self.file {
            Some(_) => present.note_changes(),
            None => present.store.forget_changes(),
        }
        done
    }

    /// Lets one step work on the store, and waits until all that it can have seen or done is kept.
    pub(crate) async fn with_kept<T>(
        &self,
        step: impl FnOnce(&mut Store) -> T,
    ) -> Result<T, Unkept> {
        let Some(file) = &self.file else { return Ok(self.with(step)) };
        self.rely_on(file).await?;
        let (mark, done) = self.marked(step)?;
        self.kept(file, mark).await.map(|()| done)
    }

    /// Writes what is left, what the clock shows with it, and lets go of the file.
    pub(crate) async fn close(&self) -> Result<(), Unkept> {
        let Some(file) = &self.file else { return Ok(()) };
        self.rely_on(file).await?;
        let mark = {
            let mut present = locked(&self.present);
            present.note_all();
            present.mark()?
        };
        let done = self.kept(file, mark).await;
        file.lock().await.close();
        done
    }

    /// The step and its mark in one turn: no loss comes between the two.
    fn marked<T>(&self, step: impl FnOnce(&mut Store) -> T) -> Result<(Mark, T), Unkept> {
        let mut present = locked(&self.present);
        present.mark()?;
        let done = step(&mut present.store);
        present.note_changes();
        Ok((present.mark()?, done))
    }

    /// Makes the present anew from the file if it cannot be relied on.
    async fn rely_on(&self, file: &Arc<Turn<DataFile>>) -> Result<(), Unkept> {
        if locked(&self.present).mark().is_ok() {
            return Ok(());
        }
        let mut file = Arc::clone(file).lock_owned().await;
        let present = Arc::clone(&self.present);
        apart(move || recover(&present, &mut file)).await
    }

    /// Waits until everything that was done by the mark is in the file.
    async fn kept(&self, file: &Arc<Turn<DataFile>>, mark: Mark) -> Result<(), Unkept> {
        if let Some(done) = locked(&self.present).fate_of(mark) {
            return done;
        }
        let mut file = Arc::clone(file).lock_owned().await;
        // Whoever had the file before may have written this, too.
        if let Some(done) = locked(&self.present).fate_of(mark) {
            return done;
        }
        let present = Arc::clone(&self.present);
        apart(move || write(&present, &mut file, mark)).await
    }
}

/// Writing blocks, so it has a thread of its own. It goes on to its end even if nobody waits for it
/// any more.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unkept> + Send + 'static,
) -> Result<T, Unkept> {
    let interrupted = |_| Unkept { cause: Arc::new(DataError::Interrupted) };
    spawn_blocking(work).await.map_err(interrupted)?
}

fn write(present: &Mutex<Present>, file: &mut DataFile, mark: Mark) -> Result<(), Unkept> {
    let Some(batch) = locked(present).take_batch(mark)? else { return Ok(()) };
    match file.write(&batch) {
        Ok(()) => {
            locked(present).written();
            Ok(())
        }
        Err(error) => {
            let lost = locked(present).lose(error);
            // Where it cannot be opened again now, whoever comes next tries.
            let _ = recover(present, file);
            Err(lost)
        }
    }
}

/// After a failure only the file says what was kept, so the store is made anew from it.
fn recover(present: &Mutex<Present>, file: &mut DataFile) -> Result<(), Unkept> {
    if locked(present).mark().is_ok() {
        return Ok(());
    }
    let reopened = file.reopen().map_err(|error| Unkept { cause: Arc::new(error) })?;
    locked(present).restore(reopened);
    Ok(())
}

#[cfg(test)]
mod tests;
