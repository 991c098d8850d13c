//! What people do, and what comes of it.

use super::{DAY, Key, Model, Place, Request, SECOND};
use crate::command::Verdict;
use crate::store::tests::lives::{Fault, Kind};

impl Model {
    pub(super) fn create(
        &mut self,
        kind: Kind,
        person: usize,
        (start, days): (Option<i64>, Option<i64>),
    ) -> bool {
        let waits = |one: &Request| {
            one.kind != Kind::Removal && one.person == person && one.place.is_open()
        };
        let has = |key: &Key| key.person == person && (key.opens() || key.state == "delivering");
        if self.requests.iter().any(waits)
            || (kind == Kind::ByAdministrator && self.keys.iter().any(has))
        {
            return false;
        }
        let start = start.map(|days| self.clock + days * DAY);
        let place = Place::New { look: self.clock + 10 * SECOND, asked: false };
        self.requests.push(Request { kind, person, start, days, place, key: None, fault: None });
        true
    }

    pub(super) fn decide(&mut self, n: usize, approve: bool) -> bool {
        let Place::OnADesk { desk, .. } = self.requests[n].place else { return false };
        if !approve {
            self.requests[n].place = Place::Denied;
        } else if desk + 1 < self.policy.desks {
            let since = self.clock;
            self.requests[n].place = Place::OnADesk { desk: desk + 1, since, urgent: false };
        } else {
            self.approved(n);
        }
        true
    }

    pub(super) fn end_early(&mut self, n: usize) -> bool {
        let place = &mut self.requests[n].place;
        let early =
            matches!(place, Place::New { .. } | Place::OnADesk { .. } | Place::InTheDrawer { .. });
        if early {
            *place = Place::Canceled;
        }
        early
    }

    pub(super) fn call_back(&mut self, n: usize, verdict: Verdict) -> bool {
        use Verdict::{Cancel, Continue, Deny};

        let soon = |seconds| self.clock + seconds * SECOND;
        let place = match (self.requests[n].place, verdict) {
            (Place::AskedAboutNew { .. }, Continue) => Place::New { look: soon(10), asked: true },
            (Place::AskedAboutDone { .. }, Continue) => {
                Place::OnItsWay { arrives: soon(20), asked: true }
            }
            (Place::AskedAboutNew { .. } | Place::AskedAboutApproved { .. }, Deny) => Place::Denied,
            (Place::AskedAboutNew { .. } | Place::AskedAboutApproved { .. }, Cancel) => {
                Place::Canceled
            }
            (Place::AskedAboutApproved { .. }, Continue) => {
                self.go_ahead(n);
                return true;
            }
            _ => return false,
        };
        self.requests[n].place = place;
        true
    }

    pub(super) fn lose_the_call(&mut self, n: usize) -> bool {
        let place = self.requests[n].place;
        let early = matches!(place, Place::AskedAboutNew { .. } | Place::AskedAboutApproved { .. });
        let asked = early || matches!(place, Place::AskedAboutDone { .. });
        if asked {
            self.fail(n, early);
        }
        asked
    }

    pub(super) fn try_again(&mut self, n: usize) -> bool {
        let place = self.requests[n].place;
        let (Place::Failed { at, .. } | Place::HalfDone { at }) = place else { return false };
        let early = matches!(place, Place::Failed { early: true, .. });
        let in_time = self.clock - at <= 14 * DAY;
        if in_time && early {
            let look = self.clock + 10 * SECOND;
            self.requests[n].place = Place::New { look, asked: false };
        } else if in_time {
            self.send_off(n);
        }
        in_time
    }

    pub(super) fn forget(&mut self, n: usize) -> bool {
        let request = &mut self.requests[n];
        let state = request.key.map(|key| self.keys[key].state);
        let free = state.is_none_or(|state| ["expired", "deliveryFailed"].contains(&state));
        let over = !request.place.is_open() && request.place != Place::Forgotten;
        if free && over {
            request.place = Place::Forgotten;
        }
        free && over
    }

    pub(super) fn sabotage(&mut self, n: usize, how: Fault) -> bool {
        let request = &mut self.requests[n];
        let over = matches!(
            request.place,
            Place::Done | Place::Denied | Place::Canceled | Place::Forgotten
        );
        if !over {
            request.fault = Some(how);
        }
        !over
    }
}
