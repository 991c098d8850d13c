//! The types of requests that nobody can send.

use crate::finding::Level;
use crate::probe::{Probe, Step};
use crate::rules::bodies::{BEHALF, extension, removal, with, without};
use crate::rules::identity::{ADMIN, MANAGER};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::DIRECT;
use crate::rules::sources::{Basis, CREATE, RESOURCE};
use serde_json::Value;

const TYPES: Basis = Basis::Schema("#/components/schemas/accessPackageRequestType");

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create/needs-a-type",
        sentence: "A request without a requestType is refused.",
        level: Level::Should,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(needs_a_type(probe)),
    },
    Rule {
        id: "create/refuses-an-unknown-type",
        sentence: "A requestType that is no member of the enumeration is refused.",
        level: Level::Must,
        sources: &[TYPES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_an_unknown_type(probe)),
    },
    Rule {
        id: "create/refuses-not-specified",
        sentence: "notSpecified is no type that can be requested.",
        level: Level::Should,
        sources: &[RESOURCE, TYPES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_not_specified(probe)),
    },
    Rule {
        id: "create/refuses-system-add",
        sentence: "systemAdd is the service's own, and refused.",
        level: Level::Should,
        sources: &[RESOURCE, TYPES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_system_add(probe)),
    },
    Rule {
        id: "create/refuses-system-update",
        sentence: "systemUpdate is the service's own, and refused.",
        level: Level::Should,
        sources: &[RESOURCE, TYPES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_system_update(probe)),
    },
    Rule {
        id: "create/refuses-system-remove",
        sentence: "systemRemove is the service's own, and refused.",
        level: Level::Should,
        sources: &[RESOURCE, TYPES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_system_remove(probe)),
    },
    Rule {
        id: "create/refuses-on-behalf-add",
        sentence: "onBehalfAdd is not supported: a request on behalf of somebody is a userAdd.",
        level: Level::Must,
        sources: &[RESOURCE, Basis::Discrepancy("D-20")],
        identities: &[MANAGER],
        fixtures: BEHALF,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_on_behalf_add(probe)),
    },
];

async fn needs_a_type(probe: &mut Probe<'_>) -> Step {
    let right = probe.direct_assignment()?;
    let wrong = without(&right, "/requestType");
    probe.is_told_from((&wrong, &right), ADMIN).await
}

async fn refuses_an_unknown_type(probe: &mut Probe<'_>) -> Step {
    let right = probe.direct_assignment()?;
    probe.is_told_from((&of_type(&right, "adminGive"), &right), ADMIN).await
}

async fn refuses_not_specified(probe: &mut Probe<'_>) -> Step {
    let right = probe.direct_assignment()?;
    probe.is_told_from((&of_type(&right, "notSpecified"), &right), ADMIN).await
}

async fn refuses_system_add(probe: &mut Probe<'_>) -> Step {
    let right = probe.direct_assignment()?;
    probe.is_told_from((&of_type(&right, "systemAdd"), &right), ADMIN).await
}

async fn refuses_system_update(probe: &mut Probe<'_>) -> Step {
    let assignment = probe.guest_assignment().await?;
    let right = extension("adminUpdate", &assignment);
    probe.is_told_from((&of_type(&right, "systemUpdate"), &right), ADMIN).await
}

async fn refuses_system_remove(probe: &mut Probe<'_>) -> Step {
    let assignment = probe.guest_assignment().await?;
    let right = removal("adminRemove", &assignment);
    probe.is_told_from((&of_type(&right, "systemRemove"), &right), ADMIN).await
}

async fn refuses_on_behalf_add(probe: &mut Probe<'_>) -> Step {
    let right = probe.request_for_an_employee()?;
    probe.is_told_from((&of_type(&right, "onBehalfAdd"), &right), MANAGER).await
}

fn of_type(body: &Value, request_type: &str) -> Value {
    with(body, "/requestType", request_type)
}
