//! The waivers of a file and what there is to be judged in, each with its cases and how it stands before the run out.

use super::{Waiver, WaiverFile};
use crate::check::CHECKS;
use crate::plan::Planned;
use crate::report::{Standing, WaiverReport};
use wildmatch::WildMatch;

/// What a run begins with: each waiver, and the cases that it is for among everything there is, whatever is selected.
pub(crate) fn entries(
    file: &WaiverFile,
    everything: &[Planned<'_>],
    (endpoint, today): (&str, &str),
) -> Vec<WaiverReport> {
    let entry = |waiver: &Waiver| {
        let of = everything.iter().map(Planned::id).filter(|case| waiver.is_of(case));
        let cases: Vec<String> =
            of.filter(|case| can_speak(waiver, case)).map(str::to_owned).collect();
        let is_elsewhere =
            waiver.endpoint.as_ref().is_some_and(|of| !WildMatch::new(of).matches(endpoint));
        let standing = if is_elsewhere {
            Standing::Elsewhere
        } else if cases.is_empty() {
            Standing::Unmatched
        } else if waiver.expires.as_str() < today {
            Standing::Expired
        } else {
            Standing::Untried
        };
        WaiverReport { waiver: waiver.clone(), state: standing, cases, covered: Vec::new() }
    };
    file.waiver.iter().map(entry).collect()
}

/// Whether anybody who can speak of a case is meant: a check, or the case itself.
fn can_speak(waiver: &Waiver, case: &str) -> bool {
    waiver.is_said_by(case) || CHECKS.iter().any(|check| waiver.is_said_by(check.id))
}
