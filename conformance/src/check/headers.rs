//! Response headers are those that the contract declares; one that the request sent under the same name comes back as it was.

use super::value::is_guid;
use super::{Case, Check};
use crate::contract::Declared;
use crate::exchange::Answer;
use crate::finding::{Finding, Level, Source};
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
    let sent =
        case.exchange.request.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    let format =
        Declared::of(case.contract, &child(pointer, "schema"), &Value::Null).text("format");
    match (answer.header(name), sent) {
        (Some(actual), Some((_, sent))) => {
            (!actual.eq_ignore_ascii_case(sent)).then(|| format!("{sent}, as sent"))
        }
        (Some(actual), None) => {
            (format == Some("uuid") && !is_guid(actual)).then(|| "a GUID".to_owned())
        }
        (None, Some((_, sent))) => Some(format!("{sent}, as sent")),
        (None, None) => required.then(|| "such a header".to_owned()),
    }
}
