//! A storage on trial reads as one that everything was done to, and is done nothing to until it is
//! accepted.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use redb::backends::InMemoryBackend;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    SetLength(u64),
    Write(u64, Vec<u8>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let bytes = prop::collection::vec(any::<u8>(), 0..8);
    let step = prop_oneof![
        (0..40_u64).prop_map(Step::SetLength),
        (0..32_u64, bytes).prop_map(|(offset, bytes)| Step::Write(offset, bytes)),
    ];
    prop::collection::vec(step, 0..12)
}

/// A storage cannot be written past its end; what would is left out.
fn take(storage: &dyn StorageBackend, steps: &[Step]) {
    for step in steps {
        match step {
            Step::SetLength(length) => storage.set_len(*length).unwrap(),
            Step::Write(offset, bytes) if end(*offset, bytes) <= storage.len().unwrap() => {
                storage.write(*offset, bytes).unwrap();
            }
            Step::Write(..) => {}
        }
    }
}

fn contents(storage: &dyn StorageBackend) -> Vec<u8> {
    let length = storage.len().unwrap();
    let mut out = vec![0; usize::try_from(length).unwrap()];
    // In two parts, so that one begins in the midst of what was written.
    let (left, right) = out.split_at_mut(usize::try_from(length / 3).unwrap());
    storage.read(0, left).unwrap();
    storage.read(length / 3, right).unwrap();
    out
}

proptest! {
    #![proptest_config(Config {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..Config::default()
    })]

    #[test]
    fn what_waits_reads_as_done_and_is_done_once_accepted(before in steps(), after in steps()) {
        let (plain, stored) = (InMemoryBackend::new(), InMemoryBackend::new());
        take(&plain, &before);
        take(&stored, &before);
        let untouched = contents(&stored);
        let trial = Trial::begin(Box::new(stored)).unwrap();
        take(&plain, &after);
        take(&trial, &after);
        prop_assert_eq!(contents(&trial), contents(&plain));
        prop_assert_eq!(contents(&*trial.0.storage), untouched);
        trial.accept().unwrap();
        prop_assert_eq!(contents(&*trial.0.storage), contents(&plain));
        prop_assert_eq!(contents(&trial), contents(&plain));
    }
}

#[test]
fn nothing_is_read_past_the_end() {
    let trial = Trial::begin(Box::new(InMemoryBackend::new())).unwrap();
    trial.set_len(4).unwrap();
    assert!(trial.read(0, &mut [0; 5]).is_err() && trial.read(0, &mut [0; 4]).is_ok());
}
