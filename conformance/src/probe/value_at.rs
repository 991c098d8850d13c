//! A value at a place of an answer, and what a rule can say of it.

use super::{Mismatch, Reply};
use crate::check::{brief, same};
use crate::formats::is_guid;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// A place of an answer, and the value there, if there is one.
#[derive(Clone, Debug)]
pub struct ValueAt<'a> {
    reply: &'a Reply,
    place: String,
    value: Option<&'a Value>,
}

impl<'a> ValueAt<'a> {
    pub(super) fn new(reply: &'a Reply, place: &str, value: Option<&'a Value>) -> Self {
        Self { reply, place: place.to_owned(), value }
    }

    /// The value itself.
    pub fn value(&self) -> Option<&'a Value> {
        self.value
    }

    /// What stands at a place within.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Self {
        let value = self.value.and_then(|value| value.pointer(pointer));
        Self { reply: self.reply, place: format!("{}{pointer}", self.place), value }
    }

    /// It means the same as `expected`: GUIDs in any casing, timestamps as instants.
    ///
    /// # Errors
    /// Where it does not.
    pub fn is(&self, expected: impl Into<Value>) -> Result<(), Mismatch> {
        let expected = expected.into();
        match self.value {
            Some(actual) if same(&expected, actual) => Ok(()),
            _ => Err(self.mismatch(brief(&expected))),
        }
    }

    /// It means something else than `other`.
    ///
    /// # Errors
    /// Where it means the same, or is not there.
    pub fn is_not(&self, other: impl Into<Value>) -> Result<(), Mismatch> {
        let other = other.into();
        match self.value {
            Some(actual) if !same(&other, actual) => Ok(()),
            _ => Err(self.mismatch(format!("something else than {}", brief(&other)))),
        }
    }

    /// It is this text, in any casing.
    ///
    /// # Errors
    /// Where it is not.
    pub fn reads(&self, expected: &str) -> Result<(), Mismatch> {
        match self.value.and_then(Value::as_str) {
            Some(text) if text.eq_ignore_ascii_case(expected) => Ok(()),
            _ => Err(self.mismatch(format!("{expected}, in any casing"))),
        }
    }

    /// It is one of these texts.
    ///
    /// # Errors
    /// Where it is not.
    pub fn is_one_of(&self, expected: &[&str]) -> Result<(), Mismatch> {
        match self.value.and_then(Value::as_str) {
            Some(text) if expected.contains(&text) => Ok(()),
            _ => Err(self.mismatch(format!("one of {}", expected.join(", ")))),
        }
    }

    /// It is not there, or null.
    ///
    /// # Errors
    /// Where it is.
    pub fn is_absent(&self) -> Result<(), Mismatch> {
        match self.value {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(self.mismatch("nothing")),
        }
    }

    /// It is not there, not even as null.
    ///
    /// # Errors
    /// Where it is.
    pub fn is_missing(&self) -> Result<(), Mismatch> {
        match self.value {
            None => Ok(()),
            Some(_) => Err(self.mismatch("nothing, not even null")),
        }
    }

    /// It is there, and not null.
    ///
    /// # Errors
    /// Where it is not.
    pub fn is_present(&self) -> Result<(), Mismatch> {
        match self.value {
            Some(value) if !value.is_null() => Ok(()),
            _ => Err(self.mismatch("a value")),
        }
    }

    /// Its text.
    ///
    /// # Errors
    /// Where it is none.
    pub fn text(&self) -> Result<&'a str, Mismatch> {
        self.value.and_then(Value::as_str).ok_or_else(|| self.mismatch("text"))
    }

    /// Its text, which is a GUID.
    ///
    /// # Errors
    /// Where it is none.
    pub fn guid(&self) -> Result<&'a str, Mismatch> {
        let text = self.value.and_then(Value::as_str).filter(|text| is_guid(text));
        text.ok_or_else(|| self.mismatch("a GUID"))
    }

    /// The instant it names, which is said in UTC.
    ///
    /// # Errors
    /// Where it is no such instant.
    pub fn instant(&self) -> Result<DateTime<Utc>, Mismatch> {
        let text = self.value.and_then(Value::as_str).filter(|text| text.ends_with('Z'));
        let instant = text.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        instant
            .map(|instant| instant.to_utc())
            .ok_or_else(|| self.mismatch("an instant in UTC, such as 2024-06-07T15:53:35Z"))
    }

    /// Its items.
    ///
    /// # Errors
    /// Where it is no list.
    pub fn items(&self) -> Result<&'a [Value], Mismatch> {
        let items = self.value.and_then(Value::as_array);
        items.map(Vec::as_slice).ok_or_else(|| self.mismatch("a list"))
    }

    /// What stands at each of its items.
    ///
    /// # Errors
    /// Where it is no list.
    pub fn each(&self) -> Result<Vec<Self>, Mismatch> {
        let count = self.items()?.len();
        Ok((0..count).map(|item| self.at(&format!("/{item}"))).collect())
    }

    /// What is not as it should be here.
    pub fn mismatch(&self, expected: impl Into<String>) -> Mismatch {
        let actual = self.value.map_or_else(|| "missing".to_owned(), brief);
        self.reply.mismatch(self.place.clone(), expected, actual)
    }
}
