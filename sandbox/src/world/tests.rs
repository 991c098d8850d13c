//! The documented world is sound, and each way to be unsound is found with its place.

use serde_json::json;

use super::*;

fn error_after(pointer: &str, value: Value) -> String {
    World::from_json(&documented_with(pointer, value)).unwrap_err().to_string()
}

fn documented_with(pointer: &str, value: Value) -> String {
    let mut world = documented();
    *world.pointer_mut(pointer).unwrap() = value;
    world.to_string()
}

fn error_after_adding(pointer: &str, member: &str, value: Value) -> String {
    let mut world = documented();
    world.pointer_mut(pointer).unwrap()[member] = value;
    World::from_json(&world.to_string()).unwrap_err().to_string()
}

fn documented() -> Value {
    serde_json::from_str(include_str!("../../worlds/documented.json")).unwrap()
}

#[test]
fn the_documented_world_is_sound() {
    World::documented().unwrap();
}

#[test]
fn a_text_that_is_no_world_as_a_whole_is_called_the_text() {
    for text in ["", "{}", "7"] {
        let error = World::from_json(text).unwrap_err().to_string();
        assert_eq!(error, "the text does not have the form of a world");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_named_with_its_place() {
    for (pointer, place) in [
        ("/personas/0/subject", "personas/0/subject"),
        ("/roleAssignments/1/subject", "roleAssignments/1/subject"),
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
fn a_persona_whose_token_would_not_lead_back_to_it_is_named_with_its_place() {
    let application = "d6c5b4a3-f2e1-4d0c-9b8a-7f6e5d4c3b2a";
    for (pointer, value, place) in [
        ("/subjects/0/objectId", json!(null), "personas/0/subject"),
        ("/personas/0/subject", json!(application), "personas/0"),
        ("/personas/5/subject", json!(ADELE), "personas/5"),
        ("/personas/0/scopes", json!(null), "personas/0"),
        ("/personas/0/name", json!("the admin"), "personas/0/name"),
        ("/personas/0/name", json!(""), "personas/0/name"),
        ("/personas/1/name", json!("admin"), "personas/1/name"),
    ] {
        let error = error_after(pointer, value.clone());
        assert!(error.starts_with(&format!("{place}: ")), "{pointer} {value}: {error}");
    }
    let both = error_after_adding("/personas/0", "permissions", json!([]));
    assert!(both.starts_with("personas/0: "), "{both}");
}

#[test]
fn a_role_or_a_permission_that_is_none_is_answered_with_those_there_are() {
    for (pointer, known) in
        [("/roleAssignments/0/role", "Catalog owner"), ("/personas/0/scopes/0", "Read.All")]
    {
        let error = World::from_json(&documented_with(pointer, "User.Read".into())).unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains(known), "{cause}");
    }
}

#[test]
fn an_id_that_is_used_twice_is_refused() {
    let error = error_after("/subjects/1/id", ADELE.into());
    assert_eq!(error, format!("subjects/1: the id {ADELE} is used more than once"));
}

#[test]
fn members_that_contradict_each_other_are_refused() {
    for (pointer, value, problem) in [
        ("/assignmentRequests/0/status", "Accepted".into(), "has no status Accepted"),
        ("/assignmentRequests/0/completedDateTime", Value::Null, "completedDateTime"),
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
fn what_a_request_cannot_hold_is_named_with_its_place() {
    let answer = serde_json::json!([{
        "@odata.type": "#microsoft.graph.accessPackageAnswerString",
        "value": "x",
        "displayValue": null,
        "answeredQuestion": {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            "id": "0d31cc60-968e-4f92-955b-443fed03d6f6"
        }
    }]);
    let first = "assignmentRequests/0";
    let answers = error_after_adding("/assignmentRequests/0", "answers", answer);
    assert!(answers.starts_with(&format!("{first}/answers/0/answeredQuestion: ")), "{answers}");
    for request_type in ["unknownFutureValue", "notSpecified"] {
        let error = error_after("/assignmentRequests/0/requestType", request_type.into());
        assert!(error.starts_with(&format!("{first}/requestType: ")), "{error}");
    }
    for stage in ["Approved", "Granted", "Removed"] {
        let stage = format!("assignmentRequest{stage}");
        let error = error_after("/assignmentRequests/2/callouts/0/stage", stage.into());
        assert!(error.starts_with("assignmentRequests/2/callouts/0/stage: "), "{error}");
    }
}

fn setting(stage: &str, timeout: &str) -> Value {
    json!({
        "stage": stage,
        "customExtension": {
            "id": "x",
            "url": "http://127.0.0.1:8080/",
            "callbackConfiguration": {"timeoutDuration": timeout}
        }
    })
}

#[test]
fn a_custom_extension_is_called_once_a_stage_and_not_waited_for_without_end() {
    let (created, late) = ("assignmentRequestCreated", "assignmentOneDayBeforeExpiration");
    let callback = "customExtension/callbackConfiguration";
    for (settings, place) in [
        (json!([setting(created, "PT5M"), setting(created, "P1D")]), "1/stage".to_owned()),
        (json!([setting(created, "PT4M59S")]), format!("0/{callback}/timeoutDuration")),
        (json!([setting(created, "P14DT1S")]), format!("0/{callback}/timeoutDuration")),
        (json!([setting(late, "PT5M")]), format!("0/{callback}")),
    ] {
        let place = format!("assignmentPolicies/0/customExtensionStageSettings/{place}: ");
        let error =
            error_after_adding("/assignmentPolicies/0", "customExtensionStageSettings", settings);
        assert!(error.starts_with(&place), "{error}");
    }
}

#[test]
fn an_approval_that_nobody_can_give_is_named_with_its_place() {
    let user = |id| json!([{"@odata.type": "#microsoft.graph.singleUser", "userId": id}]);
    let somebody = user("d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c");
    let nobody = user("00000000-0000-4000-8000-000000000000");
    for (member, value, place) in [
        ("stages", json!([]), "stages"),
        ("stages", json!([{}]), "stages/0/primaryApprovers"),
        (
            "stages",
            json!([{"primaryApprovers": somebody, "isEscalationEnabled": true}]),
            "stages/0/isEscalationEnabled",
        ),
        ("stages", json!([{"primaryApprovers": nobody}]), "stages/0/primaryApprovers/0/userId"),
    ] {
        let settings = "/assignmentPolicies/5/requestApprovalSettings";
        let error = error_after_adding(settings, member, value);
        let place = format!("{}/{place}: ", settings.trim_start_matches('/'));
        assert!(error.starts_with(&place), "{error}");
    }
}

#[test]
fn an_approval_goes_no_further_than_its_last_stage() {
    let approval = json!({"stage": 1, "since": "2024-06-06T16:20:10Z"});
    let error = error_after_adding("/assignmentRequests/6", "approval", approval);
    assert!(error.starts_with("assignmentRequests/6/approval/stage: "), "{error}");
}

#[test]
fn an_end_that_does_not_go_with_its_type_is_named_with_its_place() {
    for (expiration, member) in [
        (json!({"type": "afterDuration"}), "duration"),
        (json!({"type": "afterDateTime", "duration": "P1D"}), "endDateTime"),
        (json!({"endDateTime": "2025-01-01T00:00:00Z"}), "endDateTime"),
    ] {
        let schedule = json!({"expiration": expiration});
        for (holder, name, value, place) in [
            ("assignmentPolicies/0", "expiration", &expiration, "expiration"),
            ("assignments/0", "schedule", &schedule, "schedule/expiration"),
            ("assignmentRequests/0", "schedule", &schedule, "schedule/expiration"),
        ] {
            let error = error_after_adding(&format!("/{holder}"), name, value.clone());
            assert!(error.starts_with(&format!("{holder}/{place}: {member}: ")), "{error}");
        }
    }
}

#[test]
fn a_duration_counts_from_a_start() {
    let lasting = json!({"expiration": {"type": "afterDuration", "duration": "P1D"}});
    let error = error_after_adding("/assignments/0", "schedule", lasting);
    assert!(error.starts_with("assignments/0/schedule: "), "{error}");
}

#[test]
fn a_policy_that_cannot_be_applied_is_named_with_its_place() {
    let nobody = json!([{
        "@odata.type": "#microsoft.graph.singleUser",
        "userId": "00000000-0000-4000-8000-000000000000"
    }]);
    let choice = json!({"actualValue": "a", "text": "A"});
    for (policy, member, value, place) in [
        (0, "allowedTargetScope", json!("allDirectoryAgentIdentities"), ""),
        (0, "specificAllowedTargets", nobody.clone(), ""),
        (1, "questions/0/choices", json!([]), ""),
        (1, "questions/0/choices", json!([choice, choice]), ""),
        (1, "questions/0/regexPattern", json!("a"), ""),
        (1, "questions/0/isSingleLineQuestion", json!(true), ""),
        (1, "questions/1/choices", json!([choice]), ""),
        (1, "questions/1/isMultipleSelectionAllowed", json!(true), ""),
        (3, "requestorSettings/onBehalfRequestors", nobody, "/0/userId"),
    ] {
        let pointer = format!("/assignmentPolicies/{policy}/{member}");
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        let error = error_after_adding(parent, member, value);
        let place = format!("{}{place}: ", pointer.trim_start_matches('/'));
        assert!(error.starts_with(&place), "{place} {error}");
    }
}

#[test]
fn a_specific_scope_names_users_who_exist() {
    let mut world = documented();
    let policy = &mut world["assignmentPolicies"][0];
    policy["allowedTargetScope"] = "specificDirectoryUsers".into();
    let target = |id: &str| json!([{"@odata.type": "#microsoft.graph.singleUser", "userId": id}]);
    policy["specificAllowedTargets"] = target("46184453-e63b-4f20-86c2-c557ed5d5df9");
    World::from_json(&world.to_string()).unwrap();
    world["assignmentPolicies"][0]["specificAllowedTargets"] = target(ADELE);
    let error = World::from_json(&world.to_string()).unwrap_err().to_string();
    let place = "assignmentPolicies/0/specificAllowedTargets/0/userId";
    assert!(error.starts_with(place), "{error}");
}

#[test]
fn the_policy_of_the_readme_is_sound() {
    let (_, rest) = include_str!("../../README.md").split_once("### Policies").unwrap();
    let (_, rest) = rest.split_once("```json\n").unwrap();
    let (policy, _) = rest.split_once("```").unwrap();
    let mut world = documented();
    let policies = world["assignmentPolicies"].as_array_mut().unwrap();
    policies.push(serde_json::from_str(policy).unwrap());
    World::from_json(&world.to_string()).unwrap();
}

#[test]
fn a_pattern_that_does_not_compile_is_named_with_its_path() {
    for pattern in ["(", "(?=a)", r"(\w{1000}){1000}"] {
        let questions = "/assignmentPolicies/1/questions/1";
        let error = error_after_adding(questions, "regexPattern", pattern.into());
        let place = "assignmentPolicies[1].questions[1].regexPattern ";
        assert!(error.starts_with(place), "{pattern}: {error}");
    }
}

#[test]
fn two_subjects_cannot_share_what_they_are_found_by() {
    for (member, value) in [
        ("objectId", "D4A2F6C8-1b3e-4f57-8a9c-0e2d4f6a8b1c"),
        ("email", "adelevance@WOODGROVEBANK.com"),
    ] {
        let error = error_after(&format!("/subjects/2/{member}"), value.into());
        assert!(error.starts_with(&format!("subjects/2/{member}: ")), "{error}");
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

const ADELE: &str = "b3f1c1de-6e2b-4c57-9d0a-4a1f6d5e2c10";

#[test]
fn a_world_that_is_written_is_read_as_the_same() {
    let written = World::documented().unwrap().to_json().unwrap();
    assert_eq!(World::from_json(&written).unwrap().to_json().unwrap(), written);
    assert!(written.contains("Branch Office"), "{written}");
}

#[test]
fn the_schema_describes_every_member_of_a_world() {
    let written: Value =
        serde_json::from_str(&World::documented().unwrap().to_json().unwrap()).unwrap();
    let schema = World::schema();
    for member in written.as_object().unwrap().keys() {
        assert!(schema["properties"][member]["description"].is_string(), "{member}");
    }
    assert_eq!(schema["additionalProperties"], false);
}
