//! Failures: what the database says went wrong in, what is wrong with the data file out.

use std::io::{self, ErrorKind};
use std::path::Path;

use redb::Error;

use crate::error::DataError;

/// Why the file cannot be opened.
pub(super) fn opening(path: &Path, error: Error) -> DataError {
    let path = path.to_owned();
    if matches!(error, Error::DatabaseAlreadyOpen) {
        return DataError::InUse { path };
    }
    if let Error::Io(source) = error {
        let problem = source.to_string();
        return if tells_of_contents(&source) {
            DataError::Damaged { path, problem }
        } else {
            DataError::Unusable { path, source }
        };
    }
    DataError::Damaged { path, problem: error.to_string() }
}

/// The system knows nothing of contents; the database does, and says so as an error of the system's.
fn tells_of_contents(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
}

/// Why the file cannot be written.
pub(super) fn writing(path: &Path, error: Error) -> DataError {
    let source = if let Error::Io(source) = error { source } else { io::Error::other(error) };
    DataError::Unwritten { path: path.to_owned(), source }
}
