//! Who does not know whether a write was done looks before writing again.

use super::{Asked, ClientCheck, Look};
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/repeated-write",
    level: Level::May,
    sentence: "A POST that may have been done, because it got no answer or a 500, 502 or 504, is not sent again before its caller has read something.",
    grounds: "RFC 9110, section 9.2.2, which forbids to repeat such a request without a means to know; whether a client had one cannot be seen",
    look: Look::Plainly(run),
};

fn run(asked: &Asked<'_>) -> Vec<Finding> {
    let Some(doubtful) = asked.past.doubtful(asked.kept) else { return Vec::new() };
    let source = Source::Standard("RFC 9110, section 9.2.2".to_owned());
    let told = ("a look at what was done", format!("the same again, after {}", doubtful.came));
    vec![CHECK.finding("request", told, source)]
}
