//! Exchanges in, a folder with one JSON file of each out, in the form that they have in the report.

use crate::error::Error;
use crate::files;
use crate::report::ExchangeReport;
use std::path::{Path, PathBuf};

/// A folder that traffic is kept in.
#[derive(Debug)]
pub(super) struct Record {
    folder: PathBuf,
}

impl Record {
    /// Begins to keep traffic in a folder that is empty, or is made.
    ///
    /// # Errors
    /// [`Error::Usage`] where something is in it, [`Error::File`] where it cannot be made.
    pub(super) fn begin(folder: &Path) -> Result<Self, Error> {
        files::empty_folder(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Keeps an exchange under its number and what was called.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be written.
    pub(super) fn keep(
        &self,
        (number, called): (usize, &str),
        exchange: &ExchangeReport,
    ) -> Result<(), Error> {
        let is_plain =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
        let called: String =
            called.chars().map(|one| if is_plain(one) { one } else { '-' }).take(64).collect();
        let path = self.folder.join(format!("{number:06}-{called}.json"));
        // Numbers, texts and lists of them: nothing that could not be written.
        let text = serde_json::to_string_pretty(exchange).unwrap_or_default();
        files::write(&path, &format!("{text}\n"))
    }
}
