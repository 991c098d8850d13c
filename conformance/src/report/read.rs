//! A report in JSON in, as it was written out.

use super::Report;
use crate::error::Error;
use crate::files;
use std::path::Path;

impl Report {
    /// Reads a report that was written in JSON; `-` is standard input.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Report`] with line and column where it is no report.
    pub fn read(path: &Path) -> Result<Self, Error> {
        serde_json::from_str(&files::read_or_input(path)?).map_err(|error| Error::Report {
            path: path.to_owned(),
            problem: format!("{error}; give a report that `run --report json=FILE` wrote"),
        })
    }
}
