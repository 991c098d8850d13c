//! `conformance explain`: all that is known of one example, of the bodies made from one, of a rule, check or discrepancy.

use crate::check::{CHECKS, Check};
use crate::contract::{Contract, Discrepancy, Example, Kind};
use crate::error::Error;
use crate::finding::Source;
use crate::inputs::{Inputs, MUTATIONS_OF_AN_EXAMPLE, SEED};
use crate::nearest::{did_you_mean, nearest};
use crate::plan::{FED, Planned};
use crate::proxy::{CLIENT_CHECKS, ClientCheck};
use crate::rules::{Effect, Rule, faults};
use crate::schemas::Schemas;
use serde_json::Value;
use std::fmt::Write;

/// The explanation, or an error that names the nearest id.
pub(super) fn text(contract: &Contract, plan: &[Planned<'_>], id: &str) -> Result<String, Error> {
    let mut text = String::new();
    if let Some(check) = CLIENT_CHECKS.iter().find(|check| check.id == id) {
        return Ok(of_client(check));
    }
    let planned = plan.iter().find(|planned| planned.id() == id);
    let check = CHECKS.iter().find(|check| check.id == id);
    let entry = contract.register.iter().find(|(known, _)| known.eq_ignore_ascii_case(id));
    // Writing to a String cannot fail.
    let _ = match (planned, check, entry) {
        (Some(Planned::Example(example)), ..) => write_example(&mut text, contract, example),
        (Some(Planned::Input { example, .. }), ..) => {
            write_input(&mut text, (id, example), sent(contract, example)?)
        }
        (Some(Planned::Rule(rule, _)), ..) => write_rule(&mut text, contract, rule),
        (None, Some(check), _) => write_check(&mut text, check),
        (None, None, Some((id, entry))) => write_discrepancy(&mut text, id, entry),
        (None, None, None) => return Err(unknown(contract, plan, id)),
    };
    Ok(text)
}

/// What is made from the body of an example, each with what must come of it.
fn sent(contract: &Contract, example: &Example) -> Result<Vec<String>, Error> {
    let Some(body) = &example.request.body else { return Ok(Vec::new()) };
    let schemas = Schemas::new(contract);
    let inputs = Inputs::new((contract, &schemas), example, body);
    let sent = inputs.mutations(SEED, MUTATIONS_OF_AN_EXAMPLE)?.into_iter();
    Ok(sent.map(|one| format!("{}: {}", one.demand, one.sentence)).collect())
}

fn write_input(
    text: &mut String,
    (id, example): (&str, &Example),
    sent: Vec<String>,
) -> std::fmt::Result {
    writeln!(text, "bodies {id}\n  {FED}\n\nmade from: {}, {}", example.id, example.summary)?;
    write_list(text, "sent, unless --inputs or --seed say otherwise", sent.into_iter())
}

fn write_rule(text: &mut String, contract: &Contract, rule: &Rule) -> std::fmt::Result {
    writeln!(text, "rule {} ({})\n  {}", rule.id, rule.level, rule.sentence)?;
    let title = |source: &Source| match source {
        Source::Discrepancy(id) => contract.register.get(id).map(|entry| entry.title.as_str()),
        Source::Page(_)
        | Source::Schema(_)
        | Source::Standard(_)
        | Source::Observation(_)
        | Source::Choice(_) => None,
    };
    let sources = rule.sources().map(|source| match title(&source) {
        Some(title) => format!("{source}: {title}"),
        None => source.to_string(),
    });
    write_list(text, "rests on", sources)?;
    let callers = rule.identities.iter().map(|caller| format!("{}: {}", caller.name, caller.is));
    write_list(text, "also called by", callers)?;
    let bound = rule.fixtures.iter().map(|fixture| format!("{}: {}", fixture.name, fixture.is));
    write_list(text, "fixtures to bind", bound)?;
    write_list(text, "objects to", mistakes(rule.id))?;
    writeln!(
        text,
        "\n{}",
        match rule.effect {
            Effect::Reads => "It only reads.",
            Effect::Refused =>
                "It sends writes that must be refused, and so changes nothing of a server that is right.",
            Effect::Writes => "It makes or changes something.",
        }
    )
}

fn write_example(text: &mut String, contract: &Contract, example: &Example) -> std::fmt::Result {
    writeln!(text, "example {}\n  {}\n", example.id, example.summary)?;
    writeln!(text, "source:    {}", example.source)?;
    if let Some(url) = &example.source.url {
        writeln!(text, "           {url}")?;
    }
    writeln!(text, "operation: {}", example.operation)?;
    write_message(
        text,
        "request",
        &format!("{} {}", example.request.method, example.request.target),
        example.request.body.as_ref(),
    )?;
    write_message(
        text,
        "response",
        &example.response.status.to_string(),
        example.response.body.as_ref(),
    )?;
    write_list(text, "holds where", example.requires.iter().cloned())?;
    let bound =
        example.bindings.iter().map(|binding| format!("{} is {}", binding.documented, binding.is));
    write_list(text, "values to bind", bound)?;
    let concerns = |entry: &Discrepancy| {
        entry.applications.iter().any(|application| application.examples.contains(&example.id))
    };
    let entries = contract.register.iter().filter(|(_, entry)| concerns(entry));
    write_list(text, "read through", entries.map(|(id, entry)| format!("{id}: {}", entry.title)))
}

fn write_message(
    text: &mut String,
    side: &str,
    line: &str,
    body: Option<&Value>,
) -> std::fmt::Result {
    writeln!(text, "\n{side}: {line}")?;
    let body = body.map(|body| format!("{body:#}")).unwrap_or_default();
    body.lines().try_for_each(|line| writeln!(text, "  {line}"))
}

fn write_list(
    text: &mut String,
    title: &str,
    mut entries: impl Iterator<Item = String>,
) -> std::fmt::Result {
    let Some(first) = entries.next() else { return Ok(()) };
    writeln!(text, "\n{title}:\n  - {first}")?;
    entries.try_for_each(|entry| writeln!(text, "  - {entry}"))
}

fn write_check(text: &mut String, check: &Check) -> std::fmt::Result {
    writeln!(
        text,
        "check {} ({})\n  {}\n\nrests on: {}",
        check.id, check.level, check.sentence, check.grounds
    )?;
    write_list(text, "objects to", mistakes(check.id))
}

fn of_client(check: &ClientCheck) -> String {
    let ClientCheck { id, level, sentence, grounds, .. } = check;
    format!("check of a client {id} ({level})\n  {sentence}\n\nrests on: {grounds}\n")
}

/// The mistakes of the self-test that a rule or a check must object to.
fn mistakes(id: &str) -> impl Iterator<Item = String> {
    let objected = faults().filter(move |fault| fault.objection.by == id);
    objected.map(|fault| fault.name.to_owned())
}

fn write_discrepancy(text: &mut String, id: &str, entry: &Discrepancy) -> std::fmt::Result {
    writeln!(text, "discrepancy {id}\n  {}", entry.title)?;
    write_list(
        text,
        "what the sources say",
        entry.sources.iter().map(|told| format!("{}: {}", told.source, told.says)),
    )?;
    writeln!(text, "\nreading:\n  {}", entry.reading)?;
    if let Some(why) = &entry.why {
        writeln!(text, "\nwhy:\n  {why}")?;
    }
    let applied = entry.applications.iter().map(|application| {
        let examples: Vec<&str> = application.examples.iter().map(|id| id.0.as_str()).collect();
        let place = if application.at.is_empty() { "the whole" } else { &application.at };
        format!("{place} of {}: {}", examples.join(", "), effect(application.kind))
    });
    write_list(text, "applied to", applied)
}

fn effect(kind: Kind) -> &'static str {
    match kind {
        Kind::Rename => {
            "the member has another name in the contract; both are accepted in an answer"
        }
        Kind::Ignore => "not compared",
        Kind::Tolerate => "sent as documented, though the contract does not have it",
        Kind::Case => "compared without case",
        Kind::AnyValue => "the value is not compared",
        Kind::Optional => "may be missing",
        Kind::Placeholder => "stands for any value",
        Kind::Status => "further status codes are accepted",
    }
}

fn unknown(contract: &Contract, plan: &[Planned<'_>], id: &str) -> Error {
    let planned = plan.iter().map(Planned::id);
    let others = CHECKS
        .iter()
        .map(|check| check.id)
        .chain(CLIENT_CHECKS.iter().map(|check| check.id))
        .chain(contract.register.keys().map(String::as_str));
    let hint = did_you_mean(nearest(id, planned.chain(others)));
    Error::Usage(format!(
        "there is no example, rule, check or discrepancy {id:?}{hint} `conformance list` shows them all"
    ))
}
