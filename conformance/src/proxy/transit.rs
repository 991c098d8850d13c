//! One exchange while it passes, until it is handed to whoever judges it.

use super::call::Call;
use super::capture::Capture;
use super::course::Course;
use super::head::Fields;
use super::passed::{Came, Passed, Response, What};
use crate::clock;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// What is reckoned for an exchange beside its bodies and heads.
const BESIDE_BODIES: usize = 4 << 10;

/// An exchange that is under way.
#[derive(Debug)]
pub(super) struct Transit {
    number: usize,
    method: String,
    target: String,
    fields: Fields,
    /// What is kept of the request's body.
    pub(super) body: Capture,
    begun: Instant,
}

impl Transit {
    /// The exchange that a call begins.
    pub(super) fn begin(course: &Course, call: &Call) -> Self {
        Self {
            number: course.number(),
            method: call.head.method.clone(),
            target: call.target.clone(),
            fields: call.head.fields.clone(),
            body: course.budget.capture(),
            begun: clock::start(),
        }
    }

    /// Hands it on with what came of it.
    pub(super) fn end(self, course: &Course, outcome: Came) {
        self.hand_on(course, (outcome, false));
    }

    /// The same while what follows the answer is still waited for; its number, where somebody judges it.
    pub(super) fn end_openly(self, course: &Course, response: Response) -> Option<usize> {
        let number = self.number;
        self.hand_on(course, (Came::Answer(response), true)).then_some(number)
    }

    /// Whether there is room for it.
    fn hand_on(self, course: &Course, (outcome, is_open): (Came, bool)) -> bool {
        let Self { number, method, target, fields, mut body, begun } = self;
        let heads = method.len() + target.len() + fields.size() + outcome.size();
        if !body.reserve(BESIDE_BODIES + heads) {
            course.unjudged.fetch_add(1, Ordering::Relaxed);
            return false;
        }
        let elapsed = begun.elapsed();
        let ended = clock::now();
        let passed = Passed {
            number,
            method,
            target,
            fields,
            body,
            outcome,
            begun,
            elapsed,
            ended,
            is_open,
        };
        course.tell(What::Passed(Box::new(passed)));
        true
    }
}
