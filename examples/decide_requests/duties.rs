//! An access package in, those out that nobody may have beside it.

use std::str::FromStr;

/// The table.
#[derive(Debug)]
pub(crate) struct Duties(Vec<Pair>);

/// Two access packages, by id, that nobody may have both.
#[derive(Clone, Debug)]
pub(crate) struct Pair(String, String);

impl Duties {
    pub(crate) fn new(pairs: Vec<Pair>) -> Self {
        Self(pairs)
    }

    /// The packages that nobody may have beside this one.
    pub(crate) fn against(&self, package: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(move |Pair(one, other)| match package {
            _ if package.eq_ignore_ascii_case(one) => Some(other.as_str()),
            _ if package.eq_ignore_ascii_case(other) => Some(one.as_str()),
            _ => None,
        })
    }
}

impl FromStr for Pair {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (one, other) = text.split_once(',').ok_or("write two ids with a comma between them")?;
        Ok(Self(one.trim().to_owned(), other.trim().to_owned()))
    }
}
