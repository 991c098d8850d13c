//! OData control information is what it must be: known names, a type that the contract has, absolute URLs.

use super::value::brief;
use super::{Case, Check, Subject};
use crate::finding::{Finding, Level, Source};
use serde_json::Value;
use url::Url;

pub(super) const CHECK: Check = Check {
    id: "odata-annotations",
    level: Level::Should,
    sentence: "Control information (`@odata.…`) has a name that OData knows and a value of the form that OData gives it.",
    grounds: "OData JSON Format 4.01, section 4",
    run,
};

/// Control information of OData JSON 4.01 by name, without `@odata.`.
const KNOWN: [&str; 16] = [
    "associationLink",
    "bind",
    "context",
    "count",
    "deltaLink",
    "editLink",
    "etag",
    "id",
    "mediaContentType",
    "mediaEditLink",
    "mediaEtag",
    "mediaReadLink",
    "metadataEtag",
    "navigationLink",
    "nextLink",
    "readLink",
];

fn run(case: &Case<'_>) -> Vec<Finding> {
    case.departures(&CHECK)
}

/// Control information of a body that is not what it must be.
pub(super) fn departures(subject: &Subject<'_>) -> Vec<Finding> {
    subject.places().iter().filter_map(|(at, value)| finding(subject, at, value)).collect()
}

fn finding(subject: &Subject<'_>, at: &str, value: &Value) -> Option<Finding> {
    let (_, control) = at.rsplit('/').next()?.split_once("@odata.")?;
    let (level, expected) = expectation(subject, control, value)?;
    let source = Source::Standard("OData JSON Format 4.01, section 4".to_owned());
    Some(Finding { level, ..CHECK.finding(at, (expected, brief(value)), source) })
}

/// What was to stand in place of a value that is not as it must be.
fn expectation(subject: &Subject<'_>, control: &str, value: &Value) -> Option<(Level, String)> {
    let unless =
        |holds: bool, level, expected: &str| (!holds).then(|| (level, expected.to_owned()));
    match control {
        "type" => type_expectation(subject, value),
        // OData lets a payload's URLs be relative; Graph's own documents follow them as they are.
        "context" => {
            unless(is_context(value), Level::Should, "an absolute URL that names $metadata")
        }
        "nextLink" | "deltaLink" => unless(is_absolute(value), Level::Should, "an absolute URL"),
        "count" => unless(value.as_u64().is_some(), Level::Must, "a number of items"),
        name if KNOWN.contains(&name) => None,
        name => Some((Level::Should, format!("a name that OData knows, not {name:?}"))),
    }
}

/// `#` and the qualified name of a type, of a collection of it, or the bare name of a primitive one.
fn type_expectation(subject: &Subject<'_>, value: &Value) -> Option<(Level, String)> {
    let Some(text) = value.as_str() else {
        return Some((Level::Must, "the name of a type".to_owned()));
    };
    let name = text.trim_start_matches('#');
    let name =
        name.strip_prefix("Collection(").and_then(|name| name.strip_suffix(')')).unwrap_or(name);
    let qualified = name.trim_start_matches('#').rsplit_once('.');
    // Primitive types are no affair of the contract.
    let (_, own_name) = qualified.filter(|(space, _)| *space != "Edm")?;
    let schemas = subject.contract.document().pointer("/components/schemas");
    if schemas.is_some_and(|schemas| schemas.get(own_name).is_none()) {
        return Some((Level::Should, "a type of the contract".to_owned()));
    }
    (!text.starts_with('#')).then(|| (Level::Should, format!("\"#{text}\"")))
}

fn is_context(value: &Value) -> bool {
    is_absolute(value) && value.as_str().is_some_and(|url| url.contains("$metadata"))
}

fn is_absolute(value: &Value) -> bool {
    value.as_str().is_some_and(|url| Url::parse(url).is_ok_and(|url| url.has_host()))
}
