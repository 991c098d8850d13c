//! What all connections through a proxy have in common.

use super::capture::Budget;
use super::passed::{Event, What};
use super::refusal::Refusal;
use super::upstream::Upstream;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How long the proxy waits.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the head of a request to be whole, once it has begun.
    pub head: Duration,
    /// While nothing moves on a connection.
    pub silence: Duration,
    /// For what is under way, once the proxy is to stop.
    pub grace: Duration,
    /// How many clients are served at a time; others wait to be let in.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            silence: Duration::from_mins(10),
            grace: Duration::from_secs(10),
            connections: 512,
        }
    }
}

/// What all connections have in common.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) upstream: Upstream,
    /// Where the proxy answers: address and port.
    pub(super) own: String,
    pub(super) limits: Limits,
    pub(super) budget: Budget,
    pub(super) stopping: watch::Receiver<bool>,
    pub(super) events: Sender<Event>,
    /// How many exchanges have begun.
    pub(super) begun: AtomicUsize,
    /// How many passed while too many waited to be judged.
    pub(super) unjudged: AtomicUsize,
    /// How many requests were refused, by status.
    pub(super) refused: Mutex<BTreeMap<u16, usize>>,
}

/// What came by without being told each for itself, however much of it there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Untold {
    /// Exchanges that passed while too many waited to be judged.
    pub unjudged: usize,
    /// Requests that were refused.
    pub refused: usize,
}

impl Course {
    /// Tells whoever judges.
    pub(super) fn tell(&self, what: What) {
        // Who listens no more has ended, and the program with it.
        let _ = self.events.send(Event(what));
    }

    /// Tells that the connection of an exchange has ended, and what came after its answer. There may be no room for that.
    pub(super) fn tell_end(&self, number: usize, stray: &[u8]) {
        let mut kept = self.budget.capture();
        kept.extend(stray);
        if kept.as_bytes().is_none() {
            self.unjudged.fetch_add(1, Ordering::Relaxed);
        }
        self.tell(What::Ended(number, kept));
    }

    /// Counts something that was not passed on; only the first of a status is told.
    pub(super) fn tell_refusal(&self, refusal: Refusal) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let count = refused.entry(refusal.status).or_default();
        *count += 1;
        if *count == 1 {
            self.tell(What::Refused(refusal));
        }
    }

    /// What was not told each for itself.
    pub(super) fn untold(&self) -> Untold {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let unjudged = self.unjudged.load(Ordering::Relaxed);
        Untold { unjudged, refused: refused.values().sum() }
    }

    /// The number of the exchange that begins now.
    pub(super) fn number(&self) -> usize {
        self.begun.fetch_add(1, Ordering::Relaxed) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::call::Call;
    use super::super::capture::MOST_WAITING;
    use super::super::head::{Fields, RequestHead};
    use super::super::passed::{Came, Response};
    use super::super::transit::Transit;
    use super::super::upstream::Host;
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    const LONG: usize = 60 << 10;

    fn course() -> (Course, Receiver<Event>) {
        let (events, told) = channel();
        let course = Course {
            upstream: Upstream::new("http://up.example", Host::OfUpstream).unwrap(),
            own: "127.0.0.1:1".to_owned(),
            limits: Limits::default(),
            budget: Budget::default(),
            stopping: watch::channel(false).1,
            events,
            begun: AtomicUsize::new(0),
            unjudged: AtomicUsize::new(0),
            refused: Mutex::default(),
        };
        (course, told)
    }

    fn call(course: &Course, length: usize) -> Call {
        let text = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(length));
        let (head, _) = RequestHead::parse(text.as_bytes()).unwrap().unwrap();
        Call::of(head, &course.upstream, &course.own).unwrap()
    }

    fn answer(course: &Course, head: usize, stray: usize) -> Came {
        let fields = Fields(vec![("x".to_owned(), vec![b'x'; head])]);
        let body = course.budget.capture();
        Came::Answer(Response { status: 200, fields, body, stray: vec![b'x'; stray] })
    }

    #[test]
    fn heads_and_strays_that_wait_take_no_more_room_than_there_is() {
        let most = MOST_WAITING / LONG;
        for (asked, head, stray) in [(LONG, 0, 0), (0, LONG, 0), (0, 0, LONG)] {
            let (course, told) = course();
            let call = call(&course, asked);
            for _ in 0..most + 10 {
                Transit::begin(&course, &call).end(&course, answer(&course, head, stray));
            }
            let passed = told.try_iter().count();
            assert!((most / 2..most).contains(&passed), "{passed} of {most}");
            assert_eq!(course.untold(), Untold { unjudged: most + 10 - passed, refused: 0 });
        }
    }

    #[test]
    fn what_comes_behind_answers_takes_no_more_room_either() {
        let (course, told) = course();
        let stray = vec![b'x'; LONG];
        (0..2000).for_each(|number| course.tell_end(number, &stray));
        let unjudged = 2000 - MOST_WAITING / LONG;
        assert_eq!(course.untold(), Untold { unjudged, refused: 0 });
        // That it has ended is told all the same.
        assert_eq!(told.try_iter().count(), 2000);
    }

    #[test]
    fn of_refusals_the_first_of_a_status_is_told_and_all_are_counted() {
        let (course, told) = course();
        for status in [400, 403, 400, 400, 403] {
            course.tell_refusal(Refusal::of(status, "x"));
        }
        assert_eq!(told.try_iter().count(), 2);
        assert_eq!(course.untold(), Untold { unjudged: 0, refused: 5 });
    }
}
