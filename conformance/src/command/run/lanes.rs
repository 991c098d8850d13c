//! What is planned in, what came of each out: in several lanes at a time, each a thread with a judge of its own.

use super::ground::{Equipment, Ground};
use crate::error::Error;
use crate::judged::Judged;
use crate::plan::{Kind, Planned};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use tokio::sync::Mutex;

/// The lanes of a run, and what they share.
struct Lanes<'a> {
    ground: &'a Ground<'a>,
    plan: &'a [Planned<'a>],
    /// What is judged one after the other, as positions in the plan.
    turns: Vec<Vec<usize>>,
    next: AtomicUsize,
    is_unreachable: AtomicBool,
    /// Held by whoever takes people at an endpoint that the lanes share.
    people: Mutex<()>,
}

type Outcomes = BTreeMap<usize, Result<Judged, Error>>;

/// Judges everything that is planned, `jobs` at a time, and gives what came of it in the order of the plan.
///
/// # Errors
/// Where a sandbox cannot be started or the endpoint cannot be used at all. One case that cannot be judged does not lose the others; once the
/// endpoint cannot be reached, the rest is not tried.
pub(super) fn run(
    ground: &Ground<'_>,
    plan: &[Planned<'_>],
    jobs: usize,
) -> Result<Vec<Judged>, Error> {
    let turns = turns(plan, ground.run.endpoint.is_some());
    let jobs = jobs.min(turns.len()).max(1);
    let lanes = Lanes {
        ground,
        plan,
        turns,
        next: AtomicUsize::new(0),
        is_unreachable: AtomicBool::new(false),
        people: Mutex::new(()),
    };
    let mut outcomes = Outcomes::new();
    thread::scope(|scope| {
        let running: Vec<_> = (0..jobs).map(|_| scope.spawn(|| lanes.run_one())).collect();
        running.into_iter().try_for_each(|lane| {
            let told = lane.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            outcomes.extend(told);
            Ok::<_, Error>(())
        })
    })?;
    let unreached = || Judged::skipped("the endpoint could not be reached");
    Ok((0..plan.len())
        .map(|place| match outcomes.remove(&place) {
            Some(outcome) => outcome.unwrap_or_else(|error| Judged::unjudged(&error)),
            None => unreached(),
        })
        .collect())
}

/// What is judged in one turn: the examples together, for they use up what other examples read; everything else by itself.
///
/// At an endpoint that the lanes share, the examples come after the bodies made from them, and so show that what was refused there would
/// have been served as documented.
fn turns(plan: &[Planned<'_>], is_shared: bool) -> Vec<Vec<usize>> {
    let places = |kind: Kind| {
        let of_kind = move |(_, planned): &(usize, &Planned<'_>)| planned.kind() == kind;
        plan.iter().enumerate().filter(of_kind).map(|(place, _)| place).collect::<Vec<_>>()
    };
    let (inputs, examples) = (places(Kind::Input), places(Kind::Example));
    let alone = |places: Vec<usize>| places.into_iter().map(|place| vec![place]);
    let first = if is_shared {
        vec![[inputs, examples].concat()]
    } else {
        [examples].into_iter().chain(alone(inputs)).collect()
    };
    first.into_iter().chain(alone(places(Kind::Rule))).filter(|turn| !turn.is_empty()).collect()
}

impl Lanes<'_> {
    fn run_one(&self) -> Result<Outcomes, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Runtime)?;
        runtime.block_on(self.take_turns())
    }

    async fn take_turns(&self) -> Result<Outcomes, Error> {
        let mut equipment = self.ground.equipment().await?;
        let mut outcomes = Outcomes::new();
        while let Some(turn) = self.turns.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            equipment.renew().await?;
            self.take_turn(&equipment, turn, &mut outcomes).await;
        }
        Ok(outcomes)
    }

    async fn take_turn(&self, with: &Equipment, turn: &[usize], outcomes: &mut Outcomes) {
        let planned = turn.iter().filter_map(|place| Some((*place, self.plan.get(*place)?)));
        for (place, planned) in planned {
            if self.is_unreachable.load(Ordering::Relaxed) {
                return;
            }
            let is_shared = with.is_shared() && planned.takes_people();
            let _people = if is_shared { Some(self.people.lock().await) } else { None };
            let outcome = planned.judge(&with.judge).await;
            if matches!(outcome, Err(Error::Unreachable { .. })) {
                self.is_unreachable.store(true, Ordering::Relaxed);
            }
            outcomes.insert(place, outcome);
        }
    }
}
