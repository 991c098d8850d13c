//! `conformance list`: the ids of examples, checks and discrepancies, each with its sentence.

use crate::check::CHECKS;
use crate::contract::Contract;
use serde_json::{Value, json};
use std::fmt::Write;

pub(super) fn as_text(contract: &Contract) -> String {
    let examples =
        contract.examples.iter().map(|example| (example.id.0.as_str(), example.summary.as_str()));
    let checks = CHECKS.iter().map(|check| (check.id, check.sentence));
    let discrepancies =
        contract.register.iter().map(|(id, entry)| (id.as_str(), entry.title.as_str()));
    let mut text = String::new();
    section(&mut text, "examples", &examples.collect::<Vec<_>>());
    section(&mut text, "checks", &checks.collect::<Vec<_>>());
    section(&mut text, "discrepancies", &discrepancies.collect::<Vec<_>>());
    text
}

fn section(text: &mut String, title: &str, entries: &[(&str, &str)]) {
    if entries.is_empty() {
        return;
    }
    let widest = entries.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
    let gap = if text.is_empty() { "" } else { "\n" };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{gap}{title}");
    for (id, sentence) in entries {
        let _ = writeln!(text, "  {id:<widest$}  {sentence}");
    }
}

pub(super) fn as_json(contract: &Contract) -> String {
    let examples = contract.examples.iter().map(|example| {
        json!({
            "id": example.id,
            "operation": example.operation,
            "summary": example.summary,
            "source": example.source,
            "requires": example.requires,
        })
    });
    let checks = CHECKS
        .iter()
        .map(|check| json!({ "id": check.id, "level": check.level, "sentence": check.sentence }));
    let discrepancies =
        contract.register.iter().map(|(id, entry)| json!({ "id": id, "title": entry.title }));
    let lists = json!({
        "examples": examples.collect::<Value>(),
        "checks": checks.collect::<Value>(),
        "discrepancies": discrepancies.collect::<Value>(),
    });
    super::pretty(&lists)
}
