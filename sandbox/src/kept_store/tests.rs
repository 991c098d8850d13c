//! What happens when the disk fails: nobody is told that something is kept that is not, and the
//! store and the file never differ afterwards.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::command::{Command, Occasion, Reach};
use crate::data_file::full_disk::Disk;
use crate::ids::Ids;
use crate::model::{RequestId, Timestamp};
use crate::world::World;

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
    let before = disk.syncs();
    work.await;
    disk.syncs() - before
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
    kept.with(cancel);
    let mark = locked(&kept.present).mark().unwrap();
    // As if whoever wrote it had panicked: it was taken, and nothing was said of it.
    assert!(locked(&kept.present).begin().is_some());
    assert!(kept.kept(kept.file.as_ref().unwrap(), mark).await.is_err());
    assert_eq!(shown(&kept).await.unwrap(), before);
}

#[tokio::test]
async fn nobody_waits_for_what_others_did_later() {
    let disk = Disk::with_room();
    let kept = kept_on(&disk);
    kept.with(cancel);
    let mark = locked(&kept.present).mark().unwrap();
    assert!(shown(&kept).await.is_ok());
    kept.with(|store| carry_out(store, Command::Delete(pending())));
    disk.make_room(0);
    assert!(kept.kept(kept.file.as_ref().unwrap(), mark).await.is_ok());
}
