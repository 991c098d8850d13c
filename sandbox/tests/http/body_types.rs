//! Every member of a body is held to the type that Graph's metadata declare, wherever it stands.

use serde_json::{Value, json};

use crate::client::{Answer, Ask, documented};
use crate::json_bodies::everything;
use crate::operations::{callback, resume};

/// A body after a member was put where the pointer says, be it there or not.
fn put(mut body: Value, pointer: &str, value: Value) -> Value {
    if let Some(place) = body.pointer_mut(pointer) {
        *place = value;
        return body;
    }
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[member] = value;
    body
}

/// A pointer as messages write it.
fn place(pointer: &str) -> String {
    let tokens = pointer.split('/').skip(1);
    let written = tokens.map(|token| {
        if token.parse::<usize>().is_ok() { format!("[{token}]") } else { format!(".{token}") }
    });
    written.collect::<String>().trim_start_matches('.').to_owned()
}

fn check_refused(answer: &Answer, pointer: &str, expected: &str) {
    let answered = (answer.status, answer.code());
    assert_eq!(answered, (400, "InvalidModel".to_owned()), "{pointer}: {answer:?}");
    let message = answer.message();
    assert!(message.starts_with(&format!("{}: ", place(pointer))), "{pointer}: {message}");
    assert!(message.contains(&format!("expected {expected}")), "{pointer}: {message}");
}

#[tokio::test]
async fn a_known_member_of_another_type_is_refused_by_its_place() {
    let sandbox = documented().await;
    let before = Ask::get("assignmentRequests").send(&sandbox).await.json();
    for (pointer, value, expected) in [
        ("/@odata.type", json!(7), "a string"),
        ("/justification", json!({}), "a string or null"),
        ("/state", json!(1), "a string or null"),
        ("/requestor", json!("me"), "an object or null"),
        ("/answers", json!({}), "an array"),
        ("/customExtensionCalloutInstances", json!({}), "an array"),
        ("/schedule/@odata.type", json!([]), "a string"),
        ("/assignment/status", json!(true), "a string"),
        ("/assignment/target/displayName", json!(["x"]), "a string"),
        ("/assignment/target/subjectType", json!(1), "a string"),
        ("/assignment/target/connectedOrganization", json!(7), "an object"),
        ("/assignment/accessPackage/isHidden", json!("no"), "true or false"),
        ("/assignment/assignmentPolicy/expiration", json!("P1D"), "an object"),
        ("/assignment/assignmentPolicy/reviewSettings", json!([]), "an object"),
        ("/answers/0/answeredQuestion/sequence", json!(1.5), "an integer of 32 bits"),
        ("/answers/0/answeredQuestion/sequence", json!(1_u64 << 31), "an integer of 32 bits"),
        ("/answers/0/answeredQuestion/sequence", json!("1"), "an integer of 32 bits"),
        ("/answers/0/answeredQuestion/regexPattern", json!(7), "a string"),
    ] {
        let answer = Ask::create(&put(everything(), pointer, value)).send(&sandbox).await;
        check_refused(&answer, pointer, expected);
    }
    assert_eq!(Ask::get("assignmentRequests").send(&sandbox).await.json(), before);
}

#[tokio::test]
async fn what_is_ignored_is_held_to_its_type_all_the_way_down() {
    let sandbox = documented().await;
    for (pointer, value, below, expected) in [
        (
            "/assignment/accessPackage/assignmentPolicies",
            json!([{}, {"accessPackage": {"isHidden": 0}}]),
            "/1/accessPackage/isHidden",
            "true or false",
        ),
        (
            "/assignment/assignmentPolicy/requestApprovalSettings",
            json!({"stages": [{"primaryApprovers": [7]}]}),
            "/stages/0/primaryApprovers/0",
            "an object",
        ),
        (
            "/answers/0/answeredQuestion/choices",
            json!([{"text": 7}]),
            "/0/text",
            "a string or null",
        ),
        ("/assignment/target/connectedOrganization", json!({"id": 7}), "/id", "a string"),
    ] {
        let answer = Ask::create(&put(everything(), pointer, value)).send(&sandbox).await;
        check_refused(&answer, &format!("{pointer}{below}"), expected);
    }
}

#[tokio::test]
async fn what_the_metadata_do_not_let_be_null_is_refused_as_null() {
    let sandbox = documented().await;
    for (pointer, expected) in [
        ("/@odata.type", "a string"),
        ("/id", "a string"),
        ("/answers", "an array"),
        ("/answers/0", "an object"),
        ("/answers/0/answeredQuestion/@odata.type", "a string"),
        ("/assignment/id", "a string"),
        ("/assignment/targetId", "a string"),
        ("/assignment/assignmentPolicyId", "a string"),
        ("/assignment/accessPackageId", "a string"),
        ("/assignment/target/id", "a string"),
        ("/assignment/target/subjectLifecycle", "a string"),
        ("/assignment/assignmentPolicy/questions", "an array"),
    ] {
        let body = put(everything(), pointer, Value::Null);
        check_refused(&Ask::create(&body).send(&sandbox).await, pointer, expected);
    }
}

#[tokio::test]
async fn every_other_member_may_be_null() {
    let mut body = everything();
    for pointer in [
        "/justification",
        "/createdDateTime",
        "/requestor",
        "/schedule/startDateTime",
        "/schedule/recurrence",
        "/schedule/expiration/duration",
        "/assignment/state",
        "/assignment/target/email",
        "/assignment/target/subjectType",
        "/assignment/accessPackage/isHidden",
        "/assignment/accessPackage/catalog",
        "/assignment/assignmentPolicy/requestorSettings",
        "/answers/0/displayValue",
        "/answers/0/answeredQuestion/sequence",
    ] {
        body = put(body, pointer, Value::Null);
    }
    let answer = Ask::create(&body).send(&documented().await).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[tokio::test]
async fn everything_of_the_right_type_is_taken() {
    let mut body = everything();
    for (pointer, value) in [
        ("/@odata.type", json!("#microsoft.graph.accessPackageAssignmentRequest")),
        ("/customExtensionCalloutInstances", json!([])),
        ("/assignment/target/subjectLifecycle", json!("notDefined")),
        ("/assignment/target/connectedOrganization", json!({"id": "x", "domainName": 7})),
        ("/assignment/accessPackage/isHidden", json!(false)),
        ("/assignment/accessPackage/assignmentPolicies", json!([{"displayName": "Everybody"}])),
        ("/answers/0/answeredQuestion/sequence", json!(-2_147_483_648)),
        ("/answers/0/answeredQuestion/isRequired", json!(true)),
    ] {
        body = put(body, pointer, value);
    }
    let answer = Ask::create(&body).send(&documented().await).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[tokio::test]
async fn what_is_abstract_is_refused_without_its_type() {
    let sandbox = documented().await;
    for (parent, place) in [
        ("/answers/0", "answers[0]"),
        ("/answers/0/answeredQuestion", "answers[0].answeredQuestion"),
    ] {
        let mut body = everything();
        body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove("@odata.type");
        let answer = Ask::create(&body).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "InvalidModel"), "{place}");
        let expected = format!("{place}: missing field `@odata.type`");
        assert!(answer.message().starts_with(&expected), "{}", answer.message());
    }
}

#[tokio::test]
async fn the_parameters_of_a_resume_are_held_to_their_types() {
    let sandbox = documented().await;
    for (pointer, value, expected) in [
        ("/source", json!(7), "a string"),
        ("/type", json!([]), "a string"),
        ("/data", json!("x"), "an object"),
        ("/data/@odata.type", Value::Null, "a string"),
        ("/data/stage", json!(1), "a string"),
        ("/data/state", json!(false), "a string"),
        ("/data/customExtensionStageInstanceDetail", json!({}), "a string"),
    ] {
        let answer = resume(&put(callback(), pointer, value)).send(&sandbox).await;
        check_refused(&answer, pointer, expected);
    }
}

/// What is no JSON is no body, whatever was wrong before.
#[tokio::test]
async fn a_mistake_of_json_is_told_before_one_of_type() {
    let sandbox = documented().await;
    let body = br#"{"requestType": 7, "assignment": {"#;
    let answer = Ask::post("assignmentRequests").json_bytes(body).send(&sandbox).await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "BadRequest"));
}
