//! Turns in, what came of each out: taken in several lanes at a time, each a thread with equipment of its own.

use crate::error::Error;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use tokio::runtime::Builder;

/// Takes so many turns, `jobs` at a time, with what `equip` gives each lane, and gives what came of them in their order.
///
/// # Errors
/// The first that `equip` or `take` ends with; no lane takes a further turn then.
pub(crate) fn run<Equipment, Outcome: Send>(
    jobs: usize,
    turns: usize,
    equip: impl AsyncFn() -> Result<Equipment, Error> + Sync,
    take: impl AsyncFn(&mut Equipment, usize) -> Result<Outcome, Error> + Sync,
) -> Result<Vec<Outcome>, Error> {
    let next = AtomicUsize::new(0);
    let next_turn = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|turn| *turn < turns);
    let take_turns = async || {
        let mut equipment = equip().await?;
        let mut outcomes = Vec::new();
        while let Some(turn) = next_turn() {
            outcomes.push((turn, take(&mut equipment, turn).await?));
        }
        Ok::<_, Error>(outcomes)
    };
    let run_one = || {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let outcomes = runtime.block_on(take_turns());
        if outcomes.is_err() {
            // What the other lanes would find out is lost.
            next.store(turns, Ordering::Relaxed);
        }
        outcomes
    };
    let mut outcomes = BTreeMap::new();
    thread::scope(|scope| {
        let lanes = jobs.min(turns).max(1);
        let running: Vec<_> = (0..lanes).map(|_| scope.spawn(run_one)).collect();
        running.into_iter().try_for_each(|lane| {
            let told = lane.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            outcomes.extend(told);
            Ok::<_, Error>(())
        })
    })?;
    Ok(outcomes.into_values().collect())
}

/// As many as are asked for, else as the machine has processors.
pub(crate) fn jobs(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZero::get))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_turn_is_taken_once_and_told_in_its_place() {
        for jobs in [0, 1, 3, 9] {
            let taken = run(jobs, 7, async || Ok(100), async |base, turn| Ok(*base + turn));
            assert_eq!(taken.unwrap(), [100, 101, 102, 103, 104, 105, 106], "{jobs} jobs");
        }
    }

    #[test]
    fn what_one_lane_cannot_do_is_told() {
        let take = async |(): &mut (), turn| match turn {
            2 => Err(Error::Usage("no".to_owned())),
            turn => Ok(turn),
        };
        assert!(matches!(run(2, 5, async || Ok(()), take), Err(Error::Usage(_))));
    }

    #[test]
    fn what_one_lane_cannot_do_ends_the_others() {
        const TURNS: usize = 1_000_000;
        let taken = AtomicUsize::new(0);
        let take = async |(): &mut (), turn| {
            taken.fetch_add(1, Ordering::Relaxed);
            thread::yield_now();
            if turn == 0 { Err(Error::Usage("no".to_owned())) } else { Ok(()) }
        };
        assert!(run(2, TURNS, async || Ok(()), take).is_err());
        assert!(taken.load(Ordering::Relaxed) < TURNS);
    }
}
