//! A request that waits for a callback, and the callback that it waits for.

use crate::probe::{Call, Mismatch, Probe, Reply, Step, ValueAt};
use crate::rules::bodies::with;
use crate::rules::calls;
use crate::rules::fixture::{
    Fixture, WAITING_AT_APPROVED, WAITING_AT_CREATED, WAITING_AT_GRANTED, WAITING_AT_REMOVED,
};
use crate::rules::scene::scene;
use serde_json::{Value, json};

/// A stage at which a request waits.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Stage {
    /// Its member of accessPackageCustomExtensionStage.
    pub(in crate::rules) name: &'static str,
    /// The requests that wait there.
    pub(in crate::rules) fixture: Fixture,
}

pub(in crate::rules) const CREATED: Stage =
    Stage { name: "assignmentRequestCreated", fixture: WAITING_AT_CREATED };
pub(in crate::rules) const APPROVED: Stage =
    Stage { name: "assignmentRequestApproved", fixture: WAITING_AT_APPROVED };
pub(in crate::rules) const GRANTED: Stage =
    Stage { name: "assignmentRequestGranted", fixture: WAITING_AT_GRANTED };
pub(in crate::rules) const REMOVED: Stage =
    Stage { name: "assignmentRequestRemoved", fixture: WAITING_AT_REMOVED };

/// A request that waits at a stage.
pub(in crate::rules) struct Waiting {
    pub(in crate::rules) id: String,
    stage: Stage,
    /// The id of the callout that it waits for.
    pub(in crate::rules) callout: String,
    before: Reply,
}

impl Probe<'_> {
    /// A request that waits at this stage, and the callout that it waits for as the request shows it.
    pub(in crate::rules) async fn waiting(&mut self, stage: Stage) -> Step<Waiting> {
        let id = self.take(stage.fixture.name)?;
        let before = self.read(&id).await?;
        let callout = awaited(&before).map_err(scene)?;
        Ok(Waiting { id, stage, callout, before })
    }
}

impl Waiting {
    /// What the custom extension calls back with, as in the documented example.
    pub(in crate::rules) fn callback(&self) -> Value {
        callback(self.stage, &self.callout)
    }

    /// The same with a verdict.
    pub(in crate::rules) fn verdict(&self, state: &str) -> Value {
        with(&self.callback(), "/data/state", state)
    }

    /// The request goes on and is delivered.
    pub(in crate::rules) async fn is_delivered(&self, probe: &mut Probe<'_>) -> Step {
        Ok(probe.final_state(&self.id).await?.at("/state").is("delivered")?)
    }

    /// The request waits as before, and another rule can begin with it.
    pub(in crate::rules) async fn still_waits(&self, probe: &mut Probe<'_>) -> Step {
        probe.stands_as(&self.id, &self.before).await?;
        probe.give_back(self.stage.fixture.name, &self.id);
        Ok(())
    }

    /// The callout shows this status.
    pub(in crate::rules) async fn callout_is(&self, probe: &mut Probe<'_>, status: &str) -> Step {
        let is_noted = |reply: &Reply| self.has_status(reply, status).is_ok();
        let reply = probe.wait_until(&calls::get(&self.id), is_noted).await?;
        Ok(self.has_status(&reply, status)?)
    }

    fn has_status(&self, request: &Reply, status: &str) -> Result<(), Mismatch> {
        let callouts = request.at(CALLOUTS);
        let is_it = |one: &ValueAt<'_>| one.at("/id").is(self.callout.as_str()).is_ok();
        match callouts.each()?.into_iter().find(is_it) {
            Some(callout) => callout.at("/status").is(status),
            None => Err(callouts.mismatch(format!("the callout {}", self.callout))),
        }
    }
}

/// What a custom extension calls back with for a callout at a stage, as in the documented example.
pub(in crate::rules) fn callback(stage: Stage, callout: &str) -> Value {
    let stage = stage.name;
    json!({
        "source": "Contoso.SodCheckProcess",
        "type": format!("microsoft.graph.accessPackageCustomExtensionStage.{stage}"),
        "data": {
            "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
            "stage": stage,
            "customExtensionStageInstanceId": callout,
            "customExtensionStageInstanceDetail": "This user is all verified",
        },
    })
}

/// A callback for a request that waits for none. It names the request itself in place of a callout: an id that no callout has.
pub(in crate::rules) fn unexpected(request: &str) -> Call {
    calls::resume(request, &callback(CREATED, request))
}

const CALLOUTS: &str = "/customExtensionCalloutInstances";

/// The id of the callout that is waited for.
fn awaited(request: &Reply) -> Result<String, Mismatch> {
    // D-43: the request and the callout say both that they wait.
    request.at("/status").is("WaitingForCallback")?;
    let callouts = request.at(CALLOUTS);
    let waits = |one: &Value| one["status"] == "waitingForCallback";
    match callouts.items()?.iter().position(waits) {
        Some(place) => Ok(callouts.at(&format!("/{place}/id")).text()?.to_owned()),
        None => Err(callouts.mismatch("a callout whose status is waitingForCallback")),
    }
}
