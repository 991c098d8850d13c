//! The workspace's own source files: nothing in, their paths and texts out.

use std::fs;
use std::path::{Path, PathBuf};

/// Where they are, from the root of the workspace.
const ROOTS: &[&str] = &["build", "build.rs", "bundle", "conformance", "sandbox", "src", "tests"];

/// A file of Rust, or the manifest of a crate.
pub(crate) struct Source {
    /// Its path from the root of the workspace, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// Whether it is a file of Rust.
    pub(crate) fn is_rust(&self) -> bool {
        has_rust(Path::new(&self.path))
    }

    /// Whether it is one of these places: a file, or a folder, which ends in `/`.
    pub(crate) fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            self.path == *place || place.ends_with('/') && self.path.starts_with(place)
        })
    }
}

/// All of them, in the order of their paths.
pub(crate) fn sources() -> Vec<Source> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let files = ROOTS.iter().flat_map(|root| files(&workspace.join(root)));
    let files = files.filter(|file| file.ends_with("Cargo.toml") || has_rust(file));
    let sources = files.map(|file| Source {
        path: written(file.strip_prefix(workspace).unwrap()),
        text: fs::read_to_string(&file).unwrap(),
    });
    let mut sources: Vec<Source> = sources.collect();
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

fn files(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    assert!(place.is_dir(), "{} is not there", place.display());
    fs::read_dir(place).unwrap().flat_map(|entry| files(&entry.unwrap().path())).collect()
}

fn has_rust(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "rs")
}

fn written(path: &Path) -> String {
    let parts: Vec<&str> = path.iter().map(|part| part.to_str().unwrap()).collect();
    parts.join("/")
}
