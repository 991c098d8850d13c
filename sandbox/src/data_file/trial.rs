//! Opening on trial: a storage in, one whose writes wait until it is accepted out. A file that turns
//! out to be something else, or damaged, stays as it is.

use std::io::{self, ErrorKind};
use std::ops::Bound;
use std::sync::{Arc, Mutex};

use redb::{BackendError, StorageBackend};

use crate::lock::locked;

/// A storage on trial. Every clone is the same one.
#[derive(Clone, Debug)]
pub(super) struct Trial(Arc<Case>);

#[derive(Debug)]
struct Case {
    storage: Box<dyn StorageBackend>,
    /// What waits to be done; none once the storage was accepted.
    waiting: Mutex<Option<Waiting>>,
}

/// What would have been done to the storage, in its order.
#[derive(Debug)]
struct Waiting {
    length: u64,
    deeds: Vec<Deed>,
}

#[derive(Debug)]
enum Deed {
    SetLength(u64),
    Write(u64, Vec<u8>),
    Sync,
}

impl Trial {
    /// The storage on trial.
    pub(super) fn begin(storage: Box<dyn StorageBackend>) -> io::Result<Self> {
        let waiting = Waiting { length: storage.len()?, deeds: Vec::new() };
        Ok(Self(Arc::new(Case { storage, waiting: Mutex::new(Some(waiting)) })))
    }

    /// Does what waited, and does not let anything wait any more.
    pub(super) fn accept(&self) -> io::Result<()> {
        let mut waiting = locked(&self.0.waiting);
        let deeds = waiting.take().map(|waiting| waiting.deeds);
        deeds.into_iter().flatten().try_for_each(|deed| self.carry_out(&deed))
    }

    fn carry_out(&self, deed: &Deed) -> io::Result<()> {
        match deed {
            Deed::SetLength(length) => self.0.storage.set_len(*length),
            Deed::Write(offset, bytes) => self.0.storage.write(*offset, bytes),
            Deed::Sync => self.0.storage.sync_data(),
        }
    }

    /// Lets the deed wait, or carries it out where nothing waits any more.
    fn do_or_wait(&self, deed: Deed) -> io::Result<()> {
        match &mut *locked(&self.0.waiting) {
            Some(waiting) => {
                waiting.add(deed);
                Ok(())
            }
            None => self.carry_out(&deed),
        }
    }

    /// What the storage has there; nothing past its end.
    fn read_stored(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let there = self.0.storage.len()?.saturating_sub(offset);
        let there = out.len().min(usize::try_from(there).unwrap_or(usize::MAX));
        out.fill(0);
        let part = out.get_mut(..there).filter(|part| !part.is_empty());
        part.map_or(Ok(()), |part| self.0.storage.read(offset, part))
    }
}

impl Waiting {
    fn add(&mut self, deed: Deed) {
        self.length = match &deed {
            Deed::SetLength(length) => *length,
            Deed::Write(offset, bytes) => self.length.max(end(*offset, bytes)),
            Deed::Sync => self.length,
        };
        self.deeds.push(deed);
    }

    /// What stood there would be after everything that waits.
    fn change(&self, offset: u64, out: &mut [u8]) {
        for deed in &self.deeds {
            match deed {
                Deed::SetLength(length) => put(out, offset, *length, std::iter::repeat(&0)),
                Deed::Write(at, bytes) => {
                    let before = usize::try_from(offset.saturating_sub(*at));
                    let rest = before.ok().and_then(|before| bytes.get(before..));
                    put(out, offset, *at, rest.unwrap_or_default());
                }
                Deed::Sync => {}
            }
        }
    }
}

/// Puts bytes into those that stand from `offset` on, from `at` on or from their beginning.
fn put<'a>(out: &mut [u8], offset: u64, at: u64, bytes: impl IntoIterator<Item = &'a u8>) {
    let before = usize::try_from(at.saturating_sub(offset)).unwrap_or(usize::MAX);
    for (place, byte) in out.iter_mut().skip(before).zip(bytes) {
        *place = *byte;
    }
}

fn end(offset: u64, bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).map_or(u64::MAX, |length| offset.saturating_add(length))
}

impl StorageBackend for Trial {
    fn len(&self) -> io::Result<u64> {
        match &*locked(&self.0.waiting) {
            Some(waiting) => Ok(waiting.length),
            None => self.0.storage.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        match &*locked(&self.0.waiting) {
            Some(waiting) if end(offset, out) > waiting.length => {
                Err(ErrorKind::UnexpectedEof.into())
            }
            Some(waiting) => {
                self.read_stored(offset, out)?;
                waiting.change(offset, out);
                Ok(())
            }
            None => self.0.storage.read(offset, out),
        }
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.do_or_wait(Deed::SetLength(length))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.do_or_wait(Deed::Sync)
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.do_or_wait(Deed::Write(offset, bytes.to_owned()))
    }

    fn close(&self) -> io::Result<()> {
        self.0.storage.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.storage.try_lock_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.storage.unlock_range(start, end)
    }
}

#[cfg(test)]
mod tests;
