//! What is planned in, the requests that it would send to an endpoint out, without a word to that endpoint.
//!
//! The requests of examples, and of the bodies made from them, are known from the contract. What a rule sends depends on what it is answered,
//! so it is followed on the program's own sandbox, with those who call and what is bound, and what was made is undone there as well.

use crate::bindings::{Bindings, ExampleBindings};
use crate::contract::Contract;
use crate::endpoint::{DEFAULT, Endpoint};
use crate::error::Error;
use crate::exchange::{Answer, SentRequest};
use crate::judge::{Aftermath, Judge};
use crate::judged::Judged;
use crate::own_sandbox::{self, OwnSandbox};
use crate::plan::{Kind, Planned};
use crate::safety::Permitted;
use crate::settings::Settings;
use crate::verdict::Verdict;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use tokio::runtime::Builder;

/// What stands for a token that is not needed: it is not sent, and left out of what is told.
const NO_TOKEN: &str = "left-out-of-a-rehearsal";

/// What every request is answered that is not sent: what must be refused is.
const REFUSAL: &str = r#"{"error":{"code":"Rehearsed","message":"It was not sent."}}"#;

/// A run that does not take place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rehearsal<'a> {
    pub(crate) contract: &'a Arc<Contract>,
    pub(crate) settings: &'a Settings,
    pub(crate) bindings: &'a Bindings,
    /// Where the requests would go.
    pub(crate) url: &'a str,
    /// The names of those who would call.
    pub(crate) callers: &'a BTreeSet<String>,
    /// What may be sent there.
    pub(crate) permitted: Permitted,
}

/// What a case would send, in this order; or why it would not be run.
pub(crate) type Rehearsed = Result<Vec<SentRequest>, String>;

/// What becomes of what a judge sends.
#[derive(Debug, Default)]
pub(crate) enum Delivery {
    /// It is sent.
    #[default]
    Sent,
    /// It is sent, and noted.
    Noted(Rc<RefCell<Vec<SentRequest>>>),
    /// It is not sent; this is the answer.
    Withheld(Answer),
}

impl Rehearsal<'_> {
    /// What each case would send.
    ///
    /// # Errors
    /// Where the sandbox does not start, or the contract or the bindings cannot be used.
    pub(crate) fn of(&self, plan: &[Planned<'_>]) -> Result<Vec<Rehearsed>, Error> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        runtime.block_on(self.all(plan))
    }

    async fn all(&self, plan: &[Planned<'_>]) -> Result<Vec<Rehearsed>, Error> {
        let silent = self.silent()?;
        let has_rules = plan.iter().any(|planned| planned.kind() == Kind::Rule);
        let stage = if has_rules { Some(Stage::new(self).await?) } else { None };
        let mut rehearsed = Vec::new();
        for planned in plan {
            let objection = self.permitted.objection_to_it().filter(|_| !planned.only_reads());
            let stage = stage.as_ref().filter(|_| planned.kind() == Kind::Rule);
            rehearsed.push(match (objection, stage) {
                (Some(objection), _) => Err(objection),
                (None, Some(stage)) => stage.rehearse(planned, self).await?,
                (None, None) => {
                    let judged = planned.judge(&silent).await?;
                    let requests = judged.exchanges.iter().map(|one| one.request.clone()).collect();
                    outcome(&judged, requests)
                }
            });
        }
        Ok(rehearsed)
    }

    /// A judge of the endpoint who sends nothing.
    fn silent(&self) -> Result<Judge, Error> {
        let mut endpoint = Endpoint::named(self.url)?;
        for name in self.callers {
            endpoint = endpoint.with_token(name, NO_TOKEN.to_owned())?;
        }
        let mut judge = Judge::new(Arc::clone(self.contract), endpoint);
        let judging = &self.settings.judging;
        judge.bindings = self.bindings.clone();
        judge.inputs = judging.inputs();
        judge.prefers_examples = judging.prefer_examples;
        let body = REFUSAL.as_bytes().to_vec();
        judge.delivery = Delivery::Withheld(Answer { status: 400, body, ..Answer::default() });
        Ok(judge)
    }
}

/// Where rules are followed.
struct Stage {
    sandbox: OwnSandbox,
    judge: Judge,
    noted: Rc<RefCell<Vec<SentRequest>>>,
}

impl Stage {
    async fn new(rehearsal: &Rehearsal<'_>) -> Result<Self, Error> {
        let sandbox = OwnSandbox::start().await?;
        let mut judge = sandbox.judge(Arc::clone(rehearsal.contract), sandbox.url())?;
        let callers = rehearsal.callers;
        judge.endpoint = judge.endpoint.only(|name| name == DEFAULT || callers.contains(name));
        judge.fixtures = own_sandbox::counterparts(rehearsal.bindings);
        if rehearsal.settings.connection.url()?.is_none() {
            judge.fixtures = own_sandbox::fixtures(rehearsal.bindings);
        }
        // As at an endpoint that goes on.
        judge.aftermath = Aftermath::CleanedUp;
        let noted = Rc::default();
        judge.delivery = Delivery::Noted(Rc::clone(&noted));
        Ok(Self { sandbox, judge, noted })
    }

    async fn rehearse(
        &self,
        planned: &Planned<'_>,
        rehearsal: &Rehearsal<'_>,
    ) -> Result<Rehearsed, Error> {
        self.sandbox.renew().await?;
        let judged = planned.judge(&self.judge).await?;
        let values = match planned {
            Planned::Rule(rule, _) => own_sandbox::bound(rule.fixtures, rehearsal.bindings),
            Planned::Example(_) | Planned::Input { .. } => ExampleBindings::default(),
        };
        let requests = self.noted.take().into_iter();
        let moved = requests.map(|request| self.moved(request, &values, rehearsal));
        Ok(outcome(&judged, moved.collect()))
    }

    /// A request as it would be sent to the endpoint.
    fn moved(
        &self,
        mut request: SentRequest,
        values: &ExampleBindings,
        rehearsal: &Rehearsal<'_>,
    ) -> SentRequest {
        if let Some(rest) = request.url.strip_prefix(self.sandbox.url()) {
            let rest = values.apply_to_target(rest);
            request.url = format!("{}{rest}", rehearsal.url.trim_end_matches('/'));
        }
        request.body = request.body.map(|body| with(values, &body));
        let is_known =
            request.identity.as_ref().is_none_or(|name| rehearsal.callers.contains(name));
        request.headers.retain(|(name, _)| name != "host" && (is_known || name != "authorization"));
        request
    }
}

/// A body with the endpoint's own values in it, also behind the @ of an address.
fn with(values: &ExampleBindings, body: &Value) -> Value {
    match body {
        Value::String(text) => match text.rsplit_once('@') {
            Some((name, domain)) => format!("{name}@{}", values.bound(domain)).into(),
            None => values.bound(text).to_owned().into(),
        },
        Value::Array(items) => items.iter().map(|item| with(values, item)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), with(values, member))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => body.clone(),
    }
}

fn outcome(judged: &Judged, requests: Vec<SentRequest>) -> Rehearsed {
    match &judged.verdict {
        Verdict::Skipped(reason) if requests.is_empty() => Err(reason.clone()),
        Verdict::Passed
        | Verdict::Failed
        | Verdict::Waived(_)
        | Verdict::Skipped(_)
        | Verdict::Error(_) => Ok(requests),
    }
}
