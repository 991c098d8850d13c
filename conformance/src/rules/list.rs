//! Listing: what a list holds, and how its query options shape the requests in it.

pub(super) mod filters;
pub(super) mod options;

use super::calls;
use super::fixture::OPEN_PACKAGE;
use super::rule::{Effect, Rule};
use super::scene::DIRECT;
use super::sources::{Basis, LIST, RESOURCE};
use crate::finding::Level;
use crate::probe::{Mismatch, Probe, Step, ValueAt};
use serde_json::Value;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "list/holds-a-request-made-just-now",
        sentence: "A list without a filter holds a request that was made just now, on whatever page.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(holds_a_request_made_just_now(probe)),
    },
    Rule {
        id: "list/shows-a-request-as-get-does",
        sentence: "A request in a list has the properties and values that get shows of it.",
        level: Level::Should,
        sources: &[LIST, RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(shows_a_request_as_get_does(probe)),
    },
    Rule {
        id: "list/expands-access-packages",
        sentence: "$expand=accessPackage brings the access package of every request that was made for it.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(expands_access_packages(probe)),
    },
    Rule {
        id: "list/expands-assignments",
        sentence: "$expand=assignment brings the assignment of every request that was delivered.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(expands_assignments(probe)),
    },
    Rule {
        id: "list/expands-requestors",
        sentence: "$expand=requestor brings the requestor of every request.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(expands_requestors(probe)),
    },
    Rule {
        id: "list/brings-no-relationships-unasked",
        sentence: "Without $expand the requests of a list have no relationships with them.",
        level: Level::Should,
        sources: &[Basis::Standard("OData 4.01 JSON Format, section 8"), LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(brings_no_relationships_unasked(probe)),
    },
    Rule {
        id: "list/selects-properties",
        sentence: "$select brings the properties that it names.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(selects_properties(probe)),
    },
    Rule {
        id: "list/selects-nothing-else",
        sentence: "$select brings no property that it does not name.",
        level: Level::Should,
        sources: &[LIST, Basis::Standard("OData 4.01 Protocol, section 11.2.5.1")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(selects_nothing_else(probe)),
    },
];

async fn holds_a_request_made_just_now(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    probe.listed_with(&calls::list(), &request).await?;
    Ok(())
}

async fn shows_a_request_as_get_does(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.delivered_since().await?;
    let alone = probe.send(calls::get(&request)).await?;
    let listed = probe.listed_with(&calls::list().query(since), &request).await?;
    let item = listed.item(&request)?;
    for (member, value) in alone.json().as_object().into_iter().flatten() {
        if !member.starts_with('@') {
            probe.note(item.at(&format!("/{member}")).is(value.clone()));
        }
    }
    Ok(())
}

async fn expands_access_packages(probe: &mut Probe<'_>) -> Step {
    let package = probe.fixture(OPEN_PACKAGE.name)?;
    brings(probe, "accessPackage", |request| request.at("/accessPackage/id").is(package.clone()))
        .await
}

async fn expands_assignments(probe: &mut Probe<'_>) -> Step {
    brings(probe, "assignment", |request| request.at("/assignment/id").guid().map(drop)).await
}

async fn expands_requestors(probe: &mut Probe<'_>) -> Step {
    brings(probe, "requestor", |request| request.at("/requestor/id").text().map(drop)).await
}

async fn brings_no_relationships_unasked(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.delivered_since().await?;
    let listed = probe.listed_with(&calls::list().query(since), &request).await?;
    listed.all(|request| {
        let relationships = ["/accessPackage", "/assignment", "/requestor"];
        relationships.iter().try_for_each(|relationship| request.at(relationship).is_absent())
    })?;
    Ok(())
}

async fn selects_properties(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.delivered_since().await?;
    let selecting = calls::list().query(format!("{since}&$select=id,state"));
    let listed = probe.listed_with(&selecting, &request).await?;
    listed.item(&request)?.at("/state").is("delivered")?;
    listed.all(|request| {
        request.at("/id").text()?;
        request.at("/state").text().map(drop)
    })?;
    Ok(())
}

async fn selects_nothing_else(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.delivered_since().await?;
    let selecting = calls::list().query(format!("{since}&$select=id,state"));
    let listed = probe.listed_with(&selecting, &request).await?;
    listed.all(|request| {
        let members = request.value().and_then(Value::as_object).into_iter().flatten();
        let mut others = members.filter(|(name, _)| {
            !name.starts_with('@') && !["id", "state"].contains(&name.as_str())
        });
        others.try_for_each(|(name, _)| {
            Err(request.at(&format!("/{name}")).mismatch("no such member: it was not selected"))
        })
    })?;
    Ok(())
}

/// Two requests are delivered, and each has the relationship with it where that is asked for.
async fn brings(
    probe: &mut Probe<'_>,
    relationship: &str,
    is_there: impl Fn(&ValueAt<'_>) -> Result<(), Mismatch>,
) -> Step {
    let (one, since) = probe.delivered_since().await?;
    let other = probe.delivered().await?;
    let expanding = calls::list().query(format!("{since}&$expand={relationship}"));
    let listed = probe.listed_with(&expanding, &other).await?;
    for request in [one, other] {
        probe.note(is_there(&listed.item(&request)?));
    }
    Ok(())
}
