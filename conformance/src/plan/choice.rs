//! What `--only` and `--skip` say in, the cases that are run and who speaks of each out.

use super::pattern::{Checks, Known, Meant};
use super::{Planned, Voices};
use crate::error::Error;
use std::collections::{BTreeMap, BTreeSet};

/// Patterns as they are given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Patterns<'a> {
    /// What is selected; everything where there is none.
    pub only: &'a [String],
    /// What is taken away after that.
    pub skip: &'a [String],
}

/// A case that is run, and who speaks of it.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// The case.
    pub case: Planned<'a>,
    /// Who speaks of it.
    pub voices: Voices,
}

/// What the patterns select, in the order of `all`; these are the checks that may speak, and the published set that all are of, where they
/// are of one.
///
/// # Errors
/// [`Error::Usage`] where a pattern matches nothing that there is.
pub fn choose<'a>(
    (all, checks): (&[Planned<'a>], &[&'static str]),
    set: Option<&str>,
    patterns: Patterns<'_>,
) -> Result<Vec<Chosen<'a>>, Error> {
    let known = Known { cases: all, checks, set };
    let only = meanings(known, "--only", patterns.only)?;
    let skip = meanings(known, "--skip", patterns.skip)?;
    let chosen = all.iter().enumerate().filter_map(|(place, case)| {
        let mut voices = Voices::all(checks);
        only.select(place, &mut voices)?;
        skip.take_away(place, &mut voices)?;
        Some(Chosen { case: case.clone(), voices })
    });
    Ok(chosen.collect())
}

/// What all patterns of a flag mean together.
#[derive(Debug, Default)]
struct Meanings {
    /// Whether no pattern is about cases.
    are_of_all: bool,
    cases: BTreeSet<usize>,
    said: BTreeMap<usize, Checks>,
    checks: Option<Checks>,
}

fn meanings(known: Known<'_>, flag: &str, patterns: &[String]) -> Result<Meanings, Error> {
    let mut all = Meanings { are_of_all: true, ..Meanings::default() };
    for pattern in patterns {
        let meant = known
            .meant(pattern)
            .map_err(|hint| Error::Usage(format!("{flag} {pattern:?} matches nothing{hint}")))?;
        all.add(meant);
    }
    Ok(all)
}

impl Meanings {
    fn add(&mut self, meant: Meant) {
        match meant {
            Meant::Cases(places) => {
                self.are_of_all = false;
                self.cases.extend(places);
            }
            Meant::Said(said) => {
                self.are_of_all = false;
                for (place, checks) in said {
                    self.said.entry(place).or_default().extend(checks);
                }
            }
            Meant::Checks(checks) => self.checks.get_or_insert_default().extend(checks),
        }
    }

    /// Keeps of who speaks of a case those who are selected; none where the case is not.
    fn select(&self, place: usize, voices: &mut Voices) -> Option<()> {
        if !self.are_of_all && !self.cases.contains(&place) {
            voices.keep(self.said.get(&place)?);
        }
        if let Some(checks) = &self.checks {
            voices.keep(checks);
        }
        Some(())
    }

    /// Takes away from who speaks of a case; none where nobody is left.
    fn take_away(&self, place: usize, voices: &mut Voices) -> Option<()> {
        for checks in self.checks.iter().chain(self.said.get(&place)) {
            voices.silence(checks);
        }
        (!self.cases.contains(&place) && !voices.are_none()).then_some(())
    }
}
