//! An error answers in the envelope that the contract declares.

use super::{Case, Check, schema};
use crate::contract::ResponseSpec;
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: Check = Check {
    id: "error-envelope",
    level: Level::Must,
    sentence: "A 4XX or 5XX answer has the error envelope that the contract declares, with a code and a message.",
    grounds: "the schema of the contract's 4XX and 5XX responses",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    if case.answer().is_none_or(|answer| answer.status < 400) {
        return Vec::new();
    }
    let Some(schema) = case.declared_response().and_then(ResponseSpec::json_schema) else {
        return Vec::new();
    };
    match &case.json {
        Some(Ok(_)) => case
            .departures(&schema::CHECK)
            .into_iter()
            .map(|finding| Finding { check: CHECK.id.to_owned(), ..finding })
            .collect(),
        // Text in place of JSON is told by the check on JSON.
        Some(Err(_)) => Vec::new(),
        None => vec![CHECK.finding(
            "body",
            ("an error envelope", "an empty body"),
            Source::Schema(format!("#{schema}")),
        )],
    }
}
