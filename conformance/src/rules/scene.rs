//! What a rule needs first, made through the API itself: requests in the state in which the rule begins.

use super::calls;
use super::fixture::{APPROVED_PACKAGE, EMAIL_DOMAIN, Fixture, GUEST_POLICY, OPEN_PACKAGE};
use super::identity::{Identity, REQUESTOR};
use crate::probe::{Call, Mismatch, Probe, Reply, Step, Stop};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

/// The fixtures of [`Probe::submitted`] and [`Probe::delivered`].
pub(super) const DIRECT: &[Fixture] = &[OPEN_PACKAGE, GUEST_POLICY, EMAIL_DOMAIN];
/// The fixtures of [`Probe::pending`], which needs the requestor, too.
pub(super) const APPROVAL: &[Fixture] = &[APPROVED_PACKAGE];
/// The fixtures of both.
pub(super) const BOTH: &[Fixture] = &[OPEN_PACKAGE, GUEST_POLICY, EMAIL_DOMAIN, APPROVED_PACKAGE];

/// Every state there is.
pub(super) const STATES: [&str; 9] = [
    "submitted",
    "pendingApproval",
    "delivering",
    "delivered",
    "deliveryFailed",
    "denied",
    "scheduled",
    "canceled",
    "partiallyDelivered",
];

/// States that a request does not leave by itself.
pub(super) const FINAL: [&str; 5] =
    ["delivered", "deliveryFailed", "denied", "canceled", "partiallyDelivered"];

const SCENE: &str = "the rule begins with it";

impl Probe<'_> {
    /// The body that assigns a new person from outside the directory directly.
    pub(super) fn direct_assignment(&mut self) -> Step<Value> {
        let email = format!("{}@{}", self.new_name(), self.fixture(EMAIL_DOMAIN.name)?);
        Ok(json!({
            "requestType": "adminAdd",
            "assignment": {
                "target": { "email": email },
                "assignmentPolicy": { "id": self.fixture(GUEST_POLICY.name)? },
                "accessPackage": { "id": self.fixture(OPEN_PACKAGE.name)? },
            },
        }))
    }

    /// A direct assignment that was requested just now, whether it can be read already or not: the id of the request.
    pub(super) async fn requested(&mut self) -> Step<String> {
        let body = self.direct_assignment()?;
        let reply = self.send(calls::create(&body)).await?;
        created(&reply)
    }

    /// A direct assignment that was requested just now, and can be read: the id of the request.
    pub(super) async fn submitted(&mut self) -> Step<String> {
        let id = self.requested().await?;
        self.found(&id).await?;
        Ok(id)
    }

    /// A direct assignment that is delivered: the id of the request.
    pub(super) async fn delivered(&mut self) -> Step<String> {
        let id = self.requested().await?;
        self.final_state(&id).await?.at("/state").is("delivered").map_err(scene)?;
        Ok(id)
    }

    /// A request of the requestor that waits for an approval: its id.
    pub(super) async fn pending(&mut self) -> Step<String> {
        let package = self.fixture(APPROVED_PACKAGE.name)?;
        let body =
            json!({ "requestType": "userAdd", "assignment": { "accessPackageId": package } });
        let reply = self.send(calls::create(&body).as_(REQUESTOR)).await?;
        let id = created(&reply)?;
        self.reaches(&id, "pendingApproval").await?;
        Ok(id)
    }

    /// A direct assignment that was canceled at once: the id of the request.
    pub(super) async fn canceled(&mut self) -> Step<String> {
        let id = self.submitted().await?;
        self.cancels(&id, calls::cancel(&id)).await?;
        Ok(id)
    }

    /// The call cancels the request, which is read as canceled afterwards: the answer. A rule that began with a request that can be
    /// canceled begins with nothing where the request went on before the call came.
    pub(super) async fn cancels(&mut self, id: &str, call: Call) -> Step<Reply> {
        let reply = self.send(call).await?;
        if !reply.is_success() && self.went_on(id).await? {
            return Err(Stop::Missing(format!(
                "a request that waits to be canceled; {id} went on"
            )));
        }
        // D-24: 200, and 204 is documented as well.
        reply.is_one_of(&[200, 204])?;
        self.reaches(id, "canceled").await?;
        Ok(reply)
    }

    /// Whether the request is in a state in which it cannot be canceled, and not because it is canceled.
    pub(super) async fn went_on(&mut self, id: &str) -> Step<bool> {
        let reply = self.send(calls::get(id)).await?;
        let state = reply.json()["state"].as_str().unwrap_or_default();
        Ok(["delivering", "delivered", "deliveryFailed", "partiallyDelivered"].contains(&state))
    }

    /// A request that comes to be in this state by itself.
    pub(super) async fn reaches(&mut self, id: &str, state: &str) -> Step {
        let is_there = |reply: &Reply| reply.json()["state"] == state;
        let reply = self.wait_until(&calls::get(id), is_there).await?;
        Ok(reply.at("/state").is(state).map_err(scene)?)
    }

    /// A direct assignment that was requested just now, and the query for the requests that were made since then.
    pub(super) async fn submitted_since(&mut self) -> Step<(String, String)> {
        let id = self.submitted().await?;
        let since = self.since(&id).await?;
        Ok((id, since))
    }

    /// A direct assignment that is delivered, and the query for the requests that were made since then.
    pub(super) async fn delivered_since(&mut self) -> Step<(String, String)> {
        let id = self.delivered().await?;
        let since = self.since(&id).await?;
        Ok((id, since))
    }

    /// The documented operator is `gt`; a second before the request lies before it.
    async fn since(&mut self, id: &str) -> Step<String> {
        let before = self.created_at(id).await? - TimeDelta::seconds(1);
        Ok(format!("$filter=createdDateTime gt {}", written(before)))
    }

    /// When a request was made.
    pub(super) async fn created_at(&mut self, id: &str) -> Step<DateTime<Utc>> {
        // D-22: the answer to a create leaves it null.
        let reply = self.found(id).await?;
        Ok(reply.at("/createdDateTime").instant().map_err(scene)?)
    }

    /// What `who` asks for is taken in: the answer.
    pub(super) async fn taken_in(&mut self, body: &Value, who: Identity) -> Step<Reply> {
        let reply = self.send(calls::create(body).as_(who)).await?;
        // D-23: a create answers 201; 200 is documented as well.
        reply.is_one_of(&[201, 200])?;
        reply.at("/id").guid()?;
        Ok(reply)
    }

    /// `wrong` is refused, and `right` is taken in: nothing but the difference is to blame, and nothing came of the refused one.
    pub(super) async fn is_told_from(
        &mut self,
        (wrong, right): (&Value, &Value),
        who: Identity,
    ) -> Step {
        self.send(calls::create(wrong).as_(who)).await?.is_refused()?;
        self.taken_in(right, who).await?;
        Ok(())
    }

    /// Access that the requestor asked for and got: the id of the request, and that of the assignment.
    pub(super) async fn own_access(&mut self) -> Step<(String, String)> {
        let body = self.request_for_oneself()?;
        let reply = self.send(calls::create(&body).as_(REQUESTOR)).await?;
        let request = created(&reply)?;
        self.final_state(&request).await?.at("/state").is("delivered").map_err(scene)?;
        let assignment = self.assignment_of(&request).await?;
        Ok((request, assignment))
    }

    /// An assignment that an administrator made: its id.
    pub(super) async fn guest_assignment(&mut self) -> Step<String> {
        let request = self.delivered().await?;
        self.assignment_of(&request).await
    }

    /// What is seen of a request until it is in a state that it does not leave by itself.
    pub(super) async fn course(&mut self, id: &str) -> Step<Vec<Reply>> {
        let seen = self.watch(&calls::get(id), is_final).await?;
        match seen.last() {
            Some(last) if !is_final(last) => {
                let within = self.judge().time.patience.as_secs();
                Err(stuck(last, &seen, within).into())
            }
            _ => Ok(seen),
        }
    }

    /// The request once it is in a state that it does not leave by itself.
    pub(super) async fn final_state(&mut self, id: &str) -> Step<Reply> {
        self.course(id).await?.pop().ok_or(Stop::Told)
    }

    /// The request as it is read, once the endpoint finds it: a service may show it a moment after it has made it.
    pub(super) async fn found(&mut self, id: &str) -> Step<Reply> {
        let reply = self.wait_until(&calls::get(id), Reply::is_success).await?;
        reply.is(200)?;
        Ok(reply)
    }

    /// The id of the assignment that a delivered request is about.
    pub(super) async fn assignment_of(&mut self, request: &str) -> Step<String> {
        let reply = self.with_assignment(request).await?;
        Ok(reply.at("/assignment/id").guid().map_err(scene)?.to_owned())
    }

    /// A request as it is read with its assignment, once it has one: a service may show that a while after it has delivered it.
    pub(super) async fn with_assignment(&mut self, request: &str) -> Step<Reply> {
        let expanded = calls::get(request).query("$expand=assignment");
        let has_one = |reply: &Reply| reply.at("/assignment/id").is_present().is_ok();
        let reply = self.wait_until(&expanded, has_one).await?;
        reply.is(200)?;
        Ok(reply)
    }

    /// The assignment that a request brought about has expired, or is gone.
    pub(super) async fn has_ended(&mut self, request: &str) -> Step {
        let has_ended = |reply: &Reply| {
            let assignment = reply.at("/assignment");
            assignment.is_absent().or_else(|_| assignment.at("/state").is("expired"))
        };
        let expanded = calls::get(request).query("$expand=assignment");
        let reply = self
            .wait_until(&expanded, |reply| reply.is_success() && has_ended(reply).is_ok())
            .await?;
        Ok(has_ended(reply.is(200)?)?)
    }

    /// The request is in this state, and stays so when it is read.
    pub(super) async fn is_in_state(&mut self, id: &str, state: &str) -> Step {
        let reply = self.send(calls::get(id)).await?;
        reply.is(200)?;
        Ok(reply.at("/state").is(state)?)
    }
}

/// A moment as it stands in a filter.
pub(super) fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn is_final(reply: &Reply) -> bool {
    reply.json()["state"].as_str().is_some_and(|state| FINAL.contains(&state))
}

/// Whoever runs the service finds the exchanges by their request-ids.
fn stuck(last: &Reply, seen: &[Reply], within: u64) -> Mismatch {
    let ids: Vec<&str> = seen.iter().filter_map(|reply| reply.header("request-id")).collect();
    let ids = if ids.is_empty() { "not given".to_owned() } else { ids.join(", ") };
    let stuck = last.at("/state").mismatch(format!("a final state within {within} s"));
    let actual = format!("{} (request-ids of what was seen: {ids})", stuck.actual);
    Mismatch { actual, ..stuck }
}

/// The id of a request that was made just now.
pub(super) fn created(reply: &Reply) -> Step<String> {
    // D-23: a create answers 201; 200 is documented as well.
    reply.is_one_of(&[201, 200]).map_err(scene)?;
    Ok(reply.at("/id").guid().map_err(scene)?.to_owned())
}

/// What the rule begins with is not there.
pub(super) fn scene(mismatch: Mismatch) -> Mismatch {
    mismatch.because(SCENE)
}
