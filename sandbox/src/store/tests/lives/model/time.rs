//! What time does.

use super::{DAY, Key, MINUTE, Model, Place, Request, SECOND};
use crate::store::tests::lives::{Fault, Kind, Moment};

impl Model {
    pub(super) fn let_time_pass(&mut self, until: i64) {
        loop {
            let requests = self.requests.iter().enumerate();
            let request = requests.filter_map(|(n, one)| Some((one.place.ends()?, n))).min();
            let keys = self.keys.iter().enumerate();
            let key = keys.filter_map(|(n, one)| Some((one.next()?, n))).min();
            let Some(first) =
                request.map(|one| one.0).into_iter().chain(key.map(|one| one.0)).min()
            else {
                return;
            };
            if first > until {
                return;
            }
            // What comes of something late comes later still.
            self.clock = first.max(self.clock);
            match (request, key) {
                (Some((moment, n)), _) if moment == first => self.time_is_up(n),
                (_, Some((_, n))) => self.key_runs_out(n),
                _ => return,
            }
        }
    }

    fn time_is_up(&mut self, n: usize) {
        match self.requests[n].place {
            Place::New { asked, .. } => self.look_at(n, asked),
            Place::AskedAboutNew { .. } | Place::AskedAboutApproved { .. } => self.fail(n, true),
            Place::AskedAboutDone { .. } => self.fail(n, false),
            Place::OnADesk { desk, since, urgent: false } => {
                self.requests[n].place = Place::OnADesk { desk, since, urgent: true };
            }
            Place::OnADesk { urgent: true, .. } => self.requests[n].place = Place::Denied,
            Place::InTheDrawer { .. } => self.send_off(n),
            Place::OnItsWay { asked, .. } => self.arrive(n, asked),
            Place::Done
            | Place::Failed { .. }
            | Place::HalfDone { .. }
            | Place::Denied
            | Place::Canceled
            | Place::Forgotten => {}
        }
    }

    fn look_at(&mut self, n: usize, asked: bool) {
        let adds = self.requests[n].kind != Kind::Removal;
        if adds && self.policy.asks(Moment::New) && !asked {
            self.requests[n].place = Place::AskedAboutNew { until: self.clock + 5 * MINUTE };
        } else if self.requests[n].kind == Kind::ByUser && self.policy.desks > 0 {
            self.requests[n].place = Place::OnADesk { desk: 0, since: self.clock, urgent: false };
        } else if adds {
            self.approved(n);
        } else {
            self.send_off(n);
        }
    }

    pub(super) fn approved(&mut self, n: usize) {
        if self.policy.asks(Moment::Approved) {
            self.requests[n].place = Place::AskedAboutApproved { until: self.clock + 5 * MINUTE };
        } else {
            self.go_ahead(n);
        }
    }

    pub(super) fn go_ahead(&mut self, n: usize) {
        match self.requests[n].start {
            Some(start) if start > self.clock => {
                self.requests[n].place = Place::InTheDrawer { start };
            }
            _ => self.send_off(n),
        }
    }

    pub(super) fn send_off(&mut self, n: usize) {
        self.requests[n].place =
            Place::OnItsWay { arrives: self.clock + 20 * SECOND, asked: false };
        if self.requests[n].kind == Kind::Removal {
            return;
        }
        let person = self.requests[n].person;
        let held = |key: &Key| key.person == person && key.state != "expired";
        let key = self.keys.iter().position(held).unwrap_or(self.keys.len());
        if key == self.keys.len() {
            let (start, end) = (self.clock, None);
            let state = "delivering";
            self.keys.push(Key { person, state, start, end, warned: false, called_in: false });
        }
        if !self.keys[key].opens() {
            self.keys[key].state = "delivering";
        }
        self.requests[n].key = Some(key);
    }

    fn arrive(&mut self, n: usize, asked: bool) {
        let removes = self.requests[n].kind == Kind::Removal;
        match self.requests[n].fault.take() {
            Some(Fault::Whole) => return self.fail(n, false),
            Some(Fault::Half) => return self.half_fail(n),
            None => {}
        }
        let moment = if removes { Moment::Removed } else { Moment::Done };
        if self.policy.asks(moment) && !asked {
            self.requests[n].place = Place::AskedAboutDone { until: self.clock + 5 * MINUTE };
            return;
        }
        self.requests[n].place = Place::Done;
        if removes {
            self.keys[self.requests[n].key.unwrap()].state = "expired";
        } else {
            self.cut_key(n, "delivered");
        }
    }

    fn cut_key(&mut self, n: usize, state: &'static str) {
        let request = &self.requests[n];
        let start = request.start.unwrap_or(self.clock);
        let end = request.days.map(|days| start + days * DAY);
        let key = &mut self.keys[request.key.unwrap()];
        *key = Key { person: key.person, state, start, end, warned: false, called_in: false };
    }

    pub(super) fn fail(&mut self, n: usize, early: bool) {
        self.requests[n].fault = None;
        self.requests[n].place = Place::Failed { at: self.clock, early };
        if let Some(key) = self.requests[n].key.filter(|key| self.keys[*key].state == "delivering")
        {
            self.keys[key].state = "deliveryFailed";
        }
    }

    fn half_fail(&mut self, n: usize) {
        self.requests[n].place = Place::HalfDone { at: self.clock };
        if self.requests[n].key.is_some_and(|key| self.keys[key].state == "delivering") {
            self.cut_key(n, "partiallyDelivered");
        }
    }

    fn key_runs_out(&mut self, n: usize) {
        let key = &mut self.keys[n];
        if key.end.is_some_and(|end| self.clock < end) {
            key.warned = true;
            return;
        }
        key.called_in = true;
        let (person, place) =
            (key.person, Place::New { look: self.clock + 10 * SECOND, asked: false });
        let (kind, key) = (Kind::Removal, Some(n));
        let (start, days, fault) = (None, None, None);
        self.requests.push(Request { kind, person, start, days, place, key, fault });
    }
}
