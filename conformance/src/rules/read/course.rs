//! The way of a request: through which states it goes, what its status and its timestamps say on the way, and that it comes to an end.

use crate::finding::Level;
use crate::probe::{Mismatch, Probe, Reply, Step};
use crate::rules::calls;
use crate::rules::fixture::DENIED;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, FINAL};
use crate::rules::sources::{Basis, CANCEL, CREATE, GET, RESOURCE};
use std::time::Duration;

const STATES: Basis = Basis::Schema("#/components/schemas/accessPackageRequestState");

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "read/direct-assignment-comes-to-an-end",
        sentence: "A direct assignment comes to a final state while it is waited for.",
        level: Level::Should,
        sources: &[CREATE, Basis::Observation("delivered after 10 to 90 seconds")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(direct_assignment_comes_to_an_end(probe)),
    },
    Rule {
        id: "read/states-follow-one-another",
        sentence: "A request goes from state to state as its life provides for, and never back.",
        level: Level::Should,
        sources: &[STATES, RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(states_follow_one_another(probe)),
    },
    Rule {
        id: "read/delivered-stays-delivered",
        sentence: "A delivered request is still delivered a while later.",
        level: Level::Should,
        sources: &[STATES, GET],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(delivered_stays_delivered(probe)),
    },
    Rule {
        id: "read/canceled-stays-canceled",
        sentence: "A canceled request is never delivered.",
        level: Level::Must,
        sources: &[CANCEL, STATES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(canceled_stays_canceled(probe)),
    },
    Rule {
        id: "read/denied-stays-denied",
        sentence: "A denied request is still denied a while later.",
        level: Level::Should,
        sources: &[STATES, GET],
        identities: &[],
        fixtures: &[DENIED],
        effect: Effect::Reads,
        run: |probe| Box::pin(denied_stays_denied(probe)),
    },
    Rule {
        id: "read/status-goes-with-the-state",
        sentence: "A documented word of status stands beside the state that it belongs to; other words are free.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-25"), Basis::Discrepancy("D-05")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(status_goes_with_the_state(probe)),
    },
    Rule {
        id: "read/timestamps-are-in-order",
        sentence: "Creation and completion are instants in UTC; the first never changes, and the second is no earlier.",
        level: Level::Must,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(timestamps_are_in_order(probe)),
    },
    Rule {
        id: "read/completion-is-told-at-the-end",
        sentence: "A request has a completedDateTime once it is delivered, and none before.",
        level: Level::Must,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(completion_is_told_at_the_end(probe)),
    },
];

/// A while in which whatever is on its way would go on.
const A_WHILE: Duration = Duration::from_secs(45);

/// Which states come directly after which. What is done again by reprocess begins anew, and is not seen here.
const NEXT: &[(&str, &[&str])] = &[
    (
        "submitted",
        &["pendingApproval", "scheduled", "delivering", "deliveryFailed", "denied", "canceled"],
    ),
    ("pendingApproval", &["scheduled", "delivering", "deliveryFailed", "denied", "canceled"]),
    ("scheduled", &["delivering", "deliveryFailed", "canceled"]),
    ("delivering", &["delivered", "partiallyDelivered", "deliveryFailed"]),
];

/// Documented words of status that belong to one state; `WaitingForCallback` belongs to several.
const WORDS: &[(&str, &str)] = &[
    ("Accepted", "submitted"),
    ("PendingApproval", "pendingApproval"),
    ("PendingApprovalEscalated", "pendingApproval"),
    ("PendingNotBefore", "scheduled"),
    ("Delivered", "delivered"),
];

async fn direct_assignment_comes_to_an_end(probe: &mut Probe<'_>) -> Step {
    let id = probe.requested().await?;
    probe.course(&id).await?;
    Ok(())
}

async fn states_follow_one_another(probe: &mut Probe<'_>) -> Step {
    let delivered = probe.requested().await?;
    in_order(&probe.course(&delivered).await?)?;
    let canceled = probe.requested().await?;
    let mut seen = vec![probe.found(&canceled).await?];
    probe.cancels(&canceled, calls::cancel(&canceled)).await?;
    seen.extend(probe.course(&canceled).await?);
    Ok(in_order(&seen)?)
}

async fn delivered_stays_delivered(probe: &mut Probe<'_>) -> Step {
    let id = probe.delivered().await?;
    probe.wait(A_WHILE).await?;
    probe.is_in_state(&id, "delivered").await
}

async fn canceled_stays_canceled(probe: &mut Probe<'_>) -> Step {
    let id = probe.canceled().await?;
    probe.wait(A_WHILE).await?;
    probe.is_in_state(&id, "canceled").await
}

async fn denied_stays_denied(probe: &mut Probe<'_>) -> Step {
    let id = probe.fixture(DENIED.name)?;
    probe.is_in_state(&id, "denied").await?;
    probe.wait(A_WHILE).await?;
    probe.is_in_state(&id, "denied").await
}

async fn status_goes_with_the_state(probe: &mut Probe<'_>) -> Step {
    let id = probe.requested().await?;
    for seen in found(&probe.course(&id).await?) {
        let status = seen.json()["status"].as_str().unwrap_or_default();
        let word = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(status));
        if let Some((word, state)) = word {
            let because = format!("the status is {word}");
            seen.at("/state").is(*state).map_err(|told| told.because(&because))?;
        }
    }
    Ok(())
}

async fn timestamps_are_in_order(probe: &mut Probe<'_>) -> Step {
    let id = probe.requested().await?;
    let seen = probe.course(&id).await?;
    let Some(last) = seen.last() else { return Ok(()) };
    let creation = last.at("/createdDateTime").instant()?;
    let creation_as_told = last.at("/createdDateTime").value().cloned().unwrap_or_default();
    for earlier in found(&seen) {
        earlier.at("/createdDateTime").is(creation_as_told.clone())?;
    }
    let completion = last.at("/completedDateTime");
    if completion.instant()? < creation {
        return Err(completion.mismatch(format!("no moment before {creation}")).into());
    }
    Ok(())
}

async fn completion_is_told_at_the_end(probe: &mut Probe<'_>) -> Step {
    let id = probe.requested().await?;
    for seen in found(&probe.course(&id).await?) {
        let completion = seen.at("/completedDateTime");
        if seen.json()["state"].as_str().is_some_and(|state| FINAL.contains(&state)) {
            completion.is_present()?;
        } else {
            completion.is_absent()?;
        }
    }
    Ok(())
}

fn found(seen: &[Reply]) -> impl Iterator<Item = &Reply> {
    seen.iter().filter(|reply| reply.is_success())
}

/// Each state that was seen comes after the one before; states in between may have been missed.
fn in_order(seen: &[Reply]) -> Result<(), Mismatch> {
    let mut before: Option<&str> = None;
    for reply in found(seen) {
        let state = reply.at("/state").text()?;
        if let Some(before) = before.filter(|before| !leads_to(before, state)) {
            let expected = format!("{before}, or a state that comes after it");
            return Err(reply.at("/state").mismatch(expected));
        }
        before = Some(state);
    }
    Ok(())
}

/// Whether a request in one state can be in the other by and by.
fn leads_to(from: &str, to: &str) -> bool {
    let next = NEXT.iter().find(|(state, _)| *state == from).map_or(&[][..], |(_, next)| next);
    from == to || next.iter().any(|state| leads_to(state, to))
}

#[cfg(test)]
mod tests {
    use super::leads_to;

    #[test]
    fn a_state_leads_to_those_that_come_after_it() {
        for (from, to, expected) in [
            ("submitted", "submitted", true),
            ("submitted", "delivered", true),
            ("pendingApproval", "delivered", true),
            ("scheduled", "canceled", true),
            ("delivering", "submitted", false),
            ("delivering", "canceled", false),
            ("delivered", "delivering", false),
            ("canceled", "delivering", false),
            ("denied", "denied", true),
            ("submitted", "flying", false),
        ] {
            assert_eq!(leads_to(from, to), expected, "{from} {to}");
        }
    }
}
