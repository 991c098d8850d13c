//! The types that Graph's metadata declare for what a body can carry: a table of their members, and
//! of what each member holds.
//!
//! Types that the excerpt in `openapi/metadata` does not declare have no members here, or an id. Left
//! out is the recurrence of a schedule, which is refused whatever it holds.

use Holds::{Boolean, Int32, Many, One, Text};

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// `Edm.String`, and what is written as one: moments, durations, members of enumerations.
    Text,
    /// `Edm.Boolean`.
    Boolean,
    /// `Edm.Int32`.
    Int32,
    /// An object of the type.
    One(&'static Type),
    /// An array of objects of the type, none of which is null.
    Many(&'static Type),
}

/// A member of a type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    name: &'static str,
    pub(super) holds: Holds,
    pub(super) may_be_null: bool,
}

/// A type with members. One that others derive from has the members of those too.
#[derive(Debug)]
pub(super) struct Type {
    base: Option<&'static Type>,
    members: &'static [Member],
}

impl Type {
    /// The member of that name, its base's included; none where the metadata declare none.
    pub(super) fn member(&self, name: &str) -> Option<Member> {
        if name == TYPE_NAME.name {
            return Some(TYPE_NAME);
        }
        let own = self.members.iter().find(|member| member.name == name);
        own.copied().or_else(|| self.base?.member(name))
    }
}

/// OData's own: the name of an object's type.
const TYPE_NAME: Member = never_null(a("@odata.type", Text));

/// A member that may be null, as members may of which the metadata say nothing else.
const fn a(name: &'static str, holds: Holds) -> Member {
    Member { name, holds, may_be_null: true }
}

/// `Nullable="false"`.
const fn never_null(member: Member) -> Member {
    Member { may_be_null: false, ..member }
}

/// A collection, which is never null: what the metadata say of null is about its items.
const fn many(name: &'static str, items: &'static Type) -> Member {
    never_null(a(name, Many(items)))
}

/// The body of a create. D-07: one documented example sends `accessPackageAssignment`.
pub(super) static ACCESS_PACKAGE_ASSIGNMENT_REQUEST: Type = Type {
    base: Some(&ENTITY),
    members: &[
        many("answers", &ACCESS_PACKAGE_ANSWER),
        a("completedDateTime", Text),
        a("createdDateTime", Text),
        many("customExtensionCalloutInstances", &CUSTOM_EXTENSION_CALLOUT_INSTANCE),
        a("justification", Text),
        a("requestType", Text),
        a("schedule", One(&ENTITLEMENT_MANAGEMENT_SCHEDULE)),
        a("state", Text),
        a("status", Text),
        a("accessPackage", One(&ACCESS_PACKAGE)),
        a("assignment", One(&ACCESS_PACKAGE_ASSIGNMENT)),
        a("accessPackageAssignment", One(&ACCESS_PACKAGE_ASSIGNMENT)),
        a("requestor", One(&ACCESS_PACKAGE_SUBJECT)),
    ],
};

/// The body of a resume: the parameters of the action.
pub(super) static RESUME_PARAMETERS: Type = Type {
    base: None,
    members: &[a("source", Text), a("type", Text), a("data", One(&CUSTOM_EXTENSION_DATA))],
};

/// With the members of accessPackageAssignmentRequestCallbackData; D-36: its other kind is refused.
static CUSTOM_EXTENSION_DATA: Type = Type {
    base: None,
    members: &[
        a("customExtensionStageInstanceDetail", Text),
        a("customExtensionStageInstanceId", Text),
        a("stage", Text),
        a("state", Text),
    ],
};

/// The body of a batch, as "Combine multiple HTTP requests using JSON batching" describes it.
pub(super) static BATCH: Type =
    Type { base: None, members: &[many("requests", &REQUEST_OF_A_BATCH)] };

static REQUEST_OF_A_BATCH: Type = Type {
    base: None,
    members: &[
        never_null(a("id", Text)),
        never_null(a("method", Text)),
        never_null(a("url", Text)),
    ],
};

static ENTITY: Type = Type { base: None, members: &[never_null(a("id", Text))] };

/// D-08: with three ids that the metadata do not declare. The documents show them as text alone.
static ACCESS_PACKAGE_ASSIGNMENT: Type = Type {
    base: Some(&ENTITY),
    members: &[
        never_null(a("targetId", Text)),
        never_null(a("assignmentPolicyId", Text)),
        never_null(a("accessPackageId", Text)),
        many("customExtensionCalloutInstances", &CUSTOM_EXTENSION_CALLOUT_INSTANCE),
        a("expiredDateTime", Text),
        a("schedule", One(&ENTITLEMENT_MANAGEMENT_SCHEDULE)),
        a("state", Text),
        a("status", Text),
        a("accessPackage", One(&ACCESS_PACKAGE)),
        a("assignmentPolicy", One(&ACCESS_PACKAGE_ASSIGNMENT_POLICY)),
        a("target", One(&ACCESS_PACKAGE_SUBJECT)),
    ],
};

static ENTITLEMENT_MANAGEMENT_SCHEDULE: Type = Type {
    base: None,
    members: &[a("expiration", One(&EXPIRATION_PATTERN)), a("startDateTime", Text)],
};

static EXPIRATION_PATTERN: Type =
    Type { base: None, members: &[a("duration", Text), a("endDateTime", Text), a("type", Text)] };

static CUSTOM_EXTENSION_CALLOUT_INSTANCE: Type = Type {
    base: None,
    members: &[
        a("customExtensionId", Text),
        a("detail", Text),
        a("externalCorrelationId", Text),
        a("id", Text),
        a("status", Text),
    ],
};

static ACCESS_PACKAGE_SUBJECT: Type = Type {
    base: Some(&ENTITY),
    members: &[
        a("displayName", Text),
        a("email", Text),
        a("objectId", Text),
        a("onPremisesSecurityIdentifier", Text),
        a("principalName", Text),
        never_null(a("subjectLifecycle", Text)),
        a("subjectType", Text),
        a("connectedOrganization", One(&ENTITY)),
    ],
};

/// With the member of accessPackageAnswerString, its only kind.
static ACCESS_PACKAGE_ANSWER: Type = Type {
    base: None,
    members: &[
        a("displayValue", Text),
        a("answeredQuestion", One(&ACCESS_PACKAGE_QUESTION)),
        a("value", Text),
    ],
};

/// With the members of its two kinds.
static ACCESS_PACKAGE_QUESTION: Type = Type {
    base: Some(&ENTITY),
    members: &[
        a("isAnswerEditable", Boolean),
        a("isRequired", Boolean),
        many("localizations", &ACCESS_PACKAGE_LOCALIZED_TEXT),
        a("sequence", Int32),
        a("text", Text),
        many("choices", &ACCESS_PACKAGE_ANSWER_CHOICE),
        a("isMultipleSelectionAllowed", Boolean),
        a("isSingleLineQuestion", Boolean),
        a("regexPattern", Text),
    ],
};

static ACCESS_PACKAGE_ANSWER_CHOICE: Type = Type {
    base: None,
    members: &[
        a("actualValue", Text),
        many("localizations", &ACCESS_PACKAGE_LOCALIZED_TEXT),
        a("text", Text),
    ],
};

static ACCESS_PACKAGE_LOCALIZED_TEXT: Type =
    Type { base: None, members: &[never_null(a("languageCode", Text)), a("text", Text)] };

static ACCESS_PACKAGE: Type = Type {
    base: Some(&ENTITY),
    members: &[
        a("createdDateTime", Text),
        a("description", Text),
        a("displayName", Text),
        a("isHidden", Boolean),
        a("modifiedDateTime", Text),
        many("accessPackagesIncompatibleWith", &ACCESS_PACKAGE),
        many("assignmentPolicies", &ACCESS_PACKAGE_ASSIGNMENT_POLICY),
        a("catalog", One(&ENTITY)),
        many("incompatibleAccessPackages", &ACCESS_PACKAGE),
        many("incompatibleGroups", &ENTITY),
        many("resourceRoleScopes", &ENTITY),
    ],
};

static ACCESS_PACKAGE_ASSIGNMENT_POLICY: Type = Type {
    base: Some(&ENTITY),
    members: &[
        a("allowedTargetScope", Text),
        a("automaticRequestSettings", One(&ACCESS_PACKAGE_AUTOMATIC_REQUEST_SETTINGS)),
        a("createdDateTime", Text),
        a("description", Text),
        a("displayName", Text),
        a("expiration", One(&EXPIRATION_PATTERN)),
        a("modifiedDateTime", Text),
        a("notificationSettings", One(&ACCESS_PACKAGE_NOTIFICATION_SETTINGS)),
        a("requestApprovalSettings", One(&ACCESS_PACKAGE_ASSIGNMENT_APPROVAL_SETTINGS)),
        a("requestorSettings", One(&ACCESS_PACKAGE_ASSIGNMENT_REQUESTOR_SETTINGS)),
        a("reviewSettings", One(&UNDECLARED)),
        many("specificAllowedTargets", &SUBJECT_SET),
        a("accessPackage", One(&ACCESS_PACKAGE)),
        a("catalog", One(&ENTITY)),
        many("customExtensionStageSettings", &CUSTOM_EXTENSION_STAGE_SETTING),
        many("questions", &ACCESS_PACKAGE_QUESTION),
    ],
};

/// A type that the excerpt of the metadata names only.
static UNDECLARED: Type = Type { base: None, members: &[] };

static ACCESS_PACKAGE_AUTOMATIC_REQUEST_SETTINGS: Type = Type {
    base: None,
    members: &[
        a("gracePeriodBeforeAccessRemoval", Text),
        a("removeAccessWhenTargetLeavesAllowedTargets", Boolean),
        a("requestAccessForAllowedTargets", Boolean),
    ],
};

static ACCESS_PACKAGE_NOTIFICATION_SETTINGS: Type =
    Type { base: None, members: &[never_null(a("isAssignmentNotificationDisabled", Boolean))] };

static ACCESS_PACKAGE_ASSIGNMENT_APPROVAL_SETTINGS: Type = Type {
    base: None,
    members: &[
        a("isApprovalRequiredForAdd", Boolean),
        a("isApprovalRequiredForUpdate", Boolean),
        a("isRequestorJustificationRequired", Boolean),
        many("stages", &ACCESS_PACKAGE_APPROVAL_STAGE),
    ],
};

static ACCESS_PACKAGE_APPROVAL_STAGE: Type = Type {
    base: None,
    members: &[
        never_null(a("approverInformationVisibility", Text)),
        a("durationBeforeAutomaticDenial", Text),
        a("durationBeforeEscalation", Text),
        many("escalationApprovers", &SUBJECT_SET),
        many("fallbackEscalationApprovers", &SUBJECT_SET),
        many("fallbackPrimaryApprovers", &SUBJECT_SET),
        a("isApproverJustificationRequired", Boolean),
        a("isEscalationEnabled", Boolean),
        many("primaryApprovers", &SUBJECT_SET),
    ],
};

static ACCESS_PACKAGE_ASSIGNMENT_REQUESTOR_SETTINGS: Type = Type {
    base: None,
    members: &[
        a("allowCustomAssignmentSchedule", Boolean),
        a("enableOnBehalfRequestorsToAddAccess", Boolean),
        a("enableOnBehalfRequestorsToRemoveAccess", Boolean),
        a("enableOnBehalfRequestorsToUpdateAccess", Boolean),
        a("enableTargetsToSelfAddAccess", Boolean),
        a("enableTargetsToSelfRemoveAccess", Boolean),
        a("enableTargetsToSelfUpdateAccess", Boolean),
        many("onBehalfRequestors", &SUBJECT_SET),
    ],
};

/// With the members of singleUser, the only kind that the excerpt declares.
static SUBJECT_SET: Type =
    Type { base: None, members: &[a("description", Text), a("userId", Text)] };

static CUSTOM_EXTENSION_STAGE_SETTING: Type = Type {
    base: Some(&ENTITY),
    members: &[never_null(a("stage", Text)), a("customExtension", One(&ENTITY))],
};

#[cfg(test)]
mod tests;
