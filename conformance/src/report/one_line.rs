//! Text from elsewhere in, text out that cannot break a line, move the cursor or turn the reading direction.

/// The text with every character escaped that does more than stand in its line; quotes and backslashes stay readable.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Controls of ASCII and C1, line and paragraph separators, and the marks that order text of two directions.
pub(super) fn acts(character: char) -> bool {
    let is_separator = matches!(character, '\u{2028}' | '\u{2029}');
    let is_direction = matches!(character, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || is_separator || is_direction
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_the_rest_is_left() {
        for (text, expected) in [
            (r#"C:\x "quoted" 'é' → 猫"#, r#"C:\x "quoted" 'é' → 猫"#),
            ("one\r\ntwo\tthree", r"one\r\ntwo\tthree"),
            ("\u{1b}[31mred", r"\u{1b}[31mred"),
            ("\u{9b}31m \u{7f}", r"\u{9b}31m \u{7f}"),
            ("\u{2028}\u{2029}", r"\u{2028}\u{2029}"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{61c}", r"a\u{202e}b\u{2066}c\u{200f}d\u{61c}"),
        ] {
            assert_eq!(one_line(text), expected);
        }
    }
}
