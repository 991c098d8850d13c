//! What users send: requests for themselves and for their employees, and changes of their own access.

use crate::finding::Level;
use crate::probe::{Probe, Step};
use crate::rules::bodies::{BEHALF, SELF, extension, removal, with};
use crate::rules::calls;
use crate::rules::fixture::OPEN_PACKAGE;
use crate::rules::identity::{MANAGER, REQUESTOR};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::created;
use crate::rules::sources::{Basis, CREATE, RESOURCE};
use serde_json::json;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create/user-requests-for-oneself",
        sentence: "A userAdd that names an access package is taken in, for the caller, and is submitted.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-13")],
        identities: &[REQUESTOR],
        fixtures: &[OPEN_PACKAGE],
        effect: Effect::Writes,
        run: |probe| Box::pin(user_requests_for_oneself(probe)),
    },
    Rule {
        id: "create/user-may-name-oneself",
        sentence: "A userAdd may carry the caller's own object id beside policy and access package.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-13")],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_may_name_oneself(probe)),
    },
    Rule {
        id: "create/manager-requests-for-an-employee",
        sentence: "A userAdd whose target is an employee of the caller is taken in as userAdd.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-20")],
        identities: &[MANAGER],
        fixtures: BEHALF,
        effect: Effect::Writes,
        run: |probe| Box::pin(manager_requests_for_an_employee(probe)),
    },
    Rule {
        id: "create/nobody-else-requests-for-an-employee",
        sentence: "Who may not act on behalf of somebody is refused what their manager may request.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-20")],
        identities: &[MANAGER, REQUESTOR],
        fixtures: BEHALF,
        effect: Effect::Writes,
        run: |probe| Box::pin(nobody_else_requests_for_an_employee(probe)),
    },
    Rule {
        id: "create/user-extends-own-access",
        sentence: "A userUpdate with the id of one's own assignment and a schedule is taken in and delivered.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-59")],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_extends_own_access(probe)),
    },
    Rule {
        id: "create/user-ends-own-access",
        sentence: "Once a userRemove is delivered, one's assignment has expired or is gone.",
        level: Level::Must,
        sources: &[RESOURCE, CREATE],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_ends_own_access(probe)),
    },
    Rule {
        id: "create/user-extend-is-an-update-or-nothing",
        sentence: "UserExtend is refused, or taken in as a userUpdate.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-29"), RESOURCE],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_extend_is_an_update_or_nothing(probe)),
    },
];

async fn user_requests_for_oneself(probe: &mut Probe<'_>) -> Step {
    let package = probe.fixture(OPEN_PACKAGE.name)?;
    let body = json!({ "requestType": "userAdd", "assignment": { "accessPackageId": package } });
    let reply = probe.taken_in(&body, REQUESTOR).await?;
    reply.at("/requestType").reads("userAdd")?;
    Ok(reply.at("/state").reads("submitted")?)
}

async fn user_may_name_oneself(probe: &mut Probe<'_>) -> Step {
    let body = probe.request_for_oneself()?;
    let id = created(&probe.taken_in(&body, REQUESTOR).await?)?;
    probe.found(&id).await?;
    let reply = probe.send(calls::get(&id).query("$expand=requestor")).await?;
    let caller = reply.is(200)?.at("/requestor/objectId").guid()?.to_owned();
    probe.cancels(&id, calls::cancel(&id).as_(REQUESTOR)).await?;
    probe.taken_in(&with(&body, "/assignment/targetId", caller), REQUESTOR).await?;
    Ok(())
}

async fn manager_requests_for_an_employee(probe: &mut Probe<'_>) -> Step {
    let body = probe.request_for_an_employee()?;
    let reply = probe.taken_in(&body, MANAGER).await?;
    Ok(reply.at("/requestType").reads("userAdd")?)
}

async fn nobody_else_requests_for_an_employee(probe: &mut Probe<'_>) -> Step {
    let body = probe.request_for_an_employee()?;
    probe.send(calls::create(&body).as_(REQUESTOR)).await?.is_refused()?;
    probe.taken_in(&body, MANAGER).await?;
    Ok(())
}

async fn user_extends_own_access(probe: &mut Probe<'_>) -> Step {
    let (_, assignment) = probe.own_access().await?;
    let reply = probe.taken_in(&extension("userUpdate", &assignment), REQUESTOR).await?;
    let outcome = probe.final_state(&created(&reply)?).await?;
    reply.at("/requestType").reads("userUpdate")?;
    Ok(outcome.at("/state").is("delivered")?)
}

async fn user_ends_own_access(probe: &mut Probe<'_>) -> Step {
    let (request, assignment) = probe.own_access().await?;
    let reply = probe.taken_in(&removal("userRemove", &assignment), REQUESTOR).await?;
    reply.at("/requestType").reads("userRemove")?;
    probe.final_state(&created(&reply)?).await?.at("/state").is("delivered")?;
    probe.has_ended(&request).await
}

async fn user_extend_is_an_update_or_nothing(probe: &mut Probe<'_>) -> Step {
    let (_, assignment) = probe.own_access().await?;
    let extend = extension("UserExtend", &assignment);
    let reply = probe.send(calls::create(&extend).as_(REQUESTOR)).await?;
    if reply.is_success() {
        probe.final_state(&created(&reply)?).await?;
        reply.at("/requestType").reads("userUpdate")?;
    } else {
        reply.is_refused()?;
    }
    Ok(())
}
