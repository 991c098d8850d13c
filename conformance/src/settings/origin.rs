//! Where a setting comes from, as it is told to a person.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag, as in `--jobs`.
    Flag(String),
    /// A variable of the environment, as in `CONFORMANCE_JOBS`.
    Environment(String),
    /// A file with settings.
    File {
        /// The file.
        path: PathBuf,
        /// The line of the key, counted from one.
        line: usize,
    },
    /// Nobody set it.
    Default,
}

impl Origin {
    /// Of two settings that exclude one another, the one of more weight holds.
    pub(super) fn weight(&self) -> u8 {
        match self {
            Self::Flag(_) => 3,
            Self::Environment(_) => 2,
            Self::File { .. } => 1,
            Self::Default => 0,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Environment(name) => f.write_str(name),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// Where each setting comes from that somebody set: by its key, in a table with the keys of the tables before it.
#[derive(Clone, Debug, Default)]
pub struct Origins(BTreeMap<Vec<String>, Origin>);

impl Origins {
    /// Where the setting at the end of a path of keys comes from: whoever set a table set what is in it.
    pub fn of(&self, path: &[&str]) -> Origin {
        let mut ends = (1..=path.len()).rev().filter_map(|end| path.get(..end));
        let known = ends.find_map(|path| {
            let path: Vec<String> = path.iter().map(|&key| key.to_owned()).collect();
            self.0.get(&path)
        });
        known.cloned().unwrap_or(Origin::Default)
    }

    /// The keys at the top that somebody set.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let tops = self.0.keys().filter(|path| path.len() == 1);
        tops.filter_map(|path| path.first()).map(String::as_str)
    }

    /// Says where a setting comes from, whatever was said of it before.
    pub(super) fn set(&mut self, path: Vec<String>, origin: Origin) {
        self.0.retain(|known, _| !known.starts_with(&path));
        self.0.insert(path, origin);
    }

    /// Nobody set the setting after all.
    pub(super) fn forget(&mut self, key: &str) {
        self.0.retain(|known, _| known.first().is_none_or(|first| first != key));
    }

    /// The setting, named as whoever set it wrote it.
    pub(crate) fn named(&self, key: &str) -> String {
        match self.of(&[key]) {
            origin @ Origin::File { .. } => format!("{key} ({origin})"),
            Origin::Default => key.to_owned(),
            origin @ (Origin::Flag(_) | Origin::Environment(_)) => origin.to_string(),
        }
    }
}
