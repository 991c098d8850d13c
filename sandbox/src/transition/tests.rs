//! The life-cycle table, row by row, from a second writing of it in the words of the wire.

use super::*;

/// A trigger and where a request stands after it.
type Turn = (Trigger, &'static str);

/// Every phase of the life cycle, and what each trigger makes of it; what is not listed is refused.
const LIFE: &[(&str, &str, &[Turn])] = &[
    (
        "submitted",
        "Accepted",
        &[
            (RequireApproval, "pendingApproval/PendingApproval"),
            (Postpone, "scheduled/PendingNotBefore"),
            (StartDelivery, "delivering/Delivering"),
            (Cancel, "canceled/Canceled"),
        ],
    ),
    (
        "submitted",
        "WaitingForCallback",
        &[
            (Resume, "submitted/Accepted"),
            (ResumePostponed, "submitted/Accepted"),
            (ResumeDenied, "denied/Denied"),
            (ResumeCanceled, "canceled/Canceled"),
        ],
    ),
    ("pendingApproval", "PendingApproval", &[(Cancel, "canceled/Canceled")]),
    ("pendingApproval", "PendingApprovalEscalated", &[(Cancel, "canceled/Canceled")]),
    (
        "pendingApproval",
        "WaitingForCallback",
        &[
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
    ("delivering", "Delivering", &[(FinishDelivery, "delivered/Delivered")]),
    ("delivered", "Delivered", &[(Delete, "gone")]),
    ("denied", "Denied", &[(Delete, "gone")]),
    ("canceled", "Canceled", &[(Delete, "gone")]),
    ("deliveryFailed", "DeliveryFailed", &[(Reprocess, "delivering/Delivering"), (Delete, "gone")]),
    (
        "partiallyDelivered",
        "PartiallyDelivered",
        &[(Reprocess, "delivering/Delivering"), (Delete, "gone")],
    ),
];

const TRIGGERS: [Trigger; 11] = [
    RequireApproval,
    Postpone,
    StartDelivery,
    FinishDelivery,
    Cancel,
    Delete,
    Reprocess,
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
fn a_stage_is_awaited_exactly_where_a_callback_is() {
    for (state, ..) in LIFE {
        let state = state.parse().unwrap();
        let waiting = provides_for(Phase { state, status: Status::WaitingForCallback });
        assert_eq!(awaited_stage(state).is_some(), waiting, "{state}");
    }
}
