//! What administrators send: assignments in both forms, their extension, new answers and their end.

use crate::finding::Level;
use crate::probe::{Probe, Reply, Step};
use crate::rules::bodies::{BY_IDS, a_month, answered, extension, removal, with};
use crate::rules::calls;
use crate::rules::fixture::{
    ANSWER, ASKING_PACKAGE, GUEST_POLICY, OPEN_PACKAGE, OTHER_ANSWER, QUESTION,
};
use crate::rules::identity::{ADMIN, REQUESTOR};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, created};
use crate::rules::sources::{ASSIGNMENT, Basis, CREATE, RESOURCE};
use serde_json::{Value, json};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create/assigns-by-ids",
        sentence: "An administrator assigns a user by the ids of user, policy and access package.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-08")],
        identities: &[],
        fixtures: BY_IDS,
        effect: Effect::Writes,
        run: |probe| Box::pin(assigns_by_ids(probe)),
    },
    Rule {
        id: "create/assigns-by-nested-objects",
        sentence: "Target, policy and access package may be nested objects in place of three ids.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-09"), CREATE],
        identities: &[],
        fixtures: BY_IDS,
        effect: Effect::Writes,
        run: |probe| Box::pin(assigns_by_nested_objects(probe)),
    },
    Rule {
        id: "create/assigns-a-guest-by-email",
        sentence: "Somebody outside the directory is assigned by e-mail, and is the target of the new assignment.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(assigns_a_guest_by_email(probe)),
    },
    Rule {
        id: "create/reads-the-type-in-any-casing",
        sentence: "An administrator who sends AdminAdd means adminAdd.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-06")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(reads_the_type_in_any_casing(probe)),
    },
    Rule {
        id: "create/reads-ids-in-any-casing",
        sentence: "An id in capital letters means the same as in small ones.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-09"), CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(reads_ids_in_any_casing(probe)),
    },
    Rule {
        id: "create/delivers-an-assignment",
        sentence: "A direct assignment that is delivered has an assignment, which is delivered too.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(delivers_an_assignment(probe)),
    },
    Rule {
        id: "create/takes-the-schedule-of-the-assignment",
        sentence: "The schedule of a new assignment may stand in the assignment.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-18"), CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(takes_the_schedule_of_the_assignment(probe)),
    },
    Rule {
        id: "create/administrator-extends-an-assignment",
        sentence: "An adminUpdate with the id of an assignment and a schedule is taken in and delivered.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(administrator_extends_an_assignment(probe)),
    },
    Rule {
        id: "create/administrator-updates-answers",
        sentence: "An adminUpdate with the id of an assignment and answers is taken in, and has these answers.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[REQUESTOR],
        fixtures: &[ASKING_PACKAGE, QUESTION, ANSWER, OTHER_ANSWER],
        effect: Effect::Writes,
        run: |probe| Box::pin(administrator_updates_answers(probe)),
    },
    Rule {
        id: "create/administrator-ends-an-assignment",
        sentence: "Once an adminRemove is delivered, its assignment has expired or is gone.",
        level: Level::Must,
        sources: &[CREATE, RESOURCE, ASSIGNMENT],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(administrator_ends_an_assignment(probe)),
    },
];

async fn assigns_by_ids(probe: &mut Probe<'_>) -> Step {
    let body = probe.assignment_by_ids()?;
    let reply = probe.taken_in(&body, ADMIN).await?;
    Ok(reply.at("/requestType").reads("adminAdd")?)
}

async fn assigns_by_nested_objects(probe: &mut Probe<'_>) -> Step {
    let ids = probe.assignment_by_ids()?;
    let part = |name: &str| ids.pointer(&format!("/assignment/{name}")).cloned();
    let nested = json!({
        "target": { "objectId": part("targetId") },
        "assignmentPolicy": { "id": part("assignmentPolicyId") },
        "accessPackage": { "id": part("accessPackageId") },
    });
    let reply = probe.taken_in(&with(&ids, "/assignment", nested), ADMIN).await?;
    Ok(reply.at("/requestType").reads("adminAdd")?)
}

async fn assigns_a_guest_by_email(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let id = created(&probe.taken_in(&body, ADMIN).await?)?;
    probe.final_state(&id).await?.at("/state").is("delivered")?;
    let target = calls::get(&id).query("$expand=assignment($expand=target)");
    let email =
        body.pointer("/assignment/target/email").and_then(Value::as_str).unwrap_or_default();
    let is_there = |reply: &Reply| reply.at("/assignment/target/email").is_present().is_ok();
    let reply = probe.wait_until(&target, is_there).await?;
    Ok(reply.at("/assignment/target/email").reads(email)?)
}

async fn reads_the_type_in_any_casing(probe: &mut Probe<'_>) -> Step {
    let body = with(&probe.direct_assignment()?, "/requestType", "AdminAdd");
    let reply = probe.taken_in(&body, ADMIN).await?;
    Ok(reply.at("/requestType").reads("adminAdd")?)
}

async fn reads_ids_in_any_casing(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let policy = probe.fixture(GUEST_POLICY.name)?.to_ascii_uppercase();
    let package = probe.fixture(OPEN_PACKAGE.name)?.to_ascii_uppercase();
    let body = with(&body, "/assignment/assignmentPolicy/id", policy);
    let body = with(&body, "/assignment/accessPackage/id", package);
    probe.taken_in(&body, ADMIN).await?;
    Ok(())
}

async fn delivers_an_assignment(probe: &mut Probe<'_>) -> Step {
    let id = probe.requested().await?;
    probe.final_state(&id).await?.at("/state").is("delivered")?;
    let reply = probe.with_assignment(&id).await?;
    reply.at("/assignment/id").guid()?;
    // The service was seen to leave members of an expanded assignment out.
    let state = reply.at("/assignment/state");
    Ok(state.is_absent().or_else(|_| state.is("delivered"))?)
}

async fn takes_the_schedule_of_the_assignment(probe: &mut Probe<'_>) -> Step {
    let body = with(&probe.direct_assignment()?, "/assignment/schedule", a_month());
    probe.taken_in(&body, ADMIN).await?;
    Ok(())
}

async fn administrator_extends_an_assignment(probe: &mut Probe<'_>) -> Step {
    let assignment = probe.guest_assignment().await?;
    let reply = probe.taken_in(&extension("adminUpdate", &assignment), ADMIN).await?;
    reply.at("/requestType").reads("adminUpdate")?;
    let done = probe.final_state(&created(&reply)?).await?;
    done.at("/state").is("delivered")?;
    Ok(done.at("/schedule/expiration/type").is("afterDuration")?)
}

async fn administrator_updates_answers(probe: &mut Probe<'_>) -> Step {
    let body = probe.request_with_answer(ANSWER)?;
    let request = created(&probe.taken_in(&body, REQUESTOR).await?)?;
    probe.final_state(&request).await?.at("/state").is("delivered")?;
    let assignment = probe.assignment_of(&request).await?;
    let other = probe.fixture(OTHER_ANSWER.name)?;
    let answer = answered(&probe.fixture(QUESTION.name)?, &other);
    let update = with(&removal("adminUpdate", &assignment), "/answers", vec![answer]);
    let update = created(&probe.taken_in(&update, ADMIN).await?)?;
    let outcome = probe.final_state(&update).await?;
    outcome.at("/state").is("delivered")?;
    Ok(outcome.at("/answers/0/value").is(other)?)
}

async fn administrator_ends_an_assignment(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    let assignment = probe.assignment_of(&request).await?;
    let reply = probe.taken_in(&removal("adminRemove", &assignment), ADMIN).await?;
    reply.at("/requestType").reads("adminRemove")?;
    probe.final_state(&created(&reply)?).await?.at("/state").is("delivered")?;
    probe.has_ended(&request).await
}
