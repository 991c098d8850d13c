//! What allows a caller to do something: the permissions of a token, and the roles that a subject
//! holds, by the names that Graph and Microsoft Entra give them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::names;
use crate::model::SubjectId;

names! {
    /// A permission of Microsoft Graph: a scope of a user's token, or granted to an application.
    Permission = "permission for entitlement management" {
        SubjectAccess = "EntitlementMgmt-SubjectAccess.ReadWrite",
        ReadAll = "EntitlementManagement.Read.All",
        ReadWriteAll = "EntitlementManagement.ReadWrite.All",
    }
}

names! {
    /// A role of entitlement management or of the directory.
    Role = "role that counts in entitlement management" {
        CatalogReader = "Catalog reader",
        CatalogCreator = "Catalog creator",
        AssignmentManager = "Access package assignment manager",
        PackageManager = "Access package manager",
        CatalogOwner = "Catalog owner",
        SecurityReader = "Security Reader",
        GlobalReader = "Global Reader",
        ComplianceAdministrator = "Compliance Administrator",
        SecurityAdministrator = "Security Administrator",
        IdentityGovernanceAdministrator = "Identity Governance Administrator",
    }
}

/// A role and who holds it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RoleAssignment {
    pub(crate) subject: SubjectId,
    pub(crate) role: Role,
}

/// What a token grants, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    /// The scopes of an application that acts for a user.
    Delegated(Vec<Permission>),
    /// The permissions of an application that acts for itself.
    Application(Vec<Permission>),
}
