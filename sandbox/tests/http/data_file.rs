//! Data that are kept in a file: what is there after a restart, after a crash, and when the file
//! cannot be used.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sandbox::{Clock, Config, Error, Origin, Sandbox, World};
use serde_json::{Value, json};

use crate::client::{Ask, created, shown};
use crate::crowd;
use crate::operations::{PENDING, admin_add};

/// A file of this name that is not there.
fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    let _ = fs::remove_dir_all(&path);
    path
}

async fn kept_in(path: &Path) -> Sandbox {
    begun(path).await.unwrap()
}

async fn begun(path: &Path) -> Result<Sandbox, Error> {
    let (world, data) = (Some(crowd::world()), Some(path.to_owned()));
    Sandbox::start(Config { world, data, ..Config::default() }).await
}

/// One that has no file.
async fn in_memory() -> Sandbox {
    let world = Some(crowd::world());
    Sandbox::start(Config { world, ..Config::default() }).await.unwrap()
}

/// The error with what it rests on.
async fn refusal(path: &Path) -> String {
    let error = begun(path).await.unwrap_err();
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    let mut said = Vec::new();
    while let Some(one) = cause {
        said.push(one.to_string());
        cause = one.source();
    }
    said.join(": ")
}

/// A sandbox as it would be if the one that has the file were killed now.
async fn after_a_crash(path: &Path, copy: &Path) -> Sandbox {
    fs::copy(path, copy).unwrap();
    kept_in(copy).await
}

/// All that a sandbox shows.
async fn everything(sandbox: &Sandbox) -> String {
    let expanded = "assignmentRequests?$expand=accessPackage,requestor,assignment($expand=target)";
    Ask::get(expanded).send(sandbox).await.body
}

fn first_delivery() -> Duration {
    Duration::from_secs(10)
}

#[tokio::test]
async fn whatever_was_answered_is_there_after_a_crash_at_once() {
    let (path, copy) = (fresh("crash.redb"), fresh("crash-copy.redb"));
    let sandbox = kept_in(&path).await;
    let id = created(&sandbox, &admin_add()).await;
    for ask in [
        Ask::create(&crowd::add_for(0)),
        Ask::post(&format!("assignmentRequests/{PENDING}/cancel")),
        Ask::new("DELETE", &format!("assignmentRequests/{PENDING}")),
        Ask::post(&format!("assignmentRequests/{id}/cancel")),
        Ask::get("assignmentRequests"),
    ] {
        let answer = ask.send(&sandbox).await;
        assert!(answer.status < 300, "{answer:?}");
        let after = after_a_crash(&path, &copy).await;
        assert_eq!(everything(&after).await, everything(&sandbox).await);
        after.shutdown().await;
    }
}

#[tokio::test]
async fn what_time_brought_about_is_kept_once_it_was_shown() {
    let (path, copy) = (fresh("time.redb"), fresh("time-copy.redb"));
    let sandbox = kept_in(&path).await;
    let id = created(&sandbox, &admin_add()).await;
    sandbox.clock().advance(first_delivery());
    let expanded = format!("assignmentRequests/{id}?$expand=assignment");
    let delivering = Ask::get(&expanded).send(&sandbox).await.json();
    assert_eq!(delivering["assignment"]["state"], "delivering");
    let after = after_a_crash(&path, &copy).await;
    assert_eq!(Ask::get(&expanded).send(&after).await.json(), delivering);
}

#[tokio::test]
async fn a_sandbox_with_a_file_answers_as_one_without_across_restarts() {
    let path = fresh("alike.redb");
    let alike = in_memory().await;
    for restart in 0..3 {
        let create = crowd::add_for(restart);
        let sandbox = kept_in(&path).await;
        for one in [&sandbox, &alike] {
            one.clock().advance(first_delivery());
        }
        let ids = [created(&sandbox, &create).await, created(&alike, &create).await];
        assert_eq!(ids[0], ids[1]);
        assert_eq!(everything(&sandbox).await, everything(&alike).await);
        sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn what_a_file_holds_wins_over_the_world() {
    let path = fresh("wins.redb");
    let sandbox = kept_in(&path).await;
    assert_eq!(sandbox.origin(), Origin::World);
    let id = created(&sandbox, &admin_add()).await;
    sandbox.shutdown().await;

    let mut world: Value =
        serde_json::from_str(include_str!("../../worlds/documented.json")).unwrap();
    world["assignmentRequests"] = json!([]);
    let world = Some(World::from_json(&world.to_string()).unwrap());
    let config = Config { world, data: Some(path), ..Config::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    assert_eq!(sandbox.origin(), Origin::DataFile);
    assert_eq!(shown(&sandbox, &id).await["id"], Value::from(id));
}

#[tokio::test]
async fn an_empty_file_begins_with_the_world() {
    let path = fresh("empty.redb");
    fs::write(&path, "").unwrap();
    let sandbox = kept_in(&path).await;
    assert_eq!(sandbox.origin(), Origin::World);
    assert_eq!(everything(&sandbox).await, everything(&in_memory().await).await);
}

#[tokio::test]
async fn the_clock_goes_on_from_where_it_stood() {
    let path = fresh("clock.redb");
    let sandbox = kept_in(&path).await;
    let moved = "2031-02-03T04:05:06Z".parse().unwrap();
    sandbox.clock().set(moved);
    sandbox.shutdown().await;

    let clock = Clock::running_from("2024-01-01T00:00:00Z".parse().unwrap());
    let config = Config { clock: Some(clock), data: Some(path), ..Config::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let shown = sandbox.clock().now();
    assert!(shown >= moved && (shown - moved).num_minutes() < 10, "{shown}");
}

#[tokio::test]
async fn a_world_that_is_loaded_takes_the_place_of_what_was_kept() {
    let (path, copy) = (fresh("loaded.redb"), fresh("loaded-copy.redb"));
    let sandbox = kept_in(&path).await;
    created(&sandbox, &admin_add()).await;
    sandbox.reset().await.unwrap();
    let after = after_a_crash(&path, &copy).await;
    assert_eq!(everything(&after).await, everything(&in_memory().await).await);
}

#[tokio::test]
async fn only_one_sandbox_at_a_time_uses_a_file() {
    let path = fresh("in-use.redb");
    let first = kept_in(&path).await;
    let said = refusal(&path).await;
    assert!(said.contains("another sandbox keeps its data in") && said.contains("in-use.redb"));
    first.shutdown().await;
    kept_in(&path).await;
}

/// A file of the database with a table that is not the sandbox's, or with a form of its own.
fn foreign(path: &Path, table: &str, text: &str) {
    let database = redb::Database::create(path).unwrap();
    let transaction = database.begin_write().unwrap();
    let table: redb::TableDefinition<'_, &str, &str> = redb::TableDefinition::new(table);
    transaction.open_table(table).unwrap().insert("form", text).unwrap();
    transaction.commit().unwrap();
}

#[tokio::test]
async fn what_is_no_data_file_is_refused_by_name_and_stays_as_it_is() {
    let text = fresh("text.redb");
    fs::write(&text, "no database\n".repeat(1000)).unwrap();
    let short = fresh("short.redb");
    fs::write(&short, "x").unwrap();
    let others = fresh("others.redb");
    foreign(&others, "recipes", "pancakes");
    let later = fresh("later.redb");
    foreign(&later, "sandbox", "2");
    for (path, problem) in [
        (text, "damaged, or no data file"),
        (short, "damaged, or no data file"),
        (others, "damaged, or no data file"),
        (later, "has the form 2 of a data file"),
    ] {
        let before = fs::read(&path).unwrap();
        let said = refusal(&path).await;
        assert!(said.contains(problem) && said.contains(path.to_str().unwrap()), "{said}");
        assert!(fs::read(&path).unwrap() == before, "{said}");
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_named() {
    let folder = fresh("folder.redb");
    fs::create_dir(&folder).unwrap();
    for path in [folder.clone(), folder.join("missing/data.redb")] {
        let said = refusal(&path).await;
        assert!(said.contains("cannot open the data file"), "{said}");
        assert!(said.contains(path.to_str().unwrap()), "{said}");
    }
}

/// Some bytes of its head, and some of the rest.
fn places(length: usize) -> impl Iterator<Item = usize> {
    (0..320).step_by(16).chain((512..length).step_by(length / 23))
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_stays_as_it_is_or_the_damage_does_not_matter() {
    let (path, copy) = (fresh("sound.redb"), fresh("damaged.redb"));
    let sandbox = kept_in(&path).await;
    created(&sandbox, &admin_add()).await;
    sandbox.shutdown().await;
    let sound = fs::read(&path).unwrap();
    let expected = everything(&kept_in(&path).await).await;
    let mut refused = 0;
    for place in places(sound.len()) {
        let mut damaged = sound.clone();
        damaged[place] ^= 0x55;
        fs::write(&copy, &damaged).unwrap();
        if let Ok(sandbox) = begun(&copy).await {
            assert_eq!(everything(&sandbox).await, expected, "byte {place}");
            sandbox.shutdown().await;
        } else {
            assert!(fs::read(&copy).unwrap() == damaged, "byte {place}");
            refused += 1;
        }
    }
    assert!(refused > 5, "{refused}");
}

#[tokio::test]
async fn a_file_that_was_cut_short_is_refused() {
    let (path, copy) = (fresh("whole.redb"), fresh("cut.redb"));
    kept_in(&path).await.shutdown().await;
    let whole = fs::read(&path).unwrap();
    for length in [100, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(&copy, &whole[..length]).unwrap();
        let said = refusal(&copy).await;
        assert!(said.contains("is damaged, or no data file of a sandbox"), "{length}: {said}");
    }
}
