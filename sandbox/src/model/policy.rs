//! accessPackageAssignmentPolicy: who may request a package, and on which conditions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{
    Expiration, PackageId, PolicyId, Question, QuestionId, Subject, SubjectId, SubjectSet,
    TargetScope,
};

/// An accessPackageAssignmentPolicy with what the sandbox needs of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) id: PolicyId,
    pub(crate) display_name: String,
    /// The package that the policy belongs to.
    #[serde(rename = "accessPackage")]
    pub(crate) package: PackageId,
    #[serde(default = "everybody")]
    pub(crate) allowed_target_scope: TargetScope,
    /// Who is meant where the scope is a specific one.
    #[serde(default)]
    pub(crate) specific_allowed_targets: Vec<SubjectSet>,
    /// How access ends where a request does not say so.
    #[serde(default)]
    pub(crate) expiration: Expiration,
    #[serde(default)]
    pub(crate) requestor_settings: RequestorSettings,
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

    /// Whether the policy provides for the target to have access.
    pub(crate) fn is_for(&self, target: &Subject) -> bool {
        self.allowed_target_scope.includes(target, &self.specific_allowed_targets)
    }

    /// Whether the subject is one of those who decide.
    pub(crate) fn has_approver(&self, subject: SubjectId) -> bool {
        self.request_approval_settings.approvers.contains(&subject)
    }

    /// Whether the subject may request for others, where the policy lets anybody do so.
    pub(crate) fn has_on_behalf_requestor(&self, subject: &Subject) -> bool {
        self.requestor_settings.on_behalf_requestors.iter().any(|set| set.contains(subject))
    }
}

/// Small worlds do not say who may request; then everybody in the directory may.
fn everybody() -> TargetScope {
    TargetScope::AllDirectoryUsers
}

/// An accessPackageAssignmentRequestorSettings: who may send which request, and with what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "they are the members that Graph has")]
pub(crate) struct RequestorSettings {
    pub(crate) allow_custom_assignment_schedule: bool,
    pub(crate) enable_targets_to_self_add_access: bool,
    pub(crate) enable_targets_to_self_update_access: bool,
    pub(crate) enable_targets_to_self_remove_access: bool,
    pub(crate) enable_on_behalf_requestors_to_add_access: bool,
    pub(crate) enable_on_behalf_requestors_to_update_access: bool,
    pub(crate) enable_on_behalf_requestors_to_remove_access: bool,
    pub(crate) on_behalf_requestors: Vec<SubjectSet>,
}

impl Default for RequestorSettings {
    /// Everybody for themselves, with a schedule if they like, and nobody for others.
    fn default() -> Self {
        Self {
            allow_custom_assignment_schedule: true,
            enable_targets_to_self_add_access: true,
            enable_targets_to_self_update_access: true,
            enable_targets_to_self_remove_access: true,
            enable_on_behalf_requestors_to_add_access: false,
            enable_on_behalf_requestors_to_update_access: false,
            enable_on_behalf_requestors_to_remove_access: false,
            on_behalf_requestors: Vec::new(),
        }
    }
}

/// Whether requests of users wait for a decision, and whose.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct ApprovalSettings {
    pub(crate) is_approval_required_for_add: bool,
    pub(crate) is_approval_required_for_update: bool,
    /// Whether a user must say why the access is needed.
    pub(crate) is_requestor_justification_required: bool,
    /// The subjects who may decide.
    pub(crate) approvers: Vec<SubjectId>,
}
