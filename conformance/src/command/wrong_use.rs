//! What clap says of a command line in, one line out, in the form of every other error.

use crate::report::one_line;
use clap::error::ErrorKind;

/// What is wrong, with what was probably meant; nothing where no mistake was made, or where help is what is needed.
pub(super) fn line(shown: &clap::Error) -> Option<String> {
    let needs_help = shown.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if !shown.use_stderr() || needs_help {
        return None;
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
