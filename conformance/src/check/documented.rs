//! The documented example that an exchange replays, as the checks look at it.

use super::{enum_members, value::same};
use crate::bindings::ExampleBindings;
use crate::contract::{Contract, Example, Side};
use crate::error::Error;
use crate::finding::{Finding, Party, Source};
use crate::reading::{ReadBody, Reading};
use serde_json::Value;

/// An example, what stands for its values, and how its answer is read.
#[derive(Debug)]
pub(super) struct Documented<'a> {
    pub(super) example: &'a Example,
    bindings: &'a ExampleBindings,
    /// How the documented answer is read.
    pub(super) reading: Reading<'a>,
    /// The documented answer in the contract's words.
    pub(super) body: Option<ReadBody>,
    /// In what the documented answer departs from the schemas of the contract.
    pub(super) departures: Vec<Finding>,
}

impl<'a> Documented<'a> {
    pub(super) fn new(
        contract: &'a Contract,
        example: &'a Example,
        bindings: &'a ExampleBindings,
    ) -> Self {
        let reading = Reading::of(contract, example, Side::Response);
        let body = example.response.body.as_ref().map(|body| reading.read(body));
        Self { example, bindings, reading, body, departures: Vec::new() }
    }

    /// Whether an answer has the documented status, or one that a reading accepts as well.
    pub(super) fn is_expected(&self, status: u16) -> bool {
        let accepted = self.reading.accepted_statuses().any(|(_, accepted)| accepted == status);
        accepted || self.example.response.status.accepts(status)
    }

    /// The place in the documents that the example rests on.
    pub(super) fn page(&self) -> Source {
        Source::Page(format!("{} ({})", self.example.source, self.example.id))
    }

    /// What stands at the endpoint for a documented value.
    pub(super) fn at_the_endpoint(&self, documented: &Value) -> Value {
        self.bindings.apply_to_body(documented)
    }

    /// Whether a documented value stands for something of the endpoint's own.
    pub(super) fn is_bound(&self, documented: &Value) -> bool {
        let mut bindings = self.example.bindings.iter();
        bindings.any(|binding| same(&binding.documented.as_str().into(), documented))
    }

    /// The pointer as documented, for one in the contract's words.
    pub(super) fn place(&self, pointer: &str) -> String {
        self.body.as_ref().map(|body| body.documented(pointer)).unwrap_or_default()
    }

    /// The example departs in the words it is documented in, or in the contract's.
    pub(super) fn find_departures(
        &mut self,
        of: impl Fn(&Value) -> Result<Vec<Finding>, Error>,
    ) -> Result<(), Error> {
        let Some(read) = &self.body else { return Ok(()) };
        let printed = self.example.response.body.as_ref();
        self.departures = of(&read.value)?;
        self.departures.extend(printed.map(of).transpose()?.into_iter().flatten());
        Ok(())
    }

    /// Where the example departs from the contract in the same way, it is not the server that is out of step.
    pub(super) fn attributed(&self, finding: Finding) -> Finding {
        if !self.departures.iter().any(|other| is_same_departure(other, &finding)) {
            return finding;
        }
        let place = self.place(&finding.place);
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
}

/// Of an enumeration the value itself departs, elsewhere what was expected tells how.
fn is_same_departure(one: &Finding, other: &Finding) -> bool {
    let same_value = one.check != enum_members::CHECK.id || one.actual == other.actual;
    same_value
        && (&one.check, &one.place, &one.expected) == (&other.check, &other.place, &other.expected)
}
