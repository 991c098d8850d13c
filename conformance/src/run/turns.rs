//! What is planned in, each case judged and recorded: the examples in one turn, everything else in turns of its own.

use super::callers::Callers;
use super::ground::{Equipment, Ground};
use super::hearing::{Hearing, Untried};
use super::recorder::Recorder;
use crate::error::Error;
use crate::exit::Exit;
use crate::lanes;
use crate::plan::{Kind, Planned};
use crate::report::{Hindered, Hindrance};
use tokio::sync::Mutex;

/// A run, and what its lanes share.
struct Course<'a> {
    callers: &'a Callers,
    plan: &'a [Planned<'a>],
    recorder: &'a Recorder,
    hearing: Hearing,
    /// Held by whoever takes people at an endpoint that the lanes share.
    people: Mutex<()>,
}

/// Judges everything that is planned and records what came of it. Once nobody can call any more, the endpoint cannot be reached or has fallen
/// silent, the rest is not tried: why.
///
/// # Errors
/// Where a sandbox cannot be started or the endpoint cannot be used at all. One case that cannot be judged does not lose the others.
pub(super) fn run(
    ground: &Ground<'_>,
    plan: &[Planned<'_>],
    recorder: &Recorder,
) -> Result<Untried, Error> {
    let turns = turns(plan, ground.url.is_some());
    let course = Course {
        callers: &ground.callers,
        plan,
        recorder,
        hearing: Hearing::default(),
        people: Mutex::new(()),
    };
    let take = async |equipment: &mut Equipment, turn: usize| {
        equipment.renew().await?;
        course.take(equipment, turns.get(turn).map_or(&[], Vec::as_slice)).await;
        Ok(())
    };
    let equip = async || ground.equipment(&ground.guard.interrupt).await;
    match lanes::run(ground.jobs(), turns.len(), equip, take) {
        Ok(_) => Ok(course.hearing.untried()),
        // What was judged until then is told.
        Err(error @ (Error::Interrupted | Error::Refused(_) | Error::Token { .. })) => {
            let (because, exit) = (error.chain(), error.exit());
            let why = format!("not tried: {because}");
            // That it was interrupted, the report tells by itself.
            let is_told = exit == Exit::Interrupted;
            let hindrance =
                (!is_told).then_some(Hindrance { of: Hindered::Judging, because, exit });
            Ok(Untried { why, hindrance })
        }
        Err(error) => Err(error),
    }
}

/// What is judged in one turn, as places of the plan: the examples together, for they use up what other examples read; everything else by
/// itself.
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

impl Course<'_> {
    async fn take(&self, with: &mut Equipment, turn: &[usize]) {
        let planned = turn.iter().filter_map(|place| Some((*place, self.plan.get(*place)?)));
        for (place, planned) in planned {
            if self.hearing.is_over() || with.judge.guard.interrupt.has_come() {
                break;
            }
            let is_shared = with.is_shared() && planned.takes_people();
            let _people = if is_shared { Some(self.people.lock().await) } else { None };
            let interrupt = with.judge.guard.interrupt.clone();
            let admitted = interrupt.or(self.callers.admit(&mut with.judge)).await;
            if let Err(Error::Interrupted) = admitted {
                break;
            }
            self.recorder.begin_case(place, planned);
            let judged = match admitted {
                Ok(()) => self.hearing.note(planned.id(), planned.judge(&with.judge).await),
                Err(error) => self.hearing.unadmitted(planned.id(), error),
            };
            self.recorder.record(place, planned, (judged, &with.judge.endpoint));
        }
    }
}
