//! What can be requested and by whom: accessPackage, accessPackageAssignmentPolicy and
//! accessPackageSubject.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::members;
use crate::model::{ObjectId, PackageId, PolicyId, Question, QuestionId, SubjectId, Timestamp};

/// An accessPackage.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Package {
    pub(crate) id: PackageId,
    pub(crate) display_name: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default)]
    pub(crate) is_hidden: bool,
    #[serde(default)]
    pub(crate) created_date_time: Option<Timestamp>,
    #[serde(default)]
    pub(crate) modified_date_time: Option<Timestamp>,
}

/// An accessPackageAssignmentPolicy with what the sandbox needs of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) id: PolicyId,
    pub(crate) display_name: String,
    /// The package that the policy belongs to.
    #[serde(rename = "accessPackage")]
    pub(crate) package: PackageId,
    #[serde(default)]
    pub(crate) request_approval_settings: ApprovalSettings,
    #[serde(default)]
    pub(crate) questions: Vec<Question>,
}

impl Policy {
    /// The policy's question with this id.
    pub(crate) fn question(&self, id: QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// Whether requests of users wait for a decision, and whose.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct ApprovalSettings {
    pub(crate) is_approval_required_for_add: bool,
    pub(crate) is_approval_required_for_update: bool,
    /// The subjects who may decide.
    pub(crate) approvers: Vec<SubjectId>,
}

/// An accessPackageSubject: a person as entitlement management sees them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Subject {
    pub(crate) id: SubjectId,
    /// Null while the person is not in the directory.
    #[serde(default)]
    pub(crate) object_id: Option<ObjectId>,
    #[serde(default)]
    pub(crate) display_name: Option<String>,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) principal_name: Option<String>,
    #[serde(default)]
    pub(crate) on_premises_security_identifier: Option<String>,
    #[serde(rename = "subjectType", default = "user")]
    pub(crate) r#type: SubjectType,
    #[serde(rename = "subjectLifecycle", default = "not_defined")]
    pub(crate) lifecycle: SubjectLifecycle,
}

impl Subject {
    /// The subject for a person who is known by e-mail only.
    pub(crate) fn outside_the_directory(id: SubjectId, email: String) -> Self {
        Self {
            id,
            object_id: None,
            display_name: None,
            email: Some(email),
            principal_name: None,
            on_premises_security_identifier: None,
            r#type: user(),
            lifecycle: not_defined(),
        }
    }
}

fn user() -> SubjectType {
    SubjectType::User
}

fn not_defined() -> SubjectLifecycle {
    SubjectLifecycle::NotDefined
}

members! {
    /// What a subject is.
    SubjectType = "accessPackageSubjectType" {
        NotSpecified = "notSpecified",
        User = "user",
        ServicePrincipal = "servicePrincipal",
    }
}

members! {
    /// Whether an external subject is governed.
    SubjectLifecycle = "accessPackageSubjectLifecycle" {
        NotDefined = "notDefined",
        NotGoverned = "notGoverned",
        Governed = "governed",
    }
}
