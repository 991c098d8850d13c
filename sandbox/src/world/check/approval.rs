//! Soundness of a policy's approval: who decides in its stages, and when others do.

use crate::error::WorldError;
use crate::model::{ApprovalStage, Policy};
use crate::world::check::{Known, contradiction, subject_sets};

/// Refuses an approval in which nobody can decide.
pub(super) fn check(known: &Known<'_>, policy: &Policy, place: &str) -> Result<(), WorldError> {
    let settings = &policy.request_approval_settings;
    let required =
        settings.is_approval_required_for_add || settings.is_approval_required_for_update;
    if required && settings.stages.is_empty() {
        let problem = "an approval that is required needs a stage in which somebody decides";
        return contradiction(&format!("{place}/stages"), problem.to_owned());
    }
    for (index, stage) in settings.stages.iter().enumerate() {
        check_stage(known, stage, &format!("{place}/stages/{index}"))?;
    }
    Ok(())
}

fn check_stage(known: &Known<'_>, stage: &ApprovalStage, place: &str) -> Result<(), WorldError> {
    for (member, approvers) in [
        ("primaryApprovers", &stage.primary_approvers),
        ("fallbackPrimaryApprovers", &stage.fallback_primary_approvers),
        ("escalationApprovers", &stage.escalation_approvers),
        ("fallbackEscalationApprovers", &stage.fallback_escalation_approvers),
    ] {
        subject_sets::check(known, approvers, &format!("{place}/{member}"))?;
    }
    if stage.first_approvers().is_empty() {
        let problem = "a stage needs an approver who can decide from its beginning";
        return contradiction(&format!("{place}/primaryApprovers"), problem.to_owned());
    }
    let escalates =
        stage.duration_before_escalation.is_some() && !stage.further_approvers().is_empty();
    if stage.is_escalation_enabled && !escalates {
        let problem = "an escalation needs durationBeforeEscalation and escalationApprovers";
        return contradiction(&format!("{place}/isEscalationEnabled"), problem.to_owned());
    }
    Ok(())
}
