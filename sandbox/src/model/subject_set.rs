//! subjectSet and allowedTargetScope: which subjects a policy means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::{members, names};
use crate::model::{ObjectId, Subject, SubjectLifecycle, SubjectType};

/// A subjectSet. Of its subtypes the sandbox knows singleUser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SubjectSet {
    #[serde(rename = "@odata.type")]
    r#type: SubjectSetType,
    /// The object id of the user, which is not the id of the subject.
    pub(crate) user_id: ObjectId,
    #[serde(default)]
    description: Option<String>,
}

impl SubjectSet {
    /// Whether the subject is meant.
    pub(crate) fn contains(&self, subject: &Subject) -> bool {
        subject.object_id == Some(self.user_id)
    }
}

names! {
    /// The subtypes of subjectSet that the sandbox knows.
    SubjectSetType = "type of subjectSet that the sandbox knows" {
        SingleUser = "#microsoft.graph.singleUser",
    }
}

members! {
    /// Who can have access by a policy.
    TargetScope = "allowedTargetScope" {
        NotSpecified = "notSpecified",
        SpecificDirectoryUsers = "specificDirectoryUsers",
        SpecificConnectedOrganizationUsers = "specificConnectedOrganizationUsers",
        SpecificDirectoryServicePrincipals = "specificDirectoryServicePrincipals",
        AllMemberUsers = "allMemberUsers",
        AllDirectoryUsers = "allDirectoryUsers",
        AllDirectoryServicePrincipals = "allDirectoryServicePrincipals",
        AllConfiguredConnectedOrganizationUsers = "allConfiguredConnectedOrganizationUsers",
        AllExternalUsers = "allExternalUsers",
        AllDirectoryAgentIdentities = "allDirectoryAgentIdentities",
        UnknownFutureValue = "unknownFutureValue",
    }
}

impl TargetScope {
    /// Whether the scope includes the subject; `specific` are the policy's specificAllowedTargets.
    pub(crate) fn includes(self, subject: &Subject, specific: &[SubjectSet]) -> bool {
        let is_user = subject.r#type == SubjectType::User;
        let is_in_directory = subject.object_id.is_some();
        let is_guest = subject.lifecycle != SubjectLifecycle::NotDefined;
        match self {
            Self::SpecificDirectoryUsers => is_user && named(subject, specific),
            Self::SpecificDirectoryServicePrincipals => !is_user && named(subject, specific),
            Self::AllMemberUsers => is_user && is_in_directory && !is_guest,
            Self::AllDirectoryUsers => is_user && is_in_directory,
            Self::AllDirectoryServicePrincipals => !is_user && is_in_directory,
            Self::AllExternalUsers => is_user && (is_guest || !is_in_directory),
            Self::NotSpecified
            | Self::SpecificConnectedOrganizationUsers
            | Self::AllConfiguredConnectedOrganizationUsers
            | Self::AllDirectoryAgentIdentities
            | Self::UnknownFutureValue => false,
        }
    }

    /// Whether the sandbox has the subjects that the scope is about. It knows neither connected
    /// organizations nor agents.
    pub(crate) fn is_known(self) -> bool {
        match self {
            Self::SpecificConnectedOrganizationUsers
            | Self::AllConfiguredConnectedOrganizationUsers
            | Self::AllDirectoryAgentIdentities
            | Self::UnknownFutureValue => false,
            Self::NotSpecified
            | Self::SpecificDirectoryUsers
            | Self::SpecificDirectoryServicePrincipals
            | Self::AllMemberUsers
            | Self::AllDirectoryUsers
            | Self::AllDirectoryServicePrincipals
            | Self::AllExternalUsers => true,
        }
    }
}

fn named(subject: &Subject, specific: &[SubjectSet]) -> bool {
    specific.iter().any(|set| set.contains(subject))
}
