//! A disk for tests: how much room it has in, the errors of a full one out.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use redb::StorageBackend;

use crate::data_file::DataFile;
use crate::lock::locked;
use crate::store::Saved;

/// A disk that can be told to be full.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk(Arc<Medium>);

#[derive(Debug, Default)]
struct Medium {
    bytes: Mutex<Vec<u8>>,
    /// How many more writes there is room for.
    room: AtomicUsize,
    /// How often it was waited for.
    syncs: AtomicUsize,
}

impl Disk {
    pub(crate) fn with_room() -> Self {
        let disk = Self::default();
        disk.make_room(usize::MAX);
        disk
    }

    pub(crate) fn make_room(&self, writes: usize) {
        self.0.room.store(writes, Ordering::SeqCst);
    }

    /// How often it was waited for.
    pub(crate) fn syncs(&self) -> usize {
        self.0.syncs.load(Ordering::SeqCst)
    }

    fn take_room(&self) -> io::Result<()> {
        let taken = |room: usize| room.checked_sub(1);
        let room = &self.0.room;
        let took = room.fetch_update(Ordering::SeqCst, Ordering::SeqCst, taken);
        took.map(drop).map_err(|_| ErrorKind::StorageFull.into())
    }

    /// The file on it, opened.
    pub(crate) fn open(&self) -> (DataFile, Option<Saved>) {
        let disk = self.clone();
        let opens = move || Ok(Box::new(disk.clone()) as Box<dyn StorageBackend>);
        DataFile::open_by(Path::new("disk.redb"), Box::new(opens)).unwrap()
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(locked(&self.0.bytes).len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        out.copy_from_slice(&locked(&self.0.bytes)[offset..offset + out.len()]);
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.take_room()?;
        locked(&self.0.bytes).resize(usize::try_from(length).unwrap(), 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.syncs.fetch_add(1, Ordering::SeqCst);
        self.take_room()
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.take_room()?;
        let offset = usize::try_from(offset).unwrap();
        locked(&self.0.bytes)[offset..offset + bytes.len()].copy_from_slice(bytes);
        Ok(())
    }
}
