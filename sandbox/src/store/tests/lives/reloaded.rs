//! The same lives twice: in a store that goes on, and in one that is saved and loaded after every turn.

use super::*;

/// A store that goes on, and one that does not.
struct Twins {
    lasting: Trial,
    reloaded: Trial,
}

struct Reloaded;

impl StateMachineTest for Reloaded {
    type SystemUnderTest = Twins;
    type Reference = Lives;

    fn init_test(model: &Model) -> Twins {
        let trial = || Trial::new(&model.policy);
        Twins { lasting: trial(), reloaded: trial() }
    }

    fn apply(mut twins: Twins, _: &Model, turn: Turn) -> Twins {
        let did = [&mut twins.lasting, &mut twins.reloaded].map(|trial| take(trial, &turn));
        assert_eq!(did[0], did[1], "{turn:?}");
        let saved = saved(&twins.reloaded.life);
        assert_eq!(saved, self::saved(&twins.lasting.life), "{turn:?}");
        twins.reloaded.life = Life::of(&serde_json::from_str(&saved).unwrap());
        let outgoing = |trial: &Trial| {
            let callouts = trial.life.store.outgoing.values();
            callouts.map(|one| serde_json::to_string(one).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(outgoing(&twins.reloaded), outgoing(&twins.lasting), "{turn:?}");
        let next_due = |trial: &Trial| trial.life.store.next_due();
        assert_eq!(next_due(&twins.reloaded), next_due(&twins.lasting), "{turn:?}");
        twins
    }
}

/// What a turn comes to, be it nothing.
fn take(trial: &mut Trial, turn: &Turn) -> bool {
    let life = &mut trial.life;
    life.now = Timestamp(life.now.0 + chrono::TimeDelta::milliseconds(turn.after));
    life.store.settle(life.now);
    trial.note_what_is_new();
    let done = trial.act(turn.action);
    trial.note_what_is_new();
    done
}

fn saved(life: &Life) -> String {
    World::of_store(life.store.contents(life.now)).to_json().unwrap()
}

prop_state_machine! {
    // The same lives in every run; few, as each turn writes two worlds and reads one.
    #![proptest_config(ProptestConfig {
        cases: 20, failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default()
    })]

    #[test]
    fn a_world_that_is_saved_and_loaded_goes_on_exactly_alike(sequential 1..60 => Reloaded);
}
