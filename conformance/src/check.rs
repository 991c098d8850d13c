//! One exchange in, findings out: the list of checks, each a pure function in a file of its own.

mod answer;
mod comparison;
mod documented;
mod documented_members;
mod documented_values;
mod empty_body;
mod enum_members;
mod error_envelope;
mod headers;
mod json;
mod media_type;
mod odata_annotations;
mod promptness;
mod repeated_values;
mod retry_after;
mod schema;
mod status;
mod subject;
mod typed_round_trip;
mod undocumented_members;
mod value;

use documented::Documented;
pub(crate) use retry_after::ID as RETRY_AFTER;
pub use subject::Subject;
pub(crate) use value::{brief, brief_bytes, same};

use crate::bindings::ExampleBindings;
use crate::contract::{Contract, Example, Operation, ResponseSpec, Side};
use crate::error::Error;
use crate::exchange::{Answer, Exchange, Outcome};
use crate::finding::{Finding, Level, MOST_OF_A_BODY, Party, Source};
use crate::reading::ReadBody;
use crate::schemas::Schemas;
use serde_json::Value;
use std::time::Duration;

/// A check: what it demands, how firmly, and the function that looks.
#[derive(Debug)]
pub struct Check {
    /// Its id.
    pub id: &'static str,
    /// The level of its findings, unless a finding says otherwise.
    pub level: Level,
    /// What it demands, in a sentence.
    pub sentence: &'static str,
    /// On what the demand rests, in words.
    pub grounds: &'static str,
    run: fn(&Case<'_>) -> Vec<Finding>,
}

/// Every check, in the order in which findings are reported.
pub const CHECKS: [&Check; 17] = [
    &answer::CHECK,
    &status::CHECK,
    &media_type::CHECK,
    &headers::CHECK,
    &retry_after::CHECK,
    &empty_body::CHECK,
    &json::CHECK,
    &error_envelope::CHECK,
    &schema::CHECK,
    &enum_members::CHECK,
    &documented_members::CHECK,
    &documented_values::CHECK,
    &repeated_values::CHECK,
    &odata_annotations::CHECK,
    &typed_round_trip::CHECK,
    &undocumented_members::CHECK,
    &promptness::CHECK,
];

/// The checks of a body by its schema in the contract, be it an answer's or a documented one.
const BY_SCHEMA: [fn(&Subject<'_>) -> Vec<Finding>; 4] = [
    schema::departures,
    enum_members::departures,
    odata_annotations::departures,
    undocumented_members::departures,
];

/// Everything in which a body departs from its schema in the contract.
pub fn departures(subject: &Subject<'_>) -> Vec<Finding> {
    BY_SCHEMA.iter().flat_map(|check| check(subject).into_iter().take(MOST_OF_A_BODY)).collect()
}

/// Decodes an answer of an operation into the generated type and encodes it again; none where the operation has no typed answer.
pub type RoundTrip = fn(operation: &str, body: &Value) -> Option<Result<Value, String>>;

/// What an exchange is held against.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// The documented example that it replays, and what stands for its values.
    Example(&'a Operation, &'a Example, &'a ExampleBindings),
    /// An operation, called in a way that no example shows.
    Operation(&'a Operation),
    /// Nothing of the contract.
    Nothing,
}

/// Everything a check may look at.
#[derive(Debug)]
pub struct Case<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// The operation called, where it is one of the contract's.
    pub operation: Option<&'a Operation>,
    /// What went over the wire.
    pub exchange: &'a Exchange,
    /// The typed client, where there is one for this contract.
    pub round_trip: Option<RoundTrip>,
    /// How long an answer may take and still be called quick.
    pub slow: Duration,
    /// The body as JSON: none where it is empty, an error in words where it is something else.
    pub json: Option<Result<Value, String>>,
    /// In what that JSON departs from the schemas of the contract.
    departures: Vec<Finding>,
    /// The documented example, where one is replayed.
    documented: Option<Documented<'a>>,
}

impl<'a> Case<'a> {
    /// Brings together what the checks of one exchange need.
    ///
    /// # Errors
    /// [`Error::Contract`] where a schema of the contract cannot be used.
    pub fn new(
        (contract, schemas): (&'a Contract, &Schemas),
        told: Told<'a>,
        exchange: &'a Exchange,
        (round_trip, slow): (Option<RoundTrip>, Duration),
    ) -> Result<Self, Error> {
        let (operation, documented) = match told {
            Told::Example(operation, example, bindings) => {
                (Some(operation), Some(Documented::new(contract, example, bindings)))
            }
            Told::Operation(operation) => (Some(operation), None),
            Told::Nothing => (None, None),
        };
        let json = answer_of(exchange)
            .filter(|answer| !answer.body.is_empty())
            .map(|answer| json::parse(&answer.body));
        let departures = Vec::new();
        let mut case =
            Self { contract, operation, exchange, round_trip, slow, json, departures, documented };
        case.find_departures(schemas)?;
        Ok(case)
    }

    /// Every finding of every check.
    pub fn findings(&self) -> Vec<Finding> {
        CHECKS.iter().flat_map(|check| (check.run)(self)).collect()
    }

    /// The whole answer, where there is one.
    pub fn answer(&self) -> Option<&'a Answer> {
        answer_of(self.exchange)
    }

    /// The documented example, where the answer has its status or one that is as good.
    fn expected(&self) -> Option<&Documented<'a>> {
        let status = self.answer()?.status;
        self.documented.as_ref().filter(|documented| documented.is_expected(status))
    }

    /// Whether the request was served: as the example says, else as the contract does.
    fn is_served(&self) -> bool {
        match (&self.documented, self.answer()) {
            (Some(_), _) => self.expected().is_some(),
            (None, Some(answer)) => answer.status / 100 == 2,
            (None, None) => false,
        }
    }

    /// The documented answer in the contract's words, and the JSON that came where it was due.
    fn compared(&self) -> Option<(&Documented<'a>, &ReadBody, &Value)> {
        let documented = self.expected()?;
        Some((documented, documented.body.as_ref()?, self.json.as_ref()?.as_ref().ok()?))
    }

    /// The response that the contract declares for the status that came.
    fn declared_response(&self) -> Option<&'a ResponseSpec> {
        self.operation?.response(self.answer()?.status)
    }

    /// Those departures from the schemas that are a check's affair.
    fn departures(&self, check: &Check) -> Vec<Finding> {
        self.departures.iter().filter(|finding| finding.check == check.id).cloned().collect()
    }

    fn find_departures(&mut self, schemas: &Schemas) -> Result<(), Error> {
        let schema = self.declared_response().and_then(ResponseSpec::json_schema);
        let (Some(schema), Some(Ok(body))) = (schema, &self.json) else { return Ok(()) };
        let of = |body: &Value| {
            let subject = Subject::new(self.contract, schemas, (schema, Side::Response), body)?;
            Ok::<_, Error>(departures(&subject))
        };
        let mut found = of(body)?;
        // Another answer than the documented one cannot agree with it.
        let is_expected = self.expected().is_some();
        if let Some(documented) = &mut self.documented {
            if is_expected {
                documented.find_departures(of)?;
            }
            found = found.into_iter().map(|finding| documented.attributed(finding)).collect();
        }
        self.departures = found;
        Ok(())
    }

    /// Where the server departs from an example that departs from the contract, and keeps to the contract itself, the example is out of step.
    fn held_against_the_contract(&self, finding: Finding) -> Finding {
        let departs = |departures: &[Finding]| {
            departures
                .iter()
                .any(|other| other.check == schema::CHECK.id && other.place == finding.place)
        };
        let documented = self.documented.as_ref();
        if documented.is_some_and(|documented| departs(&documented.departures))
            && !departs(&self.departures)
        {
            return Finding { out_of_step: Party::Documentation, ..finding };
        }
        finding
    }
}

fn answer_of(exchange: &Exchange) -> Option<&Answer> {
    match &exchange.outcome {
        Outcome::Answered(answer) => Some(answer),
        Outcome::Broken(_) => None,
    }
}

impl Check {
    /// A finding of this check against the server.
    fn finding(
        &self,
        place: impl Into<String>,
        (expected, actual): (impl Into<String>, impl Into<String>),
        source: Source,
    ) -> Finding {
        Finding::new((self.id, self.level), Party::Server, (place, expected, actual), source)
    }
}
