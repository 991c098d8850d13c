//! Response headers are those that the contract declares; one that the request sent under the same name comes back as it was.

use super::{Case, Check};
use crate::contract::{Declared, ParameterPlace};
use crate::exchange::Answer;
use crate::finding::{Finding, Level, Source};
use crate::formats::is_guid;
use crate::pointer::child;
use serde_json::Value;

pub(super) const CHECK: Check = Check {
    id: "headers",
    level: Level::Should,
    sentence: "A response header that the contract requires is there and well formed; one that the request sent as well is repeated.",
    grounds: "the headers of the contract's responses; no documented example prints them, hence `should`",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let (Some(answer), Some(response)) = (case.answer(), case.declared_response()) else {
        return Vec::new();
    };
    let declared = response.headers.iter();
    declared
        .filter_map(|(name, required, pointer)| {
            let expected = expectation(case, answer, (name, *required, pointer))?;
            let actual = answer.header(name).unwrap_or("no such header");
            Some(CHECK.finding(
                format!("header {name}"),
                (expected, actual),
                Source::Schema(format!("#{pointer}")),
            ))
        })
        .collect()
}

/// What was to stand where a header is not as it must be.
fn expectation(
    case: &Case<'_>,
    answer: &Answer,
    (name, required, pointer): (&str, bool, &str),
) -> Option<String> {
    let Some(actual) = answer.header(name) else {
        let sent = repeated(case, name).map(|sent| format!("{sent}, as sent"));
        return sent.or_else(|| required.then(|| "such a header".to_owned()));
    };
    if let Some(sent) = repeated(case, name) {
        return (!actual.eq_ignore_ascii_case(sent)).then(|| format!("{sent}, as sent"));
    }
    let schema = Declared::of(case.contract, &child(pointer, "schema"), &Value::Null);
    match (schema.text("type"), schema.text("format")) {
        (_, Some("uuid")) if !is_guid(actual) => Some("a GUID".to_owned()),
        (Some("integer"), _) if actual.parse::<i64>().is_err() => Some("a whole number".to_owned()),
        _ => None,
    }
}

/// What the request sent in the parameter that the contract declares under the header's name.
fn repeated<'a>(case: &'a Case<'_>, name: &str) -> Option<&'a str> {
    let mut parameters = case.operation?.parameters.iter();
    parameters.find(|parameter| {
        parameter.place == ParameterPlace::Header && parameter.name.eq_ignore_ascii_case(name)
    })?;
    let sent =
        case.exchange.request.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    sent.map(|(_, value)| value.as_str())
}
