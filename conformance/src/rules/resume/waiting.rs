//! A request that waits for a callback, and the callback that it waits for.

use crate::probe::{Mismatch, Probe, Reply, Step};
use crate::rules::bodies::with;
use crate::rules::fixture::{
    Fixture, WAITING_AT_APPROVED, WAITING_AT_CREATED, WAITING_AT_GRANTED, WAITING_AT_REMOVED,
};
use crate::rules::scene::scene;
use serde_json::{Value, json};

/// A stage at which a request waits.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    /// Its member of accessPackageCustomExtensionStage.
    pub(super) name: &'static str,
    /// The requests that wait there.
    pub(super) fixture: Fixture,
}

pub(super) const CREATED: Stage =
    Stage { name: "assignmentRequestCreated", fixture: WAITING_AT_CREATED };
pub(super) const APPROVED: Stage =
    Stage { name: "assignmentRequestApproved", fixture: WAITING_AT_APPROVED };
pub(super) const GRANTED: Stage =
    Stage { name: "assignmentRequestGranted", fixture: WAITING_AT_GRANTED };
pub(super) const REMOVED: Stage =
    Stage { name: "assignmentRequestRemoved", fixture: WAITING_AT_REMOVED };

/// A request that waits at a stage.
pub(super) struct Waiting {
    pub(super) id: String,
    stage: Stage,
    /// The id of the callout that it waits for.
    pub(super) callout: String,
    before: Reply,
}

impl Probe<'_> {
    /// A request that waits at this stage, and the callout that it waits for as the request shows it.
    pub(super) async fn waiting(&mut self, stage: Stage) -> Step<Waiting> {
        let id = self.take(stage.fixture.name)?;
        let before = self.read(&id).await?;
        let callout = awaited(&before).map_err(scene)?;
        Ok(Waiting { id, stage, callout, before })
    }
}

impl Waiting {
    /// What the custom extension calls back with, as in the documented example.
    pub(super) fn callback(&self) -> Value {
        callback(self.stage, &self.callout)
    }

    /// The same with a verdict.
    pub(super) fn verdict(&self, state: &str) -> Value {
        with(&self.callback(), "/data/state", state)
    }

    /// The request goes on and is delivered.
    pub(super) async fn is_delivered(&self, probe: &mut Probe<'_>) -> Step {
        Ok(probe.final_state(&self.id).await?.at("/state").is("delivered")?)
    }

    /// The request waits as before, and another rule can begin with it.
    pub(super) async fn still_waits(&self, probe: &mut Probe<'_>) -> Step {
        probe.stands_as(&self.id, &self.before).await?;
        probe.give_back(self.stage.fixture.name, &self.id);
        Ok(())
    }

    /// The callout shows this status.
    pub(super) async fn callout_is(&self, probe: &mut Probe<'_>, status: &str) -> Step {
        let reply = probe.read(&self.id).await?;
        let callouts = reply.at(CALLOUTS).items()?;
        let is_it = |one: &Value| {
            one["id"].as_str().is_some_and(|id| id.eq_ignore_ascii_case(&self.callout))
        };
        match callouts.iter().position(is_it) {
            Some(place) => Ok(reply.at(&format!("{CALLOUTS}/{place}/status")).is(status)?),
            None => {
                Err(reply.at(CALLOUTS).mismatch(format!("the callout {}", self.callout)).into())
            }
        }
    }
}

/// What a custom extension calls back with for a callout at a stage, as in the documented example.
pub(super) fn callback(stage: Stage, callout: &str) -> Value {
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
