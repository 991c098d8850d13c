//! The ready file: it is there, with the URL in it, exactly as long as the sandbox answers.

use crate::error::Error;
use crate::files;
use std::path::{Path, PathBuf};

/// A file that says where the sandbox answers.
#[derive(Debug)]
pub(super) struct ReadyFile(PathBuf);

impl ReadyFile {
    /// Makes sure that it can be written, and takes away what an earlier run left.
    pub(super) fn begin(path: &Path) -> Result<Self, Error> {
        let path = files::writable(path)?;
        files::remove(&path)?;
        Ok(Self(path))
    }

    /// Nobody who waits for the file sees half of it.
    pub(super) fn write(&self, url: &str) -> Result<(), Error> {
        files::write(&self.0, &format!("{url}\n"))
    }

    pub(super) fn end(self) -> Result<(), Error> {
        files::remove(&self.0)
    }
}
