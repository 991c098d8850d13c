//! Text in, markup out that shows it and does nothing else; and a page with its gaps filled.

use crate::report::one_line;

/// The text as it stands between tags and in attributes: nothing of it is markup, and nothing of it acts.
pub(super) fn text(text: &str) -> String {
    let line = one_line(text);
    let mut safe = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A page with each `{{gap}}` filled by the parts of that name, in their order. What is filled in is not looked at again.
pub(super) fn fill(page: &str, parts: &[(&str, &str)]) -> String {
    let length = parts.iter().map(|(_, part)| part.len()).sum::<usize>();
    let mut filled = String::with_capacity(page.len() + length);
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        filled.extend(parts.iter().filter(|(known, _)| *known == name).map(|(_, part)| *part));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A number of things, with `s` where there is not one.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup_and_does_not_act() {
        for (plain, expected) in [
            ("a & b", "a &amp; b"),
            ("</script><b a=\"'\">", "&lt;/script&gt;&lt;b a=&quot;&#39;&quot;&gt;"),
            ("\u{0}\u{1b}\u{202e}", r"\u{0}\u{1b}\u{202e}"),
        ] {
            assert_eq!(text(plain), expected);
        }
    }

    #[test]
    fn a_gap_is_filled_once() {
        let parts = [("one", "{{two}}"), ("two", "2"), ("two", "3")];
        assert_eq!(fill("a {{one}} b {{two}} c {{three}} d", &parts), "a {{two}} b 23 c  d");
        assert_eq!(fill("no gap", &parts), "no gap");
        assert_eq!(fill("open {{one", &parts), "open {{two}}");
    }
}
