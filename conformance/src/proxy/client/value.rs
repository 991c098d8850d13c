//! The text of a parameter in, in what it departs from the parameter's schema out.

use super::Asked;
use crate::contract::{Parameter, Side};
use crate::error::Error;
use crate::pointer::child;
use serde_json::Value;

/// What the schema of a parameter demands that the text does not keep; none where it keeps it all.
///
/// # Errors
/// [`Error::Contract`] where the schema cannot be used.
pub(super) fn departure(
    asked: &Asked<'_>,
    parameter: &Parameter,
    text: &str,
) -> Result<Option<String>, Error> {
    let pointer = child(&parameter.pointer, "schema");
    let Some(schema) = asked.contract.node(&pointer) else { return Ok(None) };
    let instance = instance(text, schema.get("type").and_then(Value::as_str));
    let demanded =
        asked.schemas.violations(asked.contract, (&pointer, Side::Request), &instance)?;
    Ok(demanded.into_iter().next().map(|violation| violation.demand))
}

/// The text as the type that is declared, where it can be read so.
fn instance(text: &str, declared: Option<&str>) -> Value {
    let parsed = match declared {
        Some("integer" | "number" | "boolean") => serde_json::from_str(text).ok(),
        // A list is told in ways of its own.
        Some("array") => Some(Value::Array(text.split(',').map(Value::from).collect())),
        _ => None,
    };
    parsed.unwrap_or_else(|| Value::from(text))
}
