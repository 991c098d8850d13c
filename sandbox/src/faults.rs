//! Faults that are injected: rules in, and for each exchange what goes wrong with it out.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::faults::strike::{Progress, Strike};
use crate::lock::locked;

mod check;
mod fault;
mod seconds;
mod strike;
mod wildcard;

pub use check::InvalidFault;
pub use fault::{Effect, Fault, Loss, Match, When};

/// What a batch is called among the operations.
pub(crate) const BATCH: &str = "batch";

/// A handle on the faults of a sandbox; every clone sees the same ones.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Rules>>);

#[derive(Debug, Default)]
struct Rules {
    injected: Vec<Injected>,
    /// How many faults there ever were; the number of the last one.
    last: u64,
}

#[derive(Debug)]
struct Injected {
    number: u64,
    fault: Fault,
    progress: Progress,
}

/// A fault as it is listed.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Listed {
    /// What it is removed by.
    pub id: u64,
    /// The rule.
    #[serde(flatten)]
    pub fault: Fault,
    /// How many exchanges it concerned.
    pub matched: u64,
    /// At how many of them it struck.
    pub struck: u64,
}

/// An exchange, as far as a fault asks about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// None where the path or the method leads to no operation.
    pub(crate) operation: Option<&'a str>,
    pub(crate) now: DateTime<Utc>,
}

/// What goes wrong with one exchange.
#[derive(Debug, Default)]
pub(crate) struct Disturbance {
    /// The faults that struck.
    pub(crate) faults: Vec<u64>,
    /// How much later the answer leaves.
    pub(crate) latency: Duration,
    /// What comes instead of the answer.
    pub(crate) instead: Option<Instead>,
}

/// What comes instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Instead {
    Error(InjectedError),
    Loss(Loss),
}

/// An error that is answered without anything being carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InjectedError {
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// In seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Instead {
    /// What is lost, if anything is.
    pub(crate) fn loss(&self) -> Option<Loss> {
        match self {
            Self::Loss(loss) => Some(*loss),
            Self::Error(_) => None,
        }
    }
}

impl Faults {
    /// Adds a fault behind the others and gives the id that it can be removed by.
    ///
    /// # Errors
    /// When the fault cannot be meant; the error names the member.
    pub fn add(&self, fault: Fault) -> Result<u64, InvalidFault> {
        check::check(&fault)?;
        Ok(locked(&self.0).inject(fault))
    }

    /// Puts these faults in the place of all others.
    ///
    /// # Errors
    /// When one of them cannot be meant; then nothing changes.
    pub fn replace(&self, faults: Vec<Fault>) -> Result<(), InvalidFault> {
        faults.iter().try_for_each(check::check)?;
        let mut rules = locked(&self.0);
        rules.injected.clear();
        for fault in faults {
            rules.inject(fault);
        }
        Ok(())
    }

    /// All faults and how often each has struck, in the order in which they are asked.
    pub fn list(&self) -> Vec<Listed> {
        locked(&self.0).injected.iter().map(Injected::listed).collect()
    }

    /// Removes a fault, if it is there.
    pub fn remove(&self, id: u64) -> bool {
        let injected = &mut locked(&self.0).injected;
        let before = injected.len();
        injected.retain(|one| one.number != id);
        injected.len() < before
    }

    /// Removes all faults.
    pub fn clear(&self) {
        locked(&self.0).injected.clear();
    }

    /// Whether nothing can go wrong.
    pub(crate) fn is_empty(&self) -> bool {
        locked(&self.0).injected.is_empty()
    }

    /// What goes wrong with this exchange. Every fault is asked: delays add up, and the first fault
    /// that has something else in the place of the answer decides.
    pub(crate) fn disturbance(&self, asked: Asked<'_>) -> Disturbance {
        let mut disturbance = Disturbance::default();
        for injected in &mut locked(&self.0).injected {
            injected.disturb(asked, &mut disturbance);
        }
        disturbance
    }
}

impl Rules {
    fn inject(&mut self, fault: Fault) -> u64 {
        self.last += 1;
        let progress = Progress::of(&fault.when);
        self.injected.push(Injected { number: self.last, fault, progress });
        self.last
    }
}

impl Injected {
    fn listed(&self) -> Listed {
        let Progress { matched, struck, .. } = self.progress;
        Listed { id: self.number, fault: self.fault.clone(), matched, struck }
    }

    fn disturb(&mut self, asked: Asked<'_>, disturbance: &mut Disturbance) {
        if !self.fault.matching.covers(asked) {
            return;
        }
        let Strike::Strikes { reopens_in } = self.progress.strike(&self.fault.when, asked.now)
        else {
            return;
        };
        disturbance.faults.push(self.number);
        disturbance.latency += self.fault.then.latency;
        let throttles = matches!(self.fault.when, When::Rate { .. });
        let instead = self.fault.then.instead(throttles, reopens_in);
        disturbance.instead = disturbance.instead.take().or(instead);
    }
}

#[cfg(test)]
mod tests;
