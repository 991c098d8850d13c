//! OData query options: what they show, and that what is not supported is refused.

use serde_json::json;

use crate::client::{Ask, documented};
use crate::operations::{DELIVERED, DENIED, FAILED, PENDING};

// Others of the documented world, the oldest first.
const FAILED_IN_MAY: &str = "5693b685-b1ab-462e-a319-7bb2fe227bac";
const PARTLY_DELIVERED_IN_MAY: &str = "6276550f-7e21-4708-815a-e7276bd22108";
const DENIED_LATER: &str = "2c1a8be6-c729-44ab-a241-92a81f2a1a6f";
const FAILED_FIRST_IN_JUNE: &str = "a736e0f6-6be9-45c9-afc3-2ac42076299c";
const DENIED_IN_JUNE: &str = "2ee9404d-c5bf-428f-8482-78a244b2b3a1";
const FAILED_LATER: &str = "fee9b139-ad7e-4d0c-90b7-59648a55dc7c";
const FAILED_ON_WEDNESDAY: &str = "0b58ab03-756a-41e7-a346-717ac12250fb";
const FAILED_THAT_AFTERNOON: &str = "b3c478b6-38e6-4772-b86e-d285da543b3d";
const FAILED_ON_THURSDAY: &str = "78e8b5bc-efb7-4578-b78e-1ffad9cf7a0c";
const CANCELED: &str = "46ba46f9-9c09-434a-bbc3-ae1954205f1e";
const NEWEST_BUT_ONE: &str = "68981e99-78e7-4ab0-b4e2-270b62c5d81c";
const NEWEST: &str = "d691a3f6-13b3-4cce-989b-3ea34560bc25";

#[tokio::test]
async fn a_filter_keeps_what_it_describes() {
    let sandbox = documented().await;
    let caller = "46c1410d-ef96-44c5-ae9c-a577d014fe0e";
    for (filter, expected) in [
        ("state eq 'denied'", vec![DENIED, DENIED_LATER, DENIED_IN_JUNE]),
        ("state eq 'scheduled'", vec![]),
        ("createdDateTime eq 2019-10-25T22:55:11.623Z", vec![DELIVERED]),
        ("createdDateTime lt 2021-01-19T20:02:23.907Z", vec![DELIVERED]),
        ("createdDateTime le 2021-01-19T20:02:23.907Z", vec![DELIVERED, caller]),
        ("createdDateTime gt 2024-06-07T15:17:56.02Z", vec![]),
        ("createdDateTime ge 2024-06-07T15:10:41.7Z", vec![NEWEST_BUT_ONE, NEWEST]),
        ("accessPackage/id eq '6D4F8B2A-93C1-4E70-B5D8-2A7C9E1F3B64'", vec![DENIED, FAILED]),
    ] {
        let list = Ask::get(&format!("assignmentRequests?$filter={filter}"));
        assert_eq!(list.send(&sandbox).await.ids(), expected, "{filter}");
    }
}

#[tokio::test]
async fn a_filter_sees_what_was_changed_last() {
    let sandbox = documented().await;
    let canceled = Ask::get("assignmentRequests?$filter=state eq 'canceled'");
    assert_eq!(canceled.send(&sandbox).await.ids(), [CANCELED]);
    let cancel = Ask::post(&format!("assignmentRequests/{PENDING}/cancel"));
    assert_eq!(cancel.send(&sandbox).await.status, 200);
    assert_eq!(canceled.send(&sandbox).await.ids(), [CANCELED, PENDING]);
}

#[tokio::test]
async fn a_filter_applies_within_the_callers_requests() {
    let sandbox = documented().await;
    let path =
        "assignmentRequests/filterByCurrentUser(on='createdBy')?$filter=state eq 'delivered'";
    assert_eq!(Ask::get(path).send(&sandbox).await.ids(), [DELIVERED]);
}

#[tokio::test]
async fn select_shows_the_named_properties_and_names_them_in_the_context() {
    let sandbox = documented().await;
    let path = format!("assignmentRequests/{PENDING}?$select=state,id");
    let context = "https://graph.microsoft.com/v1.0/$metadata#identityGovernance/entitlementManagement/assignmentRequests(state,id)/$entity";
    assert_eq!(
        Ask::get(&path).send(&sandbox).await.json(),
        json!({"@odata.context": context, "id": PENDING, "state": "pendingApproval"})
    );
}

#[tokio::test]
async fn the_context_names_what_an_answer_holds() {
    let sandbox = documented().await;
    let metadata = "https://graph.microsoft.com/v1.0/$metadata#";
    let requests = "identityGovernance/entitlementManagement/assignmentRequests";
    let of_function = "Collection(microsoft.graph.accessPackageAssignmentRequest)";
    let on_target = "assignmentRequests/filterByCurrentUser(on='target')".to_owned();
    for (path, context) in [
        ("assignmentRequests".to_owned(), requests.to_owned()),
        (on_target.clone(), of_function.to_owned()),
        (format!("{on_target}?$select=id"), format!("{of_function}(id)")),
        (
            format!("assignmentRequests/{DELIVERED}?$expand=assignment($expand=target)"),
            format!("{requests}(assignment(target()))/$entity"),
        ),
        (
            format!("assignmentRequests/{DELIVERED}?$expand=assignment,accessPackage,requestor"),
            format!("{requests}(assignment(),accessPackage(),requestor())/$entity"),
        ),
    ] {
        let answer = Ask::get(&path).send(&sandbox).await.json();
        assert_eq!(answer["@odata.context"], format!("{metadata}{context}"), "{path}");
    }
}

#[tokio::test]
async fn expand_shows_the_named_relations_and_null_where_there_is_none() {
    let sandbox = documented().await;
    let path = format!("assignmentRequests/{PENDING}?$expand=accessPackage,requestor,assignment");
    let request = Ask::get(&path).send(&sandbox).await.json();
    assert_eq!(request["accessPackage"]["displayName"], "Finance Reports");
    assert_eq!(request["requestor"]["displayName"], "Lynne Robbins");
    assert_eq!(request["assignment"], json!(null));
}

#[tokio::test]
async fn each_thing_that_is_expanded_shows_the_properties_of_its_type_and_nothing_of_the_world() {
    let sandbox = documented().await;
    let expand =
        "requestor,accessPackage,assignment($expand=target,assignmentPolicy,accessPackage)";
    let path = format!("assignmentRequests/{DELIVERED}?$expand={expand}");
    let request = Ask::get(&path).send(&sandbox).await.json();
    let subject = "id objectId displayName email principalName onPremisesSecurityIdentifier subjectType subjectLifecycle";
    let package = "id displayName description isHidden createdDateTime modifiedDateTime";
    let policy = "id displayName allowedTargetScope specificAllowedTargets expiration requestorSettings requestApprovalSettings";
    let assignment = "id state status expiredDateTime schedule customExtensionCalloutInstances target assignmentPolicy accessPackage";
    for (pointer, members) in [
        ("/requestor", subject),
        ("/accessPackage", package),
        ("/assignment", assignment),
        ("/assignment/target", subject),
        ("/assignment/assignmentPolicy", policy),
        ("/assignment/accessPackage", package),
    ] {
        let thing = request.pointer(pointer).unwrap().as_object().unwrap();
        assert_eq!(thing.keys().cloned().collect::<Vec<_>>().join(" "), members, "{pointer}");
    }
    assert_eq!(request["assignment"]["accessPackage"], request["accessPackage"]);
}

#[tokio::test]
async fn relations_are_left_out_unless_expanded() {
    let sandbox = documented().await;
    let request = Ask::get(&format!("assignmentRequests/{DELIVERED}")).send(&sandbox).await.json();
    let members = request.as_object().unwrap();
    assert!(
        ["accessPackage", "requestor", "assignment"]
            .iter()
            .all(|name| !members.contains_key(*name))
    );
}

#[tokio::test]
async fn a_filter_is_put_together_with_and_or_not_and_parentheses() {
    let sandbox = documented().await;
    let ended = "state eq 'denied' or state eq 'deliveryFailed'";
    let ended_in_may = [FAILED_IN_MAY, DENIED, DENIED_LATER];
    let ended_in_june = [
        FAILED_FIRST_IN_JUNE,
        DENIED_IN_JUNE,
        FAILED,
        FAILED_LATER,
        FAILED_ON_WEDNESDAY,
        FAILED_THAT_AFTERNOON,
        FAILED_ON_THURSDAY,
    ];
    for (filter, expected) in [
        (ended.to_owned(), [&ended_in_may[..], &ended_in_june].concat()),
        (format!("({ended}) and createdDateTime gt 2024-06-01T00:00:00Z"), ended_in_june.to_vec()),
        (
            "state eq 'denied' or state eq 'deliveryFailed' and createdDateTime lt 2024-06-01T00:00:00Z".to_owned(),
            vec![FAILED_IN_MAY, DENIED, DENIED_LATER, DENIED_IN_JUNE],
        ),
        (
            format!("accessPackage/id eq '6d4f8b2a-93c1-4e70-b5d8-2a7c9e1f3b64' and not ({ended})"),
            vec![],
        ),
        (
            "createdDateTime ne 2019-10-25T22:55:11.623Z and createdDateTime lt 2024-05-21T00:00:00Z and not(state eq 'delivered')".to_owned(),
            vec![FAILED_IN_MAY, PARTLY_DELIVERED_IN_MAY, DENIED],
        ),
    ] {
        let list = Ask::get(&format!("assignmentRequests?$filter={filter}"));
        assert_eq!(list.send(&sandbox).await.ids(), expected, "{filter}");
    }
}

#[tokio::test]
async fn what_is_expanded_shows_what_is_selected_and_expanded_of_it() {
    let sandbox = documented().await;
    let expand = "assignment($select=id,state;$expand=target($select=displayName),assignmentPolicy($select=id),accessPackage)";
    let path = format!("assignmentRequests/{DELIVERED}?$select=id&$expand={expand}");
    let request = Ask::get(&path).send(&sandbox).await.json();
    let assignment = &request["assignment"];
    let names: Vec<&String> = assignment.as_object().unwrap().keys().collect();
    assert_eq!(names, ["id", "state", "target", "assignmentPolicy", "accessPackage"]);
    assert_eq!(assignment["target"].as_object().unwrap().len(), 1, "{assignment}");
    assert_eq!(assignment["assignmentPolicy"].as_object().unwrap().len(), 1, "{assignment}");
    assert!(assignment["accessPackage"]["displayName"].is_string(), "{assignment}");
    let context = request["@odata.context"].as_str().unwrap();
    assert!(
        context.ends_with("assignmentRequests(id,assignment(id,state,target(displayName),assignmentPolicy(id),accessPackage()))/$entity"),
        "{context}"
    );
}

#[tokio::test]
async fn an_option_without_a_place_is_refused_with_what_is_supported() {
    let sandbox = documented().await;
    let current_user = "assignmentRequests/filterByCurrentUser(on='target')";
    let all = "supported: $select, $expand, $filter, $orderby, $top, $skip, $count, $skiptoken";
    let of_one = "supported: $select, $expand";
    for (ask, told) in [
        (Ask::get("assignmentRequests?$search=x"), all),
        (Ask::get("assignmentRequests?$apply=x"), all),
        (Ask::get("assignmentRequests?$compute=x"), all),
        (Ask::get("assignmentRequests?$format=json"), all),
        (Ask::get("assignmentRequests?$deltatoken=x"), all),
        (Ask::get("assignmentRequests?filter=state eq 'denied'"), all),
        (Ask::get("assignmentRequests?$Filter=state eq 'denied'"), all),
        (Ask::get("assignmentRequests?api-version=1"), all),
        (Ask::get(&format!("{current_user}?$search=x")), all),
        (Ask::get(&format!("assignmentRequests/{DENIED}?$filter=state eq 'denied'")), of_one),
        (Ask::get(&format!("assignmentRequests/{DENIED}?$top=1")), of_one),
        (Ask::get(&format!("assignmentRequests/{DENIED}?$count=true")), of_one),
        (Ask::new("DELETE", &format!("assignmentRequests/{DENIED}?$select=id")), "supported: none"),
        (Ask::post("assignmentRequests?$expand=requestor"), "supported: none"),
        (Ask::post(&format!("assignmentRequests/{PENDING}/cancel?force=true")), "supported: none"),
        (Ask::get("assignmentRequests?$top=1&$top=2"), "$top stands twice"),
        (Ask::get("assignmentRequests?$top=-1"), "$top \"-1\" is no number from 0 to 999"),
        (Ask::get("assignmentRequests?$top=1000"), "$top \"1000\" is no number from 0 to 999"),
        (Ask::get("assignmentRequests?$top="), "$top \"\" is no number"),
        (Ask::get("assignmentRequests?$skip=x"), "$skip \"x\" is no number"),
        (Ask::get("assignmentRequests?$skip=4294967296"), "from 0 to 4294967295"),
        (Ask::get("assignmentRequests?$count=yes"), "$count \"yes\" is neither true nor false"),
        (
            Ask::get("assignmentRequests?$orderby=state"),
            "write createdDateTime, createdDateTime asc or",
        ),
        (Ask::get("assignmentRequests?$orderby=createdDateTime,id"), "write createdDateTime,"),
        (Ask::get("assignmentRequests?$expand=target"), "\"target\" is no relation of"),
        (Ask::get("assignmentRequests?$select=targetId"), "\"targetId\" is no property of"),
    ] {
        let answer = ask.send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "BadRequest"), "{ask:?}");
        let message = answer.message();
        assert!(message.starts_with("OData query is invalid: "), "{ask:?}: {message}");
        assert!(message.contains(told), "{ask:?}: {message}");
    }
}

#[tokio::test]
async fn a_filter_that_is_not_supported_has_a_code_of_its_own() {
    let sandbox = documented().await;
    for filter in ["status eq 'Denied'", "state Equals 'denied'", "state ne 'denied'", ""] {
        let answer = Ask::get(&format!("assignmentRequests?$filter={filter}")).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "InvalidFilter"), "{filter}");
        let told =
            format!("OData query is invalid: Filter '{filter}' is not supported. At character");
        assert!(answer.message().starts_with(&told), "{filter}: {}", answer.message());
    }
}
