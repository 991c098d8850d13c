//! What a create must carry, by requestType, and what comes of what it carries.

use serde_json::{Value, json};

use crate::client::{Ask, created, documented, shown};
use crate::operations::admin_add;

const NEW_HIRE: &str = "a914b616-e04e-476b-aa37-91038f0b165b";
const DIRECT: &str = "2264bf65-76ba-417b-a27d-54d291f0cbc8";
const ASSIGNMENT: &str = "329f8dac-8062-4c1b-a9b8-39b7132f9bff";
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";
const CHOICE: &str = "8fe745e7-80b2-490d-bd22-4e708c77288c";
const ANSWER: &str = "#microsoft.graph.accessPackageAnswerString";
const CHOICE_TYPE: &str = "microsoft.graph.accessPackageMultipleChoiceQuestion";

fn body(request_type: &str, assignment: &Value) -> Value {
    json!({"requestType": request_type, "assignment": assignment})
}

fn answering(question: &Value) -> Value {
    let mut body = body("adminUpdate", &json!({"id": "44c741c1-2cf4-40db-83b6-e0112f8e5a83"}));
    let answer =
        json!({"@odata.type": ANSWER, "value": "UpdatedAnswerValue", "answeredQuestion": question});
    body["answers"] = json!([answer]);
    body
}

/// An update that brings nothing.
fn without_answers() -> Value {
    let mut body = body("adminUpdate", &json!({"id": ASSIGNMENT}));
    body["answers"] = json!([]);
    body
}

#[tokio::test]
async fn a_body_that_breaks_a_rule_is_refused_with_its_code() {
    let (package, policy, user) = (NEW_HIRE, DIRECT, "46184453-e63b-4f20-86c2-c557ed5d5df9");
    let other = "c5f7847f-83a8-4315-a754-d94a6f39b875";
    let add = |request_type: &str, rest: Value| {
        let mut assignment = json!({"accessPackageId": package});
        assignment.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        body(request_type, &assignment)
    };
    let sandbox = documented().await;
    for (refused, status, code) in [
        (json!({}), 400, "InvalidModel"),
        (json!({"requestType": null}), 400, "InvalidModel"),
        (json!({"requestType": "UserExtend"}), 400, "InvalidModel"),
        (body("onBehalfAdd", &json!({"accessPackageId": package})), 400, "InvalidModel"),
        (body("systemRemove", &json!({"id": ASSIGNMENT})), 400, "InvalidModel"),
        (body("systemAdd", &json!({"accessPackageId": package})), 400, "InvalidModel"),
        (body("systemUpdate", &json!({"id": ASSIGNMENT})), 400, "InvalidModel"),
        (body("notSpecified", &json!({"accessPackageId": package})), 400, "InvalidModel"),
        (body("unknownFutureValue", &json!({"accessPackageId": package})), 400, "InvalidModel"),
        (json!({"requestType": "userAdd"}), 400, "InvalidModel"),
        (add("adminAdd", json!({})), 400, "InvalidModel"),
        (add("adminAdd", json!({"assignmentPolicyId": policy})), 400, "InvalidModel"),
        (add("userAdd", json!({"assignmentPolicyId": other})), 400, "InvalidModel"),
        (add("userAdd", json!({"targetId": "me"})), 400, "InvalidModel"),
        (
            add("userAdd", json!({"targetId": user, "target": {"email": "a@b.c"}})),
            400,
            "InvalidModel",
        ),
        (add("userAdd", json!({"target": {}})), 400, "InvalidModel"),
        (add("userAdd", json!({"target": {"email": "nobody@contoso.com"}})), 404, "TargetNotFound"),
        (add("userAdd", json!({"targetId": NOBODY})), 404, "TargetNotFound"),
        (add("userAdd", json!({"accessPackageId": NOBODY})), 404, "AccessPackageNotFound"),
        (
            add("userAdd", json!({"assignmentPolicyId": NOBODY})),
            404,
            "AccessPackageAssignmentPolicyNotFound",
        ),
        (body("adminRemove", &json!({})), 400, "InvalidModel"),
        (body("userRemove", &json!({"id": NOBODY})), 404, "AccessPackageAssignmentNotFound"),
        (body("userUpdate", &json!({"id": ASSIGNMENT})), 400, "InvalidModel"),
        (without_answers(), 400, "InvalidModel"),
        (answering(&json!({"@odata.type": CHOICE_TYPE, "id": NOBODY})), 400, "InvalidModel"),
        (
            answering(
                &json!({"@odata.type": CHOICE_TYPE.replace("MultipleChoice", "TextInput"), "id": CHOICE}),
            ),
            400,
            "InvalidModel",
        ),
    ] {
        let answer = Ask::create(&refused).send(&sandbox).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{refused}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn what_could_never_be_is_refused_by_the_members_name() {
    let sandbox = documented().await;
    let in_email = |email: &str| {
        let mut body = admin_add();
        body["assignment"].as_object_mut().unwrap().remove("targetId");
        body["assignment"]["target"] = json!({"email": email});
        body
    };
    let scheduled = |start: &str, end: &str| {
        let mut body = admin_add();
        let expiration = json!({"type": "afterDateTime", "endDateTime": end});
        body["schedule"] = json!({"startDateTime": start, "expiration": expiration});
        body
    };
    let ending = |end: &str| {
        let expiration = json!({"type": "afterDateTime", "endDateTime": end});
        let mut body = admin_add();
        body["schedule"] = json!({"expiration": expiration});
        body
    };
    let (email, end) = ("assignment.target.email: ", "schedule.expiration.endDateTime: ");
    for (refused, member) in [
        (in_email(""), email),
        (in_email("somebody"), email),
        (scheduled("2030-01-02T00:00:00Z", "2030-01-01T00:00:00Z"), end),
        (scheduled("2030-01-02T00:00:00Z", "2030-01-02T00:00:00Z"), end),
        (scheduled("2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"), end),
        (ending("2024-06-07T15:53:35.333Z"), end),
        (ending("2024-01-01T00:00:00Z"), end),
        (scheduled("2030-01-02 00:00:00Z", "2031-01-01T00:00:00Z"), "schedule.startDateTime: "),
        (scheduled("2030-01-02T00:00:00z", "2031-01-01T00:00:00Z"), "schedule.startDateTime: "),
    ] {
        let answer = Ask::create(&refused).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "InvalidModel"), "{refused}");
        assert!(answer.message().starts_with(member), "{refused}: {}", answer.message());
    }
}

#[tokio::test]
async fn a_refusal_changes_nothing() {
    let sandbox = documented().await;
    let before = Ask::get("assignmentRequests").send(&sandbox).await.json();
    Ask::create(&body("userUpdate", &json!({"id": ASSIGNMENT}))).send(&sandbox).await;
    Ask::post("assignmentRequests/7999249e-249e-7999-9e24-99799e249979/cancel")
        .send(&sandbox)
        .await;
    assert_eq!(Ask::get("assignmentRequests").send(&sandbox).await.json(), before);
}

#[tokio::test]
async fn a_user_who_names_only_the_package_asks_for_themselves() {
    let sandbox = documented().await;
    let body =
        json!({"requestType": "UserAdd", "accessPackageAssignment": {"accessPackageId": NEW_HIRE}});
    let id = created(&sandbox, &body).await;
    let on_target = Ask::get("assignmentRequests/filterByCurrentUser(on='target')");
    assert!(on_target.send(&sandbox).await.ids().contains(&id));
}

#[tokio::test]
async fn an_administrator_can_bring_in_somebody_by_email() {
    let sandbox = documented().await;
    let assignment = json!({
        "target": {"email": "user@contoso.com"},
        "assignmentPolicy": {"id": "11114b50-0a08-4f96-83e9-1d714aa2cd79"},
        "accessPackage": {"id": "11115C72-0612-4C43-A044-FC0A4E71A4C5"}
    });
    let body = body("AdminAdd", &assignment);
    let mut requestors = Vec::new();
    for _ in 0..2 {
        let id = created(&sandbox, &body).await;
        Ask::post(&format!("assignmentRequests/{id}/cancel")).send(&sandbox).await;
        let path = format!("assignmentRequests/{id}?$expand=requestor");
        requestors.push(Ask::get(&path).send(&sandbox).await.json()["requestor"].take());
    }
    assert_eq!(requestors[0]["email"], "user@contoso.com");
    assert_eq!(requestors[0]["objectId"], Value::Null);
    assert_eq!(requestors[0], requestors[1]);
}

#[tokio::test]
async fn an_answer_shows_the_text_of_the_choice() {
    let sandbox = documented().await;
    let answer = Ask::create(&answering(&json!({"@odata.type": CHOICE_TYPE, "id": CHOICE})))
        .send(&sandbox)
        .await;
    assert_eq!(
        answer.json()["answers"],
        json!([{
            "@odata.type": ANSWER,
            "value": "UpdatedAnswerValue",
            "displayValue": "This is the answer to a multiple choice question",
            "answeredQuestion": {"@odata.type": format!("#{CHOICE_TYPE}"), "id": CHOICE}
        }])
    );
}

#[tokio::test]
async fn a_start_in_the_past_becomes_the_present() {
    let sandbox = documented().await;
    let mut body = admin_add();
    body["schedule"] = json!({"startDateTime": "2023-05-23T20:04:02.39Z"});
    let answer = Ask::create(&body).send(&sandbox).await.json();
    assert_eq!(answer["schedule"]["startDateTime"], "2024-06-07T15:53:35.333Z");
}

#[tokio::test]
async fn a_schedule_of_the_request_wins_over_one_of_the_assignment() {
    let sandbox = documented().await;
    let mut body = admin_add();
    body["assignment"]["schedule"] =
        json!({"startDateTime": "2030-01-01T00:00:00Z", "stopDateTime": null});
    let inner = Ask::create(&body).send(&documented().await).await.json();
    assert_eq!(inner["schedule"]["startDateTime"], "2030-01-01T00:00:00Z");
    body["schedule"] = json!({"startDateTime": "2031-01-01T00:00:00Z"});
    let outer = Ask::create(&body).send(&sandbox).await.json();
    assert_eq!(outer["schedule"]["startDateTime"], "2031-01-01T00:00:00Z");
}

#[tokio::test]
async fn approver_remove_is_shown_to_those_who_ask_for_unknown_members() {
    let sandbox = documented().await;
    let assignment = json!({"id": "5d9b7a31-2c4e-4f86-b17d-8e0a6c3f5b29"});
    let id = created(&sandbox, &body("approverRemove", &assignment)).await;
    assert_eq!(shown(&sandbox, &id).await["requestType"], "unknownFutureValue");
    let asking = Ask::get(&format!("assignmentRequests/{id}"))
        .header("Prefer", "respond-async, include-unknown-enum-members");
    assert_eq!(asking.send(&sandbox).await.json()["requestType"], "approverRemove");
}
