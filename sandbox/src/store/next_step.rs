//! What happens next to a request by itself: the request and its policy in, the step and its moment
//! out. Pure.

use chrono::TimeDelta;

use crate::clock::later;
use crate::model::{
    AssignmentRequest, CustomExtension, DeliveryFault, Duration, Effect, Policy, RequestState,
    RequestType, Stage, Status, Timestamp,
};
use crate::transition::Trigger;

/// How long a request stays submitted before it is looked at.
const SUBMITTED: TimeDelta = TimeDelta::seconds(10);
/// How long a delivery takes.
const DELIVERING: TimeDelta = TimeDelta::seconds(20);

/// Something that a request does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It goes on.
    Go(Trigger),
    /// It calls the custom extension of this stage.
    CallOut(Stage),
}

/// What happens next to a request by itself, and when.
pub(super) fn next_step(request: &AssignmentRequest, policy: &Policy) -> Option<(Step, Timestamp)> {
    let after = |delay| Timestamp(later(request.entered().0, delay));
    match (request.state, request.status) {
        (_, Status::WaitingForCallback) => {
            let due = request.callouts.iter().filter(|one| one.waits());
            let due = due.filter_map(|waiting| waiting.timeout_date_time).min()?;
            Some((Step::Go(Trigger::TimeOutCallback), due))
        }
        (RequestState::Submitted, _) => {
            let due = after(SUBMITTED);
            Some((beginning(request, policy, due), due))
        }
        (RequestState::PendingApproval, _) => impatience(request, policy),
        (RequestState::Scheduled, _) => {
            let start = request.schedule.start_date_time.unwrap_or_else(|| request.entered());
            Some((Step::Go(Trigger::StartDelivery), start))
        }
        (RequestState::Delivering, _) => Some((ending(request, policy), after(DELIVERING))),
        _ => None,
    }
}

/// Requests that are completed are kept for a while; a deletion that nobody asked for ends it.
pub(super) fn end_of_keeping(
    request: &AssignmentRequest,
    retention: &Duration,
) -> Option<(Step, Timestamp)> {
    let due = Timestamp(later(request.completed_date_time?.0, retention.length()));
    Some((Step::Go(Trigger::Delete), due))
}

fn beginning(request: &AssignmentRequest, policy: &Policy, at: Timestamp) -> Step {
    let calls = |stage| extension(request, policy, stage).is_some();
    if request.called_out_at.is_none() && calls(Stage::RequestCreated) {
        return Step::CallOut(Stage::RequestCreated);
    }
    if needs_approval(request.request_type, policy) {
        return Step::Go(Trigger::RequireApproval);
    }
    if request.called_out_at != Some(Stage::RequestApproved) && calls(Stage::RequestApproved) {
        return Step::CallOut(Stage::RequestApproved);
    }
    Step::Go(if request.starts_after(at) { Trigger::Postpone } else { Trigger::StartDelivery })
}

/// Requests of administrators pass the policy's approval by, as observed on the real service.
fn needs_approval(request_type: RequestType, policy: &Policy) -> bool {
    let settings = &policy.request_approval_settings;
    (request_type == RequestType::UserAdd && settings.is_approval_required_for_add)
        || (request_type == RequestType::UserUpdate && settings.is_approval_required_for_update)
}

/// What becomes of a request on which nobody decides.
fn impatience(request: &AssignmentRequest, policy: &Policy) -> Option<(Step, Timestamp)> {
    let progress = request.approval_progress();
    let stage = policy.request_approval_settings.stages.get(progress.stage)?;
    let after = |delay| Timestamp(later(progress.since.0, delay));
    let denied = stage.duration_before_automatic_denial.as_ref().map(|one| after(one.length()));
    let escalated = stage.escalation().map(|one| after(one.length()));
    let escalated = escalated.filter(|_| request.status == Status::PendingApproval);
    match (escalated, denied) {
        (Some(escalated), denied) if denied.is_none_or(|denied| escalated < denied) => {
            Some((Step::Go(Trigger::Escalate), escalated))
        }
        (_, denied) => denied.map(|due| (Step::Go(Trigger::DenyAutomatically), due)),
    }
}

fn ending(request: &AssignmentRequest, policy: &Policy) -> Step {
    match request.delivery_fault {
        Some(DeliveryFault::Entirely) => return Step::Go(Trigger::FailDelivery),
        Some(DeliveryFault::Partly) => return Step::Go(Trigger::FailDeliveryPartly),
        None => {}
    }
    let uncalled = [Stage::RequestGranted, Stage::RequestRemoved].into_iter().find(|stage| {
        request.called_out_at != Some(*stage) && extension(request, policy, *stage).is_some()
    });
    uncalled.map_or(Step::Go(Trigger::FinishDelivery), Step::CallOut)
}

/// The custom extension that this request calls at this stage.
pub(super) fn extension<'a>(
    request: &AssignmentRequest,
    policy: &'a Policy,
    stage: Stage,
) -> Option<&'a CustomExtension> {
    let removes = request.request_type.effect() == Some(Effect::Remove);
    policy.extension_at(stage).filter(|_| removes == (stage == Stage::RequestRemoved))
}
