//! What is planned in, everything of it judged in lanes, a report out that grows case by case.

mod callers;
mod ground;
mod hearing;
mod leavings;
mod progress;
mod recorder;
mod turns;

pub(crate) use callers::Callers;
pub(crate) use ground::Ground;
pub(crate) use leavings::undo;
pub(crate) use progress::Progress;
pub(crate) use recorder::Recorder;

use crate::clock;
use crate::error::Error;
use crate::lanes;
use crate::plan::Planned;
use crate::report::{Ended, Report};
use hearing::Untried;

/// Judges everything that is planned, `jobs` at a time where that is said, and records it as it goes.
///
/// # Errors
/// Where a sandbox cannot be started or the endpoint cannot be used at all. One case that cannot be judged does not lose the others.
pub(crate) fn run(
    ground: &Ground<'_>,
    plan: &[Planned<'_>],
    recorder: &Recorder,
) -> Result<Report, Error> {
    let stopwatch = clock::start();
    let judged = turns::run(ground, plan, recorder);
    // Whatever kept the run from its end, what it made is undone.
    let left = leavings::undo_rest(ground);
    let Untried { why, hindrance } = judged?;
    let is_interrupted = ground.guard.interrupt.has_come();
    let mut report = recorder.report(plan, if is_interrupted { "interrupted" } else { &why });
    report.throttled = ground.callers.throttled();
    report.ended = if is_interrupted { Ended::Interrupted } else { Ended::Whole };
    report.hindrances = hindrance.into_iter().chain(left).collect();
    report.elapsed_ms = stopwatch.elapsed().as_secs_f64() * 1000.0;
    Ok(report)
}

impl Ground<'_> {
    /// How many cases are judged at a time.
    fn jobs(&self) -> usize {
        lanes::jobs(self.settings.connection.jobs())
    }
}
