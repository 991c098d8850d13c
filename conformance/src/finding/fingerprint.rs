//! A finding in, sixteen hexadecimal digits out that stay the same from run to run: ids, times and numbers do not count.

use super::Finding;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What stands for everything that changes from run to run.
const ANY: &str = "#";

/// The place of a finding about the status code.
const STATUS: &str = "status";

/// What may stand within an id, a time or a number, between its letters and digits: `2026-11-28T19:52:38.5+01:00`.
const JOINTS: [char; 6] = ['-', '.', ':', '+', '_', '%'];

/// How many bytes of the hash are told.
const BYTES: usize = 8;

impl Finding {
    /// What tells this finding from others, in this run and the next: a hash of the check, the place, what was expected and what came, in
    /// sixteen hexadecimal digits. Every item of a list is the same place; words with a digit in them are the same word; of a status and the
    /// body that came with it, the status counts.
    pub fn fingerprint(&self) -> String {
        let actual = match self.place.as_str() {
            STATUS => status(&self.actual).to_owned(),
            _ => general(&self.actual),
        };
        let parts = [self.check.clone(), general_place(&self.place), self.expected(), actual];
        let digest = Sha256::digest(parts.join("\0"));
        digest.iter().take(BYTES).fold(String::with_capacity(2 * BYTES), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Which statuses were expected is no matter of the run.
    fn expected(&self) -> String {
        if self.place == STATUS { self.expected.clone() } else { general(&self.expected) }
    }
}

/// The status code of `404: {"error": …}`.
fn status(actual: &str) -> &str {
    actual.split_once(": ").map_or(actual, |(status, _)| status)
}

/// A JSON pointer that names every item of a list.
fn general_place(place: &str) -> String {
    let tokens: Vec<String> = place.split('/').map(general).collect();
    tokens.join("/")
}

/// The text with every word that has a digit replaced.
fn general(text: &str) -> String {
    let mut general = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(word_end(from));
        general.push_str(before);
        general.push_str(if word.contains(|c: char| c.is_ascii_digit()) { ANY } else { word });
        rest = after;
    }
    general.push_str(rest);
    general
}

/// Where the word ends that a text begins with: behind its last letter or digit before a space, a quote or the like.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    for (at, character) in text.char_indices() {
        if character.is_alphanumeric() {
            end = at + character.len_utf8();
        } else if !JOINTS.contains(&character) {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Level, Party, Source};

    fn finding(place: &str, expected: &str, actual: &str) -> Finding {
        let (told, source) = ((place, expected, actual), Source::Choice(String::new()));
        Finding::new(("schema", Level::Must), Party::Server, told, source)
    }

    const ID: &str = r#""1842218b-97e7-4496-8dda-1bc7277a55f9""#;

    #[test]
    fn what_changes_from_run_to_run_changes_no_fingerprint() {
        for (one, other) in [
            (("/value/0/id", "a", "b"), ("/value/17/id", "a", "b")),
            (("/id", ID, "null"), ("/id", r#""0A4D4A59-36a0-4f00-9b4e-000000000001""#, "null")),
            (
                ("/at", "2026-11-28T19:52:38.5Z", "x"),
                ("/at", "2027-01-01T00:00:00.1234567+01:00", "x"),
            ),
            (("", "x", "http://127.0.0.1:8080/v1.0/a"), ("", "x", "http://127.0.0.1:40111/v1.0/a")),
            (("body", "x", "{} (161 bytes)"), ("body", "x", "{} (9 bytes)")),
            (("status", "204", "500: {\"id\": \"a\"}"), ("status", "204", "500: sorry")),
        ] {
            let of = |(place, expected, actual)| finding(place, expected, actual).fingerprint();
            assert_eq!(of(one), of(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn two_mistakes_have_two_fingerprints() {
        let other_check = Finding { check: "headers".to_owned(), ..finding("/id", "a", "b") };
        let all = [
            finding("/id", "a", "b"),
            finding("/ids", "a", "b"),
            finding("/id/0", "a", "b"),
            finding("/id", "b", "a"),
            finding("/id", "a", ID),
            finding("status", "204", "500"),
            finding("status", "204", "404"),
            finding("status", "200", "404"),
            other_check,
        ];
        let mut fingerprints: Vec<String> = all.iter().map(Finding::fingerprint).collect();
        fingerprints.sort();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), all.len(), "{fingerprints:?}");
    }

    /// Waivers keep fingerprints, from release to release.
    #[test]
    fn a_fingerprint_is_sixteen_hexadecimal_digits_that_never_change() {
        assert_eq!(finding("/value/0/id", ID, "7").fingerprint(), "960e9032de1175f4");
        assert_eq!(general("P30D «é1» a-b, c-2."), "# «#» a-b, #.");
    }
}
