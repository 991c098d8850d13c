//! The documented world is sound, and each way to be unsound is found with its place.

use super::*;

fn error_after(pointer: &str, value: serde_json::Value) -> String {
    let mut world: serde_json::Value =
        serde_json::from_str(include_str!("../../worlds/documented.json")).unwrap();
    *world.pointer_mut(pointer).unwrap() = value;
    World::from_json(&world.to_string()).unwrap_err().to_string()
}

#[test]
fn the_documented_world_is_sound() {
    World::documented().unwrap();
}

#[test]
fn a_reference_that_leads_nowhere_is_named_with_its_place() {
    for (pointer, place) in [
        ("/caller", "caller"),
        ("/assignmentPolicies/0/accessPackage", "assignmentPolicies/0/accessPackage"),
        ("/assignments/1/target", "assignments/1/target"),
        ("/assignments/0/assignmentPolicy", "assignments/0/assignmentPolicy"),
        ("/assignmentRequests/0/createdBy", "assignmentRequests/0/createdBy"),
        ("/assignmentRequests/0/assignment", "assignmentRequests/0/assignment"),
    ] {
        let nowhere = "00000000-0000-4000-8000-000000000000";
        let error = error_after(pointer, nowhere.into());
        assert!(error.starts_with(&format!("{place}: ")) && error.contains(nowhere), "{error}");
    }
}

#[test]
fn an_id_that_is_used_twice_is_refused() {
    let error = error_after("/subjects/1/id", DOCUMENTED_CALLER.into());
    assert_eq!(error, format!("subjects/1: the id {DOCUMENTED_CALLER} is used more than once"));
}

#[test]
fn members_that_contradict_each_other_are_refused() {
    for (pointer, value, problem) in [
        ("/assignmentRequests/0/status", "Accepted".into(), "has no status Accepted"),
        ("/assignmentRequests/0/completedDateTime", serde_json::Value::Null, "completedDateTime"),
        ("/assignmentRequests/2/callouts", serde_json::json!([]), "WaitingForCallback"),
        (
            "/assignments/0/assignmentPolicy",
            "c5f7847f-83a8-4315-a754-d94a6f39b875".into(),
            "belongs to another access package",
        ),
    ] {
        let error = error_after(pointer, value);
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn a_wrong_form_is_named_with_its_path() {
    let error = error_after("/assignmentRequests/2/state", "Done".into());
    assert_eq!(error, "assignmentRequests[2].state does not have the form of a world");
    let twice = include_str!("../../worlds/documented.json").repeat(2);
    let error = World::from_json(&twice).unwrap_err().to_string();
    assert_eq!(error, "the end does not have the form of a world");
}

const DOCUMENTED_CALLER: &str = "b3f1c1de-6e2b-4c57-9d0a-4a1f6d5e2c10";
