//! Soundness of the custom extensions of a policy: once a stage, and no wait that is too short, too
//! long or without a purpose.

use chrono::TimeDelta;

use crate::error::WorldError;
use crate::model::{Policy, StageSetting};
use crate::world::check::contradiction;

/// The documented bounds of the time that a request waits for a callback.
const SHORTEST_WAIT: TimeDelta = TimeDelta::minutes(5);
const LONGEST_WAIT: TimeDelta = TimeDelta::days(14);

/// Refuses settings that contradict one another or themselves.
pub(super) fn check(policy: &Policy, place: &str) -> Result<(), WorldError> {
    for (index, setting) in policy.custom_extension_stage_settings.iter().enumerate() {
        let before = policy.custom_extension_stage_settings.iter().take(index);
        check_setting(setting, before, &format!("{place}/{index}"))?;
    }
    Ok(())
}

fn check_setting<'a>(
    setting: &StageSetting,
    mut before: impl Iterator<Item = &'a StageSetting>,
    place: &str,
) -> Result<(), WorldError> {
    let stage = setting.stage;
    if before.any(|other| other.stage == stage) {
        let problem = format!("the policy calls out at the stage {stage} already; name it once");
        return contradiction(&format!("{place}/stage"), problem);
    }
    let Some(callback) = &setting.custom_extension.callback_configuration else { return Ok(()) };
    let place = format!("{place}/customExtension/callbackConfiguration");
    if !stage.is_of_requests() {
        let problem = format!("nothing waits for a callback at the stage {stage}; leave it out");
        return contradiction(&place, problem);
    }
    if (SHORTEST_WAIT..=LONGEST_WAIT).contains(&callback.timeout_duration.length()) {
        return Ok(());
    }
    let problem = format!("{} must lie between PT5M and P14D", callback.timeout_duration);
    contradiction(&format!("{place}/timeoutDuration"), problem)
}
