//! What a run creates, written down before it is sent: so that it can be undone, also after a crash.

mod creation;
mod entry;
mod line;
mod written;

pub(crate) use entry::{Entry, Fate};
pub(crate) use line::{Answered, Sent};
pub(crate) use written::Written;

use crate::clock;
use crate::error::Error;
use crate::files::{self, Appended};
use line::{Line, Told};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The case of what is sent to undo something. It is written down as everything else is, and nothing undoes it.
pub(crate) const UNDOING: &str = "clean-up";

/// The entries of a run, and the file that they are written to, where there is one.
#[derive(Debug, Default)]
pub struct Ledger {
    file: Option<Appended>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// What tells the entries of this run from those of others in the file.
    run: String,
    /// The number of the last entry.
    last: usize,
    /// What is open.
    entries: Vec<Entry>,
    /// Every id of something that was made.
    ids: BTreeSet<String>,
}

impl Ledger {
    /// A ledger that is kept in a file, too, behind what stands there.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be written.
    pub(crate) fn in_file(path: &Path) -> Result<Self, Error> {
        // Two runs may begin at the same moment, but not in the same process.
        let run = format!("{} {}", clock::now().to_rfc3339(), std::process::id());
        let kept = Kept { run, ..Kept::default() };
        Ok(Self { file: Some(Appended::open(path)?), kept: Mutex::new(kept) })
    }

    /// A ledger that goes on with what a file says, and what it says.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read and written, [`Error::Ledger`] where a line is broken, but for the last.
    pub(crate) fn reopened(path: &Path) -> Result<(Self, Written), Error> {
        let wrong = |problem| Error::Ledger { path: path.to_owned(), problem };
        let mut written = Written::read(&files::read_bytes(path)?).map_err(wrong)?;
        let ledger = Self::in_file(path)?;
        ledger.kept().ids = std::mem::take(&mut written.ids);
        Ok((ledger, written))
    }

    /// Takes down a request that is about to be sent: its name. Once this returns, it outlives a crash.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be written: the request must not be sent.
    pub(crate) fn sends(&self, sent: Sent) -> Result<String, Error> {
        let (name, at) = (self.new_name(), clock::now());
        if let Some(file) = &self.file {
            // Other lanes need not wait until the disk has it.
            let told = Told::Sent(Box::new(sent.clone()));
            file.append(&text(&Line { entry: name.clone(), at, told }))?;
            file.keep()?;
        }
        let entry = Entry { name: name.clone(), at, sent, fate: Fate::Unknown, line: None };
        if entry.is_open() {
            self.kept().entries.push(entry);
        }
        Ok(name)
    }

    fn new_name(&self) -> String {
        let mut kept = self.kept();
        kept.last += 1;
        format!("{}/{}", kept.run, kept.last)
    }

    /// Takes down what came of a request.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be written.
    pub(crate) fn answered(&self, name: &str, answered: Answered) -> Result<(), Error> {
        self.kept().ids.extend(answered.id.clone());
        self.settle(name, Fate::of(&answered));
        self.tell(name, Told::Answered(answered))
    }

    /// Takes down that what a request made is undone, and how.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be written.
    pub(crate) fn undone(&self, name: &str, how: &str) -> Result<(), Error> {
        self.settle(name, Fate::Undone);
        self.tell(name, Told::Undone { how: how.to_owned() })
    }

    /// What is open, in the order in which it was sent.
    pub(crate) fn open(&self) -> Vec<Entry> {
        self.kept().entries.clone()
    }

    /// The ids of everything that was made, undone or not.
    pub(crate) fn ids(&self) -> BTreeSet<String> {
        self.kept().ids.clone()
    }

    /// What is settled is not kept: a run sends thousands of bodies that are refused.
    fn settle(&self, name: &str, fate: Fate) {
        let mut kept = self.kept();
        let Some(place) = kept.entries.iter().position(|entry| entry.name == name) else { return };
        if fate.is_open() {
            if let Some(entry) = kept.entries.get_mut(place) {
                entry.fate = fate;
            }
        } else {
            kept.entries.remove(place);
        }
    }

    fn tell(&self, name: &str, told: Told) -> Result<(), Error> {
        let Some(file) = &self.file else { return Ok(()) };
        file.append(&text(&Line { entry: name.to_owned(), at: clock::now(), told }))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing here panics while it holds the lock.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// JSON has no line end of its own in what is written without blanks.
fn text(line: &Line) -> String {
    let text = serde_json::to_string(line);
    // Nothing in a line is a map with keys that are no text.
    format!("{}\n", text.unwrap_or_default())
}
