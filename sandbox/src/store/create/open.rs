//! One request at a time: what a new request is about in, a refusal where an open one already asks
//! for the same, or where there is nothing left to ask for, out.

use crate::model::{AssignmentId, AssignmentRequest, AssignmentState, Effect, RequestType};
use crate::refusal::Refusal;
use crate::store::Store;
use crate::store::create::matter::{Matter, Target};
use crate::store::create::{Errand, Sender};

impl Store {
    /// Refuses a second request for the same, and a direct assignment of what the target has.
    pub(super) fn refuse_second(
        &self,
        request_type: RequestType,
        errand: Errand,
        matter: &Matter,
    ) -> Result<(), Refusal> {
        let Target::Known(target) = matter.target else { return Ok(()) };
        let package = matter.package;
        let same = |open: &&AssignmentRequest| {
            asks_for_the_same(open, (request_type, errand.effect), matter.assignment)
        };
        if let Some(open) = self.open_requests(target, package).find(same) {
            let (request_type, state) = (open.request_type, open.state);
            return Err(Refusal::ExistingOpenRequest { open: open.id, request_type, state });
        }
        if errand != (Errand { sender: Sender::Administrator, effect: Effect::Add }) {
            return Ok(());
        }
        let held = self.assignments_of(target, package).find(|one| gives_access(one.state));
        held.map_or(Ok(()), |one| Err(Refusal::AlreadyAssigned { package, assignment: one.id }))
    }
}

/// The documents update one assignment as an administrator and as a user at the same time.
fn asks_for_the_same(
    open: &AssignmentRequest,
    (request_type, effect): (RequestType, Effect),
    assignment: Option<AssignmentId>,
) -> bool {
    match effect {
        Effect::Add => open.request_type.effect() == Some(Effect::Add),
        Effect::Update => open.request_type == request_type && open.assignment == assignment,
        Effect::Remove => {
            open.request_type.effect() == Some(Effect::Remove) && open.assignment == assignment
        }
    }
}

fn gives_access(state: AssignmentState) -> bool {
    match state {
        AssignmentState::Delivering
        | AssignmentState::Delivered
        | AssignmentState::PartiallyDelivered => true,
        AssignmentState::Expired | AssignmentState::DeliveryFailed => false,
    }
}
