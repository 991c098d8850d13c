//! The exchanges of a case in; whether their shape is the one that was reviewed, out. Shapes are kept in files of insta's own format.

mod comparison;
mod difference;
mod observed;
mod stored;
mod telling;

pub use difference::{Change, Difference, Effect, Part};
pub(crate) use stored::{Pending, accept, pending};
pub(crate) use telling::lines;

use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::files;
use crate::judged::Judged;
use crate::plan::Planned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use stored::Stored;

/// The reviewed shapes of an endpoint, in a folder: a file a case.
#[derive(Debug)]
pub(crate) struct Snapshots {
    folder: PathBuf,
    writing: Writing,
    contract: Arc<Contract>,
    /// What was reviewed, by the file that it is kept in.
    reviewed: BTreeMap<PathBuf, Stored>,
    /// What was seen, where it is to be held against what another endpoint shows.
    seen: Mutex<BTreeMap<PathBuf, Stored>>,
}

/// Whether shapes that need review are written beside the reviewed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// As files that end in `.snap.new`.
    Beside,
    /// Nothing is written, as in continuous integration.
    Nothing,
    /// Nothing is written, and all of them are kept in memory.
    Memory,
}

/// How the shape of a case stands to the one that was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShapeReport {
    /// The file of the reviewed shape.
    pub file: String,
    /// Whether it is as it was.
    pub state: ShapeState,
    /// What is not as it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}

/// How a shape stands to the one that was reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShapeState {
    /// It is as it was.
    Same,
    /// None was reviewed yet.
    New,
    /// It is not as it was.
    Changed,
}

/// The shapes of a whole run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotsReport {
    /// The folder of the reviewed shapes.
    pub folder: String,
    /// Whether shapes that need review were written there.
    pub are_written: bool,
    /// Files of cases that there are no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_over: Vec<String>,
}

impl Snapshots {
    /// Reads what was reviewed in a folder, which need not be there yet.
    ///
    /// # Errors
    /// [`Error::File`] where a file cannot be read, or none is there yet and none could be written; [`Error::Snapshot`] where one is no
    /// snapshot.
    pub(crate) fn open(
        folder: &Path,
        writing: Writing,
        contract: Arc<Contract>,
    ) -> Result<Self, Error> {
        let kept = files::below(folder, "snap")?.into_iter();
        let read = kept.map(|file| Ok((file.clone(), Stored::read(&file)?)));
        let reviewed = read.collect::<Result<BTreeMap<_, _>, Error>>()?;
        // Every shape will be new: better to learn it now than from each case.
        if writing == Writing::Beside && reviewed.is_empty() {
            files::writable_below(folder)?;
        }
        let seen = Mutex::default();
        Ok(Self { folder: folder.to_owned(), writing, contract, reviewed, seen })
    }

    /// Those of an endpoint that another will be held against; in no folder.
    pub(crate) fn in_memory(contract: Arc<Contract>) -> Self {
        let (folder, reviewed) = (PathBuf::new(), BTreeMap::new());
        Self { folder, writing: Writing::Memory, contract, reviewed, seen: Mutex::default() }
    }

    /// What was seen takes the place of what was reviewed.
    pub(crate) fn into_reviewed(self) -> Self {
        let reviewed = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        Self { reviewed, seen: Mutex::default(), ..self }
    }

    /// Holds what went over the wire in a case at an endpoint against the reviewed shape; one that needs review is written beside it.
    ///
    /// # Errors
    /// [`Error::File`] where a shape cannot be written.
    pub(crate) fn review(
        &self,
        planned: &Planned<'_>,
        (endpoint, judged): (&Endpoint, &Judged),
    ) -> Result<Option<ShapeReport>, Error> {
        let Judged { exchanges, verdict, .. } = judged;
        let shapes = observed::shapes(&self.contract, endpoint, (planned.kind(), exchanges));
        if shapes.is_empty() {
            return Ok(None);
        }
        let file = self.file(planned.id());
        let fresh = Stored::new((planned.id(), planned.sentence()), verdict, shapes);
        let (state, differences) = match self.reviewed.get(&file) {
            None => (ShapeState::New, Vec::new()),
            Some(reviewed) => match comparison::between(reviewed.shapes(), fresh.shapes()) {
                differences if differences.is_empty() => (ShapeState::Same, differences),
                differences => (ShapeState::Changed, differences),
            },
        };
        let name = file.display().to_string();
        match self.writing {
            Writing::Beside => stored::settle(&file, &fresh, state)?,
            Writing::Nothing => {}
            Writing::Memory => {
                // Nothing here panics while it holds the lock.
                let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.insert(file, fresh);
            }
        }
        Ok(Some(ShapeReport { file: name, state, differences }))
    }

    /// What is told of the folder as a whole, where there is one and the cases that there are have these ids.
    pub(crate) fn report<'a>(
        &self,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<SnapshotsReport> {
        let expected: BTreeSet<PathBuf> = known.into_iter().map(|id| self.file(id)).collect();
        let left_over = self.reviewed.keys().filter(|file| !expected.contains(*file));
        (self.writing != Writing::Memory).then(|| SnapshotsReport {
            folder: self.folder.display().to_string(),
            are_written: self.writing == Writing::Beside,
            left_over: left_over.map(|file| file.display().to_string()).collect(),
        })
    }

    /// Where the shape of a case is kept: the segments of its id are folders.
    fn file(&self, id: &str) -> PathBuf {
        let segments = id.split('/').map(segment);
        let mut file = segments.fold(self.folder.clone(), |folder, segment| folder.join(segment));
        file.as_mut_os_string().push(".snap");
        file
    }
}

/// A part of an id as the name of a file; ids of other contracts may hold anything.
fn segment(text: &str) -> String {
    let is_plain =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let plain: String =
        text.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    if plain.chars().all(|letter| letter == '.') { format!("_{plain}") } else { plain }
}

impl ShapeReport {
    /// Whether somebody has to look at it.
    pub fn needs_review(&self) -> bool {
        self.state != ShapeState::Same
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_to_a_file_below_the_folder() {
        for (text, expected) in [
            ("cancel", "cancel"),
            ("a b:c", "a_b_c"),
            ("..", "_.."),
            ("", "_"),
            ("a\\b\0", "a_b_"),
            ("1.0", "1.0"),
        ] {
            assert_eq!(segment(text), expected);
        }
    }
}
