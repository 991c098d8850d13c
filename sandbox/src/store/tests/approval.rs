//! Who decides on a request in which stage, and what becomes of it where nobody does.

use super::*;

/// The object ids of the users behind the subjects.
const USERS: [(&str, &str); 3] = [
    (ADELE, "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c"),
    (MEGAN, "46184453-e63b-4f20-86c2-c557ed5d5df9"),
    (IDRIS, "21aceaba-fe13-4e3b-aa8c-4c588d5e7387"),
];

fn people(who: &[&str]) -> Value {
    let user = |subject: &&str| USERS.iter().find(|user| user.0 == *subject).unwrap().1;
    let set = |one| json!({"@odata.type": "#microsoft.graph.singleUser", "userId": user(one)});
    who.iter().map(set).collect()
}

fn stages(stages: Value) -> Life {
    Life::with([(&format!("{FINANCE_POLICY}/requestApprovalSettings/stages"), stages)])
}

/// A world of these stages with a request of Megan's that waits for its first decision.
fn pending(of: Value) -> (Life, RequestId) {
    let mut life = stages(of);
    let id = life.request(RequestType::UserAdd, MEGAN);
    life.wait("PT10S");
    assert_eq!(life.phase(id), "pendingApproval/PendingApproval");
    (life, id)
}

/// The same with one stage for Adele and another for Idris.
fn pending_twice() -> (Life, RequestId) {
    pending(json!([{"primaryApprovers": people(&[ADELE])}, {"primaryApprovers": people(&[IDRIS])}]))
}

#[test]
fn every_stage_needs_an_approval_of_its_own_approver() {
    let (mut life, id) = pending_twice();
    life.decide(id, Decision::Approve, IDRIS).unwrap_err();
    life.decide(id, Decision::Approve, ADELE).unwrap();
    assert_eq!(life.phase(id), "pendingApproval/PendingApproval");
    life.decide(id, Decision::Approve, ADELE).unwrap_err();
    life.decide(id, Decision::Approve, IDRIS).unwrap();
    assert_eq!(life.phase(id), "delivering/Delivering");
    let decided = &life.get(id).approval.as_ref().unwrap().decisions;
    let by: Vec<_> = decided.iter().map(|one| (one.stage, one.decided_by.unwrap())).collect();
    assert_eq!(by, [(0, subject(ADELE)), (1, subject(IDRIS))]);
}

#[test]
fn one_denial_is_enough() {
    let (mut life, id) = pending_twice();
    life.decide(id, Decision::Deny, ADELE).unwrap();
    assert_eq!(life.phase(id), "denied/Denied");
    assert_eq!(life.get(id).completed_date_time, Some(life.now));
}

#[test]
fn nobody_decides_on_what_is_their_own() {
    let (mut life, id) = pending(json!([{"primaryApprovers": people(&[MEGAN, ADELE])}]));
    let refusal = life.decide(id, Decision::Approve, MEGAN).unwrap_err();
    assert_eq!(refusal, Refusal::OwnRequest { request: id, who: subject(MEGAN) });
    assert_eq!(life.phase(id), "pendingApproval/PendingApproval");
}

#[test]
fn a_justification_is_given_where_the_stage_asks_for_it() {
    let stage =
        json!({"primaryApprovers": people(&[ADELE]), "isApproverJustificationRequired": true});
    let (mut life, id) = pending(json!([stage]));
    let mut decide = |text: Option<&str>| {
        let (by, justification) = (Some(subject(ADELE)), text.map(str::to_owned));
        let decision = Decision::Approve;
        let decided = Intervention::Decide { request: id, decision, by, justification };
        life.store.intervene(decided, life.now)
    };
    for text in [None, Some(" ")] {
        let refusal = decide(text).unwrap_err();
        assert_eq!(refusal, Refusal::DecisionWithoutJustification { request: id });
    }
    decide(Some("month end")).unwrap();
}

#[test]
fn the_fallback_approvers_decide_where_there_are_no_others() {
    for (primary, may) in [(&[] as &[_], true), (&[ADELE], false)] {
        let fallback = people(&[IDRIS]);
        let stage =
            json!({"primaryApprovers": people(primary), "fallbackPrimaryApprovers": fallback});
        let (mut life, id) = pending(json!([stage]));
        assert_eq!(life.decide(id, Decision::Approve, IDRIS).is_ok(), may, "{primary:?}");
    }
}

fn impatient() -> (Life, RequestId) {
    pending(json!([{
        "primaryApprovers": people(&[ADELE]),
        "escalationApprovers": people(&[IDRIS]),
        "isEscalationEnabled": true,
        "durationBeforeEscalation": "P2D",
        "durationBeforeAutomaticDenial": "P5D"
    }]))
}

#[test]
fn a_stage_is_escalated_to_further_approvers_in_time() {
    let (mut life, id) = impatient();
    life.wait("P1DT23H59M59S");
    life.decide(id, Decision::Approve, IDRIS).unwrap_err();
    life.wait("PT1S");
    assert_eq!(life.phase(id), "pendingApproval/PendingApprovalEscalated");
    life.decide(id, Decision::Approve, IDRIS).unwrap();
    assert_eq!(life.phase(id), "delivering/Delivering");
}

#[test]
fn an_approver_is_asked_from_the_escalation_on_and_until_the_decision() {
    let (mut life, id) = impatient();
    let asked = |life: &Life| {
        [ADELE, IDRIS, MEGAN].map(|who| life.store.may_decide(life.get(id), subject(who)))
    };
    assert_eq!(asked(&life), [true, false, false]);
    life.wait("P2D");
    assert_eq!(asked(&life), [true, true, false]);
    life.decide(id, Decision::Approve, ADELE).unwrap();
    assert_eq!(asked(&life), [false, false, false]);
}

#[test]
fn the_first_approvers_may_still_decide_after_the_escalation() {
    let (mut life, id) = impatient();
    life.wait("P3D");
    life.decide(id, Decision::Deny, ADELE).unwrap();
    assert_eq!(life.phase(id), "denied/Denied");
}

#[test]
fn a_request_on_which_nobody_decides_is_denied_in_time() {
    let (mut life, id) = impatient();
    life.wait("P4DT23H59M59S");
    assert_eq!(life.phase(id), "pendingApproval/PendingApprovalEscalated");
    life.wait("PT1S");
    assert_eq!(life.phase(id), "denied/Denied");
}

#[test]
fn the_time_of_every_stage_begins_anew() {
    let stage = |who| {
        let approvers = people(&[who]);
        json!({"primaryApprovers": approvers, "durationBeforeAutomaticDenial": "P2D"})
    };
    let (mut life, id) = pending(json!([stage(ADELE), stage(IDRIS)]));
    life.wait("P1D");
    life.decide(id, Decision::Approve, ADELE).unwrap();
    life.wait("P1DT23H");
    assert_eq!(life.phase(id), "pendingApproval/PendingApproval");
    life.wait("PT1H");
    assert_eq!(life.phase(id), "denied/Denied");
}

#[test]
fn an_approved_request_that_starts_later_is_scheduled() {
    let mut life = stages(json!([{"primaryApprovers": people(&[ADELE])}]));
    let later = json!({"startDateTime": "2024-07-01T00:00:00Z"});
    let id = life.scheduled(RequestType::UserAdd, MEGAN, later);
    life.wait("PT10S");
    life.decide(id, Decision::Approve, ADELE).unwrap();
    assert_eq!(life.phase(id), "scheduled/PendingNotBefore");
    life.wait("P24D");
    assert_eq!(life.phase(id), "delivered/Delivered");
}

#[test]
fn only_a_pending_request_can_be_decided_on() {
    let mut life = Life::with([]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    let refusal = life.decide(id, Decision::Approve, ADELE).unwrap_err();
    assert!(refusal.to_string().contains("cannot be decided on"), "{refusal}");
}

#[test]
fn the_sandbox_itself_decides_where_no_approver_is_named() {
    let (mut life, id) = pending_twice();
    for phase in ["pendingApproval/PendingApproval", "delivering/Delivering"] {
        let (decision, justification) = (Decision::Approve, None);
        let decided = Intervention::Decide { request: id, decision, by: None, justification };
        life.store.intervene(decided, life.now).unwrap();
        assert_eq!(life.phase(id), phase);
    }
}
