//! What the contract asks to be said in headers is said, in the form that it has there.

use super::value::departure;
use super::{Asked, ClientCheck, Look};
use crate::check::brief;
use crate::contract::{Contract, Operation, ParameterPlace};
use crate::error::Error;
use crate::finding::{Finding, Level, Source};
use serde_json::Value;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/headers",
    level: Level::Must,
    sentence: "A request says who calls, where the operation asks for that, and has the headers that the contract requires; those that it declares are well formed.",
    grounds: "the header parameters and the security of the contract",
    look: Look::BySchema(run),
};

fn run(asked: &Asked<'_>) -> Result<Vec<Finding>, Error> {
    let Some(operation) = asked.operation else { return Ok(Vec::new()) };
    let mut findings: Vec<Finding> = unauthorized(asked, operation).into_iter().collect();
    let of_header =
        operation.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Header);
    for parameter in of_header {
        let value = asked.header(&parameter.name);
        let told = match value {
            None => parameter.required.then(|| ("a value".to_owned(), "no such header".to_owned())),
            Some(value) => {
                departure(asked, parameter, value)?.map(|demand| (demand, brief(&value.into())))
            }
        };
        let place = || format!("header {}", parameter.name.to_ascii_lowercase());
        let source = || Source::Schema(format!("#{}", parameter.pointer));
        findings.extend(told.map(|told| CHECK.finding(place(), told, source())));
    }
    Ok(findings)
}

fn unauthorized(asked: &Asked<'_>, operation: &Operation) -> Option<Finding> {
    let is_told = asked.header("authorization").is_some();
    let place = secured(asked.contract, operation).filter(|_| !is_told)?;
    let told = ("who calls", "no such header");
    Some(CHECK.finding("header authorization", told, Source::Schema(format!("#{place}"))))
}

/// Where it is said that an operation is for known callers, whose header is Authorization in every way to be known.
fn secured(contract: &Contract, operation: &Operation) -> Option<String> {
    let own = format!("{}/security", operation.pointer);
    let place = if contract.node(&own).is_some() { own } else { "/security".to_owned() };
    let ways = contract.node(&place)?.as_array()?;
    let schemes = |way: &Value| {
        let names = way.as_object().into_iter().flatten().map(|(name, _)| name.clone());
        names.collect::<Vec<_>>()
    };
    let by_header = |name: &String| {
        let scheme = contract.node(&format!("/components/securitySchemes/{name}"));
        let kind = scheme.and_then(|scheme| scheme.get("type")?.as_str());
        matches!(kind, Some("http" | "oauth2" | "openIdConnect"))
    };
    let all = ways.iter().all(|way| schemes(way).iter().any(by_header));
    (all && !ways.is_empty()).then_some(place)
}
