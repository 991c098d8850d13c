//! An answer to a rule's call, and what a rule can say of it.

use super::{Mismatch, ValueAt};
use crate::check::brief_bytes;
use crate::exchange::Answer;
use crate::throttle::is_later;
use serde_json::Value;

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Number of the exchange, counted from one.
    number: usize,
    answer: Answer,
    json: Value,
}

impl Reply {
    pub(super) fn new(number: usize, answer: &Answer) -> Self {
        let json = serde_json::from_slice(&answer.body).unwrap_or_default();
        Self { number, answer: answer.clone(), json }
    }

    /// Status code.
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    /// The body as JSON; null where it is empty or something else.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.answer.header(name)
    }

    /// Whether the call was served.
    pub fn is_success(&self) -> bool {
        self.status() / 100 == 2
    }

    /// The call was answered with this status.
    ///
    /// # Errors
    /// Where it was not.
    pub fn is(&self, status: u16) -> Result<&Self, Mismatch> {
        self.is_one_of(&[status])
    }

    /// The call was answered with one of these statuses.
    ///
    /// # Errors
    /// Where it was not.
    pub fn is_one_of(&self, statuses: &[u16]) -> Result<&Self, Mismatch> {
        if statuses.contains(&self.status()) {
            return Ok(self);
        }
        let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
        Err(self.mismatch("status", statuses.join(" or "), self.told()))
    }

    /// The call was served.
    ///
    /// # Errors
    /// Where it was not.
    pub fn is_served(&self) -> Result<&Self, Mismatch> {
        if self.is_success() {
            return Ok(self);
        }
        Err(self.mismatch("status", "a 2XX status", self.told()))
    }

    /// The call was refused: a 4XX other than 429, with an error that has a code and a message.
    ///
    /// # Errors
    /// Where it was not.
    pub fn is_refused(&self) -> Result<&Self, Mismatch> {
        self.refuses()?.has_error()
    }

    /// The call was refused: a 4XX other than 429, whatever is said with it.
    ///
    /// # Errors
    /// Where it was not.
    pub(crate) fn refuses(&self) -> Result<&Self, Mismatch> {
        if self.status() / 100 != 4 || is_later(self.status()) {
            return Err(self.mismatch("status", "a refusal, 4XX", self.told()));
        }
        Ok(self)
    }

    /// The call was refused with one of these statuses.
    ///
    /// # Errors
    /// Where it was not.
    pub fn is_refused_with(&self, statuses: &[u16]) -> Result<&Self, Mismatch> {
        self.is_one_of(statuses)?.has_error()
    }

    /// The answer has no body.
    ///
    /// # Errors
    /// Where it has one.
    pub fn has_no_body(&self) -> Result<&Self, Mismatch> {
        if self.answer.body.is_empty() {
            return Ok(self);
        }
        Err(self.mismatch("body", "no body", brief_bytes(&self.answer.body)))
    }

    /// What stands at a place of the body.
    pub fn at(&self, pointer: &str) -> ValueAt<'_> {
        ValueAt::new(self, pointer, self.json.pointer(pointer))
    }

    /// What is not as it should be at a place of this answer.
    pub fn mismatch(
        &self,
        place: impl Into<String>,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Mismatch {
        Mismatch {
            exchange: self.number,
            place: place.into(),
            expected: expected.into(),
            actual: actual.into(),
        }
    }

    /// Graph's error envelope, whatever the contract demands of its form: a code, and a message, which the service was seen to leave empty.
    fn has_error(&self) -> Result<&Self, Mismatch> {
        let text = |member: &str| self.json.pointer(&format!("/error/{member}"))?.as_str();
        if text("code").is_none_or(|code| code.trim().is_empty()) {
            return Err(self.at("/error/code").mismatch("a code that says why"));
        }
        if text("message").is_none() {
            return Err(self.at("/error/message").mismatch("a message"));
        }
        Ok(self)
    }

    /// The status, and what the answer says of itself.
    pub(crate) fn told(&self) -> String {
        if self.answer.body.is_empty() {
            self.status().to_string()
        } else {
            format!("{}: {}", self.status(), brief_bytes(&self.answer.body))
        }
    }
}
