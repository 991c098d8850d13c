//! What is sent is valid by the contract's schema for it.

use super::departures::{OF_MEMBERS, told};
use super::{Asked, ClientCheck, Look};
use crate::check::brief_bytes;
use crate::error::Error;
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/body",
    level: Level::Must,
    sentence: "The body of a request is JSON and valid by the schema that the contract declares for it, and it is there where the contract requires one; a body that no operation reads is reported as `may`.",
    grounds: "the schemas of the contract, which agree with the service's metadata; in what a documented request departs from them, nobody is to blame",
    look: Look::BySchema(run),
};

fn run(asked: &Asked<'_>) -> Result<Vec<Finding>, Error> {
    let Some(operation) = asked.operation else { return Ok(Vec::new()) };
    let request = asked.request();
    let place = format!("{}/requestBody", operation.pointer);
    let declared = asked.contract.node(&place);
    let source = || Source::Schema(format!("#{place}"));
    let is_empty = request.body.is_none() && request.text.is_none();
    let Some(declared) = declared else {
        if is_empty {
            return Ok(Vec::new());
        }
        let source = Source::Schema(format!("#{}", operation.pointer));
        let sent = request.body.as_ref().map(ToString::to_string).or_else(|| request.text.clone());
        let told = ("no body", brief_bytes(sent.unwrap_or_default().as_bytes()));
        return Ok(vec![Finding { level: Level::May, ..CHECK.finding("body", told, source) }]);
    };
    if is_empty {
        let is_required = declared.get("required") == Some(&true.into());
        let finding = is_required.then(|| CHECK.finding("body", ("JSON", "no body"), source()));
        return Ok(finding.into_iter().collect());
    }
    match &request.text {
        Some(text) if operation.request_schema.is_some() => {
            let told = ("JSON", brief_bytes(text.as_bytes()));
            let standard = Source::Standard("RFC 8259".to_owned());
            Ok(vec![CHECK.finding("body", told, standard)])
        }
        _ => told(asked, &CHECK, |check| check != OF_MEMBERS),
    }
}
