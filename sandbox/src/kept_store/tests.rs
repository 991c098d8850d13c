//! What happens when the disk fails: nobody is told that something is kept that is not, and the
//! store and the file never differ afterwards.

use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use redb::StorageBackend;

use super::*;
use crate::command::{Command, Occasion, Reach};
use crate::ids::Ids;
use crate::model::{RequestId, Timestamp};
use crate::world::World;

/// A disk that can be told to be full.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Medium>);

#[derive(Debug, Default)]
struct Medium {
    bytes: Mutex<Vec<u8>>,
    /// How many more writes there is room for.
    room: AtomicUsize,
    /// How often it was waited for.
    syncs: AtomicUsize,
}

impl Disk {
    fn with_room() -> Self {
        let disk = Self::default();
        disk.make_room(usize::MAX);
        disk
    }

    fn make_room(&self, writes: usize) {
        self.0.room.store(writes, Ordering::SeqCst);
    }

    fn take_room(&self) -> io::Result<()> {
        let taken = |room: usize| room.checked_sub(1);
        let room = &self.0.room;
        let took = room.fetch_update(Ordering::SeqCst, Ordering::SeqCst, taken);
        took.map(drop).map_err(|_| ErrorKind::StorageFull.into())
    }

    /// The file on it, opened.
    fn open(&self) -> (DataFile, Option<Saved>) {
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

fn documented() -> Store {
    Store::new(World::documented().unwrap().into_contents(), Ids::of_entities(0))
}

fn kept_on(disk: &Disk) -> KeptStore {
    KeptStore::in_file(disk.open(), documented, Clock::still(now().0)).unwrap()
}

fn now() -> Timestamp {
    "2024-06-07T16:00:00Z".parse().unwrap()
}

/// A request that can be canceled, and then deleted.
fn pending() -> RequestId {
    "3f1c9c6e-54d0-4f0e-8c1e-6a3b2d9e7f20".parse().unwrap()
}

fn carry_out(store: &mut Store, command: Command) -> bool {
    let caller = World::documented().unwrap().into_contents().subjects[0].id;
    let occasion = Occasion { caller, reach: Reach::Everything, now: now() };
    store.apply(command, &occasion).is_ok()
}

fn cancel(store: &mut Store) -> bool {
    carry_out(store, Command::Cancel(pending()))
}

/// All that the store knows, as text.
fn told(world: &World) -> String {
    world.to_json().unwrap()
}

async fn shown(kept: &KeptStore) -> Result<String, Unkept> {
    kept.with_kept(|store| told(&World::of_store(store.contents(now())))).await
}

/// What the file holds, once nobody has it open.
fn written(disk: &Disk) -> String {
    told(&disk.open().1.unwrap().world)
}

#[tokio::test]
async fn whichever_write_fails_the_store_and_the_file_agree_afterwards() {
    let mut failures = 0;
    for room in 0.. {
        let disk = Disk::with_room();
        let kept = kept_on(&disk);
        disk.make_room(room);
        let done = kept.with_kept(cancel).await;
        disk.make_room(usize::MAX);
        let shown = shown(&kept).await.unwrap();
        kept.close().await.unwrap();
        assert_eq!(shown, written(&disk), "room for {room} writes");
        match done {
            Ok(canceled) => {
                assert!(canceled && shown != told(&World::of_store(documented().contents(now()))));
                break;
            }
            Err(unkept) => assert!(unkept.is_for_want_of_room(), "{unkept}"),
        }
        failures += 1;
    }
    assert!(failures > 1, "{failures}");
}

#[tokio::test]
async fn while_the_disk_is_full_nothing_is_done_and_afterwards_everything_is() {
    let disk = Disk::with_room();
    let kept = kept_on(&disk);
    let before = shown(&kept).await.unwrap();
    disk.make_room(0);
    for _ in 0..3 {
        assert!(kept.with_kept(cancel).await.is_err());
    }
    disk.make_room(usize::MAX);
    assert_eq!(shown(&kept).await.unwrap(), before);
    assert!(kept.with_kept(cancel).await.unwrap());
    assert_ne!(shown(&kept).await.unwrap(), before);
}

#[tokio::test]
async fn whoever_saw_what_is_lost_is_told_so() {
    let disk = Disk::with_room();
    let kept = kept_on(&disk);
    let before = shown(&kept).await.unwrap();
    disk.make_room(0);
    // All steps are done before any of them is written.
    let (canceled, seen, canceled_again) =
        tokio::join!(kept.with_kept(cancel), shown(&kept), kept.with_kept(cancel));
    assert!(canceled.is_err() && seen.is_err() && canceled_again.is_err());
    disk.make_room(usize::MAX);
    assert_eq!(shown(&kept).await.unwrap(), before);
}

#[tokio::test]
async fn what_many_have_done_at_one_time_is_written_in_one_go() {
    let disk = Disk::with_room();
    let kept = kept_on(&disk);
    let one = syncs(&disk, kept.with_kept(cancel)).await;
    let delete = |store: &mut Store| carry_out(store, Command::Delete(pending()));
    let three = async { tokio::join!(kept.with_kept(delete), shown(&kept), shown(&kept)) };
    assert_eq!(syncs(&disk, three).await, one);
}

/// How often a disk is waited for meanwhile.
async fn syncs<T>(disk: &Disk, work: impl Future<Output = T>) -> usize {
    let before = disk.0.syncs.load(Ordering::SeqCst);
    work.await;
    disk.0.syncs.load(Ordering::SeqCst) - before
}

#[tokio::test]
async fn what_nobody_changed_is_not_written() {
    let disk = Disk::with_room();
    let kept = kept_on(&disk);
    disk.make_room(0);
    assert!(shown(&kept).await.is_ok());
}

#[tokio::test]
async fn a_step_that_panics_does_not_stop_those_after_it() {
    for kept in [kept_on(&Disk::with_room()), KeptStore::in_memory(documented(), Clock::running())]
    {
        let panic = || kept.with(|_| panic!("on purpose"));
        assert!(catch_unwind(AssertUnwindSafe(panic)).is_err());
        assert!(kept.with_kept(cancel).await.unwrap());
    }
}

#[tokio::test]
async fn a_write_that_is_cut_off_is_known_to_have_failed() {
    let disk = Disk::with_room();
    let kept = kept_on(&disk);
    let before = shown(&kept).await.unwrap();
    let mark = locked(&kept.present).mark().unwrap();
    kept.with(cancel);
    // As if whoever wrote it had panicked: it was taken, and nothing was said of it.
    assert!(locked(&kept.present).begin().is_some());
    assert!(kept.kept(kept.file.as_ref().unwrap(), mark).await.is_err());
    assert_eq!(shown(&kept).await.unwrap(), before);
}
