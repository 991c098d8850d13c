//! The variables of the environment that say what flags do; what is nearly one of them is refused.

use super::input_files::{CONFIG, CONTRACT, NO_CONFIG};
use super::resolve::command;
use crate::environment;
use crate::error::Error;
use crate::nearest::nearest;
use crate::report::one_line;
use std::collections::BTreeSet;

/// What all of them begin with.
const PREFIX: &str = "CONFORMANCE_";

/// The variable of a flag.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('-', "_"))
}

/// Makes sure that no variable is misspelt: none is nearly the variable of a flag, but for those that settings name, for they hold tokens. What
/// is far from all of them is for somebody else.
///
/// # Errors
/// [`Error::Configuration`] that names one that is misspelt, and the one that was probably meant.
pub(super) fn require_known(named: &BTreeSet<String>) -> Result<(), Error> {
    let command = command();
    let of_flags = command.get_arguments().map(|flag| variable(flag.get_id().as_str()));
    let of_files = [CONTRACT, CONFIG, NO_CONFIG].map(str::to_owned);
    let known: Vec<String> = of_flags.chain(of_files).collect();
    let given = environment::names(PREFIX);
    let mut strangers = given.iter().filter(|name| !known.contains(name) && !named.contains(*name));
    let misspelt = strangers.find_map(|stranger| Some((stranger, meant(stranger, &known)?)));
    let Some((stranger, meant)) = misspelt else { return Ok(()) };
    let problem = format!(
        "no flag of `run` is called so; did you mean {meant}? What holds a token may be called so where a setting names it"
    );
    Err(Error::Configuration { place: one_line(stranger), problem })
}

/// The variable that was probably meant.
fn meant(stranger: &str, known: &[String]) -> Option<String> {
    // What all begin with would make all alike.
    let ends = known.iter().filter_map(|name| name.strip_prefix(PREFIX));
    let end = stranger.strip_prefix(PREFIX).filter(|end| !is_of_kubernetes(end))?;
    nearest(end, ends).map(|end| format!("{PREFIX}{end}"))
}

/// Whether Kubernetes sets it in every container, for a service that is called `conformance`: nobody can take it back, and `PORT` is near `REPORT`.
fn is_of_kubernetes(end: &str) -> bool {
    end == "PORT" || end.starts_with("PORT_") || end.starts_with("SERVICE_")
}
