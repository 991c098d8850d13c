//! Reprocessing: of what failed, for 14 days, and of nothing else.

use super::afterwards::one_is_served;
use super::calls;
use super::fixture::{DENIED, FAILED, Fixture, LONG_FAILED, PARTIALLY_DELIVERED};
use super::identity::REQUESTOR;
use super::rule::{Effect, Rule};
use super::scene::{APPROVAL, DIRECT, FINAL, scene};
use super::sources::{Basis, REPROCESS, RESOURCE};
use crate::finding::Level;
use crate::probe::{Probe, Reply, Step};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "reprocess/retries-a-failed-request",
        sentence: "A request whose delivery failed is reprocessed: 202 without a body, and it is delivered or fails anew.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-02")],
        identities: &[],
        fixtures: &[FAILED],
        effect: Effect::Writes,
        run: |probe| Box::pin(retries(probe, FAILED)),
    },
    Rule {
        id: "reprocess/retries-a-partly-delivered-request",
        sentence: "A request that was delivered in part is reprocessed: 202 without a body, and it is delivered or fails anew.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-02")],
        identities: &[],
        fixtures: &[PARTIALLY_DELIVERED],
        effect: Effect::Writes,
        run: |probe| Box::pin(retries(probe, PARTIALLY_DELIVERED)),
    },
    Rule {
        id: "reprocess/is-not-completed-meanwhile",
        sentence: "A request that is being delivered again is not completed: it has no completedDateTime.",
        level: Level::Should,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: &[PARTIALLY_DELIVERED],
        effect: Effect::Writes,
        run: |probe| Box::pin(is_not_completed_meanwhile(probe)),
    },
    Rule {
        id: "reprocess/does-not-lose-the-request-the-second-time",
        sentence: "A request that is reprocessed twice in a row comes to an end all the same, whatever the second call is answered.",
        level: Level::Should,
        sources: &[REPROCESS],
        identities: &[],
        fixtures: &[FAILED],
        effect: Effect::Writes,
        run: |probe| Box::pin(does_not_lose_the_request_the_second_time(probe)),
    },
    Rule {
        id: "reprocess/is-served-once-of-many-at-once",
        sentence: "Of many reprocesses of one request at the same time one is served, and the request comes to an end.",
        level: Level::Should,
        sources: &[REPROCESS],
        identities: &[],
        fixtures: &[FAILED],
        effect: Effect::Writes,
        run: |probe| Box::pin(is_served_once_of_many_at_once(probe)),
    },
    Rule {
        id: "reprocess/is-refused-after-14-days",
        sentence: "A request that was completed more than 14 days ago is not reprocessed, and stays as it is.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-37")],
        identities: &[],
        fixtures: &[LONG_FAILED],
        effect: Effect::Refused,
        run: |probe| Box::pin(leaves_alone(probe, LONG_FAILED)),
    },
    Rule {
        id: "reprocess/is-refused-once-denied",
        sentence: "A denied request is not reprocessed, and stays denied.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-39")],
        identities: &[],
        fixtures: &[DENIED],
        effect: Effect::Refused,
        run: |probe| Box::pin(leaves_alone(probe, DENIED)),
    },
    Rule {
        id: "reprocess/is-refused-once-delivered",
        sentence: "A delivered request is not reprocessed, and stays delivered.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-39")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_once_delivered(calls::reprocess)),
    },
    Rule {
        id: "reprocess/is-refused-once-canceled",
        sentence: "A canceled request is not reprocessed, and stays canceled.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-39")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_once_canceled(calls::reprocess)),
    },
    Rule {
        id: "reprocess/is-refused-while-pending",
        sentence: "A request that waits for an approval is not reprocessed, and stays as it is.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-39")],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_while_pending(calls::reprocess)),
    },
    Rule {
        id: "reprocess/is-refused-while-submitted",
        sentence: "A request that was submitted just now is not reprocessed, and is delivered.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-39")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(probe.is_refused_while_submitted(calls::reprocess)),
    },
    Rule {
        id: "reprocess/is-refused-for-an-unknown-id",
        sentence: "Reprocessing a request that does not exist is refused with 404.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-39")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(probe.is_refused_for_an_unknown_id(calls::reprocess)),
    },
    Rule {
        id: "reprocess/is-refused-for-a-malformed-id",
        sentence: "Reprocessing by an id that is none is refused with 400.",
        level: Level::Must,
        sources: &[REPROCESS, Basis::Discrepancy("D-39")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(is_refused_for_a_malformed_id(probe)),
    },
];

async fn retries(probe: &mut Probe<'_>, fixture: Fixture) -> Step {
    let failed = failed(probe, fixture).await?;
    let reply = probe.send(calls::reprocess(&failed.id)).await?;
    reply.is(202)?.has_no_body()?;
    failed.ends_again(probe).await
}

async fn is_not_completed_meanwhile(probe: &mut Probe<'_>) -> Step {
    let failed = failed(probe, PARTIALLY_DELIVERED).await?;
    probe.send(calls::reprocess(&failed.id)).await?.is(202)?;
    let reply = failed.goes_on(probe).await?;
    // A quick service may have come to an end before it was looked.
    let state = reply.at("/state").text()?;
    if !FINAL.contains(&state) {
        reply.at("/completedDateTime").is_absent()?;
    }
    Ok(())
}

async fn does_not_lose_the_request_the_second_time(probe: &mut Probe<'_>) -> Step {
    let failed = failed(probe, FAILED).await?;
    probe.send(calls::reprocess(&failed.id)).await?.is(202)?;
    let second = probe.send(calls::reprocess(&failed.id)).await?;
    // It may have failed again already, and then it can be reprocessed again.
    if !second.is_success() {
        second.is_refused()?;
    }
    failed.ends_again(probe).await
}

async fn is_served_once_of_many_at_once(probe: &mut Probe<'_>) -> Step {
    let failed = failed(probe, FAILED).await?;
    let replies = probe.race(&calls::reprocess(&failed.id)).await?;
    one_is_served(&replies)?;
    failed.ends_again(probe).await
}

async fn leaves_alone(probe: &mut Probe<'_>, fixture: Fixture) -> Step {
    let request = probe.take(fixture.name)?;
    probe.is_refused_for_good(&request, calls::reprocess(&request)).await?;
    probe.give_back(fixture.name, &request);
    Ok(())
}

async fn is_refused_for_a_malformed_id(probe: &mut Probe<'_>) -> Step {
    probe.send(calls::reprocess(calls::MALFORMED)).await?.is_refused_with(&[400])?;
    Ok(())
}

/// A request that failed, and as what it was read then.
struct Failed {
    id: String,
    before: Reply,
}

async fn failed(probe: &mut Probe<'_>, fixture: Fixture) -> Step<Failed> {
    let id = probe.take(fixture.name)?;
    let before = probe.read(&id).await?;
    before.at("/state").is_one_of(&["deliveryFailed", "partiallyDelivered"]).map_err(scene)?;
    Ok(Failed { id, before })
}

impl Failed {
    /// The request once it is not as it was: in another state, or completed at another time.
    async fn goes_on(&self, probe: &mut Probe<'_>) -> Step<Reply> {
        let is_moved = |reply: &Reply| {
            let (now, before) = (reply.json(), self.before.json());
            now["state"] != before["state"]
                || now["completedDateTime"] != before["completedDateTime"]
        };
        let reply = probe.wait_until(&calls::get(&self.id), is_moved).await?;
        if is_moved(&reply) {
            return Ok(reply);
        }
        let stuck = reply.at("/state").mismatch("another state, or a later completedDateTime");
        Err(stuck.because("a request that is reprocessed is delivered again").into())
    }

    /// The request goes on, and comes to the end of a delivery.
    async fn ends_again(&self, probe: &mut Probe<'_>) -> Step {
        self.goes_on(probe).await?;
        let reply = probe.final_state(&self.id).await?;
        let ends = ["delivered", "deliveryFailed", "partiallyDelivered"];
        Ok(reply.at("/state").is_one_of(&ends)?)
    }
}
