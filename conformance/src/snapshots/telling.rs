//! Differences in, the lines by which they are told out: each call once, and what is not as it was below it.

use super::difference::{Difference, Part};
use crate::report::one_line;

/// The lines, each behind `indent`.
pub(crate) fn lines(differences: &[Difference], indent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut call = "";
    for difference in differences {
        let told = one_line(&difference.to_string());
        if difference.part == Part::Exchange {
            // That there is another call says which one.
            lines.push(format!("{indent}{told}"));
            continue;
        }
        if difference.call != call {
            call = &difference.call;
            lines.push(format!("{indent}{}", one_line(call)));
        }
        lines.push(format!("{indent}  {told}"));
    }
    lines
}
