//! accessPackageAssignmentPolicy: who may request a package, and on which conditions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{
    ApprovalStage, CustomExtension, Expiration, PackageId, PolicyId, Question, QuestionId, Stage,
    StageSetting, Subject, SubjectSet, TargetScope,
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
    /// Whom it calls out to, at most once a stage.
    #[serde(default)]
    pub(crate) custom_extension_stage_settings: Vec<StageSetting>,
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

    /// Whether the subject is one of those who decide, in whichever stage.
    pub(crate) fn has_approver(&self, subject: &Subject) -> bool {
        let stages = &self.request_approval_settings.stages;
        let mut approvers = stages.iter().flat_map(ApprovalStage::approvers);
        approvers.any(|set| set.contains(subject))
    }

    /// The custom extension that is called at this stage, where there is one.
    pub(crate) fn extension_at(&self, stage: Stage) -> Option<&CustomExtension> {
        let mut settings = self.custom_extension_stage_settings.iter();
        settings.find(|one| one.stage == stage).map(|one| &one.custom_extension)
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
    /// Who decides, one stage after the other.
    pub(crate) stages: Vec<ApprovalStage>,
}
