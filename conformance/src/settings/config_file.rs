//! A file with settings in, those settings with the line of each out.

use super::mistakes::{self, Mistake};
use super::origin::{Origin, Origins};
use super::{FLAG_ONLY, Resolved, Settings, paths, resolve, schema};
use crate::environment;
use crate::error::Error;
use crate::files;
use crate::report::one_line;
use crate::toml_lines::Lines;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What a file with settings is called.
const NAME: &str = "conformance.toml";

/// A file with settings.
#[derive(Debug)]
pub(super) struct ConfigFile {
    path: PathBuf,
    /// What it says; its paths are relative to it no more.
    pub(super) settings: Settings,
    origins: Origins,
}

impl ConfigFile {
    /// The first file of that name from the working directory upwards.
    ///
    /// # Errors
    /// As [`ConfigFile::read`] does.
    pub(super) fn find() -> Result<Option<Self>, Error> {
        let found = files::find_upwards(NAME, &environment::working_directory()?);
        found.map(|path| Self::read(&path)).transpose()
    }

    /// The file of that path.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read; [`Error::Configuration`] with its line where it does not say what it must.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let text = files::read(path)?;
        let wrong = |(line, problem): (usize, String)| {
            let place = format!("{}:{line}", path.display());
            Error::Configuration { place, problem: one_line(&problem) }
        };
        let syntax = |error| wrong(Lines::mistake(&text, &error));
        let lines = Lines::of(&text).map_err(syntax)?;
        let values: Value = toml::from_str(&text).map_err(syntax)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let settings = checked(values, &lines, folder).map_err(|(at, problem)| {
            let at: Vec<&str> = at.iter().map(String::as_str).collect();
            wrong((lines.line(&at), problem))
        })?;
        let mut origins = Origins::default();
        for (keys, line) in lines.all().into_iter().filter(|(keys, _)| *keys != [schema::KEY]) {
            origins.set(keys, Origin::File { path: path.to_owned(), line });
        }
        Ok(Self { path: path.to_owned(), settings, origins })
    }
}

impl From<ConfigFile> for Resolved {
    fn from(file: ConfigFile) -> Self {
        Self { settings: file.settings, origins: file.origins, file: Some(file.path) }
    }
}

/// The settings that the values amount to.
fn checked(mut values: Value, lines: &Lines<'_>, folder: &Path) -> Result<Settings, Mistake> {
    let schema = schema::of_file();
    let line = |path: &[String]| lines.line(&path.iter().map(String::as_str).collect::<Vec<_>>());
    let forbidden = FLAG_ONLY.iter().filter(|(key, _)| values.get(key).is_some());
    let mut mistakes: Vec<Mistake> =
        forbidden.map(|(key, why)| (vec![(*key).to_owned()], format!("{key}: {why}"))).collect();
    if mistakes.is_empty() {
        mistakes = mistakes::mistakes(&schema, &values);
    }
    if let Some(first) = mistakes.into_iter().min_by_key(|(path, _)| line(path)) {
        return Err(first);
    }
    require_values(&values)?;
    values.as_object_mut().and_then(|values| values.shift_remove(schema::KEY));
    paths::rebase(&schema, &mut values, folder);
    serde_json::from_value(values).map_err(|error| (Vec::new(), error.to_string()))
}

/// What the flag of a key asks of its value holds for the file, too.
fn require_values(values: &Value) -> Result<(), Mistake> {
    let command = resolve::command();
    for (key, value) in values.as_object().into_iter().flatten() {
        let Some(flag) = command.get_arguments().find(|flag| flag.get_id() == key) else {
            continue;
        };
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for text in items.iter().filter_map(text) {
            if flag.get_action().takes_values()
                && let Some(problem) = resolve::refusal(flag, &text)
            {
                return Err((vec![key.clone()], format!("{key}: {problem}")));
            }
        }
    }
    Ok(())
}

/// A value as a flag has it, where a flag can have it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
