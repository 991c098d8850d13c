//! A contract in, every disagreement between its examples and its schemas out, each with the discrepancy that accounts for it.

use crate::check::{Subject, departures};
use crate::contract::{Contract, Example, Kind, Operation, Side};
use crate::error::Error;
use crate::finding::Finding;
use crate::reading::Reading;
use crate::schemas::Schemas;
use serde_json::Value;

/// A place where a documented example departs from the contract.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The example.
    pub example: crate::contract::ExampleId,
    /// Its side.
    pub side: Side,
    /// Pointer into the documented body.
    pub at: String,
    /// What the check found.
    pub finding: Finding,
    /// The entries of the register that account for it; none is a gap in the register.
    pub entries: Vec<(String, Kind)>,
}

/// Every disagreement of every example.
///
/// # Errors
/// [`Error::Contract`] where a schema cannot be compiled.
pub fn disagreements(contract: &Contract) -> Result<Vec<Disagreement>, Error> {
    let schemas = Schemas::new(contract);
    let mut found = Vec::new();
    for example in &contract.examples {
        let Some(operation) = contract.operation(&example.operation) else { continue };
        for (side, body, schema) in sides(operation, example) {
            found.extend(of_body((contract, &schemas), (example, side), body, &schema)?);
        }
    }
    Ok(found)
}

/// The documented bodies that have a schema.
fn sides<'a>(operation: &Operation, example: &'a Example) -> Vec<(Side, &'a Value, String)> {
    let request = example.request.body.as_ref().zip(operation.request_schema.clone());
    let declared =
        operation.response(example.response.status).and_then(|response| response.json_schema());
    let response = example.response.body.as_ref().zip(declared.map(str::to_owned));
    let request = request.map(|(body, schema)| (Side::Request, body, schema));
    let response = response.map(|(body, schema)| (Side::Response, body, schema));
    request.into_iter().chain(response).collect()
}

fn of_body(
    (contract, schemas): (&Contract, &Schemas),
    (example, side): (&Example, Side),
    body: &Value,
    schema: &str,
) -> Result<Vec<Disagreement>, Error> {
    let reading = Reading::of(contract, example, side);
    let read = reading.read(body);
    let departing = |at: String, finding: Finding| Disagreement {
        example: example.id.clone(),
        side,
        entries: accounting(&reading, &at, &finding.check),
        at,
        finding,
    };
    // As documented, for the names that the contract does not have; then in the contract's words, for what stands under them.
    let raw = departures(&Subject::new(contract, schemas, (schema, side), body)?);
    let renamed = read.renamed().map(|(_, from)| from.to_owned()).collect::<Vec<_>>();
    let under_old_names = raw.into_iter().filter(|finding| renamed.contains(&finding.place));
    let mut found: Vec<Disagreement> =
        under_old_names.map(|finding| departing(finding.place.clone(), finding)).collect();
    for finding in departures(&Subject::new(contract, schemas, (schema, side), &read.value)?) {
        found.push(departing(read.documented(&finding.place), finding));
    }
    Ok(found)
}

fn accounting(reading: &Reading<'_>, at: &str, check: &str) -> Vec<(String, Kind)> {
    reading.accounting(at, check).map(|(id, kind)| (id.to_owned(), kind)).collect()
}
