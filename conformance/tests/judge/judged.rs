//! An answer in, what every check finds in it out: as if it had come to the documented request.

use chrono::DateTime;
use conformance::bindings::Bindings;
use conformance::check::{Case, RoundTrip, Told};
use conformance::contract::{Contract, Example};
use conformance::exchange::{Answer, Exchange, Outcome, SentRequest};
use conformance::finding::Finding;
use conformance::judge::SLOW;
use conformance::schemas::Schemas;
use std::time::Duration;

/// The findings of an answer to an example.
pub(crate) fn findings(
    (contract, example): (&Contract, &Example),
    answer: &Answer,
    round_trip: Option<RoundTrip>,
) -> Vec<Finding> {
    let request = SentRequest {
        method: example.request.method.clone(),
        url: String::new(),
        headers: Vec::new(),
        identity: None,
        body: example.request.body.clone(),
        text: None,
    };
    let outcome = Outcome::Answered(answer.clone());
    let started = DateTime::UNIX_EPOCH;
    let exchange = Exchange { request, outcome, started, elapsed: Duration::ZERO };
    let (bindings, schemas) = (Bindings::default().of(example), Schemas::new(contract));
    let operation = contract.operation(&example.operation).unwrap();
    let told = Told::Example(operation, example, &bindings);
    let case = Case::new((contract, &schemas), told, &exchange, (round_trip, SLOW));
    case.unwrap().findings()
}
