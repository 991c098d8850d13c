//! Cancelling: while a request is pending, once, and never later.

use super::calls;
use super::identity::REQUESTOR;
use super::rule::{Effect, Rule};
use super::scene::{APPROVAL, DIRECT};
use super::sources::{Basis, CANCEL, ERRORS};
use crate::finding::Level;
use crate::probe::{Probe, Step};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "cancel/cancels-a-pending-request",
        sentence: "A request that waits for an approval is canceled by cancel, and stays so.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(cancels_a_pending_request(probe)),
    },
    Rule {
        id: "cancel/is-refused-once-delivered",
        sentence: "A delivered request is not cancelled, and stays delivered.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_refused_once_delivered(probe)),
    },
    Rule {
        id: "cancel/is-refused-for-an-unknown-id",
        sentence: "Cancelling a request that does not exist is refused with 404.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(is_refused_for_an_unknown_id(probe)),
    },
];

async fn cancels_a_pending_request(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    probe.send(calls::cancel(&request)).await?.is_one_of(&[200, 204])?;
    probe.is_in_state(&request, "canceled").await
}

async fn is_refused_once_delivered(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    probe.send(calls::cancel(&request)).await?.is_refused()?;
    probe.is_in_state(&request, "delivered").await
}

async fn is_refused_for_an_unknown_id(probe: &mut Probe<'_>) -> Step {
    let nobody = probe.new_name();
    probe.send(calls::cancel(&nobody)).await?.is_refused_with(&[404])?;
    Ok(())
}
