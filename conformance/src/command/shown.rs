//! A report in, what of it goes to standard output out.

use crate::report::{Format, Report, quiet, styled};
use crate::settings::Telling;
use crate::terminal::Stream;

/// What goes to standard output; the last line of the text is the last of all.
pub(super) fn shown(report: Report, formats: &[Format], telling: &Telling) -> String {
    let others = formats.iter().filter(|format| **format != Format::Text);
    let mut shown: String = others.map(|format| format.render(&report)).collect();
    if formats.contains(&Format::Text) {
        let text = if telling.quiet {
            let text = quiet(report);
            // The lines on contract and endpoint.
            text.split_once("\n\n").map(|(_, rest)| rest.to_owned()).unwrap_or(text)
        } else {
            Format::Text.render(&report)
        };
        let is_colored = Stream::Output.has_colors(telling.color());
        shown.push_str(&if is_colored { styled(&text) } else { text });
    }
    shown
}
