//! One request in, what its client does wrong out: the list of checks of a client, each a pure function in a file of its own.

mod body;
mod content_type;
mod departures;
mod headers;
mod paging;
mod path_parameters;
mod query_options;
mod repeated_write;
mod retry_after;
mod unknown_members;
mod value;

pub(super) use departures::Excused;

use super::kept::Kept;
use super::past::Past;
use crate::contract::{Contract, Operation};
use crate::error::Error;
use crate::exchange::SentRequest;
use crate::finding::{Finding, Level, Party, Source};
use crate::schemas::Schemas;

/// A check of a client: what it demands, how firmly, and the function that looks.
#[derive(Debug)]
pub struct ClientCheck {
    /// Its id.
    pub id: &'static str,
    /// The level of its findings, unless a finding says otherwise.
    pub level: Level,
    /// What it demands, in a sentence.
    pub sentence: &'static str,
    /// On what the demand rests, in words.
    pub grounds: &'static str,
    look: Look,
}

/// How a check looks.
#[derive(Debug)]
enum Look {
    /// At the request and what went before.
    Plainly(fn(&Asked<'_>) -> Vec<Finding>),
    /// Through the schemas of the contract, which may be unusable.
    BySchema(fn(&Asked<'_>) -> Result<Vec<Finding>, Error>),
}

/// Every check of a client, in the order in which findings are reported.
pub const CLIENT_CHECKS: [&ClientCheck; 9] = [
    &retry_after::CHECK,
    &paging::CHECK,
    &headers::CHECK,
    &content_type::CHECK,
    &path_parameters::CHECK,
    &query_options::CHECK,
    &body::CHECK,
    &unknown_members::CHECK,
    &repeated_write::CHECK,
];

/// Everything that a check of a client may look at.
pub(super) struct Asked<'a> {
    pub(super) contract: &'a Contract,
    pub(super) schemas: &'a Schemas,
    /// The operation called, where it is one of the contract's.
    pub(super) operation: Option<&'a Operation>,
    /// What was sent, and when.
    pub(super) kept: &'a Kept,
    /// What went before.
    pub(super) past: &'a Past,
    /// In what documented requests depart from the contract.
    pub(super) excused: &'a Excused,
}

impl<'a> Asked<'a> {
    /// What every check says.
    ///
    /// # Errors
    /// [`Error::Contract`] where a schema of the contract cannot be used.
    pub(super) fn findings(&self) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        for check in CLIENT_CHECKS {
            findings.extend(match check.look {
                Look::Plainly(look) => look(self),
                Look::BySchema(look) => look(self)?,
            });
        }
        Ok(findings)
    }

    fn request(&self) -> &'a SentRequest {
        &self.kept.exchange.request
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        let mut headers = self.request().headers.iter();
        headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl ClientCheck {
    /// A finding of this check against the client.
    fn finding(
        &self,
        place: impl Into<String>,
        (expected, actual): (impl Into<String>, impl Into<String>),
        source: Source,
    ) -> Finding {
        Finding::new((self.id, self.level), Party::Client, (place, expected, actual), source)
    }
}
