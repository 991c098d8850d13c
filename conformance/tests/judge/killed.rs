//! `serve --data`, killed many times under load: whatever was acknowledged is there afterwards.

#[path = "killed/writer.rs"]
mod writer;

use crate::program::scratch;
use crate::served::Served;
use serde_json::{Value, json};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use writer::{Course, Fate, Note, Writer};

const ROUNDS: usize = 24;
const WRITERS: usize = 4;
/// A round ends after so many acknowledged writes at most.
const MOST: usize = 40;

/// The documented world with a person for every create there can be.
fn crowd() -> String {
    let text = include_str!("../../../sandbox/worlds/documented.json");
    let mut world: Value = serde_json::from_str(text).unwrap();
    let people = (0..ROUNDS * (MOST + 2 * WRITERS))
        .map(|person| json!({"id": guid(1, person), "objectId": guid(2, person)}));
    world["subjects"].as_array_mut().unwrap().extend(people);
    let path = scratch("crowd.json");
    fs::write(&path, world.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn guid(of: usize, number: usize) -> String {
    format!("00000000-0000-4000-8{of:03x}-{number:012x}")
}

/// The next of a sequence that looks random and is the same in every run.
fn draw(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % below
}

/// What all writers do until the program is killed after so many acknowledged writes.
fn until_killed(served: &Served, round: usize, kill_after: usize) -> Vec<Note> {
    let acknowledged = AtomicUsize::new(0);
    let acknowledge = || {
        if acknowledged.fetch_add(1, Ordering::SeqCst) + 1 == kill_after {
            served.signal("KILL");
        }
    };
    let people = AtomicUsize::new(round * (MOST + 2 * WRITERS));
    let person = || guid(2, people.fetch_add(1, Ordering::SeqCst));
    // All are connected before the first writes: the program may be gone soon after.
    let writers: Vec<Writer> = (0..WRITERS).map(|_| Writer::new(served.authority())).collect();
    thread::scope(|scope| {
        let running = writers.into_iter().enumerate().map(|(number, writer)| {
            let (person, acknowledged) = (&person, &acknowledge);
            scope.spawn(move || {
                let mut random = u64::try_from(round * WRITERS + number).unwrap();
                let chance = &mut |below| draw(&mut random, below);
                writer.write(&mut Course { person, chance, acknowledged })
            })
        });
        let running: Vec<_> = running.collect();
        running.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    })
}

/// Finds everything as it was noted, and notes what has become of what was not acknowledged.
fn settle(served: &Served, notes: &mut [Note]) {
    let mut reader = Writer::new(served.authority());
    for note in notes {
        let found = reader.fate(&note.id).unwrap();
        assert!(note.allows(found), "{found:?}, but {note:?}");
        *note = Note::certain(&note.id, found);
    }
}

#[test]
fn whatever_was_acknowledged_outlives_a_kill_at_any_moment() {
    let (world, data) = (crowd(), scratch("killed.redb"));
    let _ = fs::remove_file(&data);
    let data = data.to_str().unwrap();
    let arguments = ["--data", data, "--world", &world, "--clock", "still"];
    let (mut notes, mut random) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let served = Served::start(&arguments);
        settle(&served, &mut notes);
        notes.extend(until_killed(&served, round, 1 + draw(&mut random, MOST)));
    }
    settle(&Served::start(&arguments), &mut notes);
    let gone = notes.iter().filter(|note| note.allows(Fate::Gone)).count();
    assert!(notes.len() > 100 && gone > 20, "{gone} of {}", notes.len());
}
