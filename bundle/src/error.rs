//! Why a document could not be bundled: each error names the file, the pointer in it and the remedy.

use std::{io, path::PathBuf};

use crate::Place;

/// Why a document could not be bundled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The entry file cannot be read.
    #[error("cannot read {}", file.display())]
    Entry {
        /// The file as it was asked for.
        file: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
    /// A file that a reference names cannot be read.
    #[error("{place} refers to {}, which cannot be read", file.display())]
    Referenced {
        /// Where the reference stands.
        place: Place,
        /// The file that it names.
        file: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
    /// A file is not YAML, or a map in it holds a key twice.
    #[error("{} is not the YAML it should be", file.display())]
    Yaml {
        /// The file.
        file: PathBuf,
        /// Line, column and cause.
        source: Box<serde_saphyr::Error>,
    },
    /// A file is not JSON, or an object in it holds a member twice.
    #[error("{} is not the JSON it should be", file.display())]
    Json {
        /// The file.
        file: PathBuf,
        /// Line, column and cause.
        source: serde_json::Error,
    },
    /// A reference is an address of the network or cannot be a path.
    #[error(
        "{place} refers to `{reference}`: give a relative path, `#` and a JSON pointer instead"
    )]
    Reference {
        /// Where the reference stands.
        place: Place,
        /// The reference as written.
        reference: String,
    },
    /// A reference leads to a file that has nothing at the pointer.
    #[error("{place} refers to {target}, but nothing stands there; correct the pointer")]
    Nothing {
        /// Where the reference stands.
        place: Place,
        /// Where it leads.
        target: Place,
    },
    /// A reference leads back to itself.
    #[error(
        "{place} refers to {target}, which contains or is that very reference; \
         name a recursive part under `components` of the entry document"
    )]
    Cycle {
        /// Where the reference that closes the circle stands.
        place: Place,
        /// Where it leads.
        target: Place,
    },
    /// A discriminator names a schema that has no name in the bundle.
    #[error(
        "{place} maps to {target}, which `components.schemas` of the entry document does not list; \
         add it there"
    )]
    Unnamed {
        /// Where the mapping stands.
        place: Place,
        /// The schema that it names.
        target: Place,
    },
    /// The document is nested more deeply than any reader should follow.
    #[error("{place} is nested more than {limit} levels deep; flatten it")]
    Deep {
        /// The first place beyond the limit.
        place: Place,
        /// The limit.
        limit: usize,
    },
    /// The bundle grows beyond all reason, as references that double at each step make it.
    #[error("{place} takes the bundle beyond {limit} values; refer to named components instead")]
    Large {
        /// The first place beyond the limit.
        place: Place,
        /// The limit.
        limit: usize,
    },
}
