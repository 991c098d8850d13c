//! Resuming: a request that waits for the callback of a custom extension goes on by it, once.

pub(super) mod denial;
pub(super) mod refusal;
pub(super) mod waiting;

use super::afterwards::one_is_served;
use super::bodies::with;
use super::calls;
use super::rule::{Effect, Rule};
use super::sources::{Basis, ERRORS, RESUME};
use crate::finding::Level;
use crate::probe::{Probe, Step};
use waiting::{APPROVED, CREATED, GRANTED, REMOVED, Stage, unexpected};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "resume/lets-a-created-request-go-on",
        sentence: "A request that waits at assignmentRequestCreated is resumed, 204 without a body, and is delivered.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-43")],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(goes_on(probe, CREATED)),
    },
    Rule {
        id: "resume/lets-an-approved-request-go-on",
        sentence: "A request that waits at assignmentRequestApproved is resumed, 204 without a body, and is delivered.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-43")],
        identities: &[],
        fixtures: &[APPROVED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(goes_on(probe, APPROVED)),
    },
    Rule {
        id: "resume/lets-a-granted-request-go-on",
        sentence: "A request that waits at assignmentRequestGranted is resumed, 204 without a body, and is delivered.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-43")],
        identities: &[],
        fixtures: &[GRANTED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(goes_on(probe, GRANTED)),
    },
    Rule {
        id: "resume/lets-a-removal-go-on",
        sentence: "A request that waits at assignmentRequestRemoved is resumed, 204 without a body, and is delivered.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-43")],
        identities: &[],
        fixtures: &[REMOVED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(goes_on(probe, REMOVED)),
    },
    Rule {
        id: "resume/notes-the-callback",
        sentence: "The callout of a request that was resumed is callbackReceived.",
        level: Level::Should,
        sources: &[
            RESUME,
            Basis::Schema("#/components/schemas/customExtensionCalloutInstanceStatus"),
        ],
        identities: &[],
        fixtures: &[REMOVED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(notes_the_callback(probe)),
    },
    Rule {
        id: "resume/reads-the-stage-in-any-casing",
        sentence: "The stage that a callback names is read without regard to case, as the documented examples write it in two ways.",
        level: Level::Should,
        sources: &[RESUME, Basis::Discrepancy("D-32")],
        identities: &[],
        fixtures: &[APPROVED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(reads_the_stage_in_any_casing(probe)),
    },
    Rule {
        id: "resume/takes-a-type-with-a-hash",
        sentence: "The @odata.type of a callback is taken with a # before it as well as without.",
        level: Level::Should,
        sources: &[RESUME, Basis::Discrepancy("D-35")],
        identities: &[],
        fixtures: &[GRANTED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(takes_a_type_with_a_hash(probe)),
    },
    Rule {
        id: "resume/is-refused-the-second-time",
        sentence: "A callback that comes twice is refused the second time, and the request goes on by the first.",
        level: Level::Must,
        sources: &[RESUME],
        identities: &[],
        fixtures: &[GRANTED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(is_refused_the_second_time(probe)),
    },
    Rule {
        id: "resume/is-served-once-of-many-at-once",
        sentence: "Of many callbacks for one callout at the same time one is served, and the request is delivered.",
        level: Level::Should,
        sources: &[RESUME],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(is_served_once_of_many_at_once(probe)),
    },
    Rule {
        id: "resume/is-refused-for-an-unknown-id",
        sentence: "Resuming a request that does not exist is refused with 404.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(probe.is_refused_for_an_unknown_id(unexpected)),
    },
    Rule {
        id: "resume/is-refused-for-a-malformed-id",
        sentence: "Resuming by an id that is none is refused.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(probe.is_refused_for_a_malformed_id(unexpected)),
    },
];

async fn goes_on(probe: &mut Probe<'_>, stage: Stage) -> Step {
    let waiting = probe.waiting(stage).await?;
    let reply = probe.send(calls::resume(&waiting.id, &waiting.callback())).await?;
    reply.is(204)?.has_no_body()?;
    waiting.is_delivered(probe).await
}

async fn notes_the_callback(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(REMOVED).await?;
    probe.send(calls::resume(&waiting.id, &waiting.callback())).await?.is(204)?;
    waiting.callout_is(probe, "callbackReceived").await
}

async fn reads_the_stage_in_any_casing(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(APPROVED).await?;
    let body = with(&waiting.callback(), "/data/stage", "AssignmentRequestApproved");
    probe.send(calls::resume(&waiting.id, &body)).await?.is(204)?;
    waiting.is_delivered(probe).await
}

async fn takes_a_type_with_a_hash(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(GRANTED).await?;
    let hashed = "#microsoft.graph.accessPackageAssignmentRequestCallbackData";
    let body = with(&waiting.callback(), "/data/@odata.type", hashed);
    probe.send(calls::resume(&waiting.id, &body)).await?.is(204)?;
    waiting.is_delivered(probe).await
}

async fn is_refused_the_second_time(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(GRANTED).await?;
    let body = waiting.callback();
    probe.send(calls::resume(&waiting.id, &body)).await?.is(204)?;
    let verdict = waiting.verdict("denied");
    for body in [body, verdict] {
        probe.send(calls::resume(&waiting.id, &body)).await?.is_refused()?;
    }
    waiting.is_delivered(probe).await
}

async fn is_served_once_of_many_at_once(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    let replies = probe.race(&calls::resume(&waiting.id, &waiting.callback())).await?;
    one_is_served(&replies)?;
    waiting.is_delivered(probe).await
}
