//! A rule's hand on the endpoint: sends calls, keeps every exchange, has every check look at each, and waits for what takes time.

mod call;
mod mismatch;
mod reply;
mod value_at;

pub use call::Call;
pub use mismatch::Mismatch;
pub use reply::Reply;
pub use value_at::ValueAt;

use crate::check::Told;
use crate::error::Error;
use crate::exchange::{Exchange, Outcome};
use crate::finding::Finding;
use crate::judge::Judge;
use crate::throttle::{Throttle, is_of_waiting};
use futures_util::future::join_all;
use std::time::Duration;
use uuid::Uuid;

/// What a step of a rule comes to.
pub type Step<T = ()> = Result<T, Stop>;

/// Why a rule cannot go on.
#[derive(Debug)]
pub enum Stop {
    /// The endpoint did something else than the rule says.
    Mismatch(Mismatch),
    /// What came back is no answer to go on with; the checks have told why.
    Told,
    /// Something is missing that the rule needs, in words.
    Missing(String),
    /// We could not work.
    Error(Box<Error>),
}

impl From<Mismatch> for Stop {
    fn from(mismatch: Mismatch) -> Self {
        Self::Mismatch(mismatch)
    }
}

impl From<Error> for Stop {
    /// What was kept from being sent is missing, and no mistake of ours.
    fn from(error: Error) -> Self {
        if let Error::Refused(reason) = error {
            Self::Missing(reason)
        } else if matches!(error, Error::Interrupted) {
            Self::Missing(error.to_string())
        } else {
            Self::Error(Box::new(error))
        }
    }
}

/// One rule at work.
#[derive(Debug)]
pub struct Probe<'a> {
    judge: &'a Judge,
    /// Id of the case: what is made up for it depends on nothing else.
    occasion: &'a str,
    exchanges: Vec<Exchange>,
    findings: Vec<Finding>,
    mismatches: Vec<Mismatch>,
    /// How many names were made up.
    names: usize,
}

impl<'a> Probe<'a> {
    /// A probe for the case of that id.
    pub fn new(judge: &'a Judge, occasion: &'a str) -> Self {
        Self {
            judge,
            occasion,
            exchanges: Vec::new(),
            findings: Vec::new(),
            mismatches: Vec::new(),
            names: 0,
        }
    }

    /// Sends a call; what the checks find in the exchange is kept. An endpoint that is too busy is asked again when it says, for as long as
    /// patience lasts.
    ///
    /// # Errors
    /// [`Stop`] where no whole answer came, or the endpoint cannot be reached.
    pub async fn send(&mut self, call: Call) -> Step<Reply> {
        let mut throttle = Throttle::new(self.judge);
        loop {
            let reply = self.send_at_once(vec![call.clone()]).await?.pop().ok_or(Stop::Told)?;
            let Some(exchange) = self.exchanges.last() else { return Ok(reply) };
            if !throttle.obey(exchange).await? {
                return Ok(reply);
            }
            // The rule is not about the answer that was waited out.
            let number = Some(self.exchanges.len());
            self.findings.retain(|finding| finding.exchange != number || is_of_waiting(finding));
        }
    }

    /// Sends a call and keeps nothing of it: what is sent to understand a finding is no part of the case.
    ///
    /// # Errors
    /// [`Stop`] where no whole answer came, or the endpoint cannot be reached.
    pub async fn glance(&mut self, call: Call) -> Step<Reply> {
        let request = call.prepare(self.judge, self.occasion)?;
        let exchanges = self.judge.send_patiently(self.occasion, &request).await?;
        let last = exchanges.last().and_then(|last| reply(self.exchanges.len(), last));
        last.ok_or(Stop::Told)
    }

    /// Sends calls at the same time, each over a connection of its own. The replies are in the order of their status, so that it does not
    /// matter who was first.
    ///
    /// # Errors
    /// [`Stop`] where one of them got no whole answer.
    pub async fn send_at_once(&mut self, calls: Vec<Call>) -> Step<Vec<Reply>> {
        let mut requests = Vec::new();
        for call in &calls {
            let occasion = format!("{} {}", self.occasion, self.exchanges.len() + requests.len());
            requests.push(call.prepare(self.judge, &occasion)?);
        }
        let sent = requests.iter().map(|request| self.judge.send(self.occasion, request));
        let mut exchanges = Vec::new();
        for (exchange, call) in join_all(sent).await.into_iter().zip(&calls) {
            exchanges.push((exchange?, call));
        }
        exchanges.sort_by_key(|(exchange, _)| status(exchange));
        let mut replies = Vec::new();
        for (exchange, call) in exchanges {
            replies.push(self.keep(exchange, call)?);
        }
        let whole: Option<Vec<Reply>> = replies.into_iter().collect();
        whole.ok_or(Stop::Told)
    }

    /// Keeps an exchange and what is found in it; the reply, where there is one.
    fn keep(&mut self, exchange: Exchange, call: &Call) -> Result<Option<Reply>, Error> {
        let operation = self.judge.contract.operation_at(call.method(), call.path());
        let told = operation.map_or(Told::Nothing, Told::Operation);
        let number = self.exchanges.len() + 1;
        let found = self.judge.findings(told, &exchange)?;
        let found = found.into_iter().filter(|finding| !call.expects(&finding.check));
        self.findings.extend(found.map(|finding| Finding { exchange: Some(number), ..finding }));
        let reply = reply(number, &exchange);
        self.exchanges.push(exchange);
        Ok(reply)
    }

    /// Keeps what was not as it should be, and goes on.
    pub fn note(&mut self, outcome: Result<(), Mismatch>) {
        self.mismatches.extend(outcome.err());
    }

    /// Lets time pass at the endpoint.
    ///
    /// # Errors
    /// [`Stop::Error`] where it cannot be moved on.
    pub async fn wait(&self, duration: Duration) -> Step {
        Ok(self.judge.pass(duration).await?)
    }

    /// Sends a call again and again until the reply is as wanted; the last reply, wanted or not, once patience is at its end.
    ///
    /// # Errors
    /// As [`Probe::send`].
    pub async fn wait_until(
        &mut self,
        call: &Call,
        wanted: impl Fn(&Reply) -> bool,
    ) -> Step<Reply> {
        self.watch(call, wanted).await?.pop().ok_or(Stop::Told)
    }

    /// Sends a call again and again until the reply is as wanted; every reply, of which there is at least one. The last is not as wanted
    /// where patience is at its end.
    ///
    /// # Errors
    /// As [`Probe::send`].
    pub async fn watch(
        &mut self,
        call: &Call,
        wanted: impl Fn(&Reply) -> bool,
    ) -> Step<Vec<Reply>> {
        let mut seen = vec![self.send(call.clone()).await?];
        for pause in self.judge.time.pauses() {
            if seen.last().is_some_and(&wanted) {
                break;
            }
            self.judge.pass(pause).await?;
            seen.push(self.send(call.clone()).await?);
        }
        Ok(seen)
    }

    /// The value of a fixture, which others may look at as well.
    ///
    /// # Errors
    /// [`Stop::Missing`] where none is bound.
    pub fn fixture(&self, name: &str) -> Step<String> {
        self.judge.fixtures.value(name).ok_or_else(|| self.missing(name))
    }

    /// A value of a fixture that is used up.
    ///
    /// # Errors
    /// [`Stop::Missing`] where none is left.
    pub fn take(&self, name: &str) -> Step<String> {
        self.judge.fixtures.take(name).ok_or_else(|| self.missing(name))
    }

    fn missing(&self, fixture: &str) -> Stop {
        Stop::Missing(self.judge.fixtures.missing(fixture))
    }

    /// Gives back a value that was taken and has turned out not to be used up.
    pub fn give_back(&self, name: &str, value: &str) {
        self.judge.fixtures.give_back(name, value);
    }

    /// A name that nothing at the endpoint has yet; the same ones in every run that [`Judge::run`] does not tell from others.
    pub fn new_name(&mut self) -> String {
        self.names += 1;
        let occasion = format!("{} {} {}", self.judge.run, self.occasion, self.names);
        Uuid::new_v5(&Uuid::NAMESPACE_URL, occasion.as_bytes()).to_string()
    }

    /// What went over the wire, what the checks found, and what the rule did not find as it should be.
    pub fn into_parts(self) -> (Vec<Exchange>, Vec<Finding>, Vec<Mismatch>) {
        (self.exchanges, self.findings, self.mismatches)
    }

    /// The judge behind it.
    pub fn judge(&self) -> &'a Judge {
        self.judge
    }
}

fn reply(number: usize, exchange: &Exchange) -> Option<Reply> {
    match &exchange.outcome {
        Outcome::Answered(answer) => Some(Reply::new(number, answer)),
        Outcome::Broken(_) => None,
    }
}

fn status(exchange: &Exchange) -> Option<u16> {
    match &exchange.outcome {
        Outcome::Answered(answer) => Some(answer.status),
        Outcome::Broken(_) => None,
    }
}
