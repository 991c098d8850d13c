//! What is JSON, and what a body may look like where it is.

use serde_json::{Value, json};

use crate::client::{Answer, Ask, documented};
use crate::operations::{admin_add, callback, resume};

const PACKAGE: &str = "a914b616-e04e-476b-aa37-91038f0b165b";
const POLICY: &str = "2264bf65-76ba-417b-a27d-54d291f0cbc8";

/// A body after what the pointer names was replaced.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    *body.pointer_mut(pointer).unwrap() = value;
    body
}

/// A direct assignment in which every object that a create can hold is present.
pub(crate) fn everything() -> Value {
    json!({
        "requestType": "adminAdd",
        "assignment": {
            "accessPackage": {"id": "977c7ff4-ef8f-4910-9d31-49048ddf3120"},
            "assignmentPolicy": {"id": "4540a08f-8ab5-43f6-a923-015275799197"},
            "target": {"objectId": "46184453-e63b-4f20-86c2-c557ed5d5df9"},
            "schedule": {"startDateTime": null}
        },
        "schedule": {"expiration": {"type": "noExpiration"}},
        "answers": [{
            "@odata.type": "#microsoft.graph.accessPackageAnswerString",
            "value": "Testing",
            "answeredQuestion": {
                "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
                "id": "7aaa18c9-8e4f-440f-bd5a-3a7ce312cbe6"
            }
        }]
    })
}

#[tokio::test]
async fn every_object_of_a_create_together_is_taken() {
    assert_eq!(Ask::create(&everything()).send(&documented().await).await.status, 201);
}

#[tokio::test]
async fn an_array_does_not_stand_for_an_object_and_changes_nothing() {
    let sandbox = documented().await;
    let before = Ask::get("assignmentRequests").send(&sandbox).await.json();
    let whole =
        json!(["userAdd", [null, PACKAGE, null, POLICY, null, null, null, null], null, null, "x"]);
    for (pointer, array) in [
        ("", whole),
        ("/assignment", json!([null, PACKAGE, null, POLICY, null, null, null, null])),
        ("/assignment/accessPackage", json!([PACKAGE])),
        ("/assignment/assignmentPolicy", json!([POLICY])),
        ("/assignment/target", json!(["46184453-e63b-4f20-86c2-c557ed5d5df9", null, null])),
        ("/assignment/schedule", json!([null, null, null])),
        ("/schedule", json!([null, null, null])),
        ("/schedule/expiration", json!([null, null, "noExpiration"])),
        ("/answers/0", json!(["#microsoft.graph.accessPackageAnswerString", "x", null, {}])),
        ("/answers/0/answeredQuestion", json!([null, "7aaa18c9-8e4f-440f-bd5a-3a7ce312cbe6"])),
    ] {
        let answer = Ask::create(&with(everything(), pointer, array)).send(&sandbox).await;
        check_object_is_wanted(&answer, pointer);
    }
    assert_eq!(Ask::get("assignmentRequests").send(&sandbox).await.json(), before);
}

#[tokio::test]
async fn an_array_does_not_stand_for_an_object_of_a_resume() {
    let sandbox = documented().await;
    let data = callback()["data"].as_object().unwrap().values().cloned().collect::<Value>();
    let whole = json!([null, callback()["type"], callback()["data"]]);
    for (pointer, array) in [("", whole), ("/data", data)] {
        let answer = resume(&with(callback(), pointer, array)).send(&sandbox).await;
        check_object_is_wanted(&answer, pointer);
    }
}

fn check_object_is_wanted(answer: &Answer, pointer: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (400, "InvalidModel"), "{pointer}");
    let message = answer.message();
    assert!(message.contains("expected an object"), "{pointer}: {message}");
}

#[tokio::test]
async fn no_message_names_a_type_of_the_program() {
    let sandbox = documented().await;
    for value in [json!([]), json!("text"), json!(1), json!(true)] {
        for pointer in ["", "/assignment", "/assignment/target", "/schedule", "/answers/0"] {
            let body = with(everything(), pointer, value.clone());
            let message = Ask::create(&body).send(&sandbox).await.message();
            assert!(!message.contains("Body") && !message.contains("struct"), "{message}");
        }
    }
}

#[tokio::test]
async fn a_member_that_is_ignored_is_json_all_the_same() {
    let sandbox = documented().await;
    for ignored in
        [&b"\"\\ud800\""[..], b"\"\\udc00\\ud800\"", b"\"\xff\"", b"\"\xed\xa0\x80\"", b"\"\x01\""]
    {
        let body = admin_add().to_string();
        let open = body.strip_suffix('}').unwrap();
        let body = [open.as_bytes(), b",\"ignored\":", ignored, b"}"].concat();
        let answer = Ask::post("assignmentRequests").json_bytes(&body).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "BadRequest"), "{ignored:?}");
    }
}

#[tokio::test]
async fn a_long_value_is_not_repeated_as_a_whole() {
    let sandbox = documented().await;
    let long = "x".repeat(100_000);
    for ask in [
        Ask::create(&json!(long)),
        Ask::create(&with(admin_add(), "/requestType", json!(long))),
        Ask::create(&with(admin_add(), "/assignment/targetId", json!(long))),
        resume(&with(callback(), "/data/customExtensionStageInstanceId", json!(long))),
        Ask::get(&format!("assignmentRequests/{}", "x".repeat(8000))),
    ] {
        let message = ask.send(&sandbox).await.message();
        assert!(message.chars().count() < 700, "{message:.200}");
    }
}

/// A body after the member that the pointer names was given another name.
fn renamed(mut body: Value, pointer: &str, name: &str) -> Value {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    let value = parent[member].take();
    parent.as_object_mut().unwrap().remove(member);
    parent[name] = value;
    body
}

#[tokio::test]
async fn a_member_in_another_casing_is_refused_with_the_one_that_was_meant() {
    let sandbox = documented().await;
    let before = Ask::get("assignmentRequests").send(&sandbox).await.json();
    for (pointer, name, place) in [
        ("/requestType", "request_type", "the body"),
        ("/assignment", "Assignment", "the body"),
        ("/answers", "ANSWERS", "the body"),
        ("/assignment/accessPackage", "access_package", "assignment"),
        ("/assignment/target", "target_", "assignment"),
        ("/assignment/target/objectId", "object_id", "assignment.target"),
        ("/assignment/accessPackage/id", "Id", "assignment.accessPackage"),
        ("/assignment/schedule/startDateTime", "start_date_time", "assignment.schedule"),
        ("/schedule/expiration/type", "Type", "schedule.expiration"),
        ("/answers/0/answeredQuestion", "answered_question", "answers[0]"),
        ("/answers/0/answeredQuestion/id", "ID", "answers[0].answeredQuestion"),
    ] {
        let answer = Ask::create(&renamed(everything(), pointer, name)).send(&sandbox).await;
        check_meant(&answer, (pointer, name, place));
    }
    for (pointer, name, place) in [
        ("/type", "Type", "the body"),
        ("/data/stage", "Stage", "data"),
        ("/data/customExtensionStageInstanceId", "custom_extension_stage_instance_id", "data"),
    ] {
        let answer = resume(&renamed(callback(), pointer, name)).send(&sandbox).await;
        check_meant(&answer, (pointer, name, place));
    }
    assert_eq!(Ask::get("assignmentRequests").send(&sandbox).await.json(), before);
}

fn check_meant(answer: &Answer, (pointer, name, place): (&str, &str, &str)) {
    let (_, meant) = pointer.rsplit_once('/').unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (400, "InvalidModel"), "{pointer}");
    let expected = format!("{place}: `{name}` is no member of this object; `{meant}` was meant");
    assert!(answer.message().starts_with(&expected), "{expected}: {}", answer.message());
}

#[tokio::test]
async fn every_body_of_the_documents_python_snippets_is_answered_with_the_member_that_was_meant() {
    let sandbox = documented().await;
    let (package, policy) = (PACKAGE, POLICY);
    for (assignment, body, meant) in [
        (
            "assignment",
            json!({"target_id": package, "assignment_policy_id": policy, "access_package_id": package}),
            "`targetId` was meant",
        ),
        ("assignment", json!({"access_package_id": package}), "`accessPackageId` was meant"),
        (
            "access_package_assignment",
            json!({"access_package_id": package}),
            "`accessPackageAssignment` was meant",
        ),
    ] {
        let mut body = json!({ assignment: body });
        body["requestType"] = "userAdd".into();
        let answer = Ask::create(&body).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "InvalidModel"), "{body}");
        assert!(answer.message().contains(meant), "{body}: {}", answer.message());
    }
}

#[tokio::test]
async fn a_member_that_is_like_no_other_is_ignored() {
    let sandbox = documented().await;
    let mut body = admin_add();
    body["is_validation_only"] = true.into();
    body["assignment"]["schedule"] = json!({"stopDateTime": null, "stop_date_time": null});
    assert_eq!(Ask::create(&body).send(&sandbox).await.status, 201);
}
