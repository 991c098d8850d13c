//! Deliveries that fail, are retried, renew what is there, or change it.

use super::*;
use crate::model::AssignmentState;

const HELD: &str = "11111111-1111-4111-8111-111111111111";

#[test]
fn a_delivery_fails_entirely_or_partly_once_and_is_retried() {
    for (how, phase, state) in [
        (DeliveryFault::Entirely, "deliveryFailed/DeliveryFailed", AssignmentState::DeliveryFailed),
        (
            DeliveryFault::Partly,
            "partiallyDelivered/PartiallyDelivered",
            AssignmentState::PartiallyDelivered,
        ),
    ] {
        let mut life = Life::with([]);
        let id = life.request(RequestType::AdminAdd, MEGAN);
        life.fail_delivery(id, how).unwrap();
        life.wait("PT29S");
        assert_eq!(life.assignment(id).state, AssignmentState::Delivering);
        life.wait("PT1S");
        assert_eq!(life.phase(id), phase);
        assert_eq!(life.assignment(id).state, state);
        assert_eq!(life.get(id).completed_date_time, Some(life.now));
        let own = life.get(id).assignment;
        life.command(Command::Reprocess(id)).unwrap();
        assert_eq!(life.get(id).completed_date_time, None);
        life.wait("PT20S");
        assert_eq!(life.phase(id), "delivered/Delivered");
        assert_eq!(life.assignment(id).state, AssignmentState::Delivered);
        assert_eq!(life.get(id).assignment, own);
    }
}

#[test]
fn a_retry_fails_where_it_is_to_fail_as_well() {
    let mut life = Life::with([]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    for _ in 0..2 {
        life.fail_delivery(id, DeliveryFault::Entirely).unwrap();
        life.wait("PT30S");
        assert_eq!(life.phase(id), "deliveryFailed/DeliveryFailed");
        life.command(Command::Reprocess(id)).unwrap();
    }
}

#[test]
fn a_request_that_is_over_cannot_be_made_to_fail() {
    let mut life = Life::with([]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.wait("PT30S");
    let refusal = life.fail_delivery(id, DeliveryFault::Partly).unwrap_err();
    assert!(refusal.to_string().contains("made to fail"), "{refusal}");
    assert_eq!(life.get(id).delivery_fault, None);
}

#[test]
fn a_request_whose_delivery_failed_can_be_deleted_and_one_that_was_delivered_partly_not() {
    for (how, deletable) in [(DeliveryFault::Entirely, true), (DeliveryFault::Partly, false)] {
        let mut life = Life::with([]);
        let id = life.request(RequestType::AdminAdd, MEGAN);
        life.fail_delivery(id, how).unwrap();
        life.wait("PT30S");
        assert_eq!(life.command(Command::Delete(id)).is_ok(), deletable, "{how}");
    }
}

#[test]
fn a_completed_request_is_kept_for_as_long_as_the_world_says() {
    let mut life = Life::with([("/requestRetention", "P90D".into())]);
    let [pending, canceled] = [MEGAN, ADELE].map(|who| life.request(RequestType::UserAdd, who));
    life.wait("PT5S");
    life.command(Command::Cancel(canceled)).unwrap();
    life.wait("P89DT23H59M59S");
    assert_eq!(life.phase(canceled), "canceled/Canceled");
    life.wait("PT1S");
    assert!(life.store.requests.get(&canceled).is_none());
    assert_eq!(life.phase(pending), "pendingApproval/PendingApproval");
}

#[test]
fn a_second_request_of_a_user_who_has_the_access_renews_it() {
    let approval = format!("{FINANCE_POLICY}/requestApprovalSettings/isApprovalRequiredForAdd");
    let mut life = Life::with([(&approval, false.into())]);
    let first = life.request(RequestType::UserAdd, MEGAN);
    life.wait("PT30S");
    let end = "2025-01-01T00:00:00Z";
    let until = json!({"expiration": {"type": "afterDateTime", "endDateTime": end}});
    let second = life.scheduled(RequestType::UserAdd, MEGAN, until);
    life.wait("PT10S");
    assert_eq!(life.assignment(first).state, AssignmentState::Delivered);
    life.wait("PT20S");
    assert_eq!(life.get(second).assignment, life.get(first).assignment);
    assert_eq!(life.assignment(first).end(), Some(end.parse().unwrap()));
}

#[test]
fn a_retry_goes_into_the_access_that_the_target_has() {
    let mut life = Life::with([]);
    let id = life.request(RequestType::AdminAdd, MEGAN);
    life.fail_delivery(id, DeliveryFault::Entirely).unwrap();
    life.wait("PT30S");
    let saved = World::of_store(life.store.contents(life.now)).to_json().unwrap();
    let mut world: Value = serde_json::from_str(&saved).unwrap();
    let assignments = world["assignments"].as_array_mut().unwrap();
    let mut held = assignments.last().unwrap().clone();
    held["id"] = HELD.into();
    held["state"] = "delivered".into();
    assignments.push(held);
    let mut life = Life::of(&world);
    life.command(Command::Reprocess(id)).unwrap();
    assert_eq!(life.assignment(id).id, HELD.parse().unwrap());
}

#[test]
fn a_failed_update_and_a_failed_removal_leave_the_assignment_as_it_was() {
    let assignment: AssignmentId = "7e1c5f92-4b8d-4a3e-96f0-d2b7a8c4e611".parse().unwrap();
    let expiration = json!({"expiration": {"type": "noExpiration"}});
    let schedule: Schedule = serde_json::from_value(expiration).unwrap();
    for request_type in [RequestType::AdminUpdate, RequestType::AdminRemove] {
        let mut life = Life::with([]);
        let before = life.store.assignments.get(&assignment).unwrap().clone();
        let id = life.on_assignment(request_type, assignment, Some(schedule.clone()));
        life.fail_delivery(id, DeliveryFault::Entirely).unwrap();
        life.wait("PT30S");
        assert_eq!(life.phase(id), "deliveryFailed/DeliveryFailed");
        let after = life.assignment(id);
        assert_eq!((after.state, &after.schedule), (before.state, &before.schedule));
    }
}
