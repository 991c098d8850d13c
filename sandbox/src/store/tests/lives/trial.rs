//! The store put to the test: an action of the model in, the same done to the store out.

use super::{Action, Fault, Kind, Moment, PEOPLE, Policy};
use crate::callout::CalloutResult;
use crate::command::Verdict;
use crate::store::tests::*;

/// The store, and which of its requests are which of the model's.
pub(super) struct Trial {
    pub(super) life: Life,
    pub(super) ids: Vec<RequestId>,
}

impl Trial {
    pub(super) fn new(policy: &Policy) -> Self {
        Self { life: world(policy), ids: Vec::new() }
    }

    pub(super) fn note_what_is_new(&mut self) {
        let known = &self.ids;
        let new = self.life.store.requests.keys().filter(|id| !known.contains(id));
        let new: Vec<_> = new.copied().collect();
        self.ids.extend(new);
    }

    pub(super) fn act(&mut self, action: Action) -> bool {
        let id = action.of().map_or(RequestId::from(uuid::Uuid::nil()), |of| self.ids[of]);
        let life = &mut self.life;
        let done = match action {
            Action::Wait => Ok(()),
            Action::Create { kind, person, start, days } => {
                return self.create(kind, PEOPLE[person], (start, days));
            }
            Action::Decide { approve, .. } => {
                let decision = if approve { Decision::Approve } else { Decision::Deny };
                life.decide(id, decision, ADELE)
            }
            Action::Cancel(_) => life.command(Command::Cancel(id)),
            Action::Resume { verdict, .. } => return self.resume(id, verdict),
            Action::CalloutFails(_) => return self.lose_the_callout(id),
            Action::Reprocess(_) => life.command(Command::Reprocess(id)),
            Action::Delete(_) => life.command(Command::Delete(id)),
            Action::Fail { how: Fault::Whole, .. } => {
                life.fail_delivery(id, DeliveryFault::Entirely)
            }
            Action::Fail { how: Fault::Half, .. } => life.fail_delivery(id, DeliveryFault::Partly),
        };
        done.is_ok()
    }

    fn create(&mut self, kind: Kind, who: &str, (start, days): (Option<i64>, Option<i64>)) -> bool {
        let start = start.map(|days| Timestamp(self.life.now.0 + chrono::TimeDelta::days(days)));
        let expiration = days.map_or_else(
            || json!({"type": "noExpiration"}),
            |days| json!({"type": "afterDuration", "duration": format!("P{days}D")}),
        );
        let schedule = json!({"startDateTime": start, "expiration": expiration});
        let request_type =
            if kind == Kind::ByUser { RequestType::UserAdd } else { RequestType::AdminAdd };
        self.life.try_to_schedule(request_type, who, schedule).is_ok()
    }

    fn waiting(&self, id: RequestId) -> Option<(Stage, String)> {
        let request = self.life.store.requests.get(&id)?;
        let waiting = request.callouts.iter().find(|one| one.waits())?;
        Some((waiting.stage, waiting.instance.id.clone()))
    }

    fn resume(&mut self, id: RequestId, verdict: Verdict) -> bool {
        let nowhere = (Stage::RequestCreated, String::new());
        let (stage, instance) = self.waiting(id).unwrap_or(nowhere);
        self.life.resume(id, Callback { stage, instance, verdict, detail: None }).is_ok()
    }

    fn lose_the_callout(&mut self, id: RequestId) -> bool {
        let Some((_, instance)) = self.waiting(id) else { return false };
        let failed = CalloutResult::Refused { status: 500 };
        self.life.store.callout_answered(instance.parse().unwrap(), &failed, self.life.now);
        true
    }
}

/// The documented world with this policy.
fn world(policy: &Policy) -> Life {
    let approvers = json!([
        {"@odata.type": "#microsoft.graph.singleUser", "userId": "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c"}
    ]);
    let desk = json!({
        "primaryApprovers": approvers,
        "escalationApprovers": approvers,
        "isEscalationEnabled": true,
        "durationBeforeEscalation": "P2D",
        "durationBeforeAutomaticDenial": "P5D"
    });
    let setting = |stage| {
        let callback = json!({"timeoutDuration": "PT5M"});
        let url = "http://127.0.0.1:9/";
        json!({"stage": stage, "customExtension": {"id": "x", "url": url, "callbackConfiguration": callback}})
    };
    let settings: Value = [
        ("assignmentRequestCreated", Moment::New),
        ("assignmentRequestApproved", Moment::Approved),
        ("assignmentRequestGranted", Moment::Done),
        ("assignmentRequestRemoved", Moment::Removed),
    ]
    .into_iter()
    .filter(|asked| policy.asks(asked.1))
    .map(|asked| setting(asked.0))
    .collect();
    let approval = json!({
        "isApprovalRequiredForAdd": policy.desks > 0,
        "stages": vec![desk; policy.desks]
    });
    Life::with([
        (&format!("{FINANCE_POLICY}/requestApprovalSettings"), approval),
        (&format!("{FINANCE_POLICY}/customExtensionStageSettings"), settings),
    ])
}
