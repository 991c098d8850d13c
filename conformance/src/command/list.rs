//! `conformance list`: the ids of examples, of bodies made from them, of rules, checks and discrepancies, each with its sentence.

use crate::check::CHECKS;
use crate::contract::Contract;
use crate::plan::{Kind, Planned};
use crate::proxy::CLIENT_CHECKS;
use serde_json::{Value, json};
use std::fmt::Write;

pub(super) fn as_text(contract: &Contract, plan: &[Planned<'_>]) -> String {
    let of = |kind| {
        let cases = plan.iter().filter(move |planned| planned.kind() == kind);
        cases.map(|planned| (planned.id(), planned.sentence())).collect::<Vec<_>>()
    };
    let checks = CHECKS.iter().map(|check| (check.id, check.sentence));
    let of_client = CLIENT_CHECKS.iter().map(|check| (check.id, check.sentence));
    let discrepancies =
        contract.register.iter().map(|(id, entry)| (id.as_str(), entry.title.as_str()));
    let mut text = String::new();
    section(&mut text, "examples", &of(Kind::Example));
    section(&mut text, "bodies made from examples", &of(Kind::Input));
    section(&mut text, "rules", &of(Kind::Rule));
    section(&mut text, "checks", &checks.collect::<Vec<_>>());
    section(&mut text, "checks of a client, by `proxy`", &of_client.collect::<Vec<_>>());
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

pub(super) fn as_json(contract: &Contract, plan: &[Planned<'_>]) -> String {
    let examples = contract.examples.iter().map(|example| {
        json!({
            "id": example.id,
            "operation": example.operation,
            "summary": example.summary,
            "source": example.source,
            "requires": example.requires,
        })
    });
    let inputs = plan.iter().filter_map(|planned| match planned {
        Planned::Input { id, example } => Some(json!({ "id": id, "example": example.id })),
        Planned::Example(_) | Planned::Rule(..) => None,
    });
    let rules = plan.iter().filter_map(|planned| match planned {
        Planned::Rule(rule, _) => Some(rule),
        Planned::Example(_) | Planned::Input { .. } => None,
    });
    let rules = rules.map(|rule| {
        let identities = rule.identities.iter().map(|identity| identity.name);
        let fixtures = rule.fixtures.iter().map(|fixture| fixture.name);
        json!({
            "id": rule.id,
            "level": rule.level,
            "operations": rule.operations(),
            "sentence": rule.sentence,
            "restsOn": rule.sources().collect::<Vec<_>>(),
            "identities": identities.collect::<Vec<_>>(),
            "fixtures": fixtures.collect::<Vec<_>>(),
            "effect": rule.effect,
        })
    });
    let checks = CHECKS
        .iter()
        .map(|check| json!({ "id": check.id, "level": check.level, "sentence": check.sentence }));
    let of_client = CLIENT_CHECKS
        .iter()
        .map(|check| json!({ "id": check.id, "level": check.level, "sentence": check.sentence }));
    let discrepancies =
        contract.register.iter().map(|(id, entry)| json!({ "id": id, "title": entry.title }));
    let lists = json!({
        "examples": examples.collect::<Value>(),
        "inputs": inputs.collect::<Value>(),
        "rules": rules.collect::<Value>(),
        "checks": checks.collect::<Value>(),
        "clientChecks": of_client.collect::<Value>(),
        "discrepancies": discrepancies.collect::<Value>(),
    });
    super::pretty(&lists)
}
