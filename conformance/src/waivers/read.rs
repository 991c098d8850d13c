//! The text of a file of waivers in, the waivers out, or what is wrong with it: line, cause and remedy.

use super::WaiverFile;
use crate::error::Error;
use crate::files;
use crate::nearest::{did_you_mean, nearest};
use crate::toml_lines::Lines;
use chrono::NaiveDate;
use std::path::Path;

/// The keys at the top.
const TOP: [&str; 3] = ["$schema", "at_most", "waiver"];

/// The keys of a waiver, and whether one without it says too little.
const KEYS: [(&str, bool); 8] = [
    ("id", true),
    ("check", true),
    ("fingerprint", false),
    ("endpoint", false),
    ("owner", true),
    ("reason", true),
    ("link", false),
    ("expires", true),
];

/// Where a person finds what may be written.
const SHOWN: &str = "`conformance schema waivers` describes the file";

/// How many digits a fingerprint has.
const DIGITS: usize = 16;

impl WaiverFile {
    /// Reads a file of waivers.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Waivers`] where it is not TOML of this form.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |problem| Error::Waivers { path: path.to_owned(), problem };
        Self::parse(&files::read(path)?).map_err(wrong)
    }

    /// Those of a text, or line, cause and remedy.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let lines = Lines::of(text).map_err(|error| mistaken(text, &error))?;
        require_keys(&lines)?;
        let file: Self = toml::from_str(text).map_err(|error| mistaken(text, &error))?;
        for (number, waiver) in file.waiver.iter().enumerate() {
            let at = |key: &str| lines.line(&["waiver", &number.to_string(), key]);
            let filled = [
                ("id", &waiver.id),
                ("check", &waiver.check),
                ("owner", &waiver.owner),
                ("reason", &waiver.reason),
            ];
            if let Some((key, _)) = filled.iter().find(|(_, value)| value.trim().is_empty()) {
                return Err(format!("{}: {key} is empty; say it in a few words", at(key)));
            }
            let print = waiver.fingerprint.as_ref();
            if let Some(print) = print.filter(|print| !is_fingerprint(print)) {
                return Err(format!(
                    "{}: {print:?} is no fingerprint: {DIGITS} hexadecimal digits, as `conformance waive` writes them; leave it out to mean all that the check says",
                    at("fingerprint")
                ));
            }
            if !is_day(&waiver.expires) {
                return Err(format!(
                    "{}: {:?} is no day; give one such as 2026-12-31",
                    at("expires"),
                    waiver.expires
                ));
            }
        }
        Ok(file)
    }
}

fn mistaken(text: &str, error: &toml::de::Error) -> String {
    let (line, problem) = Lines::mistake(text, error);
    format!("{line}: {problem}; {SHOWN}")
}

/// A mistyped key would say nothing.
fn require_keys(lines: &Lines<'_>) -> Result<(), String> {
    if let Some(key) = lines.top().find(|key| !TOP.contains(key)) {
        return Err(unknown(key, &TOP, lines.line(&[key])));
    }
    let known = KEYS.map(|(key, _)| key);
    for (number, keys) in lines.each("waiver").enumerate() {
        let at = |key: &str| lines.line(&["waiver", &number.to_string(), key]);
        if let Some(key) = keys.iter().find(|key| !known.contains(key)) {
            return Err(unknown(key, &known, at(key)));
        }
        let missing = KEYS.iter().find(|(key, is_needed)| *is_needed && !keys.contains(key));
        if let Some((key, _)) = missing {
            return Err(format!("{}: a waiver without {key}; {SHOWN}", at("")));
        }
    }
    Ok(())
}

fn unknown(key: &str, known: &[&str], line: usize) -> String {
    let hint = did_you_mean(nearest(key, known.iter().copied()));
    format!("{line}: there is no key {key:?}{hint} {SHOWN}")
}

fn is_fingerprint(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether there is such a day; written like this, days compare as texts do.
fn is_day(text: &str) -> bool {
    let is_padded = text.len() == "2026-12-31".len();
    is_padded && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}
