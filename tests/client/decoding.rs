//! What the generated types keep of an answer that holds more than the contract declares.

use assignment_requests::{
    enums::{
        AccessPackageRequestState, AccessPackageRequestType, ExpirationPatternType, WeekIndex,
    },
    types::{
        AccessPackageAnswer, AccessPackageAnswerString, AccessPackageAssignmentRequest,
        AccessPackageQuestion, AccessPackageTextInputQuestion, CustomExtensionData,
        ExpirationPattern, PatternedRecurrence, RecurrencePattern, SubjectSet,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Decodes and encodes again, which must lose nothing.
fn kept<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let decoded: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&decoded).unwrap(), *value);
    decoded
}

#[test]
fn an_unknown_enumeration_member_is_kept() {
    let request: AccessPackageAssignmentRequest = kept(&json!({ "state": "newInTheService" }));
    let state = request.state.unwrap();
    assert_eq!(state, AccessPackageRequestState::Other("newInTheService".to_owned()));
    assert_eq!(state.to_string(), "newInTheService");
}

#[test]
fn an_unknown_member_of_any_enumeration_is_kept() {
    let recurrence: PatternedRecurrence = kept(&json!({
        "pattern": {
            "type": "hourly", "index": "fifth", "firstDayOfWeek": "caturday", "daysOfWeek": ["moonday"],
        },
        "range": { "type": "fuzzy" },
    }));
    let pattern = recurrence.pattern.unwrap();
    assert_eq!(pattern.index, Some(WeekIndex::Other("fifth".to_owned())));
    let expiration: ExpirationPattern = kept(&json!({ "type": "never" }));
    assert_eq!(expiration.type_, Some(ExpirationPatternType::Other("never".to_owned())));
}

#[test]
fn null_for_a_list_is_read_as_none() {
    let request = json!({ "answers": null, "customExtensionCalloutInstances": null });
    let request: AccessPackageAssignmentRequest = serde_json::from_value(request).unwrap();
    assert_eq!((request.answers, request.custom_extension_callout_instances), (None, None));
    let pattern: RecurrencePattern = serde_json::from_value(json!({ "daysOfWeek": null })).unwrap();
    assert_eq!(pattern.days_of_week, None);
}

#[test]
fn an_empty_list_is_kept() {
    let request: AccessPackageAssignmentRequest = kept(&json!({ "answers": [] }));
    assert_eq!(request.answers, Some(Vec::new()));
}

#[test]
fn a_known_member_in_another_casing_is_kept_as_written() {
    let request: AccessPackageAssignmentRequest = kept(&json!({ "requestType": "UserAdd" }));
    assert_ne!(request.request_type, Some(AccessPackageRequestType::UserAdd));
}

#[test]
fn a_member_above_the_sentinel_is_known() {
    let member: AccessPackageRequestType = kept(&json!("approverRemove"));
    assert_eq!(member, AccessPackageRequestType::ApproverRemove);
}

#[test]
fn unknown_members_of_objects_are_kept() {
    let request: AccessPackageAssignmentRequest = kept(&json!({
        "isValidationOnly": false,
        "assignment": { "id": "a", "targetId": "b", "schedule": { "stopDateTime": null } },
    }));
    assert_eq!(request.extra.get("isValidationOnly"), Some(&Value::Bool(false)));
    let assignment = request.assignment.unwrap();
    assert_eq!(assignment.extra.get("targetId"), Some(&json!("b")));
    assert_eq!(assignment.schedule.unwrap().extra.get("stopDateTime"), Some(&Value::Null));
}

#[test]
fn an_id_that_is_no_guid_is_kept() {
    let request: AccessPackageAssignmentRequest = kept(&json!({ "id": "11115C72-X" }));
    assert_eq!(request.id.as_deref(), Some("11115C72-X"));
}

#[test]
fn members_of_a_derived_type_are_kept() {
    let answer = kept(&json!({
        "@odata.type": "#microsoft.graph.accessPackageAnswerString",
        "value": "an answer",
        "answeredQuestion": {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            "isSingleLineQuestion": true,
        },
    }));
    let AccessPackageAnswer::AccessPackageAnswerString(answer) = answer else {
        panic!("not an answer in text: {answer:?}")
    };
    assert_eq!(answer.value.as_deref(), Some("an answer"));
    let question = answer.answered_question.unwrap();
    assert!(matches!(question, AccessPackageQuestion::AccessPackageTextInputQuestion(_)));
}

#[test]
fn a_tag_without_hash_means_the_same_and_stays_so() {
    let data: CustomExtensionData = kept(&json!({
        "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
        "state": "denied",
    }));
    assert!(matches!(data, CustomExtensionData::AccessPackageAssignmentRequestCallbackData(_)));
}

#[test]
fn a_type_that_derives_twice_has_the_members_of_both() {
    let data = kept(&json!({
        "@odata.type": "#microsoft.graph.assignmentRequestApprovalStageCallbackData",
        "customExtensionStageInstanceId": "an id",
        "approvalStage": { "durationBeforeAutomaticDenial": "P7D" },
    }));
    let CustomExtensionData::AssignmentRequestApprovalStageCallbackData(data) = data else {
        panic!("not the data of an approval stage: {data:?}")
    };
    assert_eq!(data.custom_extension_stage_instance_id.as_deref(), Some("an id"));
}

#[test]
fn an_unknown_derived_type_is_kept_whole() {
    let subject = kept(&json!({ "@odata.type": "#microsoft.graph.groupMembers", "groupId": "a" }));
    let SubjectSet::Other(subject) = subject else { panic!("not unknown: {subject:?}") };
    assert_eq!(subject.odata_type.as_deref(), Some("#microsoft.graph.groupMembers"));
    assert_eq!(subject.extra.get("groupId"), Some(&json!("a")));
}

#[test]
fn an_object_without_tag_is_kept_whole() {
    let question: AccessPackageQuestion = kept(&json!({ "id": "a" }));
    assert!(matches!(question, AccessPackageQuestion::Other(_)));
}

#[test]
fn a_fault_in_a_derived_type_is_named() {
    let tag = "#microsoft.graph.accessPackageAnswerString";
    let answer = json!({ "@odata.type": tag, "value": 3 });
    let error = serde_json::from_value::<AccessPackageAnswer>(answer).unwrap_err();
    assert!(error.to_string().contains("invalid type: integer `3`, expected a string"), "{error}");
}

#[test]
fn a_derived_type_that_is_built_carries_its_tag() {
    let question: AccessPackageTextInputQuestion =
        AccessPackageTextInputQuestion::builder().id("a".to_owned()).try_into().unwrap();
    let answer: AccessPackageAnswerString = AccessPackageAnswerString::builder()
        .answered_question(AccessPackageQuestion::from(question))
        .try_into()
        .unwrap();
    let expected = json!({
        "@odata.type": "#microsoft.graph.accessPackageAnswerString",
        "answeredQuestion": {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            "id": "a",
        },
    });
    assert_eq!(serde_json::to_value(AccessPackageAnswer::from(answer)).unwrap(), expected);
}

#[test]
fn the_earliest_and_the_latest_moment_are_read() {
    for moment in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"] {
        let request = json!({ "createdDateTime": moment });
        let request: AccessPackageAssignmentRequest = serde_json::from_value(request).unwrap();
        assert_eq!(request.created_date_time, Some(moment.parse().unwrap()));
    }
}
