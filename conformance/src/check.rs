//! One exchange in, findings out: the list of checks, each a pure function in a file of its own.

mod answer;
mod comparison;
mod documented_members;
mod documented_values;
mod empty_body;
mod enum_members;
mod error_envelope;
mod headers;
mod json;
mod media_type;
mod odata_annotations;
mod repeated_values;
mod schema;
mod status;
mod subject;
mod typed_round_trip;
mod undocumented_members;
mod value;

pub use subject::Subject;
pub(crate) use value::brief_bytes;

use crate::bindings::ExampleBindings;
use crate::contract::{Contract, Example, Operation, ResponseSpec, Side};
use crate::error::Error;
use crate::exchange::{Answer, Exchange, Outcome};
use crate::finding::{Finding, Level, MOST_OF_A_BODY, Party, Source};
use crate::reading::{ReadBody, Reading};
use crate::schemas::Schemas;
use serde_json::Value;

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
pub const CHECKS: [&Check; 15] = [
    &answer::CHECK,
    &status::CHECK,
    &media_type::CHECK,
    &headers::CHECK,
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

/// Everything a check may look at.
#[derive(Debug)]
pub struct Case<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// The operation called.
    pub operation: &'a Operation,
    /// The documented example.
    pub example: &'a Example,
    /// What stands for the documented values.
    pub bindings: &'a ExampleBindings,
    /// What went over the wire.
    pub exchange: &'a Exchange,
    /// The typed client, where there is one for this contract.
    pub round_trip: Option<RoundTrip>,
    /// The body as JSON: none where it is empty, an error in words where it is something else.
    pub json: Option<Result<Value, String>>,
    /// In what that JSON departs from the schemas of the contract.
    departures: Vec<Finding>,
    /// In what the documented answer departs from them.
    documented_departures: Vec<Finding>,
    /// How the documented answer is read.
    reading: Reading<'a>,
    /// The documented answer in the contract's words.
    documented: Option<ReadBody>,
}

impl<'a> Case<'a> {
    /// Brings together what the checks of one exchange need.
    ///
    /// # Errors
    /// [`Error::Contract`] where a schema of the contract cannot be used.
    pub fn new(
        (contract, schemas): (&'a Contract, &Schemas),
        (operation, example): (&'a Operation, &'a Example),
        (bindings, exchange): (&'a ExampleBindings, &'a Exchange),
        round_trip: Option<RoundTrip>,
    ) -> Result<Self, Error> {
        let reading = Reading::of(contract, example, Side::Response);
        let documented = example.response.body.as_ref().map(|body| reading.read(body));
        let mut case = Self {
            contract,
            operation,
            example,
            bindings,
            exchange,
            round_trip,
            json: answer_of(exchange)
                .filter(|answer| !answer.body.is_empty())
                .map(|answer| json::parse(&answer.body)),
            departures: Vec::new(),
            documented_departures: Vec::new(),
            reading,
            documented,
        };
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

    /// The answer, where it has the documented status or one that is as good.
    fn expected_answer(&self) -> Option<&'a Answer> {
        self.answer().filter(|answer| self.is_expected(answer.status))
    }

    fn is_expected(&self, status: u16) -> bool {
        let accepted = self.reading.accepted_statuses().any(|(_, accepted)| accepted == status);
        accepted || self.example.response.status.accepts(status)
    }

    /// The documented answer in the contract's words, and the JSON that came where it was due.
    fn compared(&self) -> Option<(&ReadBody, &Value)> {
        self.expected_answer()?;
        Some((self.documented.as_ref()?, self.json.as_ref()?.as_ref().ok()?))
    }

    /// The response that the contract declares for the status that came.
    fn declared_response(&self) -> Option<&'a ResponseSpec> {
        self.operation.response(self.answer()?.status)
    }

    /// Those departures from the schemas that are a check's affair.
    fn departures(&self, check: &Check) -> Vec<Finding> {
        self.departures.iter().filter(|finding| finding.check == check.id).cloned().collect()
    }

    /// The place in the documents that the example rests on.
    fn page(&self) -> Source {
        Source::Page(format!("{} ({})", self.example.source, self.example.id))
    }

    fn find_departures(&mut self, schemas: &Schemas) -> Result<(), Error> {
        let schema = self.declared_response().and_then(ResponseSpec::json_schema);
        let (Some(schema), Some(Ok(body))) = (schema, &self.json) else { return Ok(()) };
        let of = |body: &Value| {
            let subject = Subject::new(self.contract, schemas, (schema, Side::Response), body)?;
            Ok::<_, Error>(departures(&subject))
        };
        let found = of(body)?;
        let mut documented = Vec::new();
        // Another answer than the documented one cannot agree with it.
        if let Some(read) = self.documented.as_ref().filter(|_| self.expected_answer().is_some()) {
            // The example departs in the words it is documented in, or in the contract's.
            documented.extend(of(&read.value)?);
            documented.extend(
                self.example.response.body.as_ref().map(of).transpose()?.into_iter().flatten(),
            );
        }
        self.documented_departures = documented;
        self.departures = found.into_iter().map(|finding| self.attributed(finding)).collect();
        Ok(())
    }

    /// Where the documented example departs from the contract in the same way, it is not the server that is out of step.
    fn attributed(&self, finding: Finding) -> Finding {
        if !self.documented_departures.iter().any(|other| is_same_departure(other, &finding)) {
            return finding;
        }
        let documented = self.documented.as_ref();
        let place = documented.map(|read| read.documented(&finding.place)).unwrap_or_default();
        let entry =
            self.reading.accounting(&place, &finding.check).next().map(|(id, _)| id.to_owned());
        match entry {
            Some(id) => Finding {
                out_of_step: Party::Documentation,
                source: Source::Discrepancy(id),
                ..finding
            },
            None => Finding { out_of_step: Party::Contract, ..finding },
        }
    }

    /// Where the server departs from an example that departs from the contract, and keeps to the contract itself, the example is out of step.
    fn held_against_the_contract(&self, finding: Finding) -> Finding {
        let departs = |departures: &[Finding]| {
            departures
                .iter()
                .any(|other| other.check == schema::CHECK.id && other.place == finding.place)
        };
        if departs(&self.documented_departures) && !departs(&self.departures) {
            return Finding { out_of_step: Party::Documentation, ..finding };
        }
        finding
    }
}

/// Of an enumeration the value itself departs, elsewhere what was expected tells how.
fn is_same_departure(one: &Finding, other: &Finding) -> bool {
    let same_value = one.check != enum_members::CHECK.id || one.actual == other.actual;
    same_value
        && (&one.check, &one.place, &one.expected) == (&other.check, &other.place, &other.expected)
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
        Finding {
            check: self.id.to_owned(),
            level: self.level,
            out_of_step: Party::Server,
            place: place.into(),
            expected: expected.into(),
            actual: actual.into(),
            source,
        }
    }
}
