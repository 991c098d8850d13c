//! Once and no more: one open request for one thing, an id for each, and nothing of what was refused.

use crate::finding::Level;
use crate::probe::{Call, Mismatch, Probe, Step, ValueAt};
use crate::rules::afterwards::one_is_served;
use crate::rules::bodies::{BY_IDS, SELF, with};
use crate::rules::calls;
use crate::rules::fixture::{
    ASKING_PACKAGE, OPEN_PACKAGE, OPEN_POLICY, QUESTION, TARGET, WRONG_ANSWER,
};
use crate::rules::identity::{ADMIN, REQUESTOR};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, created};
use crate::rules::sources::{Basis, CREATE, ERRORS, RESOURCE};

const DUPLICATE: Basis =
    Basis::Observation("400 ExistingOpenRequest, \"already an existing open request\"");

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create/refuses-a-second-open-request",
        sentence: "While a request is open, another for the same access by the same user is refused, and only the first is there.",
        level: Level::Should,
        sources: &[DUPLICATE],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_a_second_open_request(probe)),
    },
    Rule {
        id: "create/takes-one-of-many-at-once",
        sentence: "Of several equal requests that are sent at once, one is taken in.",
        level: Level::Should,
        sources: &[DUPLICATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(takes_one_of_many_at_once(probe)),
    },
    Rule {
        id: "create/gives-every-request-its-own-id",
        sentence: "Two requests have two ids, which are GUIDs.",
        level: Level::Must,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(gives_every_request_its_own_id(probe)),
    },
    Rule {
        id: "create/does-not-give-the-id-of-the-target",
        sentence: "The id of a new request is not that of its target.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-11"), CREATE],
        identities: &[],
        fixtures: BY_IDS,
        effect: Effect::Writes,
        run: |probe| Box::pin(does_not_give_the_id_of_the_target(probe)),
    },
    Rule {
        id: "create/makes-nothing-of-what-it-refuses",
        sentence: "What is refused is not among the requests that the caller created.",
        level: Level::Should,
        sources: &[ERRORS, CREATE],
        identities: &[REQUESTOR],
        fixtures: &[OPEN_PACKAGE, OPEN_POLICY, ASKING_PACKAGE, QUESTION, WRONG_ANSWER],
        effect: Effect::Refused,
        run: |probe| Box::pin(makes_nothing_of_what_it_refuses(probe)),
    },
];

async fn refuses_a_second_open_request(probe: &mut Probe<'_>) -> Step {
    let mut known = own_requests(probe).await?;
    let body = probe.request_for_oneself()?;
    let first = created(&probe.taken_in(&body, REQUESTOR).await?)?;
    probe.send(calls::create(&body).as_(REQUESTOR)).await?.is_refused()?;
    known.push(first.clone());
    probe.listed_with(&own(), &first).await?.all(|item| is_known(item, &known))?;
    Ok(())
}

async fn takes_one_of_many_at_once(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let replies = probe.race(&calls::create(&body)).await?;
    Ok(one_is_served(&replies)?)
}

async fn gives_every_request_its_own_id(probe: &mut Probe<'_>) -> Step {
    let first = probe.direct_assignment()?;
    let first = created(&probe.taken_in(&first, ADMIN).await?)?;
    let second = probe.direct_assignment()?;
    let reply = probe.taken_in(&second, ADMIN).await?;
    Ok(reply.at("/id").is_not(first)?)
}

async fn does_not_give_the_id_of_the_target(probe: &mut Probe<'_>) -> Step {
    let body = probe.assignment_by_ids()?;
    let reply = probe.taken_in(&body, ADMIN).await?;
    Ok(reply.at("/id").is_not(probe.fixture(TARGET.name)?)?)
}

async fn makes_nothing_of_what_it_refuses(probe: &mut Probe<'_>) -> Step {
    let known = own_requests(probe).await?;
    let right = probe.request_for_oneself()?;
    for wrong in [
        with(&right, "/requestType", "userTake"),
        with(&right, "/assignment/accessPackageId", probe.new_name()),
        with(&right, "/assignment/assignmentPolicyId", probe.new_name()),
        probe.request_with_answer(WRONG_ANSWER)?,
    ] {
        probe.send(calls::create(&wrong).as_(REQUESTOR)).await?.is_refused()?;
    }
    probe.listed(&own()).await?.all(|item| is_known(item, &known))?;
    Ok(())
}

/// The requests that the requestor created.
fn own() -> Call {
    calls::filter_by_current_user("createdBy").as_(REQUESTOR)
}

/// Their ids.
async fn own_requests(probe: &mut Probe<'_>) -> Step<Vec<String>> {
    let listed = probe.listed(&own()).await?;
    let ids: Result<Vec<_>, _> = listed.items().map(|item| item.at("/id").text()).collect();
    Ok(ids?.into_iter().map(str::to_owned).collect())
}

fn is_known(item: &ValueAt<'_>, known: &[String]) -> Result<(), Mismatch> {
    let id = item.at("/id");
    if known.iter().any(|one| id.is(one.as_str()).is_ok()) {
        return Ok(());
    }
    Err(id.mismatch("no other request than before"))
}
