//! What stands ready in the documented world beyond the documents' own examples does what it is there
//! for: packages with their policies, and requests that the API alone does not bring about.

use std::time::Duration;

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{Ask, documented, shown};
use crate::operations::on_behalf;
use crate::verdicts::{user_add, with};

const CREATED: &str = "assignmentRequestCreated";
const APPROVED: &str = "assignmentRequestApproved";
const GRANTED: &str = "assignmentRequestGranted";
const REMOVED: &str = "assignmentRequestRemoved";

/// Requests that wait for a callback: the stage, the request, its callout, and its state.
#[rustfmt::skip]
const WAITING: [(&str, &str, &str, &str); 16] = [
    (CREATED,  "763e4978-bf3e-4496-9e54-aa8f3a1c30e8", "6ace4b40-80c5-4ec4-968c-bf717e77b397", "submitted"),
    (CREATED,  "22ad336c-5760-4543-87c5-72f1e929a596", "f0b13e2f-7802-45ca-b8c6-5793f1094f39", "submitted"),
    (CREATED,  "ac42fb8d-84d1-411a-b226-07151c881206", "36032240-ebed-47bb-843b-dedc681d0c20", "submitted"),
    (CREATED,  "bab5e86b-b680-4281-ab97-2d9b25bef1b1", "9eecfeed-1c4a-4707-807d-58e4eb9407d5", "submitted"),
    (CREATED,  "e08137f3-3a08-4ec9-9f95-e90587134be1", "6b881677-6b5a-4b73-a944-72d1a7d32946", "submitted"),
    (CREATED,  "c9ce5ddc-2a52-483e-96df-d21e9d1f5c01", "f41fae4a-5518-483d-a986-47fe161b80de", "submitted"),
    (CREATED,  "6cc3ba50-3183-4d1d-b933-dffe9f578985", "dbc01b3d-2ea2-438c-a4e1-66c70794a750", "submitted"),
    (CREATED,  "60b3bedc-e0ec-4dea-bc43-4d6e6054aa24", "a0d0861e-4f7e-4353-8227-e820e6a60526", "submitted"),
    (APPROVED, "82695837-5eae-4bfb-9512-0daa8566326f", "6a25a8e3-ff23-402d-94f6-2bec476de2b4", "pendingApproval"),
    (APPROVED, "7825fd45-6c7d-45f8-b4ca-628efcf6d5db", "826603d9-407d-4f17-b42e-17e7202223f8", "pendingApproval"),
    (APPROVED, "1cb46f22-1836-4bcb-8a1e-fdef8373e965", "52e651e9-33fc-493c-945d-67261ed284e9", "pendingApproval"),
    (GRANTED,  "d6f05276-7986-4c6b-beed-f2dffae35c21", "18fa9cbb-6143-4a71-ac10-4a1989f7810d", "delivering"),
    (GRANTED,  "de531d67-bdad-499e-9999-3d3cfcde3c78", "4ad4572e-219a-4de0-9f27-f20a2856c6c0", "delivering"),
    (GRANTED,  "305caca9-afca-4fb2-aaae-6fcf518bd348", "51a9e967-2708-40c5-8389-dd9196f79782", "delivering"),
    (REMOVED,  "68981e99-78e7-4ab0-b4e2-270b62c5d81c", "960f0bd7-bac4-40c9-bb9c-7e805c4c7c23", "delivering"),
    (REMOVED,  "d691a3f6-13b3-4cce-989b-3ea34560bc25", "b900ae16-4533-40e9-a5f0-6c89a269f719", "delivering"),
];

const LIBRARY: &str = "370f6a24-6280-4be9-88bc-9418dfef5c9d";
const EVERYBODY: &str = "2728ea28-a6ee-460a-bba4-6b8b67523baa";
const GUESTS: &str = "088d2333-214e-49c4-ad77-8c970809b28e";
const EXPENSE_REPORTS: &str = "e2771951-5d1c-44b7-8035-a7284a2a27ef";
const LABORATORY: &str = "479a59e9-a460-47cd-9b30-b477cec0b2c7";
const BADGE: &str = "aeb77995-cc70-4724-ac93-572f94890886";

const LYNNE: &str = "1f2e3d4c-5b6a-4798-8897-a6b5c4d3e2f1";
const JOHANNA: &str = "30d72592-d9bf-4608-b21b-998e5fe0c2b6";
const JONI: &str = "2e70b1e8-01f2-4ee2-8c8a-2f0c1e9211f5";

fn advance(sandbox: &Sandbox, seconds: u64) {
    sandbox.clock().advance(Duration::from_secs(seconds));
}

/// A request with its assignment, as it is now.
async fn with_assignment(sandbox: &Sandbox, id: &str) -> Value {
    shown(sandbox, &format!("{id}?$expand=assignment($expand=target)")).await
}

async fn resumed(sandbox: &Sandbox, (stage, id, callout): (&str, &str, &str)) -> u16 {
    let callback = json!({
        "source": "The badge office",
        "type": format!("microsoft.graph.accessPackageCustomExtensionStage.{stage}"),
        "data": {
            "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
            "stage": stage,
            "customExtensionStageInstanceId": callout,
            "customExtensionStageInstanceDetail": "Go on"
        }
    });
    let resume = Ask::post(&format!("assignmentRequests/{id}/resume")).json(&callback.to_string());
    resume.send(sandbox).await.status
}

/// Creates a request as this persona and gives its id.
async fn created_by(sandbox: &Sandbox, persona: &str, body: &Value) -> String {
    let token = sandbox.token(persona).unwrap();
    let answer = Ask::create(body).by(&token).send(sandbox).await;
    assert_eq!(answer.status, 201, "{persona} {body}: {}", answer.body);
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn nothing_in_it_goes_on_by_itself() {
    let sandbox = documented().await;
    let list = Ask::get("assignmentRequests?$expand=assignment");
    let before = list.send(&sandbox).await.json();
    let clock = Ask::control("GET", "clock").send(&sandbox).await.json();
    assert_eq!(clock["nextDue"], json!(null));
    advance(&sandbox, 3600);
    assert_eq!(list.send(&sandbox).await.json(), before);
}

#[tokio::test]
async fn each_request_that_waits_goes_on_to_its_end_once_it_is_resumed() {
    let sandbox = documented().await;
    for (stage, id, callout, state) in WAITING {
        let request = shown(&sandbox, id).await;
        let stands = (&request["state"], &request["status"]);
        assert_eq!(stands, (&json!(state), &json!("WaitingForCallback")), "{id}");
        assert_eq!(resumed(&sandbox, (stage, id, callout)).await, 204, "{id}");
    }
    advance(&sandbox, 60);
    for (stage, id, ..) in WAITING {
        let request = with_assignment(&sandbox, id).await;
        let kept = if stage == REMOVED { "expired" } else { "delivered" };
        assert_eq!(request["state"], "delivered", "{id}");
        assert_eq!(request["assignment"]["state"], kept, "{id}");
        let callouts = request["customExtensionCalloutInstances"].as_array().unwrap();
        let statuses: Vec<&Value> = callouts.iter().map(|one| &one["status"]).collect();
        assert_eq!(statuses, ["callbackReceived"], "{id}");
    }
}

#[tokio::test]
async fn each_delivery_that_failed_lately_is_tried_again_and_no_older_one() {
    let sandbox = documented().await;
    let rows = [
        ("a736e0f6-6be9-45c9-afc3-2ac42076299c", "adminAdd", "deliveryFailed", 202),
        ("fee9b139-ad7e-4d0c-90b7-59648a55dc7c", "adminAdd", "deliveryFailed", 202),
        ("0b58ab03-756a-41e7-a346-717ac12250fb", "userAdd", "deliveryFailed", 202),
        ("b3c478b6-38e6-4772-b86e-d285da543b3d", "adminAdd", "deliveryFailed", 202),
        ("78e8b5bc-efb7-4578-b78e-1ffad9cf7a0c", "adminAdd", "deliveryFailed", 202),
        ("35df41cc-9ed8-4089-86a9-3306487a47e1", "adminAdd", "partiallyDelivered", 202),
        ("08b69211-e22b-4f66-ac08-abf35a71a8de", "userAdd", "partiallyDelivered", 202),
        ("5693b685-b1ab-462e-a319-7bb2fe227bac", "adminAdd", "deliveryFailed", 400),
        ("6276550f-7e21-4708-815a-e7276bd22108", "userAdd", "partiallyDelivered", 400),
    ];
    for (id, request_type, state, status) in rows {
        let request = with_assignment(&sandbox, id).await;
        assert_eq!(
            (&request["requestType"], &request["state"]),
            (&json!(request_type), &json!(state))
        );
        assert_eq!(request["assignment"]["state"], state, "{id}");
        let reprocess = Ask::post(&format!("assignmentRequests/{id}/reprocess"));
        let answer = reprocess.send(&sandbox).await;
        assert_eq!(answer.status, status, "{id}");
        if status == 400 {
            assert_eq!(answer.code(), "SandboxTooLateToReprocess", "{id}");
        }
    }
    advance(&sandbox, 60);
    for (id, _, state, status) in rows {
        let request = with_assignment(&sandbox, id).await;
        let state = if status == 202 { "delivered" } else { state };
        assert_eq!(request["state"], state, "{id}");
        assert_eq!(request["assignment"]["state"], state, "{id}");
    }
}

#[tokio::test]
async fn each_request_that_came_to_nothing_has_no_assignment_and_can_be_deleted() {
    let sandbox = documented().await;
    for (id, state) in [
        ("2c1a8be6-c729-44ab-a241-92a81f2a1a6f", "denied"),
        ("2ee9404d-c5bf-428f-8482-78a244b2b3a1", "denied"),
        ("46ba46f9-9c09-434a-bbc3-ae1954205f1e", "canceled"),
    ] {
        let request = with_assignment(&sandbox, id).await;
        assert_eq!((&request["state"], &request["assignment"]), (&json!(state), &json!(null)));
        let delete = Ask::new("DELETE", &format!("assignmentRequests/{id}"));
        assert_eq!(delete.send(&sandbox).await.status, 204, "{id}");
    }
}

/// An add of Library by this policy for this target, once with ids and once with the things.
fn in_both_forms(request_type: &str, policy: &str, target: &Value) -> [Value; 2] {
    let mut flat = json!({"assignmentPolicyId": policy, "accessPackageId": LIBRARY});
    match target.get("objectId") {
        Some(id) => flat["targetId"] = id.clone(),
        None => flat["target"] = target.clone(),
    }
    let nested = json!({
        "target": target,
        "assignmentPolicy": {"id": policy},
        "accessPackage": {"id": LIBRARY}
    });
    [flat, nested].map(|one| json!({"requestType": request_type, "assignment": one}))
}

fn is_for(assignment: &Value, target: &Value) -> bool {
    let mut members = target.as_object().unwrap().iter();
    members.all(|(name, value)| assignment["target"][name] == *value)
}

#[tokio::test]
async fn library_is_given_to_whoever_asks_and_whomever_an_administrator_names() {
    for (persona, request_type, policy, target) in [
        ("requestor", "userAdd", EVERYBODY, json!({"objectId": LYNNE})),
        ("admin", "adminAdd", EVERYBODY, json!({"objectId": JONI})),
        ("app", "adminAdd", EVERYBODY, json!({"objectId": JONI})),
        ("admin", "adminAdd", GUESTS, json!({"objectId": JONI})),
        ("admin", "adminAdd", GUESTS, json!({"email": "somebody@contoso.com"})),
    ] {
        for body in in_both_forms(request_type, policy, &target) {
            let sandbox = documented().await;
            let id = created_by(&sandbox, persona, &body).await;
            advance(&sandbox, 60);
            let assignment = with_assignment(&sandbox, &id).await["assignment"].take();
            assert_eq!(assignment["state"], "delivered", "{body}");
            assert!(is_for(&assignment, &target), "{body}: {assignment}");
        }
    }
}

#[tokio::test]
async fn nobody_outside_the_directory_gets_library_by_the_policy_for_everybody() {
    let sandbox = documented().await;
    for body in in_both_forms("adminAdd", EVERYBODY, &json!({"email": "somebody@contoso.com"})) {
        let answer = Ask::create(&body).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "NotAllowedByRequestor"));
    }
}

#[tokio::test]
async fn whoever_has_library_changes_and_ends_it_alone() {
    let sandbox = documented().await;
    let start = json!({"startDateTime": "2024-06-07T16:00:00Z"});
    let add = with(user_add(LIBRARY), "schedule", start);
    let id = created_by(&sandbox, "requestor", &add).await;
    advance(&sandbox, 3600);
    let assignment = with_assignment(&sandbox, &id).await["assignment"].take();
    assert_eq!(assignment["schedule"]["startDateTime"], "2024-06-07T16:00:00Z");
    let end = json!({"type": "afterDateTime", "endDateTime": "2025-01-01T00:00:00Z"});
    let about = json!({"id": assignment["id"]});
    let update =
        json!({"requestType": "userUpdate", "assignment": about, "schedule": {"expiration": end}});
    let remove = json!({"requestType": "userRemove", "assignment": about});
    for (body, state) in [(update, "delivered"), (remove, "expired")] {
        let id = created_by(&sandbox, "requestor", &body).await;
        advance(&sandbox, 60);
        let assignment = with_assignment(&sandbox, &id).await["assignment"].take();
        assert_eq!(assignment["state"], state);
        assert_eq!(assignment["schedule"]["expiration"]["endDateTime"], end["endDateTime"]);
    }
}

#[tokio::test]
async fn expense_reports_waits_for_one_approver() {
    let sandbox = documented().await;
    let id = created_by(&sandbox, "requestor", &user_add(EXPENSE_REPORTS)).await;
    advance(&sandbox, 60);
    assert_eq!(shown(&sandbox, &id).await["status"], "PendingApproval");
    for (persona, decides) in [("approver", true), ("admin", false), ("requestor", false)] {
        let list = Ask::get("assignmentRequests/filterByCurrentUser(on='approver')");
        let ids = list.by(&sandbox.token(persona).unwrap()).send(&sandbox).await.ids();
        assert_eq!(ids.contains(&id), decides, "{persona}");
    }
    let idris = "e1d2c3b4-a596-4877-9a6b-5c4d3e2f1a0b";
    let decide = Ask::control("POST", &format!("requests/{id}/decide"));
    let decide = decide.with(&json!({"decision": "approve", "by": idris}));
    assert_eq!(decide.send(&sandbox).await.status, 200);
    advance(&sandbox, 60);
    assert_eq!(shown(&sandbox, &id).await["state"], "delivered");
}

#[tokio::test]
async fn laboratory_is_given_for_a_number_of_four_digits() {
    let answer = |value: &str| {
        json!([{
            "@odata.type": "#microsoft.graph.accessPackageAnswerString",
            "value": value,
            "answeredQuestion": {
                "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
                "id": BADGE
            }
        }])
    };
    let sandbox = documented().await;
    let token = sandbox.token("requestor").unwrap();
    for (answers, status) in [
        (json!([]), 400),
        (answer(""), 400),
        (answer("471"), 400),
        (answer("47110"), 400),
        (answer("badge"), 400),
        (answer("4711"), 201),
    ] {
        let body = with(user_add(LABORATORY), "answers", answers);
        let created = Ask::create(&body).by(&token).send(&sandbox).await;
        assert_eq!(created.status, status, "{body}: {}", created.body);
    }
}

#[tokio::test]
async fn managers_request_branch_office_for_employees_who_have_none_of_it() {
    let sandbox = documented().await;
    for (persona, employee) in [("manager", JOHANNA), ("admin", JONI)] {
        let id = created_by(&sandbox, persona, &on_behalf(employee)).await;
        advance(&sandbox, 60);
        let request = with_assignment(&sandbox, &id).await;
        assert_eq!(request["state"], "delivered");
        assert_eq!(request["assignment"]["target"]["objectId"], employee);
    }
}
