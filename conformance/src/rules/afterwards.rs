//! What a rule reads back after its calls: that a refusal changed nothing, that one of many was served, that nobody got access.

use super::calls;
use crate::probe::{Call, Mismatch, Probe, Reply, Step};
use serde_json::Value;
use std::time::Duration;

/// How many calls a race has.
const RACERS: usize = 8;

/// After this time a request that goes on in secret would have shown it: the service takes up to 90 seconds.
const LATER: Duration = Duration::from_secs(100);

/// What no refusal changes.
const STANDING: [&str; 4] =
    ["/state", "/status", "/completedDateTime", "/customExtensionCalloutInstances"];

impl Probe<'_> {
    /// The request as it stands now.
    pub(super) async fn read(&mut self, id: &str) -> Step<Reply> {
        let reply = self.send(calls::get(id)).await?;
        reply.is(200)?;
        Ok(reply)
    }

    /// The call is refused, and the request stands as it did before.
    pub(super) async fn is_refused_for_good(&mut self, id: &str, call: Call) -> Step {
        let before = self.read(id).await?;
        self.send(call).await?.is_refused()?;
        self.stands_as(id, &before).await
    }

    /// The call is refused for a request that waits for an approval, which stands as it did before.
    pub(super) async fn is_refused_while_pending(&mut self, call: fn(&str) -> Call) -> Step {
        let id = self.pending().await?;
        self.is_refused_for_good(&id, call(&id)).await
    }

    /// The call is refused for a request that was submitted just now, which is delivered all the same.
    pub(super) async fn is_refused_while_submitted(&mut self, call: fn(&str) -> Call) -> Step {
        let id = self.submitted().await?;
        self.send(call(&id)).await?.is_refused()?;
        Ok(self.final_state(&id).await?.at("/state").is("delivered")?)
    }

    /// The call is refused for a delivered request, which stands as it did before.
    pub(super) async fn is_refused_once_delivered(&mut self, call: fn(&str) -> Call) -> Step {
        let id = self.delivered().await?;
        self.is_refused_for_good(&id, call(&id)).await
    }

    /// The call is refused for a canceled request, which stands as it did before.
    pub(super) async fn is_refused_once_canceled(&mut self, call: fn(&str) -> Call) -> Step {
        let id = self.canceled().await?;
        self.is_refused_for_good(&id, call(&id)).await
    }

    /// The call is refused with 404 for a request that there is not.
    pub(super) async fn is_refused_for_an_unknown_id(&mut self, call: fn(&str) -> Call) -> Step {
        let nobody = self.new_name();
        self.send(call(&nobody)).await?.is_refused_with(&[404])?;
        Ok(())
    }

    /// The call is refused for an id that is none.
    pub(super) async fn is_refused_for_a_malformed_id(&mut self, call: fn(&str) -> Call) -> Step {
        self.send(call(calls::MALFORMED)).await?.is_refused()?;
        Ok(())
    }

    /// The request stands as it did when it was read before.
    pub(super) async fn stands_as(&mut self, id: &str, before: &Reply) -> Step {
        let now = self.read(id).await?;
        for place in STANDING {
            unchanged(before, &now, place)
                .map_err(|changed| changed.because("a refusal changes nothing"))?;
        }
        Ok(())
    }

    /// A get does not find the request any more. A service may show it a moment after it has deleted it.
    pub(super) async fn is_gone(&mut self, id: &str) -> Step {
        let reply = self.wait_until(&calls::get(id), |reply| reply.status() == 404).await?;
        reply.is_refused_with(&[404])?;
        Ok(())
    }

    /// So many of the same call at the same time that only care keeps more than one from being served.
    pub(super) async fn race(&mut self, call: &Call) -> Step<Vec<Reply>> {
        self.send_at_once(vec![call.clone(); RACERS]).await
    }

    /// The request stays in this state when time passes, and nobody has access by it.
    pub(super) async fn stays_without_an_assignment(&mut self, id: &str, state: &str) -> Step {
        self.wait(LATER).await?;
        let reply = self.send(calls::get(id).query("$expand=assignment")).await?;
        reply.is(200)?.at("/state").is(state)?;
        let assignment = reply.at("/assignment/state");
        match assignment.value().and_then(Value::as_str) {
            Some("delivering" | "delivered" | "partiallyDelivered") => {
                Err(assignment.mismatch("no assignment that is in force").into())
            }
            _ => Ok(()),
        }
    }
}

/// One call of a race is served, and the others are refused.
pub(super) fn one_is_served(replies: &[Reply]) -> Result<(), Mismatch> {
    let served = replies.iter().filter(|reply| reply.is_success()).count();
    if let Some(reply) = replies.first().filter(|_| served != 1) {
        let expected = format!("one of {RACERS} calls at once to be served");
        return Err(reply.mismatch("status", expected, format!("{served} were served")));
    }
    // Those who lose may be told to come back later as well.
    let lost = replies.iter().skip(1).filter(|reply| reply.status() != 429);
    lost.map(Reply::is_refused).try_for_each(|refused| refused.map(drop))
}

fn unchanged(before: &Reply, now: &Reply, place: &str) -> Result<(), Mismatch> {
    match before.json().pointer(place) {
        None | Some(Value::Null) => now.at(place).is_absent(),
        Some(value) => now.at(place).is(value.clone()),
    }
}
