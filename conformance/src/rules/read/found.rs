//! Where a request is found: by its id, in the list, and among the caller's own.

use crate::finding::Level;
use crate::probe::{Probe, Step};
use crate::rules::bodies::SELF;
use crate::rules::calls;
use crate::rules::fixture::OPEN_PACKAGE;
use crate::rules::identity::{ADMIN, REQUESTOR};
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
        id: "read/is-the-same-wherever-it-is-shown",
        sentence: "A new request is in the list and among those of its target and of its creator, with one type and one creation.",
        level: Level::Must,
        sources: &[LIST, FILTER_BY_CURRENT_USER, GET],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_the_same_wherever_it_is_shown(probe)),
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

async fn is_the_same_wherever_it_is_shown(probe: &mut Probe<'_>) -> Step {
    let body = probe.request_for_oneself()?;
    let id = created(&probe.taken_in(&body, REQUESTOR).await?)?;
    let shown = probe.found(&id).await?;
    let package = probe.fixture(OPEN_PACKAGE.name)?;
    for list in [
        calls::list().query(format!("$filter=accessPackage/id eq '{package}'")),
        calls::filter_by_current_user("target").as_(REQUESTOR),
        calls::filter_by_current_user("createdBy").as_(REQUESTOR),
    ] {
        let listed = probe.listed_with(&list, &id).await?;
        let item = listed.item(&id)?;
        for property in ["/requestType", "/createdDateTime"] {
            item.at(property).is(shown.at(property).value().cloned().unwrap_or_default())?;
        }
        item.at("/state").is_one_of(&STATES)?;
    }
    Ok(())
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
