//! A body held against its schema in the contract: an answer, or a documented example itself.

use super::Check;
use crate::contract::{Contract, Declared, Side};
use crate::error::Error;
use crate::finding::{Finding, Source};
use crate::pointer::{child, first_places, parts};
use crate::schemas::{Schemas, Violation};
use serde_json::Value;

/// How many places of a body are held against the contract; a longer one is judged by its beginning.
const MOST_PLACES: usize = 20_000;

/// A body, its schema, and what is to be known of both.
#[derive(Debug)]
pub struct Subject<'a> {
    pub(super) contract: &'a Contract,
    pub(super) schema: String,
    pub(super) body: &'a Value,
    /// What the schema forbids in it.
    pub(super) violations: Vec<Violation>,
    /// Every value that a schema is declared for, outermost first.
    pub(super) spots: Vec<Spot<'a>>,
}

/// One value within a body, with what the schema declares of it.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub(super) at: String,
    pub(super) value: &'a Value,
    pub(super) declared: Declared<'a>,
}

impl<'a> Subject<'a> {
    /// Holds `body` against the schema at a pointer of the contract.
    ///
    /// # Errors
    /// [`Error::Contract`] where the schema cannot be compiled.
    pub fn new(
        contract: &'a Contract,
        schemas: &Schemas,
        (schema, side): (&str, Side),
        body: &'a Value,
    ) -> Result<Self, Error> {
        let violations = schemas.violations(contract, (schema, side), body)?;
        let mut spots = Vec::new();
        collect(contract, (schema.to_owned(), String::new()), body, &mut spots);
        Ok(Self { contract, schema: schema.to_owned(), body, violations, spots })
    }

    /// The first places of the body, with or without a schema.
    pub(super) fn places(&self) -> Vec<(String, &'a Value)> {
        first_places(self.body, MOST_PLACES)
    }

    /// A finding of `check` at a place, resting on the schema declared there.
    pub(super) fn finding(
        &self,
        check: &Check,
        spot: &Spot<'_>,
        told: (String, String),
    ) -> Finding {
        let pointer = spot.declared.enumeration_pointer().unwrap_or(&self.schema);
        check.finding(spot.at.clone(), told, Source::Schema(format!("#{pointer}")))
    }
}

fn collect<'a>(
    contract: &'a Contract,
    (schema, at): (String, String),
    value: &'a Value,
    spots: &mut Vec<Spot<'a>>,
) {
    let declared = Declared::of(contract, &schema, value);
    let is_list = value.is_array();
    let index = spots.len();
    spots.push(Spot { at: at.clone(), value, declared });
    for (token, part) in parts(value) {
        let declared = spots.get(index).map(|spot| &spot.declared);
        let schema = declared
            .and_then(|declared| if is_list { declared.items() } else { declared.member(&token) });
        let Some(schema) = schema.filter(|_| spots.len() < MOST_PLACES) else { continue };
        collect(contract, (schema, child(&at, &token)), part, spots);
    }
}
