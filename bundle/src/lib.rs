//! Reads an OpenAPI document that is split over several files and returns it as one value.
//!
//! What comes in is the entry file; what goes out is the same document with every reference to another
//! file gone, and with the members of every map in the order in which they were written:
//!
//! - A reference to something that the entry names under `components` becomes
//!   `#/components/<kind>/<name>`, however the reference was spelt.
//! - Any other reference to a file gives way to what stands there. As OpenAPI 3.0 says, members beside
//!   such a `$ref` count for nothing.
//! - A reference within the entry document stays as it is, so a document in one file comes out unchanged.
//!
//! A `$ref` inside data (`example`, `default`, `enum`, `const`, the `value` of an example) is data.
//!
//! ```
//! # fn main() -> Result<(), openapi_bundle::Error> {
//! let document = openapi_bundle::parse("openapi: 3.0.3\npaths: {}\n", "openapi.yaml")?;
//! assert_eq!(document["openapi"], "3.0.3");
//!
//! let twice = openapi_bundle::parse("info: {}\ninfo: {}\n", "openapi.yaml");
//! assert!(twice.is_err(), "a key given twice is a mistake, not an override");
//! # Ok(())
//! # }
//! ```

mod components;
mod error;
mod expansion;
mod json;
mod keys;
mod lines;
mod origins;
mod place;
mod source_map;
mod sources;

use std::path::{Path, PathBuf};

use serde_json::Value;

pub use error::Error;
pub use keys::{is_data, is_map_of_names};
pub use origins::Origins;
pub use place::Place;
pub use source_map::{SourceFile, SourceMap};

use components::Components;
use expansion::Expansion;
use sources::Sources;

/// A document in one piece.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Bundle {
    /// The document.
    pub document: Value,
    /// Where each part of it came from.
    pub origins: Origins,
    /// The files that it was read from, each with its text, the entry first.
    pub files: Vec<(PathBuf, String)>,
}

/// Reads the document that begins in `entry`, a YAML file or, by its extension, a JSON file.
///
/// # Errors
///
/// Where a file cannot be read or is not what it should be, and where a reference leads nowhere, back to
/// itself or away from the file system. The error names the file and the pointer in it.
pub fn bundle(entry: &Path) -> Result<Value, Error> {
    bundle_with_origins(entry).map(|bundle| bundle.document)
}

/// Reads a document as [`bundle`] does, and keeps where each part of it came from.
///
/// # Errors
///
/// Those of [`bundle`].
pub fn bundle_with_origins(entry: &Path) -> Result<Bundle, Error> {
    let mut sources = Sources::default();
    let document = sources.entry(entry)?;
    let components = Components::of(&document, entry);
    let (document, origins) = Expansion::new(&mut sources, &components).document(&document)?;
    components::refuse_aliases_without_end(&document, entry)?;
    Ok(Bundle { document, origins, files: sources.into_texts() })
}

/// Reads one text as [`bundle`] reads a file, without following its references. Its `name` says by its
/// extension whether it is JSON, and stands in errors.
///
/// # Errors
///
/// Where the text is not YAML (or JSON), and where a map holds a key twice.
pub fn parse(text: &str, name: &str) -> Result<Value, Error> {
    sources::parse(text, Path::new(name))
}
