//! The shape of a source file: its path and text in, what is wrong with it out.

use super::sources::Source;
use std::path::Path;

/// What is true of every source file.
pub(crate) struct Shape {
    /// The rule, as a sentence.
    pub(crate) sentence: &'static str,
    /// Where a file breaks it, as a line counted from one.
    pub(crate) broken_at: fn(&Source) -> Option<usize>,
    /// The path and the text of a file that breaks it.
    pub(crate) breach: fn() -> (&'static str, String),
}

pub(crate) const SHAPES: &[Shape] = &[
    Shape {
        sentence: "a file is no longer than 400 lines",
        broken_at: length,
        breach: || ("src/long.rs", "\n".repeat(LONGEST + 1)),
    },
    Shape {
        sentence: "a file is named for what it holds",
        broken_at: name,
        breach: || ("src/session/helpers.rs", "//! Functions.".to_owned()),
    },
    Shape {
        sentence: "a file opens with its purpose",
        broken_at: opening,
        breach: || ("src/session.rs", "use std::fmt;".to_owned()),
    },
];

const LONGEST: usize = 400;

/// Names that say nothing. `mod` hides the name in that of the folder.
const EMPTY_NAMES: &[&str] =
    &["common", "helper", "helpers", "imp", "manager", "misc", "mod", "util", "utilities", "utils"];

fn length(source: &Source) -> Option<usize> {
    (source.text.lines().count() > LONGEST).then_some(LONGEST + 1)
}

fn name(source: &Source) -> Option<usize> {
    let path = Path::new(&source.path).with_extension("");
    let mut names = path.iter().filter_map(|name| name.to_str());
    names.any(|name| EMPTY_NAMES.contains(&name)).then_some(1)
}

/// The crate's own page may stand in its README.
fn opening(source: &Source) -> Option<usize> {
    let has_page = source.text.starts_with("#![doc = include_str!(");
    let is_opened = source.text.starts_with("//! ") || has_page;
    (!is_opened).then_some(1)
}
