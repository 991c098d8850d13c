//! The variables of the environment that say what flags do; of those that begin as they do, what is none of them is refused.

use super::input_files::{CONFIG, CONTRACT, NO_CONFIG};
use super::resolve::command;
use crate::environment;
use crate::error::Error;
use crate::nearest::{did_you_mean, nearest};
use crate::report::one_line;
use std::collections::BTreeSet;

/// What all of them begin with.
const PREFIX: &str = "CONFORMANCE_";

/// The variable of a flag.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('-', "_"))
}

/// Makes sure that no variable is misspelt: each says what a flag does, or is one of those that settings name, for they hold tokens.
///
/// # Errors
/// [`Error::Configuration`] that names one that nobody knows, and the one that was probably meant.
pub(super) fn require_known(named: &BTreeSet<String>) -> Result<(), Error> {
    let command = command();
    let of_flags = command.get_arguments().map(|flag| variable(flag.get_id().as_str()));
    let of_files = [CONTRACT, CONFIG, NO_CONFIG].map(str::to_owned);
    let known: Vec<String> = of_flags.chain(of_files).collect();
    let given = environment::names(PREFIX);
    let stranger = given.iter().find(|name| !known.contains(name) && !named.contains(*name));
    let Some(stranger) = stranger else { return Ok(()) };
    // What all begin with would make all alike.
    let ends = known.iter().filter_map(|name| name.strip_prefix(PREFIX));
    let end = stranger.strip_prefix(PREFIX).unwrap_or(stranger);
    let hint = did_you_mean(nearest(end, ends).map(|end| format!("{PREFIX}{end}")));
    let problem = format!(
        "no flag of `run` is called so{hint} what is not for this program begins otherwise, unless a setting names it as what holds a token"
    );
    Err(Error::Configuration { place: one_line(stranger), problem })
}
