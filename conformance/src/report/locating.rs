//! A case and what was found in it in, where both stand in the files of the contract out.

use super::Location;
use crate::contract::{Contract, Example, ExamplePlaces, Side};
use crate::finding::{Finding, Source};
use crate::plan::Planned;
use crate::pointer::child;
use crate::reading::Reading;

/// Where a case stands: an example where its answer is documented, bodies made from one where that body is, a rule where the first of what it
/// rests on does.
pub(super) fn of_case(contract: &Contract, planned: &Planned<'_>) -> Option<Location> {
    let pointer = match planned {
        Planned::Example(example) => Some(child(&example.at.response, "line")),
        Planned::Input { example, .. } => Some(example.at.request_body.clone()),
        Planned::Rule(..) => {
            planned.rests_on().iter().find_map(|source| of_source(contract, source))
        }
    };
    // Something has to be looked at, be it the contract as a whole.
    contract.location(&pointer.unwrap_or_default())
}

/// Where what a finding holds against somebody stands: in the documented example, else in what the demand rests on, else where the case does.
pub(super) fn of_finding(
    contract: &Contract,
    planned: &Planned<'_>,
    finding: &Finding,
) -> Option<Location> {
    let documented = match planned {
        Planned::Example(example) => in_answer(contract, example, finding),
        Planned::Input { .. } | Planned::Rule(..) => None,
    };
    match documented.or_else(|| of_source(contract, &finding.source)) {
        Some(pointer) => contract.location(&pointer),
        None => of_case(contract, planned),
    }
}

/// What a documented answer says of the place of a finding.
fn in_answer(contract: &Contract, example: &Example, finding: &Finding) -> Option<String> {
    let ExamplePlaces { response, response_body, .. } = &example.at;
    let place = finding.place.as_str();
    let is_of_example = matches!(finding.source, Source::Page(_));
    let pointer = match place.strip_prefix("header ") {
        Some(name) => header(contract, &child(response, "headers"), name)?,
        None if place == "status" && is_of_example => child(response, "line"),
        None if place.starts_with('/') || place.is_empty() && is_of_example => {
            let body = example.response.body.as_ref()?;
            let read = Reading::of(contract, example, Side::Response).read(body);
            format!("{}{}", response_body.as_ref()?, read.documented(place))
        }
        None => return None,
    };
    contract.document().pointer(&pointer).map(|_| pointer)
}

/// The documented header of a name, in any casing.
fn header(contract: &Contract, headers: &str, name: &str) -> Option<String> {
    let headers_node = contract.document().pointer(headers)?.as_object()?;
    let header = headers_node.keys().find(|header| header.eq_ignore_ascii_case(name))?;
    Some(child(headers, header))
}

/// The node that a source is, or that it describes.
fn of_source(contract: &Contract, source: &Source) -> Option<String> {
    match source {
        Source::Schema(pointer) => Some(pointer.trim_start_matches('#').to_owned()),
        Source::Discrepancy(id) => Some(child("/x-discrepancies", id)),
        Source::Page(text) => {
            let (_, address) = text.rsplit_once('(')?;
            contract.described_at(address.strip_suffix(')')?).map(str::to_owned)
        }
        Source::Standard(_) | Source::Observation(_) | Source::Choice(_) => None,
    }
}
