//! A bundle in, the file and the line of everything in it out, in a form that can be written down.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Bundle, Origins, Place, lines::lines, place::escaped};

/// Where everything in a bundle stands in the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    /// The files, the entry first.
    pub files: Vec<SourceFile>,
    /// Of every value in the document its file, by its index in `files`, and its line, counted from one. In
    /// the document's order: a value comes before what is within it.
    pub marks: Vec<(usize, usize)>,
}

/// A file of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its path, with `/` on every system, relative to where the entry file's own path is relative to.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Bundle {
    /// Where everything in the document stands in the files.
    pub fn source_map(&self) -> SourceMap {
        SourceMap::of(&self.document, &self.origins, &self.files)
    }
}

impl SourceMap {
    /// Where everything in the document of a [`Bundle`] stands, of which the parts are given.
    pub fn of(document: &Value, origins: &Origins, files: &[(PathBuf, String)]) -> Self {
        let places = files.iter().enumerate();
        let lines = places.map(|(index, (path, text))| (path.as_path(), (index, lines(text))));
        let lines = lines.collect();
        let mut walk = Walk { origins, lines, at: String::new(), marks: Vec::new() };
        walk.visit(document);
        let file =
            |(path, text): &(PathBuf, String)| SourceFile { path: spelt(path), text: text.clone() };
        Self { files: files.iter().map(file).collect(), marks: walk.marks }
    }
}

/// The same path on every system.
fn spelt(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A walk along a document.
struct Walk<'a> {
    origins: &'a Origins,
    /// By its path, the index and the lines of each file.
    lines: HashMap<&'a Path, (usize, HashMap<String, usize>)>,
    at: String,
    marks: Vec<(usize, usize)>,
}

impl Walk<'_> {
    fn visit(&mut self, value: &Value) {
        self.marks.push(self.mark());
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| self.below(&escaped(name), member));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| self.below(&index.to_string(), item));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn below(&mut self, token: &str, value: &Value) {
        let length = self.at.len();
        self.at.push('/');
        self.at.push_str(token);
        self.visit(value);
        self.at.truncate(length);
    }

    /// The file and the line of what the walk is at; what an alias stands for has the alias's own line.
    fn mark(&self) -> (usize, usize) {
        let Place { file, pointer } = self.origins.of(&self.at);
        let Some((index, lines)) = self.lines.get(file.as_path()) else { return (0, 1) };
        let mut pointer = pointer.as_str();
        loop {
            match (lines.get(pointer), pointer.rsplit_once('/')) {
                (Some(line), _) => return (*index, *line),
                (None, Some((parent, _))) => pointer = parent,
                (None, None) => return (*index, 1),
            }
        }
    }
}
