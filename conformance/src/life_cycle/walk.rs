//! The exchanges of one case in, the changes of state that they show out.

use super::{By, CREATE, DELETE, DELETED, LifeCycle, NEW, UNKNOWN, way};
use crate::finding::{Finding, Level};
use crate::report::{CaseReport, ExchangeReport};
use serde_json::Value;
use std::collections::BTreeMap;

/// A change of state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step<'a> {
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    /// The calls that were served in between.
    pub(super) calls: Vec<&'a str>,
    /// Whether an exchange that made it or showed it has a finding that decides.
    pub(super) is_faulty: bool,
}

/// The changes of state that a case shows, in their order.
pub(super) fn steps<'a>(cycle: &LifeCycle, case: &'a CaseReport, decisive: Level) -> Vec<Step<'a>> {
    let mut walk = Walk { cycle, known: BTreeMap::new(), steps: Vec::new() };
    let is_only = case.exchanges.len() == 1;
    for (place, exchange) in case.exchanges.iter().enumerate() {
        let is_of = |finding: &Finding| {
            finding.exchange.map_or(is_only, |number| number == place + 1)
                && finding.decides(decisive)
        };
        if let Some(message) = message(cycle, exchange) {
            walk.take(message, case.findings.iter().any(is_of));
        }
    }
    walk.end()
}

struct Walk<'a, 'c> {
    cycle: &'c LifeCycle,
    /// By id.
    known: BTreeMap<String, Known<'a>>,
    steps: Vec<Step<'a>>,
}

/// What is known of one of those that are kept.
struct Known<'a> {
    state: &'static str,
    /// The calls that were served since that state was read.
    calls: Vec<&'a str>,
    is_faulty: bool,
}

impl<'a> Walk<'a, '_> {
    fn take(&mut self, message: Message<'a>, is_faulty: bool) {
        match message.call {
            Some((CREATE, _)) => self.created(&message, is_faulty),
            Some((name, Some(id))) => self.called((name, id), message.is_served, is_faulty),
            Some((_, None)) | None => {}
        }
        for (id, state) in message.shown {
            self.saw(id, state, is_faulty);
        }
    }

    fn created(&mut self, message: &Message<'a>, is_faulty: bool) {
        if message.is_served {
            let fresh = || Known { state: NEW, calls: vec![CREATE], is_faulty };
            for (id, _) in &message.shown {
                self.known.entry(id.clone()).or_insert_with(fresh);
            }
        } else if is_faulty {
            self.attempted(NEW, CREATE);
        }
    }

    fn called(&mut self, (name, id): (&'a str, &str), is_served: bool, is_faulty: bool) {
        let Some(known) = self.known.get_mut(&id.to_ascii_lowercase()) else { return };
        if !is_served {
            let state = known.state;
            if is_faulty {
                self.attempted(state, name);
            }
        } else if name == DELETE {
            let (from, calls) = (known.state, vec![DELETE]);
            *known = Known { state: DELETED, calls: Vec::new(), is_faulty: false };
            self.steps.push(Step { from, to: DELETED, calls, is_faulty });
        } else {
            known.calls.push(name);
            known.is_faulty |= is_faulty;
        }
    }

    /// A call that should have been served is a transition that failed.
    fn attempted(&mut self, from: &'static str, call: &'a str) {
        let mut transitions = self.cycle.transitions.iter();
        let wanted = transitions.find(|one| one.from == from && one.by.is_call(call));
        if let Some(wanted) = wanted {
            let to = wanted.to;
            self.steps.push(Step { from, to, calls: vec![call], is_faulty: true });
        }
    }

    fn saw(&mut self, id: String, state: &'static str, is_faulty: bool) {
        let fresh = Known { state, calls: Vec::new(), is_faulty: false };
        let Some(known) = self.known.get_mut(&id) else {
            self.known.insert(id, fresh);
            return;
        };
        if known.state == state {
            // What was called may show late; what was wrong with a reading that shows no change is no transition's fault.
            known.is_faulty &= !known.calls.is_empty();
            return;
        }
        let before = std::mem::replace(known, fresh);
        self.steps.push(Step {
            from: before.state,
            to: state,
            calls: before.calls,
            is_faulty: before.is_faulty || is_faulty,
        });
    }

    /// Calls that were served are told even where nobody looked what came of them, if that was wrong.
    fn end(mut self) -> Vec<Step<'a>> {
        for known in self.known.into_values() {
            let (from, is_faulty) = (known.state, known.is_faulty);
            let to = known.calls.last().and_then(|call| unread(self.cycle, &known, call));
            self.steps.extend(to.map(|to| Step { from, to, calls: known.calls, is_faulty }));
        }
        self.steps
    }
}

/// Where a call leads to that should not have been served, or not in this way.
fn unread(cycle: &LifeCycle, known: &Known<'_>, call: &str) -> Option<&'static str> {
    let made_by_call = || cycle.transitions.iter().filter(|one| one.by.is_call(call));
    let documented = made_by_call().find(|one| one.from == known.state);
    let usual = documented.or_else(|| made_by_call().next())?.to;
    let is_way = || way::shortest(cycle, (known.state, usual), &known.calls).is_some();
    (known.is_faulty || !is_way()).then_some(usual)
}

impl By {
    fn is_call(self, call: &str) -> bool {
        matches!(self, Self::Call(name) if name == call)
    }
}

/// What one exchange says of those that are kept.
struct Message<'a> {
    /// The call, and the id that it names.
    call: Option<(&'a str, Option<&'a str>)>,
    is_served: bool,
    /// Id and state of each that the answer shows.
    shown: Vec<(String, &'static str)>,
}

fn message<'a>(cycle: &LifeCycle, exchange: &'a ExchangeReport) -> Option<Message<'a>> {
    let path = exchange.request.url.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.split('/').skip_while(|segment| *segment != cycle.collection).skip(1);
    if !path.contains(cycle.collection) {
        return None;
    }
    let below = (segments.next(), segments.next(), segments.next());
    let call = match (exchange.request.method.as_str(), below) {
        ("POST", (None, ..)) => Some((CREATE, None)),
        ("DELETE", (Some(id), None, _)) => Some((DELETE, Some(id))),
        ("POST", (Some(id), Some(action), None)) => {
            Some((action.rsplit('.').next().unwrap_or(action), Some(id)))
        }
        _ => None,
    };
    let response = exchange.response.as_ref();
    let is_served = response.is_some_and(|response| response.status / 100 == 2);
    let body = response.filter(|_| is_served).and_then(|response| response.body.as_ref());
    Some(Message { call, is_served, shown: body.map_or_else(Vec::new, |body| shown(cycle, body)) })
}

/// Of a list every item, else the one.
fn shown(cycle: &LifeCycle, body: &Value) -> Vec<(String, &'static str)> {
    let items = body.get("value").and_then(Value::as_array);
    let items = items.map_or_else(|| std::slice::from_ref(body), Vec::as_slice);
    let of = |item: &Value| {
        let id = item.get(cycle.id)?.as_str()?.to_ascii_lowercase();
        Some((id, state(cycle, item)?))
    };
    items.iter().filter_map(of).collect()
}

/// The state that a value shows; none where it tells of none, as what is no item of the collection.
fn state(cycle: &LifeCycle, item: &Value) -> Option<&'static str> {
    let members = cycle.members.iter();
    let said = members.filter_map(|name| Some((*name, item.get(name)?.as_str()?)));
    let said: Vec<(&str, &str)> = said.collect();
    let shows = |(name, value): &(&str, &str)| {
        said.iter().any(|(member, said)| member == name && said.eq_ignore_ascii_case(value))
    };
    let known = cycle.states.iter().find(|state| state.shown_by.iter().any(shows));
    // One that tells of a state, but of none of the life cycle.
    let is_another = || said.iter().any(|(member, _)| cycle.of_any_name.contains(member));
    known.map(|state| state.name).or_else(|| is_another().then_some(UNKNOWN))
}
