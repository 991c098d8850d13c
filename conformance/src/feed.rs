//! An example in, what came of the bodies that are made from it out.
//!
//! What the contract forbids is refused, what means the same as the documented body is served, and the rest is answered one way or the
//! other; nothing makes the server fail. A body of which that is not true is reduced to the smallest of which it is not.

use crate::bindings::ExampleBindings;
use crate::contract::{Example, Operation};
use crate::error::Error;
use crate::finding::{Finding, Level, Party, Source};
use crate::inputs::{Demand, Inputs, Mutation};
use crate::judge::Judge;
use crate::judged::Judged;
use crate::probe::{Call, Mismatch, Probe, Reply, Step, Stop};
use crate::throttle::is_failure;
use crate::verdict::Verdict;

/// The check that tells of an answer that did not come.
const ANSWER: &str = "answer";

impl Judge {
    /// Sends bodies that are made from the body of an example; findings carry the id `case`.
    ///
    /// Where the endpoint cannot be put back to its beginning, only what must be refused is sent: a body that is served uses up what the
    /// example itself needs.
    ///
    /// # Errors
    /// Where the endpoint cannot be reached, or the contract or the bindings cannot be used.
    pub async fn feed(&self, example: &Example, case: &str) -> Result<Judged, Error> {
        if let Some(reason) = &example.unsendable {
            return Ok(Judged::skipped(reason));
        }
        let Some(documented) = &example.request.body else {
            return Ok(Judged::skipped("the example has no body"));
        };
        if self.inputs.0 == 0 {
            return Ok(Judged::skipped("--inputs is 0"));
        }
        let bindings = self.bindings.of(example);
        let body = bindings.apply_to_body(documented);
        let inputs = Inputs::new((&self.contract, &self.schemas), example, &body);
        let mut feeding = Feeding {
            judge: self,
            probe: Probe::new(self, case),
            call: call(example, &bindings),
            inputs: &inputs,
            operation: self.contract.operation(&example.operation),
            case,
            findings: Vec::new(),
            last: String::new(),
        };
        let missing = match feeding.run().await {
            Ok(()) | Err(Stop::Told | Stop::Mismatch(_)) => None,
            Err(Stop::Missing(what)) => Some(what),
            Err(Stop::Error(error)) => return Err(*error),
        };
        let Feeding { probe, findings: of_bodies, last, .. } = feeding;
        let (exchanges, mut findings, _) = probe.into_parts();
        // The last body is the one that got no answer.
        for finding in findings.iter_mut().filter(|finding| finding.check == ANSWER) {
            finding.expected = format!("{}, where {last}", finding.expected);
        }
        findings.extend(of_bodies);
        if let Some(what) = missing
            && !findings.iter().any(|finding| finding.decides(self.decisive))
        {
            return Ok(Judged { exchanges, findings, verdict: Verdict::Skipped(what) });
        }
        if exchanges.is_empty() {
            return Ok(Judged::skipped(
                "of the bodies chosen, none must be refused; others would use up what the example needs",
            ));
        }
        Ok(Judged::of(exchanges, findings, self.decisive))
    }
}

/// The call of an example, without its body.
fn call(example: &Example, bindings: &ExampleBindings) -> Call {
    let target = bindings.apply_to_target(&example.request.target);
    let (path, query) =
        target.split_once('?').map_or((target.as_str(), None), |(path, query)| (path, Some(query)));
    let call = Call::new(&example.request.method, path);
    let call = query.map_or(call.clone(), |query| call.query(query));
    let headers = example.request.headers.iter();
    // A failure is told with the body that brought it about.
    headers.fold(call, |call, (name, value)| call.header(name, value)).expecting(&["status"])
}

struct Feeding<'a> {
    judge: &'a Judge,
    probe: Probe<'a>,
    call: Call,
    inputs: &'a Inputs<'a>,
    operation: Option<&'a Operation>,
    case: &'a str,
    findings: Vec<Finding>,
    /// What is done to the body that was sent last.
    last: String,
}

impl Feeding<'_> {
    async fn run(&mut self) -> Step {
        let (cap, seed) = self.judge.inputs;
        let can_renew = self.judge.renew().await?;
        for mutation in self.inputs.mutations(seed, cap)? {
            if !can_renew && mutation.demand != Demand::Refused {
                continue;
            }
            self.last.clone_from(&mutation.sentence);
            let reply = self.send(&mutation).await?;
            let outcome = verdict(self.operation, mutation.demand, &reply);
            let demand = mutation.demand;
            if let Err(mismatch) = &outcome {
                let smallest = self.reduced(mutation, &reply, can_renew).await?;
                self.tell(&smallest, mismatch, &reply);
            }
            // Whatever an answer says, only a body that was rightly refused is sure to have changed nothing.
            let may_be_spent = demand != Demand::Refused || outcome.is_err();
            if may_be_spent && !self.judge.renew().await? {
                // What the documented body needs may be used up now: a refusal would say nothing any more.
                break;
            }
        }
        Ok(())
    }

    async fn send(&mut self, mutation: &Mutation) -> Step<Reply> {
        self.probe.send(self.call.clone().bytes(None, mutation.body.clone())).await
    }

    /// The smallest mutation that fails in the same way. A body that was served is only sent again where that can be made undone.
    async fn reduced(
        &mut self,
        mutation: Mutation,
        reply: &Reply,
        can_renew: bool,
    ) -> Step<Mutation> {
        if reply.is_success() && !can_renew {
            return Ok(mutation);
        }
        let class = reply.status() / 100;
        let (inputs, operation) = (self.inputs, self.operation);
        let smallest = inputs.reduced(mutation, async |smaller: &Mutation| {
            // What cannot be found out does not fail; the next call tells why.
            let renewed = self.judge.renew().await.is_ok();
            let call = self.call.clone().bytes(None, smaller.body.clone());
            let reply = self.probe.glance(call).await.ok().filter(|_| renewed);
            reply.is_some_and(|reply| {
                let is_alike = reply.status() / 100 == class;
                is_alike && verdict(operation, smaller.demand, &reply).is_err()
            })
        });
        Ok(smallest.await?)
    }

    fn tell(&mut self, mutation: &Mutation, mismatch: &Mismatch, reply: &Reply) {
        // However odd a body, a server that fails at it is wrong by the contract, not by what the body rests on.
        let failed = self.operation.filter(|_| is_failure(reply.status()));
        let responses = failed.map(|operation| &operation.pointer);
        let source = match responses {
            Some(pointer) => Source::Schema(format!("#{pointer}/responses")),
            None => mutation.source.clone(),
        };
        let place = mutation.edits.first().map(|edit| edit.at.clone()).unwrap_or_default();
        let expected = format!("{}, where {}", mismatch.expected, mutation.sentence);
        let told = (place, expected, mismatch.actual.as_str());
        let finding = Finding::new((self.case, level(&source)), Party::Server, told, source);
        self.findings.push(Finding {
            exchange: Some(mismatch.exchange),
            sent: Some(String::from_utf8_lossy(&mutation.body).into_owned()),
            ..finding
        });
    }
}

/// Whether a reply is what must come of a body.
fn verdict(operation: Option<&Operation>, demand: Demand, reply: &Reply) -> Result<(), Mismatch> {
    match demand {
        Demand::Accepted => reply.is_served().map(drop),
        Demand::Answered if reply.is_success() => Ok(()),
        Demand::Answered | Demand::Refused => is_refused(operation, reply),
    }
}

/// A 4XX other than 429, in JSON where the contract says so: the form of the error is the affair of a check.
fn is_refused(operation: Option<&Operation>, reply: &Reply) -> Result<(), Mismatch> {
    reply.refuses()?;
    let declared = operation.and_then(|operation| operation.response(reply.status()));
    let is_json_due = declared.is_some_and(|response| response.json_schema().is_some());
    if is_json_due && reply.json().is_null() {
        return Err(reply.mismatch("body", "a refusal in JSON", reply.told()));
    }
    Ok(())
}

/// A parser may take more than JSON; what the contract says is the service's metadata.
fn level(source: &Source) -> Level {
    match source {
        Source::Schema(_) => Level::Must,
        Source::Page(_)
        | Source::Discrepancy(_)
        | Source::Standard(_)
        | Source::Observation(_)
        | Source::Choice(_) => Level::Should,
    }
}
