//! The contract and a body in, whether the contract forbids what edits make of that body out.

use super::edit::{Change, Edit};
use super::written;
use crate::contract::{Contract, Side};
use crate::error::Error;
use crate::finding::MOST_OF_A_BODY;
use crate::schemas::{Schemas, Violation};
use serde_json::Value;

/// What is nested deeper is judged as if it were nested so deep: no schema has that many levels, and a parser stops soon after.
const DEEPEST_JUDGED: usize = 48;

/// The schema of a request body.
#[derive(Clone, Copy, Debug)]
pub(super) struct RequestSchema<'a> {
    pub(super) contract: &'a Contract,
    pub(super) schemas: &'a Schemas,
    /// Pointer to it; none where the contract says nothing of the body.
    pub(super) pointer: Option<&'a str>,
}

/// Decides on the changes of one body.
pub(super) struct Arbiter<'a> {
    schema: RequestSchema<'a>,
    body: &'a Value,
    /// In what the body departs from the schema before any change: documented examples do.
    departures: Vec<Violation>,
}

impl<'a> Arbiter<'a> {
    /// The arbiter for changes of `body`.
    pub(super) fn new(schema: RequestSchema<'a>, body: &'a Value) -> Result<Self, Error> {
        Ok(Self { schema, body, departures: violations(schema, body)? })
    }

    /// Whether the contract forbids something in the changed body that it does not forbid in the body itself.
    ///
    /// What is no JSON, or no JSON that a parser here can hold, is not for the schema to forbid.
    pub(super) fn forbids(&self, edits: &[Edit]) -> Result<bool, Error> {
        let judged: Vec<Edit> = edits.iter().map(shallow).collect();
        let Ok(changed) = serde_json::from_slice(&written::with(self.body, &judged)) else {
            return Ok(false);
        };
        // Of a body that is wrong all over, not everything is known.
        if self.departures.len() >= MOST_OF_A_BODY {
            return Ok(false);
        }
        let violations = violations(self.schema, &changed)?;
        Ok(violations.iter().any(|violation| !self.is_known(violation, &changed)))
    }

    /// Whether the body itself has that violation. The validator may quote the instance, which the change has changed.
    fn is_known(&self, violation: &Violation, changed: &Value) -> bool {
        self.departures.iter().any(|departure| {
            departure.at == violation.at
                && unquoted(departure, self.body) == unquoted(violation, changed)
        })
    }
}

fn violations(schema: RequestSchema<'_>, body: &Value) -> Result<Vec<Violation>, Error> {
    schema.pointer.map_or_else(
        || Ok(Vec::new()),
        |pointer| schema.schemas.violations(schema.contract, (pointer, Side::Request), body),
    )
}

/// The demand without the instance that it is made of.
fn unquoted(violation: &Violation, body: &Value) -> String {
    let instance = body.pointer(&violation.at).map(Value::to_string).unwrap_or_default();
    if instance.is_empty() {
        return violation.demand.clone();
    }
    violation.demand.replace(&instance, "")
}

fn shallow(edit: &Edit) -> Edit {
    let mut edit = edit.clone();
    if let Change::Nest(_, depth) = &mut edit.change {
        *depth = DEEPEST_JUDGED.min(*depth);
    }
    edit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::edit::Bracket;
    use serde_json::json;

    fn contract() -> Contract {
        Contract::load(
            json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"thing": {
                "type": "object",
                "required": ["a"],
                "properties": {
                    "a": {"type": "integer", "maximum": 9},
                    "b": {"oneOf": [{"type": "object", "required": ["x"]}, {"type": "string"}]},
                },
            }}}}),
        )
        .unwrap()
    }

    #[test]
    fn only_what_the_change_brought_is_forbidden() {
        let contract = contract();
        let schemas = Schemas::new(&contract);
        let schema = RequestSchema {
            contract: &contract,
            schemas: &schemas,
            pointer: Some("/components/schemas/thing"),
        };
        let put = |value: Value| Change::Put(value);
        for (body, at, change, expected) in [
            (json!({"a": 1}), "/a", put(json!(9)), false),
            (json!({"a": 1}), "/a", put(json!(10)), true),
            (json!({"a": 1}), "/a", Change::LeaveOut, true),
            (json!({"a": 1}), "/other", put(json!(1)), false),
            (json!({"a": 1}), "/other", Change::Nest(Bracket::Array, 10_000), false),
            (json!({"a": 1}), "", Change::Nest(Bracket::Array, 10_000), true),
            (json!({"a": 1}), "/a", Change::Raw("\"\\ud800\""), false),
            // The documented body is wrong in the same way.
            (json!({"a": 10}), "/a", put(json!(11)), false),
            (json!({"a": 10}), "/a", put(json!("x")), true),
            (json!({"a": 1, "b": {"y": 1}}), "/b/z", put(json!(1)), false),
        ] {
            let arbiter = Arbiter::new(schema, &body).unwrap();
            let forbidden = arbiter.forbids(&[Edit { at: at.to_owned(), change }]).unwrap();
            assert_eq!(forbidden, expected, "{body} {at}");
        }
    }
}
