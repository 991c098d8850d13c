//! A documented request body in, bodies made from it by the contract out: what must be refused, what must be served, what must be answered.
//!
//! ```text
//! body, schema ──place──► [Place] ──plan──► [Plan] ──selection──► some ──arbiter, written──► [Mutation] ──reduce──► the smallest that fails
//! ```
//!
//! A demand that a body be refused rests on the contract's own schema: the schema forbids something in it that it does not forbid in the
//! documented body. What is no JSON is refused as well, though a parser may accept more than JSON (RFC 8259, section 9).

mod arbiter;
mod damage;
mod edit;
mod mutation;
mod place;
mod plan;
mod reduce;
mod selection;
mod sentence;
mod splitmix;
mod written;

pub use edit::{Bracket, Change, Damage, Edit, Writing};
pub use mutation::{Demand, Mutation};
pub use reduce::MOST_ATTEMPTS;

use crate::contract::{Contract, Example, Operation};
use crate::error::Error;
use crate::finding::Source;
use crate::pointer::child;
use crate::schemas::Schemas;
use arbiter::{Arbiter, RequestSchema};
use plan::{Plan, Ruling};
use serde_json::Value;

/// So many mutations are made of one example, unless asked otherwise.
pub const MUTATIONS_OF_AN_EXAMPLE: usize = 64;

/// The seed that chooses among them, unless asked otherwise.
pub const SEED: u64 = 0;

/// The kind of all changes of the same meaning in one body.
const COMBINED: &str = "combined";

/// What bodies are made from: a documented body, and the contract that says what may come of them.
#[derive(Debug)]
pub struct Inputs<'a> {
    schema: RequestSchema<'a>,
    body: &'a Value,
    /// Pointer to `required` of the request body, where the contract demands one.
    required_by: Option<String>,
    /// Whether null and no member are two things: a PATCH changes what it names and nothing else.
    is_patch: bool,
}

impl<'a> Inputs<'a> {
    /// Bodies are made from `body`: that of the example, with the endpoint's own values in it.
    ///
    /// An operation that the contract does not have, or one without a schema for its request, forbids no JSON.
    pub fn new(
        (contract, schemas): (&'a Contract, &'a Schemas),
        example: &Example,
        body: &'a Value,
    ) -> Self {
        let operation = contract.operation(&example.operation);
        let pointer = operation.and_then(|operation| operation.request_schema.as_deref());
        Self {
            schema: RequestSchema { contract, schemas, pointer },
            body,
            required_by: operation.and_then(|operation| required_by(contract, operation)),
            is_patch: example.request.method == "PATCH",
        }
    }

    /// No more than `cap` mutations in a fixed order, chosen by the seed: every kind before any kind twice, and spread over the places.
    ///
    /// # Errors
    /// [`Error::Contract`] where the schema cannot be compiled.
    pub fn mutations(&self, seed: u64, cap: usize) -> Result<Vec<Mutation>, Error> {
        let places = place::all(self.schema, self.body);
        let plans = plan::all(self, &places);
        let arbiter = Arbiter::new(self.schema, self.body)?;
        let chosen = selection::chosen(plans, seed, cap).into_iter();
        chosen.map(|plan| self.mutation(&arbiter, plan)).collect()
    }

    /// All changes of mutations that mean the same, in one body, for an endpoint at which an example succeeds only once.
    ///
    /// Those with another demand are left out; of none at all, it is the body as documented.
    pub fn combined(&self, mutations: &[Mutation]) -> Mutation {
        let accepted = mutations.iter().filter(|mutation| mutation.demand == Demand::Accepted);
        let edits = accepted.flat_map(|mutation| mutation.edits.iter().cloned()).collect();
        let source = self
            .schema
            .pointer
            .map_or_else(|| Source::Standard("RFC 8259".to_owned()), place::schema_at);
        Mutation::new((COMBINED, Demand::Accepted), source, (self.body.clone(), edits))
    }

    /// The smallest mutation found that still fails: fewer edits, shorter text, less nesting, and less of the body around it.
    ///
    /// `still_fails` is asked no more than [`MOST_ATTEMPTS`] times, and only of mutations whose demand stands as firmly as that of
    /// `failing`, which is taken to fail and not asked of.
    ///
    /// # Errors
    /// [`Error::Contract`] where the schema cannot be compiled.
    pub async fn reduced<F>(&self, failing: Mutation, still_fails: F) -> Result<Mutation, Error>
    where
        F: AsyncFnMut(&Mutation) -> bool,
    {
        reduce::smallest(self.schema, failing, still_fails).await
    }

    fn mutation(&self, arbiter: &Arbiter<'_>, plan: Plan) -> Result<Mutation, Error> {
        let demand = match plan.ruling {
            Ruling::Contract(_) if arbiter.forbids(&plan.edits)? => Demand::Refused,
            Ruling::Contract(demand) | Ruling::Settled(demand) => demand,
        };
        let changed = (self.body.clone(), plan.edits);
        Ok(Mutation::new((plan.kind, demand), plan.source, changed))
    }
}

/// The pointer to `required` of the operation's request body, references followed, where it is true.
fn required_by(contract: &Contract, operation: &Operation) -> Option<String> {
    let pointer = child(&operation.pointer, "requestBody");
    let is_required = contract.node(&pointer)?.get("required") == Some(&Value::Bool(true));
    is_required.then_some(pointer)
}

#[cfg(test)]
mod tests;
