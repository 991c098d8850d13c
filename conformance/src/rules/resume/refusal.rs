//! Callbacks that a request does not wait for, or that are none: each is refused and changes nothing.

use super::waiting::{CREATED, GRANTED, REMOVED, Stage, Waiting, callback, unexpected};
use crate::finding::Level;
use crate::probe::{Probe, Step};
use crate::rules::bodies::{with, without};
use crate::rules::calls;
use crate::rules::identity::REQUESTOR;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{APPROVAL, DIRECT};
use crate::rules::sources::{Basis, CALLBACK_DATA, RESUME};
use serde_json::Value;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "resume/is-refused-once-delivered",
        sentence: "A delivered request, which waits for no callback, is not resumed and stays as it is.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-02")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_once_delivered(unexpected)),
    },
    Rule {
        id: "resume/is-refused-while-submitted",
        sentence: "A submitted request that waits for no callback is not resumed, and is delivered.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-02")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_while_submitted(unexpected)),
    },
    Rule {
        id: "resume/is-refused-while-pending",
        sentence: "A request that waits for an approval and for no callback is not resumed, and stays as it is.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-02")],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_while_pending(unexpected)),
    },
    Rule {
        id: "resume/is-refused-for-another-callout",
        sentence: "A callback for a callout that was never made is refused, and the request still waits.",
        level: Level::Should,
        sources: &[RESUME, CALLBACK_DATA],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(is_refused_for_another_callout(probe)),
    },
    Rule {
        id: "resume/is-refused-for-another-stage",
        sentence: "A callback that names another stage than the one at which the request waits is refused, and the request still waits.",
        level: Level::Should,
        sources: &[RESUME, CALLBACK_DATA],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(leaves_it_waiting(probe, names_another_stage)),
    },
    Rule {
        id: "resume/is-refused-where-the-stages-disagree",
        sentence: "A callback whose type and data name two stages is refused, and the request still waits.",
        level: Level::May,
        sources: &[Basis::Discrepancy("D-33")],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(leaves_it_waiting(probe, names_two_stages)),
    },
    Rule {
        id: "resume/is-refused-without-data",
        sentence: "A callback without data is refused, and the request still waits.",
        level: Level::Should,
        sources: &[RESUME],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(leaves_it_waiting(probe, has_no_data)),
    },
    Rule {
        id: "resume/is-refused-without-the-callout",
        sentence: "A callback that names no callout is refused, and the request still waits.",
        level: Level::Should,
        sources: &[RESUME, CALLBACK_DATA],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(leaves_it_waiting(probe, names_no_callout)),
    },
    Rule {
        id: "resume/is-refused-for-an-unknown-type-of-data",
        sentence: "A callback with data of a type that does not exist is refused, and the request still waits.",
        level: Level::Should,
        sources: &[RESUME, Basis::Schema("#/components/schemas/customExtensionData")],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(leaves_it_waiting(probe, is_of_an_unknown_type)),
    },
    Rule {
        id: "resume/does-not-deny-a-granted-request",
        sentence: "A callback that denies a request at assignmentRequestGranted is refused, and the request still waits.",
        level: Level::Must,
        sources: &[CALLBACK_DATA, RESUME, Basis::Discrepancy("D-31")],
        identities: &[],
        fixtures: &[GRANTED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(does_not_deny(probe, GRANTED)),
    },
    Rule {
        id: "resume/does-not-deny-a-removal",
        sentence: "A callback that denies a request at assignmentRequestRemoved is refused, and the request still waits.",
        level: Level::Must,
        sources: &[CALLBACK_DATA, RESUME, Basis::Discrepancy("D-31")],
        identities: &[],
        fixtures: &[REMOVED.fixture],
        effect: Effect::Refused,
        run: |probe| Box::pin(does_not_deny(probe, REMOVED)),
    },
];

async fn is_refused_for_another_callout(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    let body = callback(CREATED, &probe.new_name());
    probe.send(calls::resume(&waiting.id, &body)).await?.is_refused()?;
    waiting.still_waits(probe).await
}

/// The right callback with one thing wrong is refused, and the request waits on.
async fn leaves_it_waiting(probe: &mut Probe<'_>, wrong: fn(&Waiting) -> Value) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    let body = wrong(&waiting);
    probe.send(calls::resume(&waiting.id, &body)).await?.is_refused()?;
    waiting.still_waits(probe).await
}

fn names_another_stage(waiting: &Waiting) -> Value {
    callback(GRANTED, &waiting.callout)
}

fn names_two_stages(waiting: &Waiting) -> Value {
    with(&waiting.callback(), "/data/stage", GRANTED.name)
}

fn has_no_data(waiting: &Waiting) -> Value {
    without(&waiting.callback(), "/data")
}

fn names_no_callout(waiting: &Waiting) -> Value {
    without(&waiting.callback(), "/data/customExtensionStageInstanceId")
}

fn is_of_an_unknown_type(waiting: &Waiting) -> Value {
    let unknown = "#microsoft.graph.accessPackageCallbackDataOfNobody";
    with(&waiting.callback(), "/data/@odata.type", unknown)
}

async fn does_not_deny(probe: &mut Probe<'_>, stage: Stage) -> Step {
    let waiting = probe.waiting(stage).await?;
    let body = waiting.verdict("denied");
    probe.send(calls::resume(&waiting.id, &body)).await?.is_refused()?;
    waiting.still_waits(probe).await
}
