//! A report as text in, the same with colours out: what a line is about shows in the words that it begins with.

use anstyle::{AnsiColor, Style};

/// How a line looks that begins with a mark.
struct Mark {
    text: &'static str,
    style: Style,
    reach: Reach,
}

/// How much of a line a style is for.
#[derive(Clone, Copy)]
enum Reach {
    /// The mark alone.
    Mark,
    /// The whole line.
    Line,
}

const MARKS: &[Mark] = &[
    mark("pass ", AnsiColor::Green.on_default()),
    mark("FAIL ", AnsiColor::Red.on_default().bold()),
    mark("ERROR ", AnsiColor::Red.on_default().bold()),
    mark("DIFFER ", AnsiColor::Red.on_default().bold()),
    mark("differ ", AnsiColor::Yellow.on_default()),
    mark("skip ", AnsiColor::Yellow.on_default()),
    mark("waive ", AnsiColor::Yellow.on_default()),
    mark("must ", AnsiColor::Red.on_default().bold()),
    mark("should ", AnsiColor::Yellow.on_default()),
    mark("may ", AnsiColor::Cyan.on_default()),
    mark("expected ", AnsiColor::Green.on_default()),
    mark("actual ", AnsiColor::Red.on_default()),
    mark("out of step ", Style::new().bold()),
    line("documented at ", Style::new().dimmed()),
    line("source ", Style::new().dimmed()),
];

const fn mark(text: &'static str, style: Style) -> Mark {
    Mark { text, style, reach: Reach::Mark }
}

const fn line(text: &'static str, style: Style) -> Mark {
    Mark { text, style, reach: Reach::Line }
}

/// The same with colours for a terminal.
///
/// Texts from elsewhere stand in it with their controls escaped, so that all that acts on the terminal is ours.
pub(crate) fn styled(text: &str) -> String {
    text.split_inclusive('\n').map(styled_line).collect()
}

fn styled_line(line: &str) -> String {
    let text = line.trim_start();
    let indent = line.get(..line.len() - text.len()).unwrap_or_default();
    let body = text.trim_end_matches('\n');
    let end = text.get(body.len()..).unwrap_or_default();
    if let Some(style) = tally(body) {
        return format!("{indent}{style}{body}{style:#}{end}");
    }
    let Some(Mark { text: mark, style, reach }) =
        MARKS.iter().find(|mark| text.starts_with(mark.text))
    else {
        return line.to_owned();
    };
    match reach {
        Reach::Line => format!("{indent}{style}{body}{style:#}{end}"),
        Reach::Mark => {
            let word = mark.trim_end();
            let rest = text.get(word.len()..).unwrap_or_default();
            format!("{indent}{style}{word}{style:#}{rest}")
        }
    }
}

/// How the line looks that says `N passed, N failed, N skipped`, and maybe why more could have been run.
fn tally(line: &str) -> Option<Style> {
    let (passed, rest) = line.split_once(" passed, ")?;
    let (failed, rest) = rest.split_once(" failed, ")?;
    let (skipped, why) = rest.split_once(" skipped")?;
    passed.parse::<usize>().ok().and(skipped.parse::<usize>().ok())?;
    let color = match (failed, why) {
        ("0", "") => AnsiColor::Green,
        ("0", _) => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    Some(color.on_default().bold())
}

#[cfg(test)]
mod tests {
    use super::styled;

    #[test]
    fn what_a_line_is_about_is_shown_in_colour_and_nothing_else_changes() {
        let end = "\n1 passed, 0 failed, 0 skipped\n";
        for (line, expected) in [
            ("pass  a/b  GET", "\u{1b}[32mpass\u{1b}[0m  a/b  GET"),
            ("FAIL  a/b  GET", "\u{1b}[1m\u{1b}[31mFAIL\u{1b}[0m  a/b  GET"),
            ("      passing by", "      passing by"),
            ("           expected  status", "           \u{1b}[32mexpected\u{1b}[0m  status"),
            ("             source  a page", "             \u{1b}[2msource  a page\u{1b}[0m"),
            ("", ""),
        ] {
            let shown = styled(&format!("{line}{end}"));
            let end = "\n\u{1b}[1m\u{1b}[32m1 passed, 0 failed, 0 skipped\u{1b}[0m\n";
            assert_eq!(shown, format!("{expected}{end}"));
        }
        for (line, color) in [
            ("0 passed, 1 failed, 0 skipped", 31),
            ("1 passed, 0 failed, 2 skipped, 2 of them so as not to write", 33),
            ("0 passed, 1 failed, 2 skipped, 2 of them so as not to write", 31),
        ] {
            let expected = format!("\u{1b}[1m\u{1b}[{color}m{line}\u{1b}[0m\n");
            assert_eq!(styled(&format!("{line}\n")), expected);
        }
    }
}
