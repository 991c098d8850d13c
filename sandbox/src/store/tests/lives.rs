//! Random lives of many requests at once: whatever happens to them, the store does what the model
//! tells, which knows nothing of the life-cycle table.

use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::RngSeed;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use super::*;
use crate::command::Verdict;
use crate::model::AssignmentState;
use model::Model;
use trial::Trial;

mod model;
mod reloaded;
mod trial;

/// They have no access in the documented world.
const PEOPLE: [&str; 2] = [MEGAN, "f0e1d2c3-b4a5-4968-8778-695a4b3c2d1e"];

/// What the policy asks for.
#[derive(Clone, Debug)]
struct Policy {
    desks: usize,
    asks_at: Vec<Moment>,
}

/// When somebody outside is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    New,
    Approved,
    Done,
    Removed,
}

impl Policy {
    fn asks(&self, moment: Moment) -> bool {
        self.asks_at.contains(&moment)
    }
}

/// Something that happens a while after what happened last.
#[derive(Clone, Debug)]
struct Turn {
    /// In milliseconds; never nothing, so that no two things happen at once.
    after: i64,
    action: Action,
}

#[derive(Clone, Copy, Debug)]
enum Action {
    Wait,
    Create { kind: Kind, person: usize, start: Option<i64>, days: Option<i64> },
    Decide { of: usize, approve: bool },
    Cancel(usize),
    Resume { of: usize, verdict: Verdict },
    CalloutFails(usize),
    Reprocess(usize),
    Delete(usize),
    Fail { of: usize, how: Fault },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    ByUser,
    ByAdministrator,
    Removal,
}

#[derive(Clone, Copy, Debug)]
enum Fault {
    Whole,
    Half,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    Done,
    Refused,
}

struct Lives;

impl ReferenceStateMachine for Lives {
    type State = Model;
    type Transition = Turn;

    fn init_state() -> BoxedStrategy<Model> {
        let moments = vec![Moment::New, Moment::Approved, Moment::Done, Moment::Removed];
        let asks_at = subsequence(moments, 0..=4);
        let policy = (0..3_usize, asks_at).prop_map(|(desks, asks_at)| Policy { desks, asks_at });
        policy.prop_map(Model::new).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Turn> {
        let after = prop_oneof![
            4 => 1..3_000_i64,
            4 => 5_000..35_000_i64,
            2 => 60_000..400_000_i64,
            2 => 80_000_000..900_000_000_i64,
            1 => 1_100_000_000..1_400_000_000_i64,
        ];
        let action = if model.requests.is_empty() {
            creation().boxed()
        } else {
            prop_oneof![2 => creation(), 9 => event(model.requests.len())].boxed()
        };
        (after, action).prop_map(|(after, action)| Turn { after, action }).boxed()
    }

    fn apply(mut model: Model, turn: &Turn) -> Model {
        model.take(turn);
        model
    }

    /// A shorter life may not have the request that the turn is about.
    fn preconditions(model: &Model, turn: &Turn) -> bool {
        turn.action.of().is_none_or(|of| of < model.requests.len())
    }
}

fn creation() -> impl Strategy<Value = Action> {
    let kind = prop_oneof![2 => Just(Kind::ByUser), 1 => Just(Kind::ByAdministrator)];
    let start = prop_oneof![3 => Just(None), 1 => (1..9_i64).prop_map(Some)];
    let days = prop_oneof![2 => Just(None), 1 => (1..20_i64).prop_map(Some)];
    (kind, 0..PEOPLE.len(), start, days).prop_map(|(kind, person, start, days)| Action::Create {
        kind,
        person,
        start,
        days,
    })
}

fn event(requests: usize) -> impl Strategy<Value = Action> {
    let of = || 0..requests;
    let verdict = prop_oneof![
        4 => Just(Verdict::Continue),
        1 => Just(Verdict::Deny),
        1 => Just(Verdict::Cancel),
    ];
    let how = prop_oneof![Just(Fault::Whole), Just(Fault::Half)];
    prop_oneof![
        4 => Just(Action::Wait),
        4 => (of(), any::<bool>()).prop_map(|(of, approve)| Action::Decide { of, approve }),
        1 => of().prop_map(Action::Cancel),
        4 => (of(), verdict).prop_map(|(of, verdict)| Action::Resume { of, verdict }),
        1 => of().prop_map(Action::CalloutFails),
        3 => of().prop_map(Action::Reprocess),
        1 => of().prop_map(Action::Delete),
        3 => (of(), how).prop_map(|(of, how)| Action::Fail { of, how }),
    ]
}

impl Action {
    fn of(self) -> Option<usize> {
        match self {
            Self::Wait | Self::Create { .. } => None,
            Self::Cancel(of) | Self::CalloutFails(of) | Self::Reprocess(of) | Self::Delete(of) => {
                Some(of)
            }
            Self::Decide { of, .. } | Self::Resume { of, .. } | Self::Fail { of, .. } => Some(of),
        }
    }
}

impl StateMachineTest for Lives {
    type SystemUnderTest = Trial;
    type Reference = Self;

    fn init_test(model: &Model) -> Trial {
        Trial::new(&model.policy)
    }

    fn apply(mut trial: Trial, model: &Model, turn: Turn) -> Trial {
        let life = &mut trial.life;
        life.now = Timestamp(life.now.0 + chrono::TimeDelta::milliseconds(turn.after));
        life.store.settle(life.now);
        trial.note_what_is_new();
        let reply = if trial.act(turn.action) { Reply::Done } else { Reply::Refused };
        trial.note_what_is_new();
        assert_eq!(reply, model.reply, "{turn:?}");
        trial
    }

    fn check_invariants(trial: &Trial, model: &Model) {
        assert_eq!(trial.ids.len(), model.requests.len());
        for (id, told) in trial.ids.iter().zip(&model.requests) {
            let request = trial.life.store.requests.get(id);
            let phase = request.map(|_| trial.life.phase(*id));
            assert_eq!(phase.as_deref(), told.place.words(), "{told:?}");
            let Some(request) = request else { continue };
            let own = request.assignment.and_then(|own| trial.life.store.assignments.get(&own));
            let expected = told.key.map(|key| model.keys[key].state);
            assert_eq!(own.map(|own| own.state.name()), expected, "{told:?}");
            assert_eq!(request.target, subject(PEOPLE[told.person]));
            assert_eq!(request.completed_date_time.is_some(), request.state.is_completed());
        }
        let next = trial.life.store.next_due();
        assert!(next.is_none_or(|next| next > trial.life.now), "{next:?}");
        let contents = trial.life.store.contents(trial.life.now);
        for one in &contents.assignments {
            let expired = one.state == AssignmentState::Expired;
            assert_eq!(one.expired_date_time.is_some(), expired, "{one:?}");
        }
        // Otherwise nobody could open the data file again.
        World::from_contents(contents).unwrap();
    }
}

prop_state_machine! {
    // The same lives in every run.
    #![proptest_config(ProptestConfig {
        cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default()
    })]

    #[test]
    fn the_store_lives_as_the_model_tells(sequential 1..60 => Lives);
}
