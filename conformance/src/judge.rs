//! What stays the same from case to case: the contract, the server to judge, and how it is judged.

use crate::bindings::Bindings;
use crate::check::{CHECKS, Case, RoundTrip, Told};
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::finding::{Finding, Level, Levels};
use crate::fixtures::Fixtures;
use crate::inputs::{MUTATIONS_OF_AN_EXAMPLE, SEED};
use crate::ledger::Answered;
use crate::pace::Pace;
use crate::prepare::PreparedRequest;
use crate::rehearsal::Delivery;
use crate::safety::{Guard, is_safe};
use crate::schemas::Schemas;
use crate::send::{Limits, send, unsent};
use crate::throttle::ThrottleCount;
use crate::time::Time;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer may take and still be called quick, unless it is said otherwise.
pub const SLOW: Duration = Duration::from_secs(3);

/// Everything that stays the same from case to case.
#[derive(Debug)]
pub struct Judge {
    /// The contract to judge by.
    pub contract: Arc<Contract>,
    /// Its schemas, compiled as they are needed.
    pub schemas: Schemas,
    /// The server to judge, and those who call it.
    pub endpoint: Endpoint,
    /// What stands there for the documented values.
    pub bindings: Bindings,
    /// What stands there for what rules cannot make themselves.
    pub fixtures: Fixtures,
    /// How long and how much to wait for and read.
    pub limits: Limits,
    /// How long an answer may take and still be called quick.
    pub slow: Duration,
    /// What tells this run from others at the same endpoint; a fresh sandbox need not tell.
    pub run: String,
    /// How time passes at the endpoint.
    pub time: Time,
    /// What may be sent, and where it is written down.
    pub guard: Guard,
    /// What becomes of what is sent.
    pub(crate) delivery: Delivery,
    /// What becomes of what a rule makes.
    pub aftermath: Aftermath,
    /// How many bodies are made from one example, and what chooses among them.
    pub inputs: (usize, u64),
    /// Whether a mock is asked for the documented answer by its name, with the header Prefer.
    pub prefers_examples: bool,
    /// The checks that speak, each as firmly as is said here; without it all do, as firmly as they stand.
    pub checks: Option<Levels>,
    /// The least level of a finding that decides.
    pub decisive: Level,
    /// The typed client, where there is one for this contract.
    pub round_trip: Option<RoundTrip>,
    /// How often a request is sent.
    pub(crate) pace: Pace,
    /// How often one was sent away for the time being.
    pub(crate) throttled: ThrottleCount,
}

/// What becomes of what a rule makes at the endpoint.
#[derive(Clone)]
pub enum Aftermath {
    /// It is undone, as far as the API lets it be: the next rule finds the endpoint as this one did.
    CleanedUp,
    /// The endpoint as a whole is put back to its beginning, by this.
    Renewed(Rc<dyn Fn() -> Renewal>),
}

/// An endpoint on its way back to its beginning.
pub type Renewal = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

impl std::fmt::Debug for Aftermath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::CleanedUp => "CleanedUp",
            Self::Renewed(_) => "Renewed",
        })
    }
}

impl Judge {
    /// A judge of `endpoint` by `contract`: nothing is bound, time is the machine's, and `must` alone decides.
    pub fn new(contract: Arc<Contract>, endpoint: Endpoint) -> Self {
        Self {
            schemas: Schemas::new(&contract),
            contract,
            endpoint,
            bindings: Bindings::default(),
            fixtures: Fixtures::default(),
            limits: Limits::default(),
            slow: SLOW,
            run: String::new(),
            time: Time::default(),
            guard: Guard::default(),
            delivery: Delivery::default(),
            aftermath: Aftermath::CleanedUp,
            inputs: (MUTATIONS_OF_AN_EXAMPLE, SEED),
            prefers_examples: false,
            checks: None,
            decisive: Level::Must,
            round_trip: None,
            pace: Pace::default(),
            throttled: ThrottleCount::default(),
        }
    }

    /// Puts the endpoint back to its beginning; whether that can be done.
    ///
    /// # Errors
    /// Where it should have worked and did not.
    pub(crate) async fn renew(&self) -> Result<bool, Error> {
        match &self.aftermath {
            Aftermath::CleanedUp => Ok(false),
            Aftermath::Renewed(renew) => renew().await.map(|()| true),
        }
    }

    /// Sends a request of a case. Everything that a case sends goes through here; what moves the clock on does not. What creates something is
    /// in the ledger before; a write that is on its way gets its answer, whoever interrupts the run.
    ///
    /// # Errors
    /// [`Error::Unreachable`] where no connection comes about, [`Error::Refused`] and [`Error::Interrupted`] where nothing is sent, and
    /// [`Error::File`] where the ledger cannot be written.
    pub(crate) async fn send(
        &self,
        case: &str,
        request: &PreparedRequest,
    ) -> Result<Exchange, Error> {
        self.guard.admit(&request.method)?;
        if let Delivery::Withheld(answer) = &self.delivery {
            return unsent(request, &self.endpoint, answer);
        }
        let exchange = self.send_out(case, request).await;
        if let (Delivery::Noted(noted), Ok(exchange)) = (&self.delivery, &exchange) {
            noted.borrow_mut().push(exchange.request.clone());
        }
        exchange
    }

    async fn send_out(&self, case: &str, request: &PreparedRequest) -> Result<Exchange, Error> {
        let Guard { interrupt, ledger, .. } = &self.guard;
        let turn = async {
            self.pace.turn().await;
            Ok(())
        };
        interrupt.or(turn).await?;
        let sending = send(request, &self.endpoint, self.limits);
        if is_safe(&request.method) {
            return interrupt.or(sending).await;
        }
        let name = self.creation(case, request).map(|sent| ledger.sends(sent)).transpose()?;
        let sent = sending.await;
        if let Some(name) = name {
            ledger.answered(&name, Answered::of(&sent))?;
        }
        sent
    }

    /// Lets so much time pass at the endpoint.
    ///
    /// # Errors
    /// [`Error::Interrupted`] where somebody stops the run before, and where time cannot be moved on.
    pub(crate) async fn pass(&self, by: Duration) -> Result<(), Error> {
        self.guard.interrupt.or(self.time.pass(by)).await
    }

    /// What every check says of an exchange.
    ///
    /// # Errors
    /// [`Error::Contract`] where a schema of the contract cannot be used.
    pub fn findings(&self, told: Told<'_>, exchange: &Exchange) -> Result<Vec<Finding>, Error> {
        let contract = (self.contract.as_ref(), &self.schemas);
        let case = Case::new(contract, told, exchange, (self.round_trip, self.slow))?;
        let mut findings = case.findings();
        if let Some(checks) = &self.checks {
            findings.retain_mut(|finding| is_frozen(finding, checks));
        }
        Ok(findings)
    }
}

/// Whether the check of a finding speaks; what it says as firmly as it stands today, it says as firmly as it stood then.
fn is_frozen(finding: &mut Finding, checks: &Levels) -> bool {
    let Some(then) = checks.get(&finding.check) else { return false };
    if CHECKS.iter().any(|check| check.id == finding.check && check.level == finding.level) {
        finding.level = *then;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Party, Source};

    #[test]
    fn a_frozen_check_speaks_as_firmly_as_it_did_and_one_that_came_later_not_at_all() {
        let checks = Levels::from([("headers".to_owned(), Level::May)]);
        for (check, level, expected) in [
            ("headers", Level::Should, Some(Level::May)),
            ("headers", Level::Must, Some(Level::Must)),
            ("schema", Level::Must, None),
        ] {
            let source = Source::Choice(String::new());
            let mut finding = Finding::new((check, level), Party::Server, ("", "", ""), source);
            let told = is_frozen(&mut finding, &checks).then_some(finding.level);
            assert_eq!(told, expected, "{check} {level}");
        }
    }
}
