//! Two states and the calls between them in, the shortest documented way from one to the other out.

use super::{By, LifeCycle};
use std::collections::VecDeque;

/// A state, and how many of the calls were made on the way to it.
type Stop = (&'static str, usize);

/// The transitions of the shortest way from one state to another that makes exactly these calls, as places in the table.
pub(super) fn shortest(
    cycle: &LifeCycle,
    (from, to): (&'static str, &'static str),
    calls: &[&str],
) -> Option<Vec<usize>> {
    let mut reached: Vec<Stop> = vec![(from, 0)];
    let mut open: VecDeque<(Stop, Vec<usize>)> = VecDeque::from([((from, 0), Vec::new())]);
    while let Some(((state, made), way)) = open.pop_front() {
        if state == to && made == calls.len() && !way.is_empty() {
            return Some(way);
        }
        for (place, transition) in cycle.transitions.iter().enumerate() {
            let next = match transition.by {
                By::Event(_) => Some(made),
                By::Call(name) => calls.get(made).filter(|call| **call == name).map(|_| made + 1),
            };
            let stop = next.filter(|_| transition.from == state).map(|made| (transition.to, made));
            if let Some(stop) = stop.filter(|stop| !reached.contains(stop)) {
                reached.push(stop);
                open.push_back((stop, [way.as_slice(), &[place]].concat()));
            }
        }
    }
    None
}
