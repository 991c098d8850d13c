//! What clap says of a command line in, one line out, in the form of every other error.

use crate::report::one_line;
use crate::settings::reason;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What is wrong, with what was probably meant; nothing where no mistake was made, or where help is what is needed.
pub(super) fn line(shown: &clap::Error) -> Option<String> {
    let needs_help = shown.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if !shown.use_stderr() || needs_help {
        return None;
    }
    if let Some(told) = of_variable(shown) {
        return Some(one_line(&told));
    }
    let text = shown.to_string();
    let is_end =
        |line: &&str| line.starts_with("Usage:") || line.starts_with("For more information");
    let lines = text.lines().map(str::trim).take_while(|line| !is_end(line));
    let mut told = String::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let gap = match line.strip_prefix("tip: ") {
            _ if told.is_empty() => "",
            Some(_) => "; ",
            None => " ",
        };
        told.push_str(gap);
        told.push_str(line.strip_prefix("tip: ").unwrap_or(line));
    }
    Some(one_line(told.strip_prefix("error: ").unwrap_or(&told)))
}

/// What is wrong with a value that is to name a variable. It may be the token itself, so it is not repeated.
fn of_variable(shown: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(flag)) = shown.get(ContextKind::InvalidArg) else { return None };
    let (flag, _) = flag.split_once(' ').filter(|(_, value)| value.ends_with("VAR>"))?;
    if shown.kind() != ErrorKind::ValueValidation {
        return None;
    }
    let problem = reason(shown);
    let gap = if problem.starts_with("takes") { "" } else { ":" };
    Some(format!("{flag}{gap} {problem}"))
}
