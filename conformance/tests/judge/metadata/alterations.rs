//! Contracts that depart from the metadata in one place, and what is to be said of each.

use super::alteration::Alteration;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    Alteration {
        name: "nothing is altered",
        at: "/info/title",
        to: Some(r#""The same contract""#),
        line: None,
    },
    Alteration {
        name: "an enumeration is removed",
        at: "/components/schemas/dayOfWeek",
        to: None,
        line: Some("dayOfWeek: an enumeration in the metadata, nothing in the contract"),
    },
    Alteration {
        name: "a type is removed",
        at: "/components/schemas/accessPackageTextInputQuestion",
        to: None,
        line: Some(
            "accessPackageTextInputQuestion: a type in the metadata, nothing in the contract",
        ),
    },
    Alteration {
        name: "an operation is removed",
        at: "/paths/~1identityGovernance~1entitlementManagement~1assignmentRequests~1{accessPackageAssignmentRequestId}~1cancel/post",
        to: None,
        line: Some("cancel: a bound operation in the metadata, nothing in the contract"),
    },
    Alteration {
        name: "a schema is invented",
        at: "/components/schemas/accessPackageRefund",
        to: Some(r#"{"type": "object"}"#),
        line: Some(
            "accessPackageRefund: nothing in the metadata, a schema without x-own in the contract",
        ),
    },
    Alteration {
        name: "a schema of the metadata is called our own",
        at: "/components/schemas/expirationPattern/x-own",
        to: Some("true"),
        line: Some(
            "expirationPattern: a declaration in the metadata, a schema with x-own in the contract",
        ),
    },
    Alteration {
        name: "a member is removed",
        at: "/components/schemas/accessPackageAssignmentState/enum/0",
        to: None,
        line: Some(
            "accessPackageAssignmentState.delivering: a member in the metadata, nothing in the contract",
        ),
    },
    Alteration {
        name: "a member is invented",
        at: "/components/schemas/accessPackageRequestState/enum/-",
        to: Some(r#""forgotten""#),
        line: Some(
            "accessPackageRequestState.forgotten: nothing in the metadata, a member in the contract",
        ),
    },
    Alteration {
        name: "an evolvable enumeration is closed",
        at: "/components/schemas/accessPackageRequestType/x-ms-enum/modelAsString",
        to: Some("false"),
        line: Some("accessPackageRequestType: evolvable in the metadata, closed in the contract"),
    },
    Alteration {
        name: "a closed enumeration is made evolvable",
        at: "/components/schemas/weekIndex/x-ms-enum/modelAsString",
        to: Some("true"),
        line: Some("weekIndex: closed in the metadata, evolvable in the contract"),
    },
    Alteration {
        name: "a property of a whole type is removed",
        at: "/components/schemas/accessPackageSubject/allOf/1/properties/email",
        to: None,
        line: Some(
            "accessPackageSubject.email: Edm.String in the metadata, nothing in the contract",
        ),
    },
    Alteration {
        name: "an association of a whole type with a type that the contract knows is removed",
        at: "/components/schemas/accessPackageAssignmentRequest/allOf/1/properties/assignment",
        to: None,
        line: Some(
            "accessPackageAssignmentRequest.assignment: accessPackageAssignment in the metadata, nothing in the contract",
        ),
    },
    Alteration {
        name: "a property of a partial type is removed",
        at: "/components/schemas/accessPackage/allOf/1/properties/displayName",
        to: None,
        line: None,
    },
    Alteration {
        name: "a property of a whole type is invented",
        at: "/components/schemas/expirationPattern/properties/reason",
        to: Some(r#"{"type": "string"}"#),
        line: Some("expirationPattern.reason: nothing in the metadata, string in the contract"),
    },
    Alteration {
        name: "a property of a partial type is invented",
        at: "/components/schemas/accessPackage/allOf/1/properties/price",
        to: Some(r#"{"type": "integer", "format": "int32"}"#),
        line: Some("accessPackage.price: nothing in the metadata, integer, int32 in the contract"),
    },
    Alteration {
        name: "an annotation of OData is added",
        at: "/components/schemas/expirationPattern/properties/@odata.type",
        to: Some(r#"{"type": "string"}"#),
        line: None,
    },
    Alteration {
        name: "a type is changed",
        at: "/components/schemas/accessPackageSubject/allOf/1/properties/email/type",
        to: Some(r#""integer""#),
        line: Some(
            "accessPackageSubject.email: Edm.String in the metadata, integer in the contract",
        ),
    },
    Alteration {
        name: "a format is changed",
        at: "/components/schemas/expirationPattern/properties/endDateTime/format",
        to: Some(r#""date""#),
        line: Some(
            "expirationPattern.endDateTime: Edm.DateTimeOffset in the metadata, string, date in the contract",
        ),
    },
    Alteration {
        name: "a reference is changed",
        at: "/components/schemas/accessPackageAssignmentRequest/allOf/1/properties/state/allOf/0/$ref",
        to: Some(r##""#/components/schemas/accessPackageAssignmentState""##),
        line: Some(
            "accessPackageAssignmentRequest.state: accessPackageRequestState in the metadata, accessPackageAssignmentState in the contract",
        ),
    },
    Alteration {
        name: "a collection is made of other items",
        at: "/components/schemas/accessPackageAssignmentRequest/allOf/1/properties/answers/items/$ref",
        to: Some(r##""#/components/schemas/accessPackageQuestion""##),
        line: Some(
            "accessPackageAssignmentRequest.answers: Collection(accessPackageAnswer) in the metadata, Collection(accessPackageQuestion) in the contract",
        ),
    },
    Alteration {
        name: "a collection is made a single one",
        at: "/components/schemas/accessPackageMultipleChoiceQuestion/allOf/1/properties/choices",
        to: Some(r##"{"$ref": "#/components/schemas/accessPackageAnswerChoice"}"##),
        line: Some(
            "accessPackageMultipleChoiceQuestion.choices: Collection(accessPackageAnswerChoice) in the metadata, accessPackageAnswerChoice in the contract",
        ),
    },
    Alteration {
        name: "what may be null never is",
        at: "/components/schemas/accessPackageSubject/allOf/1/properties/email/nullable",
        to: Some("false"),
        line: Some(
            "accessPackageSubject.email: nullable in the metadata, never null in the contract",
        ),
    },
    Alteration {
        name: "what is never null may be",
        at: "/components/schemas/accessPackageLocalizedText/properties/languageCode/nullable",
        to: Some("true"),
        line: Some(
            "accessPackageLocalizedText.languageCode: never null in the metadata, nullable in the contract",
        ),
    },
    Alteration {
        name: "a collection may be null",
        at: "/components/schemas/accessPackageAssignmentRequest/allOf/1/properties/answers/nullable",
        to: Some("true"),
        line: Some(
            "accessPackageAssignmentRequest.answers: never null in the metadata, nullable in the contract",
        ),
    },
    Alteration {
        name: "a parameter of an action is removed",
        at: "/components/schemas/resumeParameters/properties/source",
        to: None,
        line: Some("resume.source: Edm.String in the metadata, nothing in the contract"),
    },
    Alteration {
        name: "a parameter of an action is invented",
        at: "/components/schemas/resumeParameters/properties/reason",
        to: Some(r#"{"type": "string"}"#),
        line: Some("resume.reason: nothing in the metadata, string in the contract"),
    },
    Alteration {
        name: "a parameter of an action changes its type",
        at: "/components/schemas/resumeParameters/properties/data/allOf/0/$ref",
        to: Some(r##""#/components/schemas/accessPackageAnswer""##),
        line: Some(
            "resume.data: customExtensionData in the metadata, accessPackageAnswer in the contract",
        ),
    },
    Alteration {
        name: "a parameter of an action is never null",
        at: "/components/schemas/resumeParameters/properties/type/nullable",
        to: Some("false"),
        line: Some("resume.type: nullable in the metadata, never null in the contract"),
    },
    Alteration {
        name: "a parameter of a function changes its type",
        at: "/paths/~1identityGovernance~1entitlementManagement~1assignmentRequests~1filterByCurrentUser(on='{on}')/get/parameters/0/schema",
        to: Some(r#"{"type": "string"}"#),
        line: Some(
            "filterByCurrentUser.on: accessPackageAssignmentRequestFilterByCurrentUserOptions in the metadata, string in the contract",
        ),
    },
    Alteration {
        name: "a parameter of a function may be null",
        at: "/components/schemas/accessPackageAssignmentRequestFilterByCurrentUserOptions/nullable",
        to: Some("true"),
        line: Some("filterByCurrentUser.on: never null in the metadata, nullable in the contract"),
    },
];
