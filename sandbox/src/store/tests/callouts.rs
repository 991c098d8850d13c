//! Custom extensions: when they are called, what they are told, and what comes of it.

use super::*;
use crate::callout::{CalloutResult, OutgoingCallout};
use crate::command::Verdict;
use crate::model::CalloutStatus;

const SETTINGS: &str = "/assignmentPolicies/5/customExtensionStageSettings";
const APPROVAL: &str = "/assignmentPolicies/5/requestApprovalSettings/isApprovalRequiredForAdd";

fn setting(stage: &str, callback: &Value) -> Value {
    json!({
        "stage": stage,
        "customExtension": {
            "id": "e59ef33d-7bc4-4b15-8d3c-01153de8a498",
            "displayName": "Ask the badge office",
            "url": "http://127.0.0.1:9/hook",
            "callbackConfiguration": callback
        }
    })
}

/// The extension is called, and its callback waited for.
fn waiting(stage: &str) -> Value {
    setting(stage, &json!({"timeoutDuration": "PT5M"}))
}

/// The extension is called, and the request goes on.
fn launched(stage: &str) -> Value {
    setting(stage, &Value::Null)
}

/// A world whose policy needs no approval and has these settings.
fn calling(settings: &[Value]) -> Life {
    Life::with([(SETTINGS, settings.into()), (APPROVAL, false.into())])
}

fn only(life: &mut Life) -> OutgoingCallout {
    let mut sent = life.store.take_callouts();
    assert_eq!(sent.len(), 1, "{sent:?}");
    sent.remove(0)
}

fn callback(callout: &OutgoingCallout, verdict: Verdict) -> Callback {
    let stage: Stage = callout.body["Stage"].as_str().unwrap().parse().unwrap();
    Callback { stage, instance: callout.instance.to_string(), verdict, detail: None }
}

/// Each stage of a direct assignment, where a request waits at it, and how long after its creation.
const STAGES: [(&str, &str, &str); 3] = [
    ("assignmentRequestCreated", "submitted/WaitingForCallback", "PT10S"),
    ("assignmentRequestApproved", "pendingApproval/WaitingForCallback", "PT10S"),
    ("assignmentRequestGranted", "delivering/WaitingForCallback", "PT30S"),
];

#[test]
fn a_request_waits_at_each_stage_until_it_is_resumed() {
    for (stage, phase, moment) in STAGES {
        let mut life = calling(&[waiting(stage)]);
        let id = life.request(RequestType::AdminAdd, MEGAN);
        life.wait(moment);
        assert_eq!(life.phase(id), phase);
        let callout = only(&mut life);
        life.store.callout_answered(callout.instance, &CalloutResult::Accepted, life.now);
        assert_eq!(life.get(id).callouts[0].instance.status, CalloutStatus::WaitingForCallback);
        life.resume(id, callback(&callout, Verdict::Continue)).unwrap();
        life.wait("PT30S");
        assert_eq!(life.phase(id), "delivered/Delivered", "{stage}");
        assert_eq!(life.get(id).callouts.len(), 1, "{stage}");
        assert!(life.store.take_callouts().is_empty(), "{stage}");
    }
}

#[test]
fn a_request_goes_on_at_once_where_no_callback_is_configured() {
    for (stage, ..) in STAGES {
        let mut life = calling(&[launched(stage)]);
        let id = life.request(RequestType::AdminAdd, MEGAN);
        life.wait("PT30S");
        assert_eq!(life.phase(id), "delivered/Delivered", "{stage}");
        assert_eq!(only(&mut life).body["Stage"], stage);
        assert_eq!(life.get(id).callouts[0].instance.status, CalloutStatus::CalloutSent);
    }
}

#[test]
fn all_stages_are_called_in_their_order() {
    let mut life = calling(&STAGES.map(|stage| launched(stage.0)));
    life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT30S");
    let sent = life.store.take_callouts();
    let stages: Vec<_> = sent.iter().map(|one| one.body["Stage"].as_str().unwrap()).collect();
    assert_eq!(stages, STAGES.map(|stage| stage.0));
}

/// A world in which the last approval calls out, and a request that waits for that approval.
fn approved_after_a_callback() -> (Life, RequestId) {
    let settings = Value::from(vec![waiting("assignmentRequestApproved")]);
    let mut life = Life::with([(SETTINGS, settings)]);
    let id = life.request(RequestType::UserAdd, MEGAN);
    life.wait("PT10S");
    assert!(life.store.take_callouts().is_empty());
    (life, id)
}

#[test]
fn the_last_approval_calls_the_extension_of_the_approved_stage() {
    let (mut life, id) = approved_after_a_callback();
    life.decide(id, Decision::Approve, ADELE).unwrap();
    assert_eq!(life.phase(id), "pendingApproval/WaitingForCallback");
    life.decide(id, Decision::Approve, ADELE).unwrap_err();
    assert!(!life.store.may_decide(life.get(id), subject(ADELE)));
    let callout = only(&mut life);
    life.resume(id, callback(&callout, Verdict::Deny)).unwrap();
    assert_eq!(life.phase(id), "denied/Denied");
}

#[test]
fn whoever_denies_too_late_is_told_where_it_can_be_done() {
    let mut life = calling(&[waiting("assignmentRequestGranted")]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT30S");
    let callout = only(&mut life);
    let refusal = life.resume(id, callback(&callout, Verdict::Deny)).unwrap_err();
    assert_eq!(refusal, Refusal::NotDeniableAt(Stage::RequestGranted));
}

#[test]
fn a_removal_calls_the_extension_of_the_removed_stage_alone() {
    let stages = ["assignmentRequestCreated", "assignmentRequestRemoved"];
    let mut life = calling(&stages.map(launched));
    let assignment = "7e1c5f92-4b8d-4a3e-96f0-d2b7a8c4e611".parse().unwrap();
    life.on_assignment(RequestType::AdminRemove, assignment, None);
    life.wait("PT30S");
    assert_eq!(only(&mut life).body["Stage"], "assignmentRequestRemoved");
}

#[test]
fn a_callback_may_come_before_the_receivers_own_answer() {
    let mut life = calling(&[waiting("assignmentRequestCreated")]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT10S");
    let callout = only(&mut life);
    life.resume(id, callback(&callout, Verdict::Continue)).unwrap();
    let refused = CalloutResult::Refused { status: 500 };
    life.store.callout_answered(callout.instance, &refused, life.now);
    assert_eq!(life.get(id).callouts[0].instance.status, CalloutStatus::CallbackReceived);
    assert_eq!(life.phase(id), "submitted/Accepted");
}

#[test]
fn a_callout_that_fails_ends_the_request_that_waits_and_no_other() {
    let reason = "connection refused";
    for (result, detail) in [
        (CalloutResult::Refused { status: 404 }, "the status 404"),
        (CalloutResult::Unreachable { reason: reason.to_owned() }, reason),
        (CalloutResult::Silent, "did not answer in time"),
        (CalloutResult::Forbidden { reason: reason.to_owned() }, "not sent: connection refused"),
    ] {
        for (setting, phase) in [
            (waiting("assignmentRequestCreated"), "deliveryFailed/DeliveryFailed"),
            (launched("assignmentRequestCreated"), "delivering/Delivering"),
        ] {
            let mut life = calling(&[setting]);
            let id = life.request(RequestType::AdminAdd, MEGAN);
            life.wait("PT10S");
            let callout = only(&mut life);
            life.store.callout_answered(callout.instance, &result, life.now);
            assert_eq!(life.phase(id), phase, "{result:?}");
            let instance = &life.get(id).callouts[0].instance;
            assert_eq!(instance.status, CalloutStatus::CalloutFailed);
            assert!(instance.detail.as_ref().unwrap().contains(detail), "{instance:?}");
        }
    }
}

#[test]
fn a_failed_callout_does_not_end_the_wait_for_another() {
    let settings = [launched("assignmentRequestCreated"), waiting("assignmentRequestApproved")];
    let mut life = calling(&settings);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT10S");
    let sent = life.store.take_callouts();
    life.store.callout_answered(sent[0].instance, &CalloutResult::Silent, life.now);
    assert_eq!(life.phase(id), "pendingApproval/WaitingForCallback");
}

#[test]
fn a_callback_that_does_not_come_is_given_up_in_time() {
    for (stage, phase, moment) in STAGES {
        let mut life = calling(&[waiting(stage)]);
        let id = life.request(RequestType::AdminAdd, MEGAN);
        life.wait(moment);
        let callout = only(&mut life);
        life.store.callout_answered(callout.instance, &CalloutResult::Accepted, life.now);
        life.wait("PT4M59S");
        assert_eq!(life.phase(id), phase);
        life.wait("PT1S");
        assert_eq!(life.phase(id), "deliveryFailed/DeliveryFailed");
        assert_eq!(life.get(id).callouts[0].instance.status, CalloutStatus::CallbackTimedOut);
        life.resume(id, callback(&callout, Verdict::Continue)).unwrap_err();
    }
}

/// A world with a request that waits at the first stage, as people write it.
fn waiting_from_the_beginning() -> (Life, RequestId) {
    let mut world = documented();
    world["assignmentPolicies"][5]["customExtensionStageSettings"] =
        json!([waiting("assignmentRequestCreated")]);
    world["assignmentRequests"][2]["callouts"][0]["timeoutDateTime"] =
        "2024-06-07T16:00:00Z".into();
    (Life::of(&world), "0e60f18c-b2a0-4887-9da8-da2e30a39d99".parse().unwrap())
}

#[test]
fn a_stage_at_which_a_world_lets_a_request_wait_is_not_called_again() {
    let (mut life, id) = waiting_from_the_beginning();
    let (stage, verdict) = (Stage::RequestCreated, Verdict::Continue);
    let instance = life.get(id).callouts[0].instance.id.clone();
    life.resume(id, Callback { stage, instance, verdict, detail: None }).unwrap();
    life.wait("PT10S");
    assert_eq!(life.phase(id), "pendingApproval/PendingApproval");
}

#[test]
fn what_a_world_lets_wait_in_vain_begins_anew_as_well() {
    let (mut life, id) = waiting_from_the_beginning();
    life.wait("PT7M");
    assert_eq!(life.phase(id), "deliveryFailed/DeliveryFailed");
    life.command(Command::Reprocess(id)).unwrap();
    assert_eq!(life.phase(id), "submitted/Accepted");
}

#[test]
fn a_request_that_failed_before_its_delivery_is_approved_anew_when_it_is_reprocessed() {
    let settings = Value::from(vec![waiting("assignmentRequestApproved")]);
    let stages = format!("{FINANCE_POLICY}/requestApprovalSettings/stages");
    let approver = documented().pointer(&format!("{stages}/0")).unwrap().clone();
    let mut life = Life::with([(SETTINGS, settings), (&stages, json!([approver, approver]))]);
    let id = life.request(RequestType::UserAdd, MEGAN);
    life.wait("PT10S");
    for _ in 0..2 {
        life.decide(id, Decision::Approve, ADELE).unwrap();
    }
    life.wait("PT5M");
    assert_eq!(life.phase(id), "deliveryFailed/DeliveryFailed");
    life.command(Command::Reprocess(id)).unwrap();
    assert_eq!(life.phase(id), "submitted/Accepted");
    life.wait("PT10S");
    assert_eq!(life.phase(id), "pendingApproval/PendingApproval");
    life.decide(id, Decision::Approve, ADELE).unwrap();
    assert_eq!(life.phase(id), "pendingApproval/PendingApproval");
    life.decide(id, Decision::Approve, ADELE).unwrap();
    assert_eq!(life.phase(id), "pendingApproval/WaitingForCallback");
}

#[test]
fn a_request_that_failed_at_the_granted_stage_is_delivered_anew_when_it_is_reprocessed() {
    let mut life = calling(&[waiting("assignmentRequestGranted")]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT6M");
    assert_eq!(life.phase(id), "deliveryFailed/DeliveryFailed");
    life.command(Command::Reprocess(id)).unwrap();
    assert_eq!(life.phase(id), "delivering/Delivering");
    life.wait("PT20S");
    assert_eq!(life.phase(id), "delivering/WaitingForCallback");
    assert_eq!(life.get(id).callouts.len(), 2);
}

#[test]
fn the_receiver_is_told_what_the_real_service_tells() {
    let mut life = calling(&[waiting("assignmentRequestGranted")]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT30S");
    let callout = only(&mut life);
    let requestor = json!({
        "Id": MEGAN,
        "ObjectId": "46184453-e63b-4f20-86c2-c557ed5d5df9",
        "DisplayName": "Megan Bowen"
    });
    let mut target = requestor.clone();
    target["ConnectedOrganization"] = Value::Null;
    target["PrincipalName"] = "MeganBowen@woodgrovebank.com".into();
    let policy = json!({
        "Id": "2f5c8e91-7b3d-4a60-9e14-c6d8b0f2a375",
        "DisplayName": "Everybody, after an approval"
    });
    let path = format!("/identityGovernance/entitlementManagement/assignmentRequests/{id}/resume");
    let expected = json!({
        "AccessPackageAssignmentRequestId": id,
        "CallbackUriPath": path,
        "CustomExtensionStageInstanceId": callout.instance,
        "Stage": "assignmentRequestGranted",
        "RequestType": "adminAdd",
        "Answers": [],
        "State": "delivering",
        "Status": "Delivering",
        "CallbackConfiguration": {"DurationBeforeTimeout": "PT5M"},
        "AccessPackage": {
            "Id": FINANCE,
            "DisplayName": "Finance Reports",
            "Description": "Access that needs an approval"
        },
        "AccessPackageCatalog": null,
        "Assignment": {
            "Id": life.get(id).assignment,
            "Target": target,
            "State": "delivering",
            "Status": "Delivering",
            "AssignmentPolicy": policy
        },
        "Requestor": requestor
    });
    assert_eq!(callout.body, expected);
    assert_eq!(callout.url.to_string(), "http://127.0.0.1:9/hook");
}

#[test]
fn a_callout_of_which_nothing_was_heard_is_sent_again_by_a_loaded_world() {
    let mut life = calling(&[waiting("assignmentRequestCreated")]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT10S");
    let sent = life.store.take_callouts();
    assert!(life.store.take_callouts().is_empty());
    let saved = World::of_store(life.store.contents(life.now)).to_json().unwrap();
    let mut loaded = Life::of(&serde_json::from_str(&saved).unwrap());
    assert_eq!(loaded.store.take_callouts(), sent);
    loaded.wait("PT5M");
    assert_eq!(loaded.phase(id), "deliveryFailed/DeliveryFailed");
}
