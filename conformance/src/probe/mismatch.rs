//! What a rule says, and what the endpoint did: data that become a finding of the rule.

use crate::finding::{Finding, Level, Party, Source};

/// One thing that is not as a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Number of the exchange, counted from one.
    pub exchange: usize,
    /// Where: a JSON pointer into the body, `status`, or what else it is about.
    pub place: String,
    /// What the rule says.
    pub expected: String,
    /// What the endpoint did.
    pub actual: String,
}

impl Mismatch {
    /// The same with the reason why it is expected.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.expected = format!("{}: {reason}", self.expected);
        self
    }

    /// A finding of the rule of that id and level, against the server.
    pub fn into_finding(self, rule: &str, level: Level, source: Source) -> Finding {
        let told = (self.place, self.expected, self.actual);
        let finding = Finding::new((rule, level), Party::Server, told, source);
        Finding { exchange: Some(self.exchange), ..finding }
    }
}
