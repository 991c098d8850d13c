//! Requests that are made by name against the documented bodies, as the contract has them.

use assignment_requests::{
    OPENAPI,
    enums::AccessPackageCustomExtensionStage,
    requests::{
        AdminAdd, AdminAddByEmail, AdminRemove, AdminUpdate, Answered, Change, DeniableStage, Deny,
        NewRequest, Resume, Resumption, Schedule, UserAdd, UserAddForEmployee, UserUpdate,
    },
};
use serde_json::{Value, json};

const ANSWERED: &str = "7aaa18c9-8e4f-440f-bd5a-3a7ce312cbe6";
const CHOSEN: &str = "8fe745e7-80b2-490d-bd22-4e708c77288c";

/// The examples whose body nothing makes as it is documented, each with the discrepancies that say why: the type has another casing, and the
/// assignment the name that the beta gives it. [`the_assignment_of_a_user_who_gives_a_reason_has_the_name_of_this_version`] has the rest, and
/// the name of the kind, which example 3 has and this one leaves out.
const DEPARTING: [(&str, [&str; 2]); 1] = [("user-adds-with-justification", ["D-06", "D-07"])];

/// The examples of all operations whose request has a body.
fn with_body() -> Vec<String> {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    let members = |value: &Value| value.as_object().cloned().unwrap_or_default().into_iter();
    let items = contract.get("paths").into_iter().flat_map(members);
    let operations = items.flat_map(|(_, item)| members(&item));
    let examples = operations.filter_map(|(_, operation)| operation.get("x-examples").cloned());
    let all = examples.flat_map(|examples| members(&examples));
    let with_body = all.filter(|(_, example)| example.pointer("/request/body").is_some());
    with_body.map(|(id, _)| id.rsplit('/').next().unwrap().to_owned()).collect()
}

/// The documented body of an example.
fn documented(example: &str) -> Value {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    let bodies = contract.pointer("/paths").and_then(Value::as_object).into_iter();
    let operations = bodies.flat_map(|paths| paths.values()).filter_map(Value::as_object);
    let place = format!("/requestBody/content/application~1json/examples/{example}/value");
    let mut found = operations.flat_map(|path| path.values()).filter_map(|one| one.pointer(&place));
    found.next().unwrap().clone()
}

fn schedule(start: &str, end: &str) -> Schedule {
    Schedule::until(start.parse().unwrap(), end.parse().unwrap())
}

/// Requests for the documented bodies of `create`.
#[expect(clippy::too_many_lines, reason = "a table with a row for each documented body")]
fn new_requests() -> Vec<(&'static str, NewRequest)> {
    vec![
        (
            "admin-adds-user",
            AdminAdd {
                target_id: "46184453-e63b-4f20-86c2-c557ed5d5df9",
                assignment_policy_id: "2264bf65-76ba-417b-a27d-54d291f0cbc8",
                access_package_id: "a914b616-e04e-476b-aa37-91038f0b165b",
            }
            .into(),
        ),
        (
            "admin-adds-user-by-email",
            AdminAddByEmail {
                email: "user@contoso.com",
                assignment_policy_id: "11114b50-0a08-4f96-83e9-1d714aa2cd79",
                access_package_id: "11115C72-0612-4C43-A044-FC0A4E71A4C5",
            }
            .into(),
        ),
        (
            "admin-removes-assignment",
            AdminRemove { assignment_id: "a6bb6942-3ae1-4259-9908-0133aaee9377" }.into(),
        ),
        (
            "admin-updates-answers",
            AdminUpdate {
                assignment_id: "44c741c1-2cf4-40db-83b6-e0112f8e5a83",
                change: Change::Answers(vec![
                    Answered::choice(CHOSEN, "UpdatedAnswerValue"),
                    Answered::text(ANSWERED, "My updated answer.")
                        .shown_as("This is my updated answer to the question."),
                ]),
            }
            .into(),
        ),
        (
            "admin-updates-expiration",
            AdminUpdate {
                assignment_id: "329f8dac-8062-4c1b-a9b8-39b7132f9bff",
                change: Change::Schedule(schedule(
                    "2023-05-23T20:04:02.39Z",
                    "2024-07-01T00:00:00.00Z",
                )),
            }
            .into(),
        ),
        (
            "user-adds-with-answers",
            NewRequest::from(UserAdd { access_package_id: "977c7ff4-ef8f-4910-9d31-49048ddf3120" })
                .answers([
                    Answered::choice(CHOSEN, "MultipleChoiceAnswerValue")
                        .shown_as("This is the answer to a multiple choice question"),
                    Answered::text(ANSWERED, "This is my answer to a text input question.")
                        .shown_as("This is my answer."),
                ]),
        ),
        (
            "user-updates-answers-and-expiration",
            UserUpdate {
                assignment_id: "329f8dac-8062-4c1b-a9b8-39b7132f9bff",
                change: Change::Both(
                    vec![Answered::text(
                        "0d31cc60-968e-4f92-955b-443fed03d6f6",
                        "My updated answer.",
                    )],
                    schedule("2024-09-18T20:49:16.17Z", "2024-10-18T20:49:15.17Z"),
                ),
            }
            .into(),
        ),
        (
            "user-adds-on-behalf-of-employee",
            NewRequest::from(UserAddForEmployee {
                display_name: "Idris Ibrahim",
                email: "IdrisIbrahim@woodgrovebank.com",
                object_id: "21aceaba-fe13-4e3b-aa8c-4c588d5e7387",
                assignment_policy_id: "c5f7847f-83a8-4315-a754-d94a6f39b875",
                access_package_id: "5b98f958-0dea-4a5b-836e-109dccbd530c",
            })
            .justification("Access for direct employee"),
        ),
    ]
}

/// Resumptions for the documented bodies of `resume`.
fn resumptions() -> Vec<(&'static str, Resumption)> {
    let source = "Contoso.SodCheckProcess";
    vec![
        (
            "resumes-waiting-request",
            Resumption::from(Resume {
                source,
                stage: AccessPackageCustomExtensionStage::AssignmentRequestCreated,
                custom_extension_stage_instance_id: "957d0c50-466b-4840-bb5b-c92cea7141ff",
            })
            .detail("This user is all verified"),
        ),
        (
            "denies-waiting-request",
            Resumption::from(Deny {
                source,
                stage: DeniableStage::AssignmentRequestCreated,
                custom_extension_stage_instance_id: "857d0c50-466b-4840-bb5b-c92cea7141ff",
            })
            .detail("Potential risk user based on the SOD check"),
        ),
    ]
}

#[test]
fn new_requests_are_as_they_are_documented() {
    for (example, request) in new_requests() {
        assert_eq!(json!(request), documented(example), "{example}");
    }
}

#[test]
fn resumptions_are_as_they_are_documented() {
    for (example, resumption) in resumptions() {
        assert_eq!(json!(resumption), documented(example), "{example}");
    }
}

#[test]
fn every_documented_body_is_made_or_departs_for_a_reason() {
    let made = new_requests().into_iter().map(|(example, _)| example);
    let made = made.chain(resumptions().into_iter().map(|(example, _)| example));
    let mut accounted: Vec<_> = made.chain(DEPARTING.map(|(example, _)| example)).collect();
    let mut known = with_body();
    accounted.sort_unstable();
    known.sort_unstable();
    assert_eq!(known, accounted);
}

#[test]
fn what_departs_is_in_the_register_of_discrepancies() {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    for (example, reasons) in DEPARTING {
        for reason in reasons {
            let place = format!("/x-discrepancies/{reason}/applications");
            let applications = contract.pointer(&place).and_then(Value::as_array).unwrap();
            let of_request = applications.iter().filter(|one| one["in"] == "request");
            let mut examples = of_request.filter_map(|one| one["examples"].as_array()).flatten();
            let id = json!(format!("create/{example}"));
            assert!(examples.any(|known| *known == id), "{reason} is not about {id}");
        }
    }
}

#[test]
fn the_assignment_of_a_user_who_gives_a_reason_has_the_name_of_this_version() {
    let request =
        NewRequest::from(UserAdd { access_package_id: "a914b616-e04e-476b-aa37-91038f0b165b" })
            .justification("Need access to New Hire access package");
    let mut documented = documented("user-adds-with-justification");
    // What `DEPARTING` tells of.
    let members = documented.as_object_mut().unwrap();
    let assignment = members.remove("accessPackageAssignment").unwrap();
    members.insert("assignment".to_owned(), assignment);
    members.insert("requestType".to_owned(), json!("userAdd"));
    members
        .insert("@odata.type".to_owned(), json!("#microsoft.graph.accessPackageAssignmentRequest"));
    assert_eq!(json!(request), documented);
}
