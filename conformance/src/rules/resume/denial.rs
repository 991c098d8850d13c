//! Callbacks that deny or cancel, at the stages at which one document or another lets a request end so.

use super::waiting::{APPROVED, CREATED, Stage, Waiting};
use crate::finding::Level;
use crate::probe::{Probe, Step};
use crate::rules::calls;
use crate::rules::rule::{Effect, Rule};
use crate::rules::sources::{Basis, CALLBACK_DATA, RESUME};

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "resume/denies-a-created-request-or-leaves-it",
        sentence: "A callback that denies a request at assignmentRequestCreated denies it, or is refused and the request still waits.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-31")],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(ends_or_leaves(probe, CREATED, "denied")),
    },
    Rule {
        id: "resume/denies-an-approved-request-or-leaves-it",
        sentence: "A callback that denies a request at assignmentRequestApproved denies it, or is refused and the request still waits.",
        level: Level::Must,
        sources: &[RESUME, Basis::Discrepancy("D-31")],
        identities: &[],
        fixtures: &[APPROVED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(ends_or_leaves(probe, APPROVED, "denied")),
    },
    Rule {
        id: "resume/does-not-overhear-a-denial",
        sentence: "A callback that says Denied rather than denied does not let a request go on.",
        level: Level::Should,
        sources: &[CALLBACK_DATA, Basis::Discrepancy("D-34")],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(ends_or_leaves(probe, CREATED, "Denied")),
    },
    Rule {
        id: "resume/does-not-overhear-a-cancellation",
        sentence: "A callback that says canceled cancels the request, or is refused and the request still waits.",
        level: Level::Should,
        sources: &[CALLBACK_DATA, Basis::Discrepancy("D-34")],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(ends_or_leaves(probe, CREATED, "canceled")),
    },
    Rule {
        id: "resume/gives-no-assignment-to-the-denied",
        sentence: "A request that a callback denied stays denied, and nobody has access by it.",
        level: Level::Should,
        sources: &[RESUME, Basis::Discrepancy("D-31")],
        identities: &[],
        fixtures: &[CREATED.fixture],
        effect: Effect::Writes,
        run: |probe| Box::pin(gives_no_assignment_to_the_denied(probe)),
    },
];

async fn ends_or_leaves(probe: &mut Probe<'_>, stage: Stage, word: &str) -> Step {
    let waiting = probe.waiting(stage).await?;
    is_ended(probe, &waiting, word).await?;
    Ok(())
}

async fn gives_no_assignment_to_the_denied(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    match is_ended(probe, &waiting, "denied").await? {
        Verdict::Served => probe.stays_without_an_assignment(&waiting.id, "denied").await,
        Verdict::Refused => Ok(()),
    }
}

/// What became of a callback with a verdict.
enum Verdict {
    Served,
    Refused,
}

/// The request ends in the state that the word says, or the callback is refused and the request waits on: the documents say both of some stages (D-31).
async fn is_ended(probe: &mut Probe<'_>, waiting: &Waiting, word: &str) -> Step<Verdict> {
    let reply = probe.send(calls::resume(&waiting.id, &waiting.verdict(word))).await?;
    if reply.is_success() {
        reply.is(204)?;
        probe.final_state(&waiting.id).await?.at("/state").is(word.to_ascii_lowercase())?;
        return Ok(Verdict::Served);
    }
    reply.is_refused()?;
    waiting.still_waits(probe).await?;
    Ok(Verdict::Refused)
}
