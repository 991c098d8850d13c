//! A pointer into the document of a contract in, the file and line where that stands out.

use super::Contract;
use crate::pointer::places;
use crate::report::Location;
use openapi_bundle::{Bundle, Origins, SourceFile, SourceMap};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The member that a node names its page in.
const PAGE: &str = "/externalDocs/url";

/// No more characters of a line are told.
const LONGEST_LINE: usize = 160;

/// The files that a document was brought together from. Where what stands is found out when it is first asked for.
#[derive(Debug, Default)]
pub struct SourceFiles {
    told: Told,
    index: OnceLock<Index>,
}

/// What is known of the files from the beginning.
#[derive(Debug, Default)]
enum Told {
    /// Nothing: no place has a line.
    #[default]
    Nothing,
    /// A source map, as JSON.
    Map(&'static str),
    /// The files themselves, and what came from which.
    Files(Origins, Vec<(PathBuf, String)>),
}

/// Everything by its pointer.
#[derive(Debug, Default)]
struct Index {
    files: Vec<Lined>,
    /// The file, by its index, and the line of each value.
    marks: HashMap<String, (usize, usize)>,
    /// The pointer of the node that each page describes, by the page's address.
    pages: HashMap<String, String>,
}

/// A file, and where each of its lines begins.
#[derive(Debug)]
struct Lined {
    file: SourceFile,
    starts: Vec<usize>,
}

impl SourceFiles {
    /// Those of a document that was brought together before, by its source map in JSON.
    pub fn mapped(json: &'static str) -> Self {
        Self { told: Told::Map(json), index: OnceLock::new() }
    }

    /// A bundle in its two parts: the document, and where it came from.
    pub fn of(bundle: Bundle) -> (Value, Self) {
        let Bundle { document, origins, files, .. } = bundle;
        (document, Self { told: Told::Files(origins, files), index: OnceLock::new() })
    }

    fn index(&self, document: &Value) -> &Index {
        self.index.get_or_init(|| {
            let map = match &self.told {
                Told::Nothing => return Index::default(),
                // The build wrote it; without it, nothing has a line.
                Told::Map(json) => serde_json::from_str(json).unwrap_or_default(),
                Told::Files(origins, files) => SourceMap::of(document, origins, files),
            };
            Index::of(document, map)
        })
    }
}

impl Index {
    fn of(document: &Value, map: SourceMap) -> Self {
        let mut pages = HashMap::new();
        let mut marks = HashMap::with_capacity(map.marks.len());
        for ((pointer, value), mark) in places(document).into_iter().zip(map.marks) {
            let described = pointer.strip_suffix(PAGE).filter(|node| !node.is_empty());
            if let (Some(node), Some(address)) = (described, value.as_str()) {
                pages.entry(address.to_owned()).or_insert_with(|| node.to_owned());
            }
            marks.insert(pointer, mark);
        }
        Self { files: map.files.into_iter().map(Lined::of).collect(), marks, pages }
    }
}

impl Lined {
    fn of(file: SourceFile) -> Self {
        let ends = memchr::memchr_iter(b'\n', file.text.as_bytes());
        let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        Self { file, starts }
    }

    /// What stands in a line, counted from one, or its beginning.
    fn line(&self, number: usize) -> Option<String> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let line = self.file.text.get(start..)?.lines().next()?;
        Some(line.trim_end().chars().take(LONGEST_LINE).collect())
    }
}

impl Contract {
    /// The same with the files that its document was brought together from.
    #[must_use]
    pub fn in_files(self, files: SourceFiles) -> Self {
        Self { files, ..self }
    }

    /// The file that it was read from, where it is not the program's own.
    pub fn file(&self) -> Option<&Path> {
        match &self.files.told {
            Told::Files(_, files) => files.first().map(|(path, _)| path.as_path()),
            Told::Nothing | Told::Map(_) => None,
        }
    }

    /// Where what a JSON pointer leads to stands in the files; where it leads nowhere, what it comes nearest to. None where the files are not
    /// known.
    pub fn location(&self, pointer: &str) -> Option<Location> {
        let index = self.files.index(&self.document);
        let mut pointer = pointer;
        loop {
            if let Some((file, line)) = index.marks.get(pointer) {
                let lined = index.files.get(*file)?;
                let file = lined.file.path.clone();
                return Some(Location { file, line: *line, text: lined.line(*line) });
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }

    /// The pointer of the node that a page of the documents describes, by the page's address.
    pub(crate) fn described_at(&self, address: &str) -> Option<&str> {
        self.files.index(&self.document).pages.get(address).map(String::as_str)
    }
}
