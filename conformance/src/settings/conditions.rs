//! What settings ask of one another, from wherever each comes.

use super::{Resolved, Settings};
use crate::error::Error;

/// A state of the settings that cannot be.
struct Condition {
    is_broken: fn(&Settings) -> bool,
    /// What is wrong; a key in braces is named as whoever set it wrote it.
    told: &'static str,
}

const CONDITIONS: &[Condition] = &[
    Condition {
        is_broken: |settings| {
            settings.connection.clock.is_some() && settings.connection.endpoint.is_none()
        },
        told: "{clock} needs the server that it is the clock of; add --endpoint URL",
    },
    Condition {
        is_broken: |settings| {
            settings.connection.clock.is_some()
                && settings.connection.jobs.is_some_and(|jobs| jobs > 1)
        },
        told: "{clock} moves one clock for all, so one case at a time is judged; leave out {jobs}, or make it 1",
    },
    Condition {
        is_broken: |settings| settings.safety.allow_writes && settings.safety.read_only,
        told: "{allow_writes} and {read_only} are at odds; leave out one",
    },
    Condition {
        is_broken: |settings| {
            settings.connection.endpoint.is_some() && settings.connection.cloud.is_some()
        },
        told: "two servers to judge, by {endpoint} and {cloud}; leave one of them out",
    },
    Condition {
        is_broken: |settings| {
            settings.contract.is_some() && settings.selection.requirements.is_some()
        },
        told: "a published set is of the program's own contract; leave out {requirements} or {contract}",
    },
];

/// Whether the settings go together.
///
/// # Errors
/// [`Error::Usage`] that names what does not, and where it comes from.
pub(super) fn check(resolved: &Resolved) -> Result<(), Error> {
    let broken = CONDITIONS.iter().find(|condition| (condition.is_broken)(&resolved.settings));
    let Some(condition) = broken else { return Ok(()) };
    let mut told = condition.told.to_owned();
    for key in resolved.origins.keys() {
        told = told.replace(&format!("{{{key}}}"), &resolved.origins.named(key));
    }
    Err(Error::Usage(told))
}
