//! An answer 429 or 503 in, the wait until the endpoint is asked again out: what it says in `Retry-After`, as far as patience goes.

mod delay;

pub(crate) use delay::{Since, delay, is_failure, is_later};

use crate::check::{RETRY_AFTER, Told};
use crate::clock;
use crate::error::Error;
use crate::exchange::{Answer, Exchange, Outcome};
use crate::finding::Finding;
use crate::judge::Judge;
use crate::prepare::PreparedRequest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often the endpoint sent a request away for the time being and was obeyed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Throttled {
    /// Answers 429 and 503 that were obeyed; counted before the wait, which an interrupt may cut short.
    pub answers: u64,
    /// How long was to be waited for that, in milliseconds, all waits together; where a clock was moved on, by that clock.
    pub waited_ms: u64,
}

/// What all lanes count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct ThrottleCount(Arc<(AtomicU64, AtomicU64)>);

/// A request that may be sent away, and what patience there is left for it.
pub(crate) struct Throttle<'a> {
    judge: &'a Judge,
    left: Duration,
    /// How long to wait where the endpoint does not say.
    pauses: Box<dyn Iterator<Item = Duration>>,
}

impl Throttled {
    /// Whether nothing was sent away.
    pub(crate) fn is_none(&self) -> bool {
        self.answers == 0
    }

    /// Counts what another part of the same run has counted.
    pub(crate) fn take_in(&mut self, other: Self) {
        self.answers = self.answers.saturating_add(other.answers);
        self.waited_ms = self.waited_ms.saturating_add(other.waited_ms);
    }
}

impl ThrottleCount {
    /// What was counted until now.
    pub(crate) fn told(&self) -> Throttled {
        let (answers, waited) = &*self.0;
        Throttled {
            answers: answers.load(Ordering::Relaxed),
            waited_ms: waited.load(Ordering::Relaxed),
        }
    }

    fn count(&self, wait: Duration) {
        let (answers, waited) = &*self.0;
        answers.fetch_add(1, Ordering::Relaxed);
        waited.fetch_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl<'a> Throttle<'a> {
    /// The whole patience, for one request.
    pub(crate) fn new(judge: &'a Judge) -> Self {
        let pauses = Box::new(judge.time.pauses());
        Self { judge, left: judge.time.patience, pauses }
    }

    /// Waits as the endpoint asks after it has sent a request away; whether the request is to be sent again.
    ///
    /// # Errors
    /// Where a clock cannot be moved on, or the run is interrupted.
    pub(crate) async fn obey(&mut self, exchange: &Exchange) -> Result<bool, Error> {
        let Some(answer) = sent_away(exchange) else { return Ok(false) };
        // Who may come at once, and comes in vain again and again, would otherwise do so without end.
        let asked = delay(answer, clock::now()).map(|delay| delay.length);
        let asked = asked.filter(|wait| !wait.is_zero());
        let Some(wait) = asked.or_else(|| self.pauses.next()) else { return Ok(false) };
        let Some(left) = self.left.checked_sub(wait) else { return Ok(false) };
        self.left = left;
        self.judge.throttled.count(wait);
        self.judge.pass(wait).await?;
        Ok(true)
    }
}

impl Judge {
    /// Sends a request, and again as long as the endpoint asks for that and patience lasts: every exchange, of which there is at least one;
    /// the last is what came of it.
    ///
    /// # Errors
    /// As [`Judge::send`].
    pub(crate) async fn send_patiently(
        &self,
        case: &str,
        request: &PreparedRequest,
    ) -> Result<Vec<Exchange>, Error> {
        let mut throttle = Throttle::new(self);
        let mut exchanges = Vec::new();
        loop {
            let exchange = self.send(case, request).await?;
            let is_to_come_again = throttle.obey(&exchange).await?;
            exchanges.push(exchange);
            if !is_to_come_again {
                return Ok(exchanges);
            }
        }
    }

    /// What there is to say of an exchange in which the request was sent away, and which is no part of what the case is about: whether the
    /// endpoint said for how long.
    ///
    /// # Errors
    /// As [`Judge::findings`].
    pub(crate) fn findings_of_waiting(&self, exchange: &Exchange) -> Result<Vec<Finding>, Error> {
        let mut findings = self.findings(Told::Nothing, exchange)?;
        findings.retain(is_of_waiting);
        Ok(findings)
    }
}

/// Whether a finding is about how long to wait.
pub(crate) fn is_of_waiting(finding: &Finding) -> bool {
    finding.check == RETRY_AFTER
}

/// The answer with which a request was sent away.
fn sent_away(exchange: &Exchange) -> Option<&Answer> {
    match &exchange.outcome {
        Outcome::Answered(answer) => Some(answer).filter(|answer| is_later(answer.status)),
        Outcome::Broken(_) => None,
    }
}

impl std::fmt::Debug for Throttle<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Throttle").field("left", &self.left).finish_non_exhaustive()
    }
}
