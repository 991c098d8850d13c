//! How access ends: the notices before, the removal by the service itself, and what puts it off.

use super::*;
use crate::callout::CalloutSubject;
use crate::model::AssignmentState;

const EXPIRATION: &str = "/assignmentPolicies/5/expiration";

fn lasting(duration: &str) -> Value {
    json!({"expiration": {"type": "afterDuration", "duration": duration}})
}

/// A request for 30 days, delivered.
fn delivered(life: &mut Life) -> RequestId {
    let id = life.scheduled(RequestType::AdminAdd, MEGAN, lasting("P30D"));
    life.wait("PT30S");
    id
}

fn removal(life: &Life) -> Option<&AssignmentRequest> {
    life.store.requests.values().find(|one| one.request_type == RequestType::SystemRemove)
}

#[test]
fn access_lasts_from_its_delivery_where_it_has_no_start() {
    let mut life = Life::with([]);
    let id = delivered(&mut life);
    let end = life.assignment(id).end().unwrap();
    assert_eq!(end.0, life.now.0 + chrono::TimeDelta::days(30));
}

#[test]
fn access_lasts_from_its_start_where_it_has_one() {
    let mut life = Life::with([]);
    let mut schedule = lasting("P30D");
    schedule["startDateTime"] = "2024-07-01T00:00:00Z".into();
    let id = life.scheduled(RequestType::AdminAdd, MEGAN, schedule);
    life.wait("P24D");
    assert_eq!(life.assignment(id).end(), Some("2024-07-31T00:00:00Z".parse().unwrap()));
}

#[test]
fn the_policy_says_how_access_ends_where_the_request_does_not() {
    let usual = json!({"type": "afterDuration", "duration": "P10D"});
    for (schedule, days) in [
        (json!({}), Some(10)),
        (lasting("P30D"), Some(30)),
        (json!({"expiration": {"type": "noExpiration"}}), None),
    ] {
        let mut life = Life::with([(EXPIRATION, usual.clone())]);
        let id = life.scheduled(RequestType::AdminAdd, MEGAN, schedule.clone());
        life.wait("PT30S");
        let expected = days.map(|days| Timestamp(life.now.0 + chrono::TimeDelta::days(days)));
        assert_eq!(life.assignment(id).end(), expected, "{schedule}");
    }
}

#[test]
fn access_that_ends_is_removed_by_a_request_of_the_service() {
    let mut life = Life::with([]);
    let id = delivered(&mut life);
    life.wait("P28DT23H59M59S");
    assert_eq!(life.assignment(id).status, "Delivered");
    life.wait("PT1S");
    assert_eq!(life.assignment(id).status, "NearExpiry1DayNotificationTriggered");
    life.wait("PT23H59M59S");
    assert!(removal(&life).is_none());
    life.wait("PT1S");
    let made = removal(&life).unwrap();
    assert_eq!((made.created_date_time, made.created_by), (life.now, None));
    assert_eq!((made.target, made.assignment), (subject(MEGAN), life.get(id).assignment));
    let made = made.id;
    life.wait("PT29S");
    assert_eq!(life.phase(made), "delivering/Delivering");
    life.wait("PT1S");
    assert_eq!(life.phase(made), "delivered/Delivered");
    let gone = life.assignment(id);
    assert_eq!(gone.state, AssignmentState::Expired);
    assert_eq!(gone.expired_date_time, Some(life.now));
}

#[test]
fn an_update_puts_the_end_off_and_the_notices_with_it() {
    let mut life = Life::with([]);
    let id = delivered(&mut life);
    life.wait("P29D");
    let own = life.get(id).assignment.unwrap();
    let longer: Schedule = serde_json::from_value(lasting("P30D")).unwrap();
    life.on_assignment(RequestType::AdminUpdate, own, Some(longer));
    life.wait("PT30S");
    assert_eq!(life.assignment(id).status, "Delivered");
    life.wait("P29D");
    assert_eq!(life.assignment(id).status, "NearExpiry1DayNotificationTriggered");
    assert!(removal(&life).is_none());
}

#[test]
fn access_that_is_removed_before_its_end_is_not_removed_again() {
    let mut life = Life::with([]);
    let id = delivered(&mut life);
    let own = life.get(id).assignment.unwrap();
    life.on_assignment(RequestType::AdminRemove, own, None);
    life.wait("P40D");
    assert_eq!(life.assignment(id).state, AssignmentState::Expired);
    assert!(removal(&life).is_none());
}

#[test]
fn access_ends_with_the_first_of_two_removals() {
    let mut life = Life::with([]);
    let id = delivered(&mut life);
    let own = life.get(id).assignment.unwrap();
    life.wait("P29DT23H59M55S");
    life.on_assignment(RequestType::AdminRemove, own, None);
    life.wait("PT30S");
    let ended = Some(life.now);
    life.wait("P1D");
    assert_eq!(removal(&life).unwrap().phase().status.name(), "Delivered");
    assert_eq!(life.assignment(id).expired_date_time, ended);
}

#[test]
fn a_removal_that_fails_leaves_the_access_until_it_is_retried() {
    let mut life = Life::with([]);
    let id = delivered(&mut life);
    life.wait("P30D");
    let made = removal(&life).unwrap().id;
    life.fail_delivery(made, DeliveryFault::Entirely).unwrap();
    life.wait("P1D");
    assert_eq!(life.assignment(id).state, AssignmentState::Delivered);
    life.command(Command::Reprocess(made)).unwrap();
    life.wait("PT20S");
    assert_eq!(life.assignment(id).state, AssignmentState::Expired);
}

#[test]
fn who_is_to_lose_access_cannot_cancel_that_unless_they_asked_for_it() {
    let mut life = Life::with([]);
    delivered(&mut life);
    life.wait("P30D");
    let by_the_service = removal(&life).unwrap().id;
    let [of_idris, of_adele] =
        ["5d9b7a31-2c4e-4f86-b17d-8e0a6c3f5b29", "7e1c5f92-4b8d-4a3e-96f0-d2b7a8c4e611"];
    let mut removal = |request_type, assignment: &str| {
        life.on_assignment(request_type, assignment.parse().unwrap(), None)
    };
    let by_an_administrator = removal(RequestType::AdminRemove, of_idris);
    let by_oneself = removal(RequestType::UserRemove, of_adele);
    for (who, id, expected) in [
        (MEGAN, by_the_service, Err(Refusal::OthersRequest(by_the_service))),
        (IDRIS, by_an_administrator, Err(Refusal::OthersRequest(by_an_administrator))),
        (ADELE, by_oneself, Ok(())),
    ] {
        let occasion = Occasion { reach: Reach::OwnRequests, ..life.occasion(who) };
        let canceled = life.store.apply(Command::Cancel(id), &occasion).map(drop);
        assert_eq!(canceled, expected, "{who}");
    }
}

#[test]
fn access_of_less_than_a_day_ends_without_a_notice() {
    let mut life = Life::with([]);
    let id = life.scheduled(RequestType::AdminAdd, MEGAN, lasting("PT1H"));
    life.wait("PT59M");
    assert_eq!(life.assignment(id).status, "Delivered");
    life.wait("PT2M");
    assert_eq!(life.assignment(id).state, AssignmentState::Expired);
}

#[test]
fn access_whose_end_has_passed_by_its_delivery_ends_after_it() {
    let mut life = Life::with([]);
    let end = Timestamp(life.now.0 + chrono::TimeDelta::seconds(5));
    let ending = json!({"expiration": {"type": "afterDateTime", "endDateTime": end}});
    let id = life.scheduled(RequestType::AdminAdd, MEGAN, ending);
    life.wait("PT30S");
    assert_eq!(removal(&life).unwrap().created_date_time, life.now);
    life.wait("PT30S");
    assert_eq!(life.assignment(id).expired_date_time, Some(life.now));
}

#[test]
fn access_that_is_renewed_while_it_is_taken_away_is_not_expired() {
    let mut life = Life::with([(
        "/assignmentPolicies/5/requestApprovalSettings/isApprovalRequiredForAdd",
        false.into(),
    )]);
    let id = delivered(&mut life);
    let own = life.get(id).assignment.unwrap();
    life.on_assignment(RequestType::AdminRemove, own, None);
    life.wait("PT5S");
    let renewal = life.request(RequestType::UserAdd, MEGAN);
    life.wait("PT25S");
    assert_eq!(life.assignment(renewal).state, AssignmentState::Expired);
    life.wait("PT5S");
    let renewed = life.assignment(renewal);
    assert_eq!((renewed.state, renewed.expired_date_time), (AssignmentState::Delivered, None));
}

#[test]
fn the_custom_extensions_of_the_last_days_are_called_for_the_assignment() {
    let stages = ["assignmentFourteenDaysBeforeExpiration", "assignmentOneDayBeforeExpiration"];
    let setting =
        |stage| json!({"stage": stage, "customExtension": {"id": "x", "url": "http://[::1]/"}});
    let settings = Value::from(stages.map(setting).to_vec());
    let mut life = Life::with([("/assignmentPolicies/5/customExtensionStageSettings", settings)]);
    let id = delivered(&mut life);
    let own = life.get(id).assignment.unwrap();
    for (wait, stage) in [("P16D", stages[0]), ("P13D", stages[1])] {
        life.wait(wait);
        let sent = life.store.take_callouts();
        assert_eq!(sent.len(), 1, "{stage}");
        assert_eq!(sent[0].subject, CalloutSubject::Assignment(own));
        let body = &sent[0].body;
        assert_eq!((&body["Stage"], &body["Assignment"]["Id"]), (&json!(stage), &json!(own)));
        assert_eq!(body["CallbackUriPath"], Value::Null);
    }
    let recorded: Vec<_> =
        life.assignment(id).callouts.iter().map(|one| one.stage.name()).collect();
    assert_eq!(recorded, stages);
}

#[test]
fn a_saved_world_ends_access_as_the_first_would() {
    for days in ["P1D", "P29D", "P30D", "P31D"] {
        let mut life = Life::with([]);
        let id = delivered(&mut life);
        life.wait(days);
        let saved = World::of_store(life.store.contents(life.now)).to_json().unwrap();
        let mut loaded = Life::of(&serde_json::from_str(&saved).unwrap());
        for one in [&mut life, &mut loaded] {
            one.wait("P40D");
        }
        let contents = [life, loaded].map(|one| {
            assert_eq!(one.assignment(id).state, AssignmentState::Expired);
            World::of_store(one.store.contents(one.now)).to_json().unwrap()
        });
        assert_eq!(contents[0], contents[1], "{days}");
    }
}
