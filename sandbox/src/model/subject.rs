//! accessPackageSubject: a person or an application as entitlement management sees them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::members;
use crate::model::{ObjectId, SubjectId};

/// An accessPackageSubject.
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
