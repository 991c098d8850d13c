//! Approval: who decides on a request in which stage, and how far that has come.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::names;
use crate::model::{Duration, SubjectId, SubjectSet, Timestamp};

/// An accessPackageApprovalStage.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct ApprovalStage {
    pub(crate) primary_approvers: Vec<SubjectSet>,
    /// They stand in where there is no primary approver.
    pub(crate) fallback_primary_approvers: Vec<SubjectSet>,
    /// They may decide as well once the stage is escalated.
    pub(crate) escalation_approvers: Vec<SubjectSet>,
    /// They stand in where there is no escalation approver.
    pub(crate) fallback_escalation_approvers: Vec<SubjectSet>,
    /// How long the stage waits for a decision before the request is denied; for ever where it is
    /// left out.
    pub(crate) duration_before_automatic_denial: Option<Duration>,
    /// How long the stage waits for a decision before it is escalated.
    pub(crate) duration_before_escalation: Option<Duration>,
    pub(crate) is_escalation_enabled: bool,
    pub(crate) is_approver_justification_required: bool,
}

impl ApprovalStage {
    /// Those who may decide from the beginning of the stage.
    pub(crate) fn first_approvers(&self) -> &[SubjectSet] {
        or_fallback(&self.primary_approvers, &self.fallback_primary_approvers)
    }

    /// Those who may decide as well once the stage is escalated.
    pub(crate) fn further_approvers(&self) -> &[SubjectSet] {
        or_fallback(&self.escalation_approvers, &self.fallback_escalation_approvers)
    }

    /// Those who may decide in the stage at some time.
    pub(crate) fn approvers(&self) -> impl Iterator<Item = &SubjectSet> {
        let further = self.escalation().map_or(&[] as &[_], |_| self.further_approvers());
        self.first_approvers().iter().chain(further)
    }

    /// How long the stage waits before it is escalated, where it ever is.
    pub(crate) fn escalation(&self) -> Option<&Duration> {
        self.duration_before_escalation.as_ref().filter(|_| self.is_escalation_enabled)
    }
}

fn or_fallback<'a>(named: &'a [SubjectSet], fallback: &'a [SubjectSet]) -> &'a [SubjectSet] {
    if named.is_empty() { fallback } else { named }
}

/// How far the approval of a request has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ApprovalProgress {
    /// Which stage of the policy waits for a decision; the first is 0.
    pub(crate) stage: usize,
    /// Since when it does.
    pub(crate) since: Timestamp,
    /// The decisions so far.
    #[serde(default)]
    pub(crate) decisions: Vec<ApprovalDecision>,
}

impl ApprovalProgress {
    /// The beginning of the first stage.
    pub(crate) fn first(since: Timestamp) -> Self {
        Self { stage: 0, since, decisions: Vec::new() }
    }
}

/// What was decided in one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ApprovalDecision {
    pub(crate) stage: usize,
    pub(crate) decision: Decision,
    /// The approver; null where the sandbox was told to decide without one.
    #[serde(default)]
    pub(crate) decided_by: Option<SubjectId>,
    #[serde(default)]
    pub(crate) justification: Option<String>,
    pub(crate) decided_date_time: Timestamp,
}

names! {
    /// What an approver decides.
    Decision = "decision of an approver" {
        Approve = "approve",
        Deny = "deny",
    }
}
