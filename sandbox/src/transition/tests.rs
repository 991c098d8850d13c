//! The life-cycle table, row by row, from a second writing of it in the words of the wire.

use super::*;

/// A trigger and where a request stands after it.
type Turn = (Trigger, &'static str);

const CREATED_STAGE: Trigger = Await(Stage::RequestCreated);
const APPROVED_STAGE: Trigger = Await(Stage::RequestApproved);
const GRANTED_STAGE: Trigger = Await(Stage::RequestGranted);
const REMOVED_STAGE: Trigger = Await(Stage::RequestRemoved);

/// Every phase of the life cycle, and what each trigger makes of it; what is not listed is refused.
const LIFE: &[(&str, &str, &[Turn])] = &[
    (
        "submitted",
        "Accepted",
        &[
            (RequireApproval, "pendingApproval/PendingApproval"),
            (CREATED_STAGE, "submitted/WaitingForCallback"),
            (APPROVED_STAGE, "pendingApproval/WaitingForCallback"),
            (Postpone, "scheduled/PendingNotBefore"),
            (StartDelivery, "delivering/Delivering"),
            (Cancel, "canceled/Canceled"),
        ],
    ),
    (
        "submitted",
        "WaitingForCallback",
        &[
            (FailCallout, "deliveryFailed/DeliveryFailed"),
            (TimeOutCallback, "deliveryFailed/DeliveryFailed"),
            (Resume, "submitted/Accepted"),
            (ResumePostponed, "submitted/Accepted"),
            (ResumeDenied, "denied/Denied"),
            (ResumeCanceled, "canceled/Canceled"),
        ],
    ),
    (
        "pendingApproval",
        "PendingApproval",
        &[
            (Escalate, "pendingApproval/PendingApprovalEscalated"),
            (ApproveStage, "pendingApproval/PendingApproval"),
            (Approve, "delivering/Delivering"),
            (ApprovePostponed, "scheduled/PendingNotBefore"),
            (APPROVED_STAGE, "pendingApproval/WaitingForCallback"),
            (Deny, "denied/Denied"),
            (DenyAutomatically, "denied/Denied"),
            (Cancel, "canceled/Canceled"),
        ],
    ),
    (
        "pendingApproval",
        "PendingApprovalEscalated",
        &[
            (ApproveStage, "pendingApproval/PendingApproval"),
            (Approve, "delivering/Delivering"),
            (ApprovePostponed, "scheduled/PendingNotBefore"),
            (APPROVED_STAGE, "pendingApproval/WaitingForCallback"),
            (Deny, "denied/Denied"),
            (DenyAutomatically, "denied/Denied"),
            (Cancel, "canceled/Canceled"),
        ],
    ),
    (
        "pendingApproval",
        "WaitingForCallback",
        &[
            (FailCallout, "deliveryFailed/DeliveryFailed"),
            (TimeOutCallback, "deliveryFailed/DeliveryFailed"),
            (Resume, "delivering/Delivering"),
            (ResumePostponed, "scheduled/PendingNotBefore"),
            (ResumeDenied, "denied/Denied"),
            (ResumeCanceled, "canceled/Canceled"),
        ],
    ),
    (
        "scheduled",
        "PendingNotBefore",
        &[(StartDelivery, "delivering/Delivering"), (Cancel, "canceled/Canceled")],
    ),
    (
        "delivering",
        "Delivering",
        &[
            (FinishDelivery, "delivered/Delivered"),
            (FailDelivery, "deliveryFailed/DeliveryFailed"),
            (FailDeliveryPartly, "partiallyDelivered/PartiallyDelivered"),
            (GRANTED_STAGE, "delivering/WaitingForCallback"),
            (REMOVED_STAGE, "delivering/WaitingForCallback"),
        ],
    ),
    (
        "delivering",
        "WaitingForCallback",
        &[
            (FailCallout, "deliveryFailed/DeliveryFailed"),
            (TimeOutCallback, "deliveryFailed/DeliveryFailed"),
            (Resume, "delivering/Delivering"),
            (ResumePostponed, "delivering/Delivering"),
        ],
    ),
    ("delivered", "Delivered", &[(Delete, "gone")]),
    ("denied", "Denied", &[(Delete, "gone")]),
    ("canceled", "Canceled", &[(Delete, "gone")]),
    (
        "deliveryFailed",
        "DeliveryFailed",
        &[(Reprocess, "delivering/Delivering"), (Restart, "submitted/Accepted"), (Delete, "gone")],
    ),
    (
        "partiallyDelivered",
        "PartiallyDelivered",
        &[(Reprocess, "delivering/Delivering"), (Delete, "gone")],
    ),
];

const TRIGGERS: [Trigger; 28] = [
    RequireApproval,
    Escalate,
    ApproveStage,
    Approve,
    ApprovePostponed,
    Deny,
    DenyAutomatically,
    CREATED_STAGE,
    APPROVED_STAGE,
    GRANTED_STAGE,
    REMOVED_STAGE,
    Await(Stage::FourteenDaysBeforeExpiration),
    Await(Stage::OneDayBeforeExpiration),
    FailCallout,
    TimeOutCallback,
    Postpone,
    StartDelivery,
    FinishDelivery,
    FailDelivery,
    FailDeliveryPartly,
    Cancel,
    Delete,
    Reprocess,
    Restart,
    Resume,
    ResumePostponed,
    ResumeDenied,
    ResumeCanceled,
];

fn phase(state: &str, status: &str) -> Phase {
    Phase { state: state.parse().unwrap(), status: status.parse().unwrap() }
}

fn written(next: Next) -> String {
    match next {
        Next::To(phase) => format!("{}/{}", phase.state, phase.status),
        Next::Gone => "gone".to_owned(),
    }
}

#[test]
fn every_phase_answers_every_trigger_as_the_life_cycle_says() {
    for (state, status, allowed) in LIFE {
        for trigger in TRIGGERS {
            let expected = allowed.iter().find(|row| row.0 == trigger).map(|row| row.1.to_owned());
            let found = transition(phase(state, status), trigger).map(written);
            assert_eq!(found, expected, "{state}/{status} + {trigger:?}");
        }
    }
}

#[test]
fn the_table_has_no_row_that_the_life_cycle_does_not_list() {
    let listed: usize = LIFE.iter().map(|row| row.2.len()).sum();
    assert_eq!(TABLE.len(), listed);
}

#[test]
fn a_state_with_a_status_of_another_state_belongs_to_no_life() {
    assert!(provides_for(phase("delivered", "Delivered")));
    assert!(!provides_for(phase("delivered", "Accepted")));
}

#[test]
fn a_callback_is_awaited_where_its_stage_lies() {
    let awaited = |state: &str, stage| awaits(state.parse().unwrap(), stage);
    for (state, stages) in [
        ("submitted", &[Stage::RequestCreated] as &[_]),
        ("pendingApproval", &[Stage::RequestApproved]),
        ("delivering", &[Stage::RequestGranted, Stage::RequestRemoved]),
        ("delivered", &[]),
    ] {
        for trigger in TRIGGERS {
            let Await(stage) = trigger else { continue };
            assert_eq!(awaited(state, stage), stages.contains(&stage), "{state}: {stage}");
        }
    }
}
