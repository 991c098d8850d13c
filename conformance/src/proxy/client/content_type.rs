//! A body says what it is.

use super::{Asked, ClientCheck, Look};
use crate::contract::essence;
use crate::finding::{Finding, Level, Source};
use serde_json::Value;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/content-type",
    level: Level::Must,
    sentence: "A request with a body says in Content-Type that it is of a media type that the operation takes.",
    grounds: "the request bodies of the contract; the pages of the operations that take one list the header as required",
    look: Look::Plainly(run),
};

fn run(asked: &Asked<'_>) -> Vec<Finding> {
    let has_body = asked.request().body.is_some() || asked.request().text.is_some();
    let Some(operation) = asked.operation.filter(|_| has_body) else { return Vec::new() };
    let place = format!("{}/requestBody", operation.pointer);
    let content = asked.contract.node(&place).and_then(|body| body.get("content")?.as_object());
    let taken: Vec<&str> = content
        .into_iter()
        .flatten()
        .map(|(media_type, _): (&String, &Value)| media_type.as_str())
        .collect();
    let actual = asked.header("content-type");
    let is_taken = |actual: &str| taken.iter().any(|known| fits(known, &essence(actual)));
    if taken.is_empty() || actual.is_some_and(is_taken) {
        return Vec::new();
    }
    let told = (taken.join(" or "), actual.unwrap_or("no such header"));
    vec![CHECK.finding("header content-type", told, Source::Schema(format!("#{place}")))]
}

/// Whether a media type is what the contract names, which may be a range such as `text/*`.
fn fits(known: &str, actual: &str) -> bool {
    match essence(known).strip_suffix("/*") {
        Some("*") => true,
        Some(family) => actual.split('/').next() == Some(family),
        None => essence(known) == actual,
    }
}
