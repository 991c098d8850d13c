//! Only documented options stand in the query, each once and well formed.

use super::value::departure;
use super::{Asked, ClientCheck, Look};
use crate::check::brief;
use crate::contract::{Operation, Parameter, ParameterPlace};
use crate::error::Error;
use crate::finding::{Finding, Level, Source};
use crate::proxy::past::is_opaque;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/query-options",
    level: Level::Must,
    sentence: "The options of the query are those of the operation, each at most once and well formed, and none is missing that is required; an option that is not documented is reported as `should`, unless a link had it.",
    grounds: "the query parameters of the contract; OData 4.01, URL Conventions, section 5.1",
    look: Look::BySchema(run),
};

fn run(asked: &Asked<'_>) -> Result<Vec<Finding>, Error> {
    let Some(operation) = asked.operation else { return Ok(Vec::new()) };
    let options = &asked.kept.options;
    let mut findings = missing(operation, options);
    for (index, (name, value)) in options.iter().enumerate() {
        let earlier = options.iter().take(index);
        if name.starts_with('$') && earlier.clone().any(|(other, _)| is_named(other, name)) {
            findings.push(repeated(name, value));
        }
        match parameter(operation, name) {
            Some(parameter) => findings.extend(malformed(asked, parameter, (name, value))?),
            None => findings.extend(undocumented(asked, operation, (name, value))),
        }
    }
    Ok(findings)
}

/// OData lets a caller leave the `$` away.
fn is_named(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.strip_prefix('$').unwrap_or(name).to_owned();
    plain(one).eq_ignore_ascii_case(&plain(other))
}

fn parameter<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    let mut of_query =
        operation.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Query);
    of_query.find(|parameter| {
        parameter.name == name || parameter.name.starts_with('$') && is_named(&parameter.name, name)
    })
}

fn missing(operation: &Operation, options: &[(String, String)]) -> Vec<Finding> {
    let is_due = |parameter: &&Parameter| {
        let is_required = parameter.place == ParameterPlace::Query && parameter.required;
        is_required && !options.iter().any(|(name, _)| is_named(&parameter.name, name))
    };
    let missing = operation.parameters.iter().filter(is_due).map(|parameter| {
        let source = Source::Schema(format!("#{}", parameter.pointer));
        CHECK.finding(place(&parameter.name), ("a value", "no such option"), source)
    });
    missing.collect()
}

fn malformed(
    asked: &Asked<'_>,
    parameter: &Parameter,
    (name, value): (&str, &str),
) -> Result<Option<Finding>, Error> {
    let demand = departure(asked, parameter, value)?;
    let source = || Source::Schema(format!("#{}", parameter.pointer));
    Ok(demand.map(|demand| CHECK.finding(place(name), (demand, brief(&value.into())), source())))
}

fn repeated(name: &str, value: &str) -> Finding {
    let source = Source::Standard("OData 4.01, URL Conventions, section 5.1".to_owned());
    let actual = format!("{} as well", brief(&value.into()));
    CHECK.finding(place(name), ("the option once", actual), source)
}

fn undocumented(
    asked: &Asked<'_>,
    operation: &Operation,
    (name, value): (&str, &str),
) -> Option<Finding> {
    let opaque = asked.kept.options.iter().find(|(name, _)| is_opaque(name));
    let link = opaque.and_then(|(_, token)| asked.past.link(token));
    let was_given = link.is_some_and(|link| link.options.iter().any(|(known, _)| known == name));
    if was_given || is_opaque(name) {
        return None;
    }
    let source = Source::Schema(format!("#{}", operation.pointer));
    let told = ("no such option of this operation", brief(&value.into()));
    Some(Finding { level: Level::Should, ..CHECK.finding(place(name), told, source) })
}

fn place(name: &str) -> String {
    format!("query {name}")
}
