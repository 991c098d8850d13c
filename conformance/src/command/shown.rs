//! A report in, what of it goes to standard output out.

use crate::report::{Format, Report, styled};
use crate::settings::Telling;
use crate::terminal::Stream;
use crate::verdict::Verdict;

/// What goes to standard output; the last line of the text is the last of all.
pub(super) fn shown(mut report: Report, formats: &[Format], telling: &Telling) -> String {
    let others = formats.iter().filter(|format| **format != Format::Text);
    let mut shown: String = others.map(|format| format.render(&report)).collect();
    if formats.contains(&Format::Text) {
        if telling.quiet {
            report.cases.retain(|case| matches!(case.verdict, Verdict::Failed | Verdict::Error(_)));
        }
        let mut text = Format::Text.render(&report);
        if telling.quiet {
            // The lines on contract and endpoint.
            text = text.split_once("\n\n").map(|(_, rest)| rest.to_owned()).unwrap_or(text);
        }
        let is_colored = Stream::Output.has_colors(telling.color());
        shown.push_str(&if is_colored { styled(&text) } else { text });
    }
    shown
}
