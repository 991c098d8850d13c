//! Whatever happens to the store, its index is the one that would be made of it anew.

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::clock::later;
use crate::command::{AssignmentReference, Command, NewRequest, Occasion, Reach, TargetReference};
use crate::ids::Ids;
use crate::model::{RequestType, Schedule, Timestamp};
use crate::world::World;

const ADELE: &str = "b3f1c1de-6e2b-4c57-9d0a-4a1f6d5e2c10";
const POLICIES: [(&str, &str); 2] = [
    ("a914b616-e04e-476b-aa37-91038f0b165b", "2264bf65-76ba-417b-a27d-54d291f0cbc8"),
    ("11115c72-0612-4c43-a044-fc0a4e71a4c5", "11114b50-0a08-4f96-83e9-1d714aa2cd79"),
];

/// What can happen; the numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    Add { policy: usize, email: &'static str },
    About { request_type: RequestType, assignment: usize },
    Cancel(usize),
    Delete(usize),
    Reprocess(usize),
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let email = prop_oneof![
        Just("Adelevance@woodgrovebank.com"),
        Just("one@contoso.com"),
        Just("ONE@contoso.com"),
    ];
    let request_type = prop_oneof![Just(RequestType::AdminUpdate), Just(RequestType::AdminRemove)];
    let step = prop_oneof![
        (0..2_usize, email).prop_map(|(policy, email)| Step::Add { policy, email }),
        (request_type, 0..8_usize)
            .prop_map(|(request_type, assignment)| Step::About { request_type, assignment }),
        (0..16_usize).prop_map(Step::Cancel),
        (0..16_usize).prop_map(Step::Delete),
        (0..16_usize).prop_map(Step::Reprocess),
        (0..40_i64).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..60)
}

fn command(store: &Store, step: &Step) -> Option<Command> {
    let request = |number: usize| {
        let ids: Vec<_> = store.requests.keys().copied().collect();
        ids.get(number % ids.len()).copied()
    };
    match step {
        Step::Add { policy, email } => {
            let (package, policy) = POLICIES[*policy];
            Some(create(
                RequestType::AdminAdd,
                AssignmentReference {
                    package: Some(package.parse().unwrap()),
                    policy: Some(policy.parse().unwrap()),
                    target: Some(TargetReference::Email((*email).to_owned())),
                    id: None,
                },
            ))
        }
        Step::About { request_type, assignment } => {
            let id = store.assignments.keys().nth(*assignment).copied();
            Some(create(
                *request_type,
                AssignmentReference { id, ..AssignmentReference::default() },
            ))
        }
        Step::Cancel(number) => request(*number).map(Command::Cancel),
        Step::Delete(number) => request(*number).map(Command::Delete),
        Step::Reprocess(number) => request(*number).map(Command::Reprocess),
        Step::Wait(_) => None,
    }
}

fn create(request_type: RequestType, assignment: AssignmentReference) -> Command {
    let schedule = Some(Schedule::default());
    Command::Create(NewRequest {
        request_type,
        assignment,
        schedule,
        answers: None,
        justification: None,
    })
}

#[test]
fn what_is_over_is_forgotten() {
    let mut now = Timestamp(World::documented().unwrap().clock());
    let mut store = Store::new(World::documented().unwrap().into_contents(), Ids::of_entities(0));
    let assignment = *store.assignments.keys().next().unwrap();
    let about = AssignmentReference { id: Some(assignment), ..AssignmentReference::default() };
    let (caller, reach) = (ADELE.parse().unwrap(), Reach::Everything);
    let remove = create(RequestType::AdminRemove, about);
    store.apply(remove, &Occasion { caller, reach, now }).unwrap();
    let one = store.assignments.get(&assignment).unwrap();
    let (target, package) = (one.target, one.package);
    let found = |store: &Store| {
        [
            store.open_requests(target, package).count(),
            store.assignments_of(target, package).count(),
        ]
    };
    assert_eq!(found(&store), [1, 1]);
    now = Timestamp(later(now.0, TimeDelta::minutes(1)));
    store.settle(now);
    assert_eq!(found(&store), [0, 0]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_index_is_the_one_that_would_be_made_anew(steps in steps()) {
        let world = World::documented().unwrap();
        let mut now = Timestamp(world.clock());
        let mut store = Store::new(world.into_contents(), Ids::of_entities(0));
        for step in steps {
            if let Step::Wait(seconds) = step {
                now = Timestamp(later(now.0, TimeDelta::seconds(seconds)));
                store.settle(now);
            }
            if let Some(command) = command(&store, &step) {
                let (caller, reach) = (ADELE.parse().unwrap(), Reach::Everything);
                let occasion = Occasion { caller, reach, now };
                let _ = store.apply(command, &occasion);
            }
            prop_assert_eq!(&store.index, &store.indexed());
        }
    }
}
