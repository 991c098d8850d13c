//! A fault: which exchanges it concerns, at which of them it strikes, and what it does there.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::faults::wildcard::matches;
use crate::faults::{Asked, BATCH, InjectedError, Instead, seconds};

/// A fault. Its JSON form has the members `match`, `when` and `then`; the first two may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Which exchanges it concerns: all, unless said otherwise.
    #[serde(rename = "match")]
    pub matching: Match,
    /// At which of them it strikes: at every one, unless said otherwise.
    pub when: When,
    /// What it does there.
    pub then: Effect,
}

/// Which exchanges a fault concerns: those that have all that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Match {
    /// The method, in capitals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// `list`, `create`, `get`, `delete`, `cancel`, `reprocess`, `resume`, `filterByCurrentUser`, or
    /// `batch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The path without the query, as it is sent; `*` stands for any text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// At which of the exchanges that it concerns a fault strikes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum When {
    /// At every one.
    #[default]
    Always,
    /// At one of them, counted from one.
    Nth(u64),
    /// At every second one, every third, …
    EveryNth(u64),
    /// At some of them, drawn by lot.
    Probability {
        /// How many of them, between 0 and 1.
        of: f64,
        /// One seed draws the same lots every time.
        #[serde(default)]
        seed: u64,
    },
    /// At those that are too many for a span of time: throttling.
    Rate {
        /// How many of them may come within the time.
        requests: u64,
        /// The time, by the sandbox's clock; it begins with the first of them.
        #[serde(with = "seconds")]
        per: Duration,
    },
}

/// What a fault does to an exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Effect {
    /// How much later the answer leaves, by the machine's clock; nothing else need happen.
    #[serde(with = "seconds", skip_serializing_if = "seconds::is_zero")]
    pub latency: Duration,
    /// The status of an error that is answered while nothing is carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The error's code; where none is given, the one that belongs to the status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The error's message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `Retry-After` of the error, in seconds; throttling says by itself when there is room again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The connection is closed without an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lose: Option<Loss>,
}

/// What is lost with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Loss {
    /// The request: nothing is carried out.
    Request,
    /// The answer: the request is carried out, and nobody learns of it.
    Answer,
}

impl Match {
    /// Whether the fault concerns this exchange.
    pub(super) fn covers(&self, asked: Asked<'_>) -> bool {
        // The requests in a batch are asked about one by one; the batch is one more only by its name.
        let is_named = self.operation.is_some() || self.path.is_some();
        (is_named || asked.operation != Some(BATCH))
            && self.method.as_ref().is_none_or(|method| method == asked.method)
            && self.operation.as_ref().is_none_or(|own| asked.operation == Some(own))
            && self.path.as_ref().is_none_or(|pattern| matches(pattern, asked.path))
    }
}

impl Effect {
    /// What comes instead of the answer, if anything does. A fault that `throttles` answers 429
    /// unless told otherwise, and says when there is room again.
    pub(super) fn instead(&self, throttles: bool, reopens_in: Option<u64>) -> Option<Instead> {
        if let Some(loss) = self.lose {
            return Some(Instead::Loss(loss));
        }
        let by_itself = (throttles && self.latency.is_zero()).then_some(429);
        let status = self.status.or(by_itself)?;
        let message = "a fault was injected here; see /__sandbox/faults";
        Some(Instead::Error(InjectedError {
            status,
            code: self.code.clone(),
            message: self.message.clone().unwrap_or_else(|| message.to_owned()),
            retry_after: self.retry_after.or(reopens_in),
        }))
    }
}
