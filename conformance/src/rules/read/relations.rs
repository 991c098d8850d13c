//! What of a request is shown: its relations where they are asked for, and the properties that were selected.

use crate::finding::Level;
use crate::probe::{Probe, Reply, Step};
use crate::rules::bodies::BY_IDS;
use crate::rules::calls;
use crate::rules::fixture::{OPEN_PACKAGE, TARGET};
use crate::rules::identity::ADMIN;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, created};
use crate::rules::sources::{Basis, GET, RESOURCE};

const EXPAND: Basis = Basis::Standard("OData 4.01 JSON: a relation is shown where it is expanded");

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "read/expands-the-package",
        sentence: "With $expand=accessPackage a request is shown with the access package it is for.",
        level: Level::Must,
        sources: &[GET],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(expands_the_package(probe)),
    },
    Rule {
        id: "read/expands-the-requestor",
        sentence: "With $expand=requestor a direct assignment is shown with the user who is assigned.",
        level: Level::Must,
        sources: &[GET, RESOURCE],
        identities: &[],
        fixtures: BY_IDS,
        effect: Effect::Writes,
        run: |probe| Box::pin(expands_the_requestor(probe)),
    },
    Rule {
        id: "read/expands-the-assignment",
        sentence: "With $expand=assignment a delivered request is shown with its assignment.",
        level: Level::Must,
        sources: &[GET],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(expands_the_assignment(probe)),
    },
    Rule {
        id: "read/expands-the-target-of-the-assignment",
        sentence: "With $expand=assignment($expand=target) the assignment is shown with its target.",
        level: Level::Must,
        sources: &[GET],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(expands_the_target_of_the_assignment(probe)),
    },
    Rule {
        id: "read/shows-no-relation-unasked",
        sentence: "Without $expand no relation of a request is shown, nor of its assignment where that alone is expanded.",
        level: Level::Should,
        sources: &[EXPAND, GET],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(shows_no_relation_unasked(probe)),
    },
    Rule {
        id: "read/select-is-not-ignored",
        sentence: "$select of a request is refused, or leaves out what was not selected.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-58"), GET],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(select_is_not_ignored(probe)),
    },
];

async fn expands_the_package(probe: &mut Probe<'_>) -> Step {
    let id = probe.submitted().await?;
    let reply = probe.send(calls::get(&id).query("$expand=accessPackage")).await?;
    Ok(reply.is(200)?.at("/accessPackage/id").is(probe.fixture(OPEN_PACKAGE.name)?)?)
}

async fn expands_the_requestor(probe: &mut Probe<'_>) -> Step {
    let body = probe.assignment_by_ids()?;
    let id = created(&probe.taken_in(&body, ADMIN).await?)?;
    probe.found(&id).await?;
    let reply = probe.send(calls::get(&id).query("$expand=requestor")).await?;
    Ok(reply.is(200)?.at("/requestor/objectId").is(probe.fixture(TARGET.name)?)?)
}

async fn expands_the_assignment(probe: &mut Probe<'_>) -> Step {
    let id = probe.delivered().await?;
    let reply = probe.with_assignment(&id).await?;
    reply.at("/assignment/id").guid()?;
    Ok(reply.at("/id").is(id)?)
}

async fn expands_the_target_of_the_assignment(probe: &mut Probe<'_>) -> Step {
    let id = probe.delivered().await?;
    let expanded = calls::get(&id).query("$expand=assignment($expand=target)");
    let has_one = |reply: &Reply| reply.at("/assignment/target/id").is_present().is_ok();
    let reply = probe.wait_until(&expanded, has_one).await?;
    reply.is(200)?.at("/assignment/id").is_present()?;
    Ok(reply.at("/assignment/target/id").is_present()?)
}

async fn shows_no_relation_unasked(probe: &mut Probe<'_>) -> Step {
    let id = probe.delivered().await?;
    let reply = probe.send(calls::get(&id)).await?;
    reply.is(200)?;
    for relation in ["/accessPackage", "/assignment", "/requestor"] {
        probe.note(reply.at(relation).is_absent());
    }
    let expanded = probe.with_assignment(&id).await?;
    Ok(expanded.at("/assignment/target").is_absent()?)
}

async fn select_is_not_ignored(probe: &mut Probe<'_>) -> Step {
    let id = probe.submitted().await?;
    let reply = probe.send(calls::get(&id).query("$select=id,state")).await?;
    if !reply.is_success() {
        reply.is_refused()?;
        return Ok(());
    }
    reply.at("/id").is(id)?;
    reply.at("/state").is_present()?;
    for property in ["/requestType", "/createdDateTime", "/schedule"] {
        probe.note(reply.at(property).is_missing());
    }
    Ok(())
}
