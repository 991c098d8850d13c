//! A request's body in, in what it departs from the contract out, where no documented request departs from it in the same way.

use super::{Asked, ClientCheck};
use crate::check::{Subject, departures};
use crate::contract::{Contract, OperationId, Side};
use crate::error::Error;
use crate::finding::{Finding, Party};
use crate::schemas::Schemas;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;

/// The check that tells of members without a schema.
pub(super) const OF_MEMBERS: &str = "undocumented-members";

/// A check and a place.
type Departure = (String, String);

/// In what documented requests depart from the contract, by operation: who does as an example does is not to blame.
#[derive(Debug, Default)]
pub(in crate::proxy) struct Excused(RefCell<HashMap<OperationId, Vec<Departure>>>);

/// Everything in which the body of a request departs from its schema, told by `check`; of the checks by schema those that are `wanted`.
///
/// # Errors
/// [`Error::Contract`] where a schema cannot be used.
pub(super) fn told(
    asked: &Asked<'_>,
    check: &ClientCheck,
    wanted: fn(&str) -> bool,
) -> Result<Vec<Finding>, Error> {
    let (Some(operation), Some(body)) = (asked.operation, &asked.request().body) else {
        return Ok(Vec::new());
    };
    let Some(schema) = &operation.request_schema else { return Ok(Vec::new()) };
    let found = of(asked.contract, asked.schemas, (schema, body))?;
    let excused = asked.excused.of(asked, (&operation.id, schema))?;
    let is_told = |finding: &Finding| {
        let departure = (finding.check.clone(), any_item(&finding.place));
        wanted(&finding.check) && !excused.contains(&departure)
    };
    let told = found.into_iter().filter(is_told).map(|finding| Finding {
        check: check.id.to_owned(),
        out_of_step: Party::Client,
        // What a service may answer is another matter than what it can take.
        level: if finding.check == OF_MEMBERS { check.level } else { finding.level },
        ..finding
    });
    Ok(told.collect())
}

impl Excused {
    fn of(
        &self,
        asked: &Asked<'_>,
        (operation, schema): (&OperationId, &str),
    ) -> Result<Vec<Departure>, Error> {
        if let Some(known) = self.0.borrow().get(operation) {
            return Ok(known.clone());
        }
        let examples = asked.contract.examples.iter();
        let bodies = examples
            .filter(|example| example.operation == *operation)
            .filter_map(|example| example.request.body.as_ref());
        let mut excused = Vec::new();
        for body in bodies {
            let found = of(asked.contract, asked.schemas, (schema, body))?;
            excused.extend(found.into_iter().map(|one| (one.check, any_item(&one.place))));
        }
        self.0.borrow_mut().insert(operation.clone(), excused.clone());
        Ok(excused)
    }
}

fn of(
    contract: &Contract,
    schemas: &Schemas,
    (schema, body): (&str, &Value),
) -> Result<Vec<Finding>, Error> {
    Ok(departures(&Subject::new(contract, schemas, (schema, Side::Request), body)?))
}

/// A place with every index left open.
fn any_item(place: &str) -> String {
    let is_index =
        |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    let tokens = place.split('/').map(|token| if is_index(token) { "*" } else { token });
    tokens.collect::<Vec<_>>().join("/")
}
