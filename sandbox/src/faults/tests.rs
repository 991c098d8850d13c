//! Which faults can be meant, and what several of them do to one exchange.

use serde_json::{Value, json};

use super::*;

fn fault(json: Value) -> Fault {
    serde_json::from_value(json).unwrap()
}

fn create() -> Asked<'static> {
    let path = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
    Asked { method: "POST", path, operation: Some("create"), now: DateTime::UNIX_EPOCH }
}

#[test]
fn a_fault_that_cannot_be_meant_is_refused_with_its_member() {
    let status = json!({"status": 503});
    for (json, member) in [
        (json!({}), "then"),
        (json!({"match": {"method": "post"}, "then": status}), "match.method"),
        (json!({"match": {"method": ""}, "then": status}), "match.method"),
        (json!({"match": {"operation": "update"}, "then": status}), "match.operation"),
        (json!({"match": {"path": "v1.0"}, "then": status}), "match.path"),
        (json!({"when": {"nth": 0}, "then": status}), "when.nth"),
        (json!({"when": {"everyNth": 0}, "then": status}), "when.everyNth"),
        (json!({"when": {"probability": {"of": 1.1}}, "then": status}), "when.probability.of"),
        (json!({"when": {"rate": {"requests": 1, "per": "PT0S"}}}), "when.rate.per"),
        (json!({"then": {"status": 399}}), "then.status"),
        (json!({"then": {"status": 600}}), "then.status"),
        (json!({"then": {"latency": "PT10M1S"}}), "then.latency"),
        (json!({"then": {"status": 503, "lose": "answer"}}), "then.lose"),
        (json!({"then": {"latency": "PT1S", "code": "x"}}), "then"),
    ] {
        let error = Faults::default().add(fault(json.clone())).unwrap_err();
        assert!(error.to_string().starts_with(&format!("{member}: ")), "{json}: {error}");
    }
}

#[test]
fn the_form_of_a_fault_knows_no_other_members() {
    for json in [
        json!({"then": {"staus": 503}}),
        json!({"match": {"verb": "GET"}}),
        json!({"when": "never"}),
        json!({"when": {"rate": {"requests": 1, "per": "1 minute"}}}),
        json!({"then": {"latency": "-PT1S"}}),
    ] {
        assert!(serde_json::from_value::<Fault>(json.clone()).is_err(), "{json}");
    }
}

#[test]
fn a_fault_is_listed_as_it_was_given() {
    let given = json!({
        "match": {"method": "POST", "operation": "create", "path": "/v1.0/*"},
        "when": {"rate": {"requests": 10, "per": "PT60S"}},
        "then": {"latency": "PT0.25S", "status": 429, "code": "c", "message": "m", "retryAfter": 3}
    });
    let faults = Faults::default();
    faults.add(fault(given.clone())).unwrap();
    let mut listed = serde_json::to_value(faults.list()).unwrap()[0].clone();
    let members = listed.as_object_mut().unwrap();
    let counts = ["id", "matched", "struck"].map(|count| members.remove(count).unwrap());
    assert_eq!((listed, counts), (given, [json!(1), json!(0), json!(0)]));
}

#[test]
fn a_fault_concerns_what_has_all_that_it_names() {
    let path = "/v1.0/*/assignmentRequests";
    for (matching, expected) in [
        (json!({}), true),
        (json!({"method": "POST", "operation": "create", "path": path}), true),
        (json!({"method": "GET", "operation": "create", "path": path}), false),
        (json!({"method": "POST", "operation": "list", "path": path}), false),
        (json!({"method": "POST", "operation": "create", "path": "/beta/*"}), false),
    ] {
        let faults = Faults::default();
        faults.add(fault(json!({"match": matching, "then": {"status": 500}}))).unwrap();
        assert_eq!(faults.disturbance(create()).instead.is_some(), expected, "{matching}");
        assert_eq!(faults.list()[0].matched, u64::from(expected));
    }
}

#[test]
fn delays_add_up_and_the_first_other_effect_decides() {
    let faults = Faults::default();
    for then in [
        json!({"latency": "PT1S"}),
        json!({"latency": "PT2S", "lose": "answer"}),
        json!({"status": 500}),
    ] {
        faults.add(fault(json!({"then": then}))).unwrap();
    }
    let disturbance = faults.disturbance(create());
    assert_eq!(disturbance.faults, [1, 2, 3]);
    assert_eq!(disturbance.latency, Duration::from_secs(3));
    assert_eq!(disturbance.instead, Some(Instead::Loss(Loss::Answer)));
}

#[test]
fn throttling_answers_429_and_when_to_come_again_unless_told_otherwise() {
    for (then, status, retry_after) in [
        (json!({}), 429, 60),
        (json!({"status": 503}), 503, 60),
        (json!({"retryAfter": 5}), 429, 5),
    ] {
        let faults = Faults::default();
        let when = json!({"rate": {"requests": 0, "per": "PT1M"}});
        faults.add(fault(json!({"when": when, "then": then}))).unwrap();
        let Some(Instead::Error(error)) = faults.disturbance(create()).instead else {
            panic!("{then} does not answer");
        };
        assert_eq!((error.status, error.retry_after), (status, Some(retry_after)));
    }
}

#[test]
fn faults_are_replaced_together_or_not_at_all() {
    let faults = Faults::default();
    let sound = fault(json!({"then": {"status": 500}}));
    faults.add(sound.clone()).unwrap();
    assert!(faults.replace(vec![sound.clone(), Fault::default()]).is_err());
    assert_eq!(faults.list().iter().map(|one| one.id).collect::<Vec<_>>(), [1]);
    faults.replace(vec![sound.clone(), sound]).unwrap();
    assert_eq!(faults.list().iter().map(|one| one.id).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_fault_that_is_removed_strikes_no_more() {
    let faults = Faults::default();
    let id = faults.add(fault(json!({"then": {"status": 500}}))).unwrap();
    assert!(!faults.remove(id + 1));
    assert!(faults.remove(id));
    assert!(faults.disturbance(create()).instead.is_none());
}
