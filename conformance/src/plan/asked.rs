//! What a run is told in, what it consists of out: cases in their order, who speaks of each, and which part of the whole that is.

use super::choice::{Chosen, choose};
use super::{Planned, Shard, Voices, everything};
use crate::check::CHECKS;
use crate::contract::Contract;
use crate::error::Error;
use crate::finding::Levels;
use crate::report::{Before, Part};
use crate::requirements::Requirements;
use crate::settings::Selection;

/// What a run consists of.
#[derive(Debug, Default)]
pub(crate) struct Plan<'a> {
    /// The cases, in their order.
    pub(crate) cases: Vec<Planned<'a>>,
    /// Who speaks of each, by its place.
    pub(crate) voices: Vec<Voices>,
    /// The checks that speak at all, and how firmly, where a published set says so.
    pub(crate) levels: Option<Levels>,
    /// Which part of a whole it is, where it is one.
    pub(crate) part: Option<Part>,
    /// What came of the cases in the run before, where they are run again.
    pub(crate) before: Option<Before>,
}

impl<'a> Plan<'a> {
    /// What is selected of a contract; `is_shared` is whether others may be judging the same endpoint.
    ///
    /// # Errors
    /// [`Error::Usage`] where a pattern matches nothing or there is no such set; what is wrong with the report of the run before.
    pub(crate) fn asked(
        selection: &Selection,
        contract: &'a Contract,
        (is_own, is_shared): (bool, bool),
    ) -> Result<Self, Error> {
        let (known, levels) = known(selection, contract, is_own)?;
        let checks: Vec<&'static str> = CHECKS.iter().map(|check| check.id).collect();
        let speaks = |check: &&str| levels.as_ref().is_none_or(|set| set.contains_key(*check));
        let checks: Vec<&'static str> = checks.into_iter().filter(speaks).collect();
        let mut chosen =
            choose((&known, &checks), selection.requirements.as_deref(), selection.patterns())?;
        let before = selection.rerun.as_deref().map(|path| Before::read(path, contract));
        let before = before.transpose()?;
        if let Some(before) = &before {
            before.require_known(&everything(contract, is_own))?;
            chosen.retain(|chosen| before.is_open(chosen.case.id()));
        }
        let part = selection.shard.map(|shard| part(&mut chosen, shard, is_shared));
        let (cases, voices) = chosen.into_iter().map(|one| (one.case, one.voices)).unzip();
        Ok(Self { cases, voices, levels, part, before })
    }
}

/// Everything there is, or everything of the published set.
fn known<'a>(
    selection: &Selection,
    contract: &'a Contract,
    is_own: bool,
) -> Result<(Vec<Planned<'a>>, Option<Levels>), Error> {
    let all = everything(contract, is_own);
    let Some(name) = &selection.requirements else {
        return Ok((all, None));
    };
    let requirements = Requirements::published(name)?;
    Ok((requirements.of(name, all)?, Some(requirements.checks)))
}

/// Leaves of what is chosen only what the shard has.
fn part(chosen: &mut Vec<Chosen<'_>>, shard: Shard, is_shared: bool) -> Part {
    let cases: Vec<Planned<'_>> = chosen.iter().map(|one| one.case.clone()).collect();
    let places = shard.places(&cases, is_shared);
    let mut place = 0;
    chosen.retain(|_| {
        place += 1;
        places.binary_search(&(place - 1)).is_ok()
    });
    Part { number: shard.number, of: shard.of, places, cases: cases.len() }
}
