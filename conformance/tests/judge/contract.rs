//! The contract against itself: its examples against its schemas, its register against both.

#[path = "contract/excuses.rs"]
mod excuses;

use crate::none;
use crate::program::reviewed;
use conformance::audit::{Disagreement, disagreements};
use conformance::contract::{Application, Contract, Example, Kind, Operation, Side};
use conformance::pointer::{covers, matches, places};
use conformance::typed::CONTRACT;
use excuses::excuses;
use serde_json::Value;

fn contract() -> Contract {
    Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap()
}

#[test]
fn every_one_of_the_eight_operations_has_an_example() {
    let contract = contract();
    let shown = |operation: &&Operation| {
        contract.examples.iter().any(|example| example.operation == operation.id)
    };
    assert_eq!(
        (contract.operations.len(), contract.operations.iter().filter(shown).count()),
        (8, 8)
    );
}

#[test]
fn every_example_file_is_referred_to_by_its_operation() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/examples");
    let contract = contract();
    let files = std::fs::read_dir(folder).unwrap().flat_map(|folder| {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let stems = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        stems.map(move |file| format!("{name}/{}", file.file_stem().unwrap().to_str().unwrap()))
    });
    none(files.filter(|id| !contract.examples.iter().any(|example| example.id.0 == *id)));
}

#[test]
fn every_disagreement_between_an_example_and_the_schemas_has_its_entry() {
    let unaccounted =
        disagreements(&contract()).unwrap().into_iter().filter(|found| found.entries.is_empty());
    none(unaccounted.map(|found| {
        format!("{} {:?} {}: {:?}", found.example, found.side, found.at, found.finding)
    }));
}

/// The list is reviewed, so that an entry which accounts for too much is seen.
#[test]
fn the_disagreements_are_those_that_were_reviewed() {
    let lines = disagreements(&contract()).unwrap().into_iter().map(|found| {
        let side = format!("{:?}", found.side).to_lowercase();
        let entries: Vec<String> = found.entries.iter().map(|(id, _)| id.clone()).collect();
        format!(
            "{} {side} {}: {} ({})",
            found.example,
            found.at,
            found.finding.check,
            entries.join(", ")
        )
    });
    reviewed("disagreements", &lines.collect::<Vec<_>>().join("\n"), "");
}

#[test]
fn without_its_register_a_contract_has_disagreements_that_nobody_accounts_for() {
    let mut document: Value = serde_json::from_str(CONTRACT).unwrap();
    document.as_object_mut().unwrap().shift_remove("x-discrepancies");
    let contract = Contract::load(document).unwrap();
    assert!(disagreements(&contract).unwrap().iter().any(|found| found.entries.is_empty()));
}

#[test]
fn every_departure_that_an_entry_allows_is_there() {
    let contract = contract();
    let found = disagreements(&contract).unwrap();
    let departing =
        |kind: Kind| matches!(kind, Kind::Rename | Kind::Ignore | Kind::Tolerate | Kind::Case);
    let idle = applications(&contract).filter(|(_, example, application)| {
        departing(application.kind)
            && !found.iter().any(|found| is_allowed(found, example, application))
    });
    none(idle.map(|(id, example, application)| {
        format!(
            "{id} allows {} at {} of {example}: nothing departs there",
            kind(application),
            application.at
        )
    }));
}

/// What the others allow an answer shows, not the example: each is tried on one that makes use of it.
#[test]
fn every_excuse_that_an_entry_gives_is_needed() {
    let contract = contract();
    let excusing = |kind: Kind| {
        matches!(kind, Kind::AnyValue | Kind::Optional | Kind::Placeholder | Kind::Status)
    };
    let idle = applications(&contract).filter(|(id, example, application)| {
        let example = contract.examples.iter().find(|known| known.id.0 == **example).unwrap();
        excusing(application.kind) && !excuses(&contract, (id, example), application)
    });
    none(idle.map(|(id, example, application)| {
        let (kind, at) = (kind(application), &application.at);
        format!("{id} allows {kind} at {at} of {example}: nobody would object")
    }));
}

fn is_allowed(found: &Disagreement, example: &str, application: &Application) -> bool {
    let is_whole = application.kind == Kind::Ignore;
    let is_place = if is_whole {
        covers(&application.at, &found.at)
    } else {
        matches(&application.at, &found.at)
    };
    found.example.0 == example && found.side == application.side && is_place
}

#[test]
fn every_place_that_an_entry_names_is_documented() {
    let contract = contract();
    let astray = applications(&contract).filter(|(_, id, application)| {
        let example = contract.examples.iter().find(|example| example.id.0 == **id);
        application.kind != Kind::Status
            && !example.is_some_and(|example| has_place(example, application))
    });
    none(
        astray
            .map(|(id, example, application)| format!("{id}: {example} has no {}", application.at)),
    );
}

fn has_place(example: &Example, application: &Application) -> bool {
    let body = match application.side {
        Side::Request => &example.request.body,
        Side::Response => &example.response.body,
    };
    body.as_ref()
        .is_some_and(|body| places(body).iter().any(|(at, _)| matches(&application.at, at)))
}

#[test]
fn a_further_status_is_one_that_the_contract_declares() {
    let contract = contract();
    let statuses =
        applications(&contract).filter(|(_, _, application)| application.kind == Kind::Status);
    let undeclared = statuses.filter(|(_, id, application)| {
        let example = contract.examples.iter().find(|example| example.id.0 == **id);
        let operation = example.and_then(|example| contract.operation(&example.operation));
        !operation.is_some_and(|operation| {
            application.accept.iter().all(|code| operation.response(*code).is_some())
        })
    });
    none(
        undeclared.map(|(id, example, application)| {
            format!("{id}: {:?} of {example}", application.accept)
        }),
    );
}

#[test]
fn every_entry_is_applied_or_named_in_the_contract() {
    let contract = contract();
    let named = contract.discrepancies_named();
    let idle = contract.register.iter().filter(|(id, entry)| {
        entry.applications.is_empty() && !named.iter().any(|(_, other)| other == *id)
    });
    none(idle.map(|(id, entry)| format!("{id}: {}", entry.title)));
}

#[test]
fn every_entry_that_the_contract_names_is_there() {
    let contract = contract();
    let unknown = contract
        .discrepancies_named()
        .into_iter()
        .filter(|(_, id)| !contract.register.contains_key(id));
    none(unknown.map(|(pointer, id)| format!("{pointer} names {id}")));
}

#[test]
fn every_value_to_bind_occurs_in_its_example() {
    let contract = contract();
    let absent = contract.examples.iter().flat_map(|example| {
        let text = text_of(example);
        let values = example.bindings.iter().map(|binding| binding.documented.clone());
        let absent: Vec<String> = values
            .filter(|value| !text.contains(value))
            .map(|value| format!("{}: {value}", example.id))
            .collect();
        absent
    });
    none(absent);
}

fn text_of(example: &Example) -> String {
    let bodies = [&example.request.body, &example.response.body];
    let bodies: String = bodies.into_iter().flatten().map(Value::to_string).collect();
    example.request.target.clone() + &bodies
}

#[test]
fn every_placeholder_in_a_path_has_a_stand_in() {
    let contract = contract();
    let open = contract.examples.iter().filter(|example| {
        let has_stand_in = example.bindings.iter().any(|binding| binding.stand_in.is_some());
        example.request.target.contains('{') && !has_stand_in
    });
    none(open.map(|example| example.id.to_string()));
}

#[test]
fn every_example_stands_in_the_media_types_under_its_name() {
    let contract = contract();
    let astray = contract.examples.iter().flat_map(|example| {
        let operation =
            contract.node(&contract.operation(&example.operation).unwrap().pointer).unwrap();
        let name = example.id.0.rsplit('/').next().unwrap();
        let at = |side: &str| format!("{side}/content/application~1json/examples/{name}/value");
        let request = operation.pointer(&at("/requestBody"));
        let response = operation.pointer(&at(&format!("/responses/{}", example.response.status)));
        let pairs = [
            ("request", request, &example.request.body),
            ("response", response, &example.response.body),
        ];
        pairs
            .into_iter()
            .filter(|(_, standing, body)| *standing != body.as_ref())
            .map(|(side, _, _)| format!("{} {side}", example.id))
            .collect::<Vec<_>>()
    });
    none(astray);
}

#[test]
fn every_example_names_its_page() {
    let contract = contract();
    let homeless = contract
        .examples
        .iter()
        .filter(|example| example.source.page.is_empty() || example.source.url.is_none());
    none(homeless.map(|example| example.id.to_string()));
}

/// Every application, once for each of its examples.
fn applications(contract: &Contract) -> impl Iterator<Item = (&String, &String, &Application)> {
    contract.register.iter().flat_map(|(id, entry)| {
        entry.applications.iter().flat_map(move |application| {
            application.examples.iter().map(move |example| (id, &example.0, application))
        })
    })
}

fn kind(application: &Application) -> String {
    serde_json::to_string(&application.kind).unwrap()
}
