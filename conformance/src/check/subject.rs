//! A body held against its schema in the contract: an answer, or a documented example itself.

use super::Check;
use crate::contract::{Contract, Declared, Side};
use crate::error::Error;
use crate::finding::{Finding, Source};
use crate::pointer::child;
use crate::schemas::{Schemas, Violation};
use serde_json::Value;

/// A body and the schema it is held against.
#[derive(Debug)]
pub struct Subject<'a> {
    pub(super) contract: &'a Contract,
    pub(super) schema: String,
    pub(super) body: &'a Value,
    pub(super) violations: Vec<Violation>,
}

/// One value within a body, with what the schema declares of it.
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
        Ok(Self { contract, schema: schema.to_owned(), body, violations })
    }

    /// Every value of the body that a schema is declared for, outermost first.
    pub(super) fn spots(&self) -> Vec<Spot<'a>> {
        let mut spots = Vec::new();
        collect(self.contract, (self.schema.clone(), String::new()), self.body, &mut spots);
        spots
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
    match value {
        Value::Object(members) => {
            let within: Vec<_> = members
                .iter()
                .filter_map(|(name, member)| {
                    Some((declared.member(name)?, child(&at, name), member))
                })
                .collect();
            spots.push(Spot { at, value, declared });
            for (schema, at, member) in within {
                collect(contract, (schema, at), member, spots);
            }
        }
        Value::Array(items) => {
            let schema = declared.items();
            spots.push(Spot { at: at.clone(), value, declared });
            let Some(schema) = schema else { return };
            for (index, item) in items.iter().enumerate() {
                collect(contract, (schema.clone(), child(&at, index.to_string())), item, spots);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            spots.push(Spot { at, value, declared });
        }
    }
}
