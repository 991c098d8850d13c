//! The life cycle of a request, as the documents have it: its states, and what leads from one to another.

use super::sources::{Basis, CALLBACK_DATA, CANCEL, CREATE, DELETE, REPROCESS, RESOURCE, RESUME};
use crate::life_cycle::By::{Call, Event};
use crate::life_cycle::{self, By, LifeCycle, State, Transition};

/// The life cycle of what a contract of this title is about, where one is known.
pub(crate) fn life_cycle(title: &str) -> Option<LifeCycle> {
    (title == TITLE).then(|| LifeCycle {
        collection: "assignmentRequests",
        id: "id",
        members: &["status", "requestStatus", "state", "requestState"],
        of_any_name: &["state", "requestState"],
        states: STATES,
        transitions: TRANSITIONS.iter().map(Row::transition).collect(),
    })
}

const TITLE: &str = "Access package assignment requests of Microsoft Graph";

macro_rules! state {
    ($name:literal at $x:literal, $y:literal) => {
        State {
            name: $name,
            shown_by: &[("state", $name), ("requestState", $name)],
            place: ($x, $y),
        }
    };
}

/// A request that waits for a callback says so in its status, whatever its state.
const STATES: &[State] = &[
    State { name: life_cycle::NEW, shown_by: &[], place: (40.0, 210.0) },
    State {
        name: WAITING,
        shown_by: &[("status", "WaitingForCallback"), ("requestStatus", "WaitingForCallback")],
        place: (440.0, 210.0),
    },
    state!("submitted" at 190.0, 210.0),
    state!("pendingApproval" at 440.0, 60.0),
    state!("scheduled" at 440.0, 335.0),
    state!("delivering" at 690.0, 210.0),
    state!("delivered" at 930.0, 60.0),
    state!("partiallyDelivered" at 930.0, 210.0),
    state!("deliveryFailed" at 930.0, 350.0),
    state!("denied" at 660.0, 480.0),
    state!("canceled" at 250.0, 480.0),
    State { name: life_cycle::DELETED, shown_by: &[], place: (1120.0, 480.0) },
];

const WAITING: &str = "waitingForCallback";

/// From, to, by what, on what it rests, and how far its line bends.
struct Row(&'static str, &'static str, By, &'static [Basis], f64);

impl Row {
    fn transition(&self) -> Transition {
        let Self(from, to, by, rests_on, bend) = *self;
        Transition { from, to, by, rests_on: rests_on.iter().map(Basis::source).collect(), bend }
    }
}

const STATE_POINTER: &str = "#/components/schemas/accessPackageRequestState";
const STATE: Basis = Basis::Schema(STATE_POINTER);
const CREATED: By = Call(life_cycle::CREATE);
const CANCELED: By = Call("cancel");
const REPROCESSED: By = Call("reprocess");
const RESUMED: By = Call("resume");
const GONE: By = Call(life_cycle::DELETE);
const CALLED_OUT: By = Event("a custom extension is called and waited for");
const BEGUN: By = Event("its delivery begins");

/// D-25: what the cancel page lists are words of status. D-26: of a failed delivery the documents say both.
/// D-44: what becomes of a request that waits in vain no document says.
/// D-45: deleted is what is denied or completed and has no assignment.
#[rustfmt::skip]
const TRANSITIONS: &[Row] = &[
    Row(life_cycle::NEW,      "submitted",          CREATED,                                  &[CREATE],                             0.0),
    Row("submitted",          "pendingApproval",    Event("its policy asks for an approval"), &[RESOURCE, STATE],                    0.0),
    Row("submitted",          WAITING,              CALLED_OUT,                               &[RESUME],                             18.0),
    Row("submitted",          "scheduled",          Event("its access is to start later"),    &[RESOURCE, STATE],                    0.0),
    Row("submitted",          "delivering",         BEGUN,                                    &[RESOURCE, STATE],                    -70.0),
    Row("submitted",          "canceled",           CANCELED,                                 &[CANCEL, Basis::Discrepancy("D-25")], -16.0),

    Row("pendingApproval",    "delivering",         Event("an approver approves"),            &[RESOURCE, STATE],                    0.0),
    Row("pendingApproval",    "scheduled",          Event("an approver approves, for later"), &[RESOURCE, STATE],                    108.0),
    Row("pendingApproval",    "denied",             Event("an approver denies, or none decides in time"), &[RESOURCE, STATE],        60.0),
    Row("pendingApproval",    WAITING,              CALLED_OUT,                               &[RESUME],                             0.0),
    Row("pendingApproval",    "canceled",           CANCELED,                                 &[CANCEL, Basis::Discrepancy("D-25")], -45.0),

    Row(WAITING,              "submitted",          RESUMED,                                  &[RESUME],                             18.0),
    Row(WAITING,              "delivering",         RESUMED,                                  &[RESUME],                             14.0),
    Row(WAITING,              "denied",             RESUMED,                                  &[RESUME, Basis::Discrepancy("D-31")], 40.0),
    Row(WAITING,              "canceled",           RESUMED,                                  &[CALLBACK_DATA],                      4.0),
    Row(WAITING,              "deliveryFailed",     Event("no callback comes in time"),       &[Basis::Discrepancy("D-44")],         -30.0),

    Row("scheduled",          "delivering",         Event("its start has come"),              &[RESOURCE, STATE],                    0.0),
    Row("scheduled",          "canceled",           CANCELED,                                 &[CANCEL, Basis::Discrepancy("D-25")], -8.0),

    Row("delivering",         WAITING,              CALLED_OUT,                               &[RESUME],                             14.0),
    Row("delivering",         "delivered",          Event("all is delivered"),                &[RESOURCE, STATE],                    0.0),
    Row("delivering",         "partiallyDelivered", Event("a part is delivered"),             &[RESOURCE, STATE, REPROCESS],         14.0),
    Row("delivering",         "deliveryFailed",     Event("its delivery fails"),              &[RESOURCE, STATE, REPROCESS],         14.0),

    Row("partiallyDelivered", "delivering",         REPROCESSED,                              &[REPROCESS],                          14.0),
    Row("deliveryFailed",     "delivering",         REPROCESSED,                              &[REPROCESS],                          14.0),
    Row("deliveryFailed",     "submitted",          REPROCESSED,                              &[REPROCESS],                          112.0),
    Row("deliveryFailed",     "canceled",           CANCELED,                                 &[Basis::Discrepancy("D-26")],         25.0),

    Row("delivered",          life_cycle::DELETED,  GONE,                                     &[DELETE, Basis::Discrepancy("D-45")], 62.0),
    Row("partiallyDelivered", life_cycle::DELETED,  GONE,                                     &[DELETE, Basis::Discrepancy("D-45")], 34.0),
    Row("deliveryFailed",     life_cycle::DELETED,  GONE,                                     &[DELETE, Basis::Discrepancy("D-45")], 0.0),
    Row("denied",             life_cycle::DELETED,  GONE,                                     &[DELETE, Basis::Discrepancy("D-45")], 0.0),
    Row("canceled",           life_cycle::DELETED,  GONE,                                     &[DELETE, Basis::Discrepancy("D-45")], -52.0),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::life_cycle::{DELETED, NEW};
    use crate::typed;
    use std::collections::BTreeSet;

    #[test]
    fn the_contract_has_this_life_cycle() {
        let contract = Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap();
        assert!(life_cycle(&contract.title).is_some());
        assert!(life_cycle("Notes").is_none());
        let states = contract.node(&STATE_POINTER[1..]).unwrap()["enum"].as_array().unwrap();
        for state in states.iter().map(|state| state.as_str().unwrap()) {
            // A member that stands for those to come.
            let is_known = STATES.iter().any(|known| known.name == state);
            assert!(is_known || state == "unknownFutureValue", "{state}");
        }
    }

    #[test]
    fn every_state_but_the_last_is_left_and_all_but_the_first_are_reached() {
        let cycle = life_cycle(TITLE).unwrap();
        let states: BTreeSet<&str> = cycle.states.iter().map(|state| state.name).collect();
        assert_eq!(states.len(), cycle.states.len());
        let left: BTreeSet<&str> = cycle.transitions.iter().map(|one| one.from).collect();
        let reached: BTreeSet<&str> = cycle.transitions.iter().map(|one| one.to).collect();
        let but = |name: &'static str| states.iter().copied().filter(move |state| *state != name);
        assert!(left.iter().copied().eq(but(DELETED)), "{left:?}");
        assert!(reached.iter().copied().eq(but(NEW)), "{reached:?}");
        assert!(cycle.transitions.iter().all(|one| !one.rests_on.is_empty()));
    }
}
