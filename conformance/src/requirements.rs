//! Frozen sets of requirements: which checks and cases a run consists of, and how firmly each stands, whatever was added since.

use crate::check::CHECKS;
use crate::error::Error;
use crate::finding::{Level, Levels};
use crate::plan::Planned;
use serde::Deserialize;

/// The published sets, by name: the month in which each was frozen, and its file.
pub const PUBLISHED: &[(&str, &str)] = &[("2026-11", include_str!("../requirements/2026-11.toml"))];

/// One set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirements {
    /// The level of each check that speaks, by its id.
    pub checks: Levels,
    /// The level of each case, by its id.
    pub cases: Levels,
}

/// The text of the set of that name.
///
/// # Errors
/// [`Error::Usage`] where there is none.
pub fn text(name: &str) -> Result<&'static str, Error> {
    let set = PUBLISHED.iter().find(|(known, _)| *known == name);
    set.map(|(_, text)| *text).ok_or_else(|| {
        let names: Vec<&str> = PUBLISHED.iter().map(|(name, _)| *name).collect();
        let known = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
        Error::Usage(format!("there is no set {name:?}; published: {known}"))
    })
}

/// The text of a set that holds every check and all of `cases`, as firmly as they stand today.
pub fn of_today(cases: &[Planned<'_>]) -> String {
    let line = |id: &str, level: Level| format!("\"{id}\" = \"{level}\"\n");
    let checks: String = CHECKS.iter().map(|check| line(check.id, check.level)).collect();
    let cases: String = cases.iter().map(|one| line(one.id(), one.level())).collect();
    format!("[checks]\n{checks}\n[cases]\n{cases}")
}

impl Requirements {
    /// The set of that name.
    ///
    /// # Errors
    /// [`Error::Usage`] where there is none; [`Error::Requirements`] where it is not of this form.
    pub fn published(name: &str) -> Result<Self, Error> {
        toml::from_str(text(name)?).map_err(|error| Error::Requirements {
            name: name.to_owned(),
            problem: error.to_string(),
        })
    }

    /// What of `all` is in the set, each as firmly as there.
    ///
    /// # Errors
    /// [`Error::Requirements`] where something of the set is not there any more.
    pub fn of<'a>(&self, name: &str, all: Vec<Planned<'a>>) -> Result<Vec<Planned<'a>>, Error> {
        let missing = self.cases.keys().find(|id| !all.iter().any(|one| one.id() == *id));
        if let Some(id) = missing {
            let problem = format!("{id} is in the set, and not in this program");
            return Err(Error::Requirements { name: name.to_owned(), problem });
        }
        let frozen = all.into_iter().filter_map(|one| Some((*self.cases.get(one.id())?, one)));
        Ok(frozen.map(|(level, one)| one.at_level(level)).collect())
    }
}
