//! A pattern as `--only` and `--skip` have it in, the cases and the checks that it means out.

use super::{INPUT, Kind, Planned};
use crate::finding::Level;
use crate::nearest::{did_you_mean, nearest};
use clap::ValueEnum;
use std::collections::{BTreeMap, BTreeSet};
use wildmatch::WildMatch;

/// Ids of checks.
pub(super) type Checks = BTreeSet<&'static str>;

/// What a pattern is held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    /// Every case that there is.
    pub(super) cases: &'a [Planned<'a>],
    /// Every check that may speak.
    pub(super) checks: &'a [&'static str],
    /// The published set that these are, where they are one.
    pub(super) set: Option<&'a str>,
}

/// What a pattern means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// These cases, by their places.
    Cases(BTreeSet<usize>),
    /// These checks, whatever the case.
    Checks(Checks),
    /// Of each of these cases what these checks say.
    Said(BTreeMap<usize, Checks>),
}

impl Known<'_> {
    /// What `create/*`, `rule:create/*`, `operation:create*`, `level:must`, `check:schema` or `create/*/schema` means.
    ///
    /// # Errors
    /// What comes nearest to it and a remedy, where it matches nothing.
    pub(super) fn meant(&self, pattern: &str) -> Result<Meant, String> {
        match pattern.split_once(':') {
            Some(("operation", operation)) => self.of_operation(operation),
            Some(("level", level)) => self.of_level(level),
            Some(("check", check)) => self.checks(check),
            Some(("example", id)) => self.by_id(id, Some(Kind::Example)),
            Some(("input", id)) => self.by_id(id, Some(Kind::Input)),
            Some(("rule", id)) => self.by_id(id, Some(Kind::Rule)),
            // Ids of another contract may have a colon of their own.
            _ => self.by_id(pattern, None),
        }
    }

    fn of_operation(&self, pattern: &str) -> Result<Meant, String> {
        let wanted = WildMatch::new(pattern);
        let is_wanted = |case: &Planned<'_>| case.operations().iter().any(|id| wanted.matches(id));
        some(self.places(is_wanted)).ok_or_else(|| {
            let known = self.cases.iter().flat_map(Planned::operations);
            let meant = nearest(pattern, known).map(|id| format!("operation:{id}"));
            hint(meant, "operations have the ids of the contract")
        })
    }

    fn of_level(&self, name: &str) -> Result<Meant, String> {
        let level = Level::from_str(name, false).map_err(|_| {
            let meant = nearest(name, ["must", "should", "may"]);
            hint(meant.map(|level| format!("level:{level}")), "levels are must, should and may")
        })?;
        let remedy = || "; nothing that can be judged stands so".to_owned();
        some(self.places(|case| case.level() == level)).ok_or_else(remedy)
    }

    fn checks(&self, pattern: &str) -> Result<Meant, String> {
        let matching = self.matching_checks(&WildMatch::new(pattern), "");
        if matching.is_empty() {
            let meant = nearest(pattern, self.checks.iter().copied());
            let meant = meant.map(|check| format!("check:{check}"));
            return Err(hint(
                meant,
                "`conformance list` shows all checks, of which those that begin with client/ are what `conformance proxy` says of a client",
            ));
        }
        Ok(Meant::Checks(matching))
    }

    /// By the ids as they stand, by the ids with `-` between family and fact, by what a check says of a case.
    fn by_id(&self, pattern: &str, kind: Option<Kind>) -> Result<Meant, String> {
        let wanted = WildMatch::new(pattern);
        let is_of_kind = |case: &Planned<'_>| kind.is_none_or(|kind| case.kind() == kind);
        let named = |case: &Planned<'_>| is_named(case, kind, &|id| wanted.matches(id));
        let joined =
            |case: &Planned<'_>| is_named(case, kind, &|id| wanted.matches(&id.replace('/', "-")));
        let said = || {
            let cases = self.cases.iter().enumerate().filter(|(_, case)| is_of_kind(case));
            let said = cases.map(|(place, case)| (place, self.said_of(case, &wanted)));
            let said: BTreeMap<usize, Checks> =
                said.filter(|(_, checks)| !checks.is_empty()).collect();
            (!said.is_empty()).then_some(Meant::Said(said))
        };
        some(self.places(named))
            .or_else(|| some(self.places(joined)))
            .or_else(said)
            .ok_or_else(|| self.unknown(pattern, &is_of_kind))
    }

    fn said_of(&self, case: &Planned<'_>, wanted: &WildMatch) -> Checks {
        self.matching_checks(wanted, &format!("{}/", case.id()))
    }

    fn matching_checks(&self, wanted: &WildMatch, before: &str) -> Checks {
        let checks = self.checks.iter().copied();
        checks.filter(|check| wanted.matches(&format!("{before}{check}"))).collect()
    }

    fn places(&self, is_meant: impl Fn(&Planned<'_>) -> bool) -> BTreeSet<usize> {
        let meant = self.cases.iter().enumerate().filter(|(_, case)| is_meant(case));
        meant.map(|(place, _)| place).collect()
    }

    /// Of ids, patterns of siblings and what checks say, the nearest.
    fn unknown(&self, pattern: &str, is_of_kind: &dyn Fn(&Planned<'_>) -> bool) -> String {
        let ids = || self.cases.iter().filter(|case| is_of_kind(case)).map(Planned::id);
        let siblings: BTreeSet<String> = ids().filter_map(siblings).collect();
        let of_check = pattern.rsplit_once('/').and_then(|(case, check)| {
            let check = nearest(check, self.checks.iter().copied())?;
            let is_case = |id: &str| WildMatch::new(case).matches(id);
            ids().any(is_case).then(|| format!("{case}/{check}"))
        });
        let known = ids().chain(siblings.iter().map(String::as_str));
        let meant = of_check.or_else(|| nearest(pattern, known).map(str::to_owned));
        let from = match self.set {
            Some(set) => format!("of the set {set} what `conformance requirements {set}` prints"),
            None => "from what `conformance list` shows".to_owned(),
        };
        hint(
            meant,
            &format!(
                "a pattern such as `cancel/*`, `rule:*` for a kind, `operation:*`, `level:must` or `check:schema` selects {from}"
            ),
        )
    }
}

/// Whether the id of a case, or the case's id within its kind, is as is asked for.
fn is_named(case: &Planned<'_>, kind: Option<Kind>, is_it: &dyn Fn(&str) -> bool) -> bool {
    // With `input:` before it, a pattern need not say so again.
    let is_of_example = || case.id().strip_prefix(INPUT).is_some_and(is_it);
    match kind {
        None => is_it(case.id()),
        Some(kind) => {
            kind == case.kind() && (is_it(case.id()) || kind == Kind::Input && is_of_example())
        }
    }
}

/// The pattern of all that stand beside a case: `create/*` of `create/admin-adds-user`, `input/create/*` of what is made from that.
fn siblings(id: &str) -> Option<String> {
    id.rsplit_once('/').map(|(folder, _)| format!("{folder}/*"))
}

fn some(places: BTreeSet<usize>) -> Option<Meant> {
    (!places.is_empty()).then_some(Meant::Cases(places))
}

fn hint(meant: Option<impl std::fmt::Display>, remedy: &str) -> String {
    format!("{} {remedy}", did_you_mean(meant))
}
