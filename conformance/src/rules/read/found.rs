//! Where a request is found: by its id, in the list, and among the caller's own.

use crate::finding::Level;
use crate::probe::{Call, Probe, Reply, Step};
use crate::rules::bodies::{BEHALF, SELF};
use crate::rules::calls;
use crate::rules::fixture::OPEN_PACKAGE;
use crate::rules::identity::{ADMIN, MANAGER, REQUESTOR};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, STATES, created};
use crate::rules::sources::{Basis, ERRORS, FILTER_BY_CURRENT_USER, GET, LIST};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "read/get-shows-a-new-request",
        sentence: "A new request is got by its id, with its type, a state and the moment of its creation.",
        level: Level::Must,
        sources: &[GET, Basis::Discrepancy("D-22")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(get_shows_a_new_request(probe)),
    },
    Rule {
        id: "read/list-shows-a-new-request",
        sentence: "A new request is in the list of the requests for its access package, as it was created.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(list_shows_a_new_request(probe)),
    },
    Rule {
        id: "read/target-sees-a-new-request",
        sentence: "Who requests access for themselves finds the request by filterByCurrentUser(on='target').",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(requestor_sees_a_new_request(probe, "target")),
    },
    Rule {
        id: "read/creator-sees-a-new-request",
        sentence: "Who requests access for themselves finds the request by filterByCurrentUser(on='createdBy').",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(requestor_sees_a_new_request(probe, "createdBy")),
    },
    Rule {
        id: "read/administrator-sees-a-direct-assignment",
        sentence: "An administrator finds a direct assignment of somebody by filterByCurrentUser(on='createdBy').",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(administrator_sees_a_direct_assignment(probe)),
    },
    Rule {
        id: "read/manager-sees-a-request-for-an-employee",
        sentence: "A manager finds a request for an employee by filterByCurrentUser(on='createdBy').",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[MANAGER],
        fixtures: BEHALF,
        effect: Effect::Writes,
        run: |probe| Box::pin(manager_sees_a_request_for_an_employee(probe)),
    },
    Rule {
        id: "read/get-of-an-unknown-id-is-refused",
        sentence: "Getting a request that does not exist is refused with 404.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(get_of_an_unknown_id_is_refused(probe)),
    },
    Rule {
        id: "read/get-of-a-malformed-id-is-refused",
        sentence: "Getting a request by what is no GUID is refused.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(get_of_a_malformed_id_is_refused(probe)),
    },
];

async fn get_shows_a_new_request(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let new = probe.taken_in(&body, ADMIN).await?;
    let id = created(&new)?;
    let reply = probe.found(&id).await?;
    reply.at("/id").is(id)?;
    reply.at("/requestType").is(new.json()["requestType"].clone())?;
    reply.at("/state").is_one_of(&STATES)?;
    reply.at("/createdDateTime").instant()?;
    Ok(())
}

async fn list_shows_a_new_request(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let new = probe.taken_in(&body, ADMIN).await?;
    let package = probe.fixture(OPEN_PACKAGE.name)?;
    let list = calls::list().query(format!("$filter=accessPackage/id eq '{package}'"));
    is_among(probe, &new, list).await
}

async fn requestor_sees_a_new_request(probe: &mut Probe<'_>, on: &str) -> Step {
    let body = probe.request_for_oneself()?;
    let new = probe.taken_in(&body, REQUESTOR).await?;
    is_among(probe, &new, calls::filter_by_current_user(on).as_(REQUESTOR)).await
}

async fn administrator_sees_a_direct_assignment(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let new = probe.taken_in(&body, ADMIN).await?;
    is_among(probe, &new, calls::filter_by_current_user("createdBy")).await
}

async fn manager_sees_a_request_for_an_employee(probe: &mut Probe<'_>) -> Step {
    let body = probe.request_for_an_employee()?;
    let new = probe.taken_in(&body, MANAGER).await?;
    is_among(probe, &new, calls::filter_by_current_user("createdBy").as_(MANAGER)).await
}

async fn get_of_an_unknown_id_is_refused(probe: &mut Probe<'_>) -> Step {
    let nobody = probe.new_name();
    probe.send(calls::get(&nobody)).await?.is_refused_with(&[404])?;
    Ok(())
}

async fn get_of_a_malformed_id_is_refused(probe: &mut Probe<'_>) -> Step {
    probe.send(calls::get("no-guid")).await?.is_refused()?;
    Ok(())
}

/// The new request is on a page of the list, once, with the type it has and a state that there is.
async fn is_among(probe: &mut Probe<'_>, new: &Reply, list: Call) -> Step {
    let id = created(new)?;
    probe.found(&id).await?;
    let pages = probe.pages(list).await?;
    let found = pages.iter().find_map(|page| {
        let items = page.json()["value"].as_array()?;
        let is_it = |item: &&serde_json::Value| {
            item["id"].as_str().is_some_and(|text| text.eq_ignore_ascii_case(&id))
        };
        let place = items.iter().position(|item| is_it(&item))?;
        Some(page.at(&format!("/value/{place}")))
    });
    let Some(found) = found else {
        let page = pages.last().unwrap_or(new);
        return Err(page.mismatch("/value", format!("the request {id}"), "not there").into());
    };
    found.at("/requestType").is(new.json()["requestType"].clone())?;
    Ok(found.at("/state").is_one_of(&STATES)?)
}
