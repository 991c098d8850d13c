//! Expiry: an assignment whose time is running out in; the notices before its end, and the request
//! of the service itself that removes it, out.

use chrono::TimeDelta;

use crate::clock::later;
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, RequestId, RequestType, Schedule, Stage, Timestamp,
};
use crate::store::Store;
use crate::store::agenda::Entry;
use crate::transition;

const NEAR_EXPIRY: &str = "NearExpiry1DayNotificationTriggered";
const EXPIRED: &str = "ExpiredNotificationTriggered";

/// What happens to an assignment whose time is running out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notice {
    FourteenDays,
    OneDay,
    End,
}

impl Store {
    /// Notes when the assignment goes on by itself, if it does.
    pub(super) fn put_assignment_on_agenda(&mut self, id: AssignmentId) {
        let due = self.assignments.get(&id).and_then(next_notice).map(|notice| notice.1);
        self.agenda.note(Entry::Assignment(id), due);
    }

    /// Carries out what has come due for the assignment.
    pub(super) fn step_of_assignment(&mut self, id: AssignmentId, at: Timestamp) {
        let Some(assignment) = self.assignments.get_mut(&id) else { return };
        match next_notice(assignment).map(|notice| notice.0) {
            Some(Notice::FourteenDays) => {
                assignment.called_out_at = Some(Stage::FourteenDaysBeforeExpiration);
                self.call_out_for(id, Stage::FourteenDaysBeforeExpiration, at);
            }
            Some(Notice::OneDay) => {
                NEAR_EXPIRY.clone_into(&mut assignment.status);
                assignment.called_out_at = Some(Stage::OneDayBeforeExpiration);
                self.call_out_for(id, Stage::OneDayBeforeExpiration, at);
            }
            Some(Notice::End) => {
                EXPIRED.clone_into(&mut assignment.status);
                self.remove_expired(id, at);
            }
            None => {}
        }
        self.put_assignment_on_agenda(id);
    }

    /// "Microsoft Entra ID also automatically creates access package assignment requests to track
    /// access removal."
    fn remove_expired(&mut self, id: AssignmentId, at: Timestamp) {
        let request_id = RequestId::from(self.new_id());
        let Some(assignment) = self.assignments.get(&id) else { return };
        self.requests.insert(request_id, removal(request_id, assignment, at));
        self.note_request(request_id);
        self.put_on_agenda(request_id);
    }
}

/// The notice that comes next. One whose moment lies before the access began is left out.
fn next_notice(assignment: &Assignment) -> Option<(Notice, Timestamp)> {
    let end = assignment.end().filter(|_| assignment.state.is_in_force())?;
    if assignment.status == EXPIRED {
        return None;
    }
    let before = |days| Timestamp(later(end.0, -TimeDelta::days(days)));
    let start = assignment.schedule.start_date_time;
    let has_turn = |moment: &Timestamp| start.is_none_or(|start| start < *moment);
    if let Some(due) = Some(before(14)).filter(has_turn)
        && assignment.called_out_at.is_none()
    {
        return Some((Notice::FourteenDays, due));
    }
    let notified = assignment.called_out_at == Some(Stage::OneDayBeforeExpiration);
    let one_day = Some(before(1)).filter(has_turn).filter(|_| !notified);
    Some(one_day.map_or((Notice::End, end), |due| (Notice::OneDay, due)))
}

fn removal(id: RequestId, assignment: &Assignment, at: Timestamp) -> AssignmentRequest {
    AssignmentRequest {
        id,
        request_type: RequestType::SystemRemove,
        state: transition::CREATED.state,
        status: transition::CREATED.status,
        since: None,
        created_date_time: at,
        completed_date_time: None,
        schedule: Schedule::default(),
        answers: Vec::new(),
        justification: None,
        callouts: Vec::new(),
        called_out_at: None,
        approval: None,
        delivery_fault: None,
        created_by: None,
        requestor: assignment.target,
        target: assignment.target,
        package: assignment.package,
        policy: assignment.policy,
        assignment: Some(assignment.id),
    }
}
