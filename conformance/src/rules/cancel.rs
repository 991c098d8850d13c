//! Cancelling: while a request is pending, once, and never later.

use super::afterwards::one_is_served;
use super::bodies::with;
use super::calls;
use super::fixture::{DENIED, LONG_FAILED};
use super::identity::REQUESTOR;
use super::rule::{Effect, Rule};
use super::scene::{APPROVAL, DIRECT, created, written};
use super::sources::{Basis, CANCEL, ERRORS};
use crate::finding::Level;
use crate::probe::{Call, Probe, Reply, Step, Stop};
use chrono::{DateTime, TimeDelta};
use serde_json::json;

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
        id: "cancel/cancels-a-submitted-request",
        sentence: "A request that was submitted just now is canceled by cancel, and stays so.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(cancels_a_submitted_request(probe)),
    },
    Rule {
        id: "cancel/cancels-a-scheduled-request",
        sentence: "A request whose access is to start later is canceled by cancel, and stays so.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(cancels_a_scheduled_request(probe)),
    },
    Rule {
        id: "cancel/cancels-ones-own-request",
        sentence: "A user without a role cancels their own request.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-53")],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(cancels_ones_own_request(probe)),
    },
    Rule {
        id: "cancel/answers-without-a-body",
        sentence: "The answer to a cancel has no body.",
        level: Level::Should,
        sources: &[CANCEL, Basis::Discrepancy("D-24")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(answers_without_a_body(probe)),
    },
    Rule {
        id: "cancel/leaves-no-assignment",
        sentence: "A request that was canceled before its delivery stays so, and nobody has access by it.",
        level: Level::Should,
        sources: &[CANCEL],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(leaves_no_assignment(probe)),
    },
    Rule {
        id: "cancel/does-not-stumble-over-a-body",
        sentence: "A cancel with the body of the beta cancels the request, or is refused and changes nothing.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-27")],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(does_not_stumble_over_a_body(probe)),
    },
    Rule {
        id: "cancel/is-served-once-of-many-at-once",
        sentence: "Of many cancels of one request at the same time one is served.",
        level: Level::Should,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_served_once_of_many_at_once(probe)),
    },
    Rule {
        id: "cancel/is-refused-the-second-time",
        sentence: "A canceled request is not canceled again, and stays canceled.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_once_canceled(calls::cancel)),
    },
    Rule {
        id: "cancel/is-refused-once-delivered",
        sentence: "A delivered request is not canceled, and stays delivered.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_once_delivered(calls::cancel)),
    },
    Rule {
        id: "cancel/is-refused-once-denied",
        sentence: "A denied request is not canceled, and stays denied.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-25")],
        identities: &[],
        fixtures: &[DENIED],
        effect: Effect::Refused,
        run: |probe| Box::pin(is_refused_once_denied(probe)),
    },
    Rule {
        id: "cancel/leaves-a-failed-request-or-cancels-it",
        sentence: "A request whose delivery has failed is canceled, or the cancel is refused and changes nothing.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-26")],
        identities: &[],
        fixtures: &[LONG_FAILED],
        effect: Effect::Writes,
        run: |probe| Box::pin(leaves_a_failed_request_or_cancels_it(probe)),
    },
    Rule {
        id: "cancel/is-refused-to-others",
        sentence: "A user without a role does not cancel the request of somebody else, which goes on.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-53")],
        identities: &[REQUESTOR],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_refused_to_others(probe)),
    },
    Rule {
        id: "cancel/is-refused-for-an-unknown-id",
        sentence: "Canceling a request that does not exist is refused with 404.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(probe.is_refused_for_an_unknown_id(calls::cancel)),
    },
    Rule {
        id: "cancel/is-refused-for-a-malformed-id",
        sentence: "Canceling by an id that is none is refused.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(probe.is_refused_for_a_malformed_id(calls::cancel)),
    },
];

async fn cancels_a_pending_request(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    probe.cancels(&request, calls::cancel(&request)).await?;
    Ok(())
}

async fn cancels_a_submitted_request(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    probe.cancels(&request, calls::cancel(&request)).await?;
    Ok(())
}

async fn cancels_a_scheduled_request(probe: &mut Probe<'_>) -> Step {
    let request = scheduled(probe).await?;
    probe.cancels(&request, calls::cancel(&request)).await?;
    Ok(())
}

async fn cancels_ones_own_request(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    probe.cancels(&request, calls::cancel(&request).as_(REQUESTOR)).await?;
    Ok(())
}

async fn answers_without_a_body(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    probe.cancels(&request, calls::cancel(&request)).await?.has_no_body()?;
    Ok(())
}

async fn leaves_no_assignment(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    probe.cancels(&request, calls::cancel(&request)).await?;
    probe.stays_without_an_assignment(&request, "canceled").await
}

async fn does_not_stumble_over_a_body(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    let body = json!({ "id": request, "requestStatus": "cancelled" });
    let call = calls::cancel(&request).json(&body).as_(REQUESTOR);
    cancels_or_refuses(probe, &request, call).await?;
    Ok(())
}

async fn is_served_once_of_many_at_once(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    let replies = probe.race(&calls::cancel(&request)).await?;
    if !replies.iter().any(Reply::is_success) && probe.went_on(&request).await? {
        return Err(Stop::Missing(format!(
            "a request that waits to be canceled; {request} went on"
        )));
    }
    one_is_served(&replies)?;
    probe.reaches(&request, "canceled").await
}

async fn is_refused_once_denied(probe: &mut Probe<'_>) -> Step {
    let request = probe.take(DENIED.name)?;
    probe.is_refused_for_good(&request, calls::cancel(&request)).await?;
    probe.give_back(DENIED.name, &request);
    Ok(())
}

async fn leaves_a_failed_request_or_cancels_it(probe: &mut Probe<'_>) -> Step {
    let request = probe.take(LONG_FAILED.name)?;
    if cancels_or_refuses(probe, &request, calls::cancel(&request)).await? == Outcome::Refused {
        probe.give_back(LONG_FAILED.name, &request);
    }
    Ok(())
}

async fn is_refused_to_others(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    probe.send(calls::cancel(&request).as_(REQUESTOR)).await?.is_refused()?;
    Ok(probe.final_state(&request).await?.at("/state").is("delivered")?)
}

/// What became of a call that may be served or refused.
#[derive(PartialEq, Eq)]
enum Outcome {
    Served,
    Refused,
}

/// The call cancels the request, or is refused and changes nothing.
async fn cancels_or_refuses(probe: &mut Probe<'_>, request: &str, call: Call) -> Step<Outcome> {
    let before = probe.read(request).await?;
    let reply = probe.send(call).await?;
    if reply.is_success() {
        probe.reaches(request, "canceled").await?;
        return Ok(Outcome::Served);
    }
    reply.is_refused()?;
    probe.stands_as(request, &before).await?;
    Ok(Outcome::Refused)
}

/// A direct assignment that starts in a month by the endpoint's own clock: the id of the request, once it waits for that.
async fn scheduled(probe: &mut Probe<'_>) -> Step<String> {
    let reply = probe.send(calls::list()).await?;
    let date = reply.header("Date").and_then(|date| DateTime::parse_from_rfc2822(date).ok());
    let date =
        date.ok_or_else(|| reply.mismatch("header Date", "the time", "none that is read"))?;
    let start = (date + TimeDelta::days(30)).to_utc();
    let schedule = json!({ "startDateTime": written(start) });
    let body = with(&probe.direct_assignment()?, "/schedule", schedule);
    let reply = probe.send(calls::create(&body)).await?;
    let id = created(&reply)?;
    probe.reaches(&id, "scheduled").await?;
    Ok(id)
}
