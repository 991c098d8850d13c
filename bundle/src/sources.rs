//! The files of a document: the only module that touches the file system. A place comes in, the value
//! that stands there goes out, and each file is read once.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use serde_json::Value;

use crate::{Error, Place, json};

/// Every file read so far.
#[derive(Default)]
pub(crate) struct Sources {
    files: HashMap<PathBuf, Rc<Value>>,
    /// Their texts, in the order in which they were read.
    texts: Vec<(PathBuf, String)>,
}

impl Sources {
    /// The whole of the entry file.
    pub(crate) fn entry(&mut self, file: &Path) -> Result<Rc<Value>, Error> {
        let text = fs::read_to_string(file)
            .map_err(|source| Error::Entry { file: file.to_owned(), source })?;
        self.keep(Place::root(file).file, text)
    }

    /// The file of `target`, on behalf of the reference at `place`.
    pub(crate) fn file(&mut self, target: &Place, place: &Place) -> Result<Rc<Value>, Error> {
        if let Some(known) = self.files.get(&target.file) {
            return Ok(Rc::clone(known));
        }
        let text = fs::read_to_string(&target.file).map_err(|source| Error::Referenced {
            place: place.clone(),
            file: target.file.clone(),
            source,
        })?;
        self.keep(target.file.clone(), text)
    }

    /// Every file with its text.
    pub(crate) fn into_texts(self) -> Vec<(PathBuf, String)> {
        self.texts
    }

    fn keep(&mut self, file: PathBuf, text: String) -> Result<Rc<Value>, Error> {
        let value = Rc::new(parse(&text, &file)?);
        self.files.insert(file.clone(), Rc::clone(&value));
        self.texts.push((file, text));
        Ok(value)
    }
}

/// One text as a value; `file` decides the format and stands in errors.
pub(crate) fn parse(text: &str, file: &Path) -> Result<Value, Error> {
    if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        return json::parse(text).map_err(|source| Error::Json { file: file.to_owned(), source });
    }
    // Plain `on` stays a word and plain `003` keeps its zeros, as in YAML 1.2 for people.
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options)
        .map_err(|source| Error::Yaml { file: file.to_owned(), source: Box::new(source) })
}
