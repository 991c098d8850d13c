//! The life cycle of what an API keeps: its states and transitions as data in, which of them the exchanges of a report show out.
//!
//! What states there are comes from [`rules`]; here nothing is known of any API.

mod walk;
mod way;

use crate::finding::{Level, Source};
use crate::report::{CaseReport, Report};
use crate::rules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use walk::Step;

/// States and transitions, and where messages name them.
#[derive(Clone, Debug)]
pub struct LifeCycle {
    /// The segment of a path below which they are kept.
    pub(crate) collection: &'static str,
    /// The member that holds the id.
    pub(crate) id: &'static str,
    /// The members that tell of a state.
    pub(crate) members: &'static [&'static str],
    /// Those among them whose every value is a state.
    pub(crate) of_any_name: &'static [&'static str],
    /// The states; of those that one message shows, the first counts.
    pub(crate) states: &'static [State],
    /// The documented transitions.
    pub(crate) transitions: Vec<Transition>,
}

/// A state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    /// Its name.
    pub(crate) name: &'static str,
    /// The members that tell of it, each with the value that it has then; read without regard to case.
    pub(crate) shown_by: &'static [(&'static str, &'static str)],
    /// Its middle in the picture.
    pub(crate) place: (f64, f64),
}

/// A documented transition.
#[derive(Clone, Debug)]
pub(crate) struct Transition {
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) by: By,
    pub(crate) rests_on: Vec<Source>,
    /// How far its line bends to the left of its way in the picture.
    pub(crate) bend: f64,
}

/// What makes a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A call: `create` and `delete` of what is kept, or the last segment of its path.
    Call(&'static str),
    /// What happens without one, in a few words.
    Event(&'static str),
}

/// What the state is called in which there is nothing yet.
pub(crate) const NEW: &str = "new";
/// What the state is called in which there is nothing any more.
pub(crate) const DELETED: &str = "deleted";
/// What every state is called that the life cycle does not have.
pub(crate) const UNKNOWN: &str = "another state";
/// The call that makes what is kept.
pub(crate) const CREATE: &str = "create";
/// The call that takes it away.
pub(crate) const DELETE: &str = "delete";

/// A transition, and in how many cases it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransitionReport {
    /// The state before; `new` where there was nothing yet.
    pub from: String,
    /// The state after; `deleted` where there is nothing any more.
    pub to: String,
    /// What makes it.
    pub by: Trigger,
    /// Whether any document provides for it.
    pub is_documented: bool,
    /// On what it rests, where it is documented.
    pub rests_on: Vec<Source>,
    /// In how many cases it went as it is documented.
    pub passed: usize,
    /// In how many cases the exchange that made it or showed it has a finding that decides.
    pub failed: usize,
}

/// What makes a transition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Trigger {
    /// A call: `create`, `delete`, or the last segment of its path.
    Call(String),
    /// What happens without one.
    Event(String),
}

/// The transitions that the exchanges show, and for each case which of them it showed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observed {
    pub(crate) transitions: Vec<TransitionReport>,
    /// As places in `transitions`.
    pub(crate) of_cases: Vec<Vec<usize>>,
}

/// Every documented transition and those that were seen beside them; nothing where no life cycle is known for the contract.
///
/// Where a state was not read between two others, the shortest documented way is taken to have been gone.
pub fn life_cycle(report: &Report) -> Vec<TransitionReport> {
    let cycle = rules::life_cycle(&report.contract.title);
    cycle.map(|cycle| observe(&cycle, report).transitions).unwrap_or_default()
}

/// The same with what each case showed.
pub(crate) fn observe(cycle: &LifeCycle, report: &Report) -> Observed {
    let mut observed = Observed {
        transitions: cycle.transitions.iter().map(TransitionReport::documented).collect(),
        of_cases: Vec::new(),
    };
    for case in &report.cases {
        let seen = seen(cycle, case, report.decisive);
        let places = seen.into_iter().map(|(one, is_faulty)| observed.count(one, is_faulty));
        let places = places.collect();
        observed.of_cases.push(places);
    }
    observed
}

/// A transition of the table, or one that it lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Documented(usize),
    Undocumented(&'static str, &'static str, Trigger),
}

/// The transitions that one case shows, each with whether it is at fault.
fn seen(cycle: &LifeCycle, case: &CaseReport, decisive: Level) -> BTreeMap<Seen, bool> {
    let mut seen = BTreeMap::new();
    for step in walk::steps(cycle, case, decisive) {
        for one in transitions(cycle, &step) {
            *seen.entry(one).or_insert(false) |= step.is_faulty;
        }
    }
    seen
}

fn transitions(cycle: &LifeCycle, step: &Step<'_>) -> Vec<Seen> {
    let way = way::shortest(cycle, (step.from, step.to), &step.calls);
    // A call at fault counts where it was made, not after what may have happened before it.
    let begins_with_call = |way: &Vec<usize>| {
        let first = way.first().and_then(|first| cycle.transitions.get(*first));
        first.is_some_and(|first| matches!(first.by, By::Call(_)))
    };
    match way.filter(|way| !step.is_faulty || step.calls.is_empty() || begins_with_call(way)) {
        Some(way) => way.into_iter().map(Seen::Documented).collect(),
        None => vec![Seen::Undocumented(step.from, step.to, trigger(&step.calls))],
    }
}

fn trigger(calls: &[&str]) -> Trigger {
    match calls {
        [] => Trigger::Event("no call of the case".to_owned()),
        [.., last] => Trigger::Call((*last).to_owned()),
    }
}

impl TransitionReport {
    fn documented(transition: &Transition) -> Self {
        Self {
            from: transition.from.to_owned(),
            to: transition.to.to_owned(),
            by: match transition.by {
                By::Call(name) => Trigger::Call(name.to_owned()),
                By::Event(words) => Trigger::Event(words.to_owned()),
            },
            is_documented: true,
            rests_on: transition.rests_on.clone(),
            passed: 0,
            failed: 0,
        }
    }

    fn undocumented(from: &str, to: &str, by: Trigger) -> Self {
        let (from, to) = (from.to_owned(), to.to_owned());
        Self { from, to, by, is_documented: false, rests_on: Vec::new(), passed: 0, failed: 0 }
    }
}

impl Observed {
    /// Counts one more case, and gives the place of the transition.
    fn count(&mut self, seen: Seen, is_faulty: bool) -> usize {
        let place = match seen {
            Seen::Documented(place) => place,
            Seen::Undocumented(from, to, by) => {
                let wanted = TransitionReport::undocumented(from, to, by);
                let is_same = |known: &TransitionReport| {
                    let known = (&known.from, &known.to, &known.by, known.is_documented);
                    known == (&wanted.from, &wanted.to, &wanted.by, false)
                };
                let known = self.transitions.iter().position(is_same);
                known.unwrap_or_else(|| {
                    self.transitions.push(wanted);
                    self.transitions.len() - 1
                })
            }
        };
        if let Some(transition) = self.transitions.get_mut(place) {
            if is_faulty {
                transition.failed += 1;
            } else {
                transition.passed += 1;
            }
        }
        place
    }
}

#[cfg(test)]
#[path = "life_cycle/tests.rs"]
mod tests;
