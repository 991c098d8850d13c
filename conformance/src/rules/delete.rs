//! Deleting: once a request is denied or completed, and while it has no assignment.

use super::afterwards::one_is_served;
use super::bodies::removal;
use super::calls;
use super::fixture::DENIED;
use super::identity::REQUESTOR;
use super::rule::{Effect, Rule};
use super::scene::{APPROVAL, DIRECT, created, scene};
use super::sources::{Basis, DELETE, ERRORS, LIST};
use crate::finding::Level;
use crate::probe::{Probe, Step};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "delete/removes-a-denied-request",
        sentence: "A denied request is deleted, answered 204 without a body: no get and no list shows it then.",
        level: Level::Must,
        sources: &[DELETE, LIST],
        identities: &[],
        fixtures: &[DENIED],
        effect: Effect::Writes,
        run: |probe| Box::pin(removes_a_denied_request(probe)),
    },
    Rule {
        id: "delete/removes-a-completed-removal",
        sentence: "The delivered request that took away an assignment is deleted, and gone.",
        level: Level::Should,
        sources: &[DELETE, Basis::Discrepancy("D-45")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(removes_a_completed_removal(probe)),
    },
    Rule {
        id: "delete/removes-a-canceled-request-or-leaves-it",
        sentence: "A canceled request is deleted and gone, or the delete is refused and changes nothing.",
        level: Level::Should,
        sources: &[DELETE, Basis::Discrepancy("D-45")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(removes_a_canceled_request_or_leaves_it(probe)),
    },
    Rule {
        id: "delete/is-refused-the-second-time",
        sentence: "A request that was deleted is not deleted again: 404.",
        level: Level::Should,
        sources: &[DELETE, ERRORS],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_refused_the_second_time(probe)),
    },
    Rule {
        id: "delete/is-served-once-of-many-at-once",
        sentence: "Of many deletes of one request at the same time one is served.",
        level: Level::Should,
        sources: &[DELETE, ERRORS],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_served_once_of_many_at_once(probe)),
    },
    Rule {
        id: "delete/is-refused-while-pending",
        sentence: "A request that waits for an approval is not deleted, and stays as it is.",
        level: Level::Must,
        sources: &[DELETE],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_while_pending(calls::delete)),
    },
    Rule {
        id: "delete/is-refused-while-submitted",
        sentence: "A request that was submitted just now is not deleted, and is delivered.",
        level: Level::Must,
        sources: &[DELETE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_while_submitted(calls::delete)),
    },
    Rule {
        id: "delete/is-refused-while-there-is-an-assignment",
        sentence: "A delivered request is not deleted while its assignment exists, and stays as it is.",
        level: Level::Should,
        sources: &[DELETE, Basis::Discrepancy("D-45")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_once_delivered(calls::delete)),
    },
    Rule {
        id: "delete/is-refused-for-an-unknown-id",
        sentence: "Deleting a request that does not exist is refused with 404.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(probe.is_refused_for_an_unknown_id(calls::delete)),
    },
    Rule {
        id: "delete/is-refused-for-a-malformed-id",
        sentence: "Deleting by an id that is none is refused.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(probe.is_refused_for_a_malformed_id(calls::delete)),
    },
];

async fn removes_a_denied_request(probe: &mut Probe<'_>) -> Step {
    let request = probe.take(DENIED.name)?;
    let denied = calls::list().query("$filter=state eq 'denied'");
    probe.listed(&denied).await?.item(&request).map_err(scene)?;
    removes(probe, &request).await?;
    probe.listed_without(&denied, &request).await?;
    Ok(())
}

async fn removes_a_completed_removal(probe: &mut Probe<'_>) -> Step {
    let request = completed_removal(probe).await?;
    removes(probe, &request).await
}

async fn removes_a_canceled_request_or_leaves_it(probe: &mut Probe<'_>) -> Step {
    let request = probe.canceled().await?;
    let before = probe.read(&request).await?;
    let reply = probe.send(calls::delete(&request)).await?;
    if reply.is_success() {
        return probe.is_gone(&request).await;
    }
    reply.is_refused()?;
    probe.stands_as(&request, &before).await
}

async fn is_refused_the_second_time(probe: &mut Probe<'_>) -> Step {
    let request = completed_removal(probe).await?;
    removes(probe, &request).await?;
    probe.send(calls::delete(&request)).await?.is_refused_with(&[404])?;
    Ok(())
}

async fn is_served_once_of_many_at_once(probe: &mut Probe<'_>) -> Step {
    let request = completed_removal(probe).await?;
    let replies = probe.race(&calls::delete(&request)).await?;
    one_is_served(&replies)?;
    probe.is_gone(&request).await
}

/// The request is deleted, and a get does not find it.
async fn removes(probe: &mut Probe<'_>, request: &str) -> Step {
    probe.send(calls::delete(request)).await?.is(204)?.has_no_body()?;
    probe.is_gone(request).await
}

/// The delivered request of an administrator that took away what a direct assignment had given.
async fn completed_removal(probe: &mut Probe<'_>) -> Step<String> {
    let assignment = probe.guest_assignment().await?;
    let body = removal("adminRemove", &assignment);
    let reply = probe.send(calls::create(&body)).await?;
    let id = created(&reply)?;
    probe.final_state(&id).await?.at("/state").is("delivered").map_err(scene)?;
    Ok(id)
}
