//! What a ledger holds in, its entries out, each with what became of it.

use super::entry::{Entry, Fate};
use super::line::{Line, Told};
use std::collections::{BTreeMap, BTreeSet};

/// What a ledger says.
#[derive(Debug)]
pub(crate) struct Written {
    /// Its entries, in their order.
    pub(crate) entries: Vec<Entry>,
    /// Every id of something that was made.
    pub(super) ids: BTreeSet<String>,
    /// The number of a last line that broke off while it was written. What it was to announce was not sent.
    pub(crate) broken_off: Option<usize>,
}

impl Written {
    /// Reads the lines. The last may have broken off within a character, so each is text for itself.
    ///
    /// # Errors
    /// What is wrong with a line, and its number, in words.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let (mut ids, mut broken_off) = (BTreeSet::new(), None);
        for (number, whole) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            let line = whole.trim_ascii_end();
            if line.is_empty() {
                continue;
            }
            let Line { entry, at, told } = match serde_json::from_slice(line) {
                Ok(line) => line,
                // A line is written with its end.
                Err(_) if !whole.ends_with(b"\n") => {
                    broken_off = Some(number);
                    break;
                }
                Err(error) => return Err(wrong(number, &error.to_string())),
            };
            if let Told::Sent(sent) = told {
                places.insert(entry.clone(), entries.len());
                let (sent, fate) = (*sent, Fate::Unknown);
                entries.push(Entry { name: entry, at, sent, fate, line: Some(number) });
                continue;
            }
            let place = places.get(&entry).and_then(|place| entries.get_mut(*place));
            let Some(known) = place else {
                return Err(wrong(number, &format!("no line before it says what {entry:?} is")));
            };
            known.fate = match told {
                Told::Answered(answered) => {
                    ids.extend(answered.id.clone());
                    Fate::of(&answered)
                }
                Told::Undone { .. } | Told::Sent(_) => Fate::Undone,
            };
        }
        Ok(Self { entries, ids, broken_off })
    }
}

fn wrong(number: usize, problem: &str) -> String {
    format!("line {number}: {problem}; mend the line, or take it out if you know what came of it")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(entry: &str) -> String {
        format!(
            r#"{{"entry":"{entry}","at":"2026-01-02T03:04:05Z","is":"sent","case":"a/b","endpoint":"http://127.0.0.1","method":"POST","url":"http://127.0.0.1/a"}}"#
        )
    }

    fn told(entry: &str, rest: &str) -> String {
        format!(r#"{{"entry":"{entry}","at":"2026-01-02T03:04:05Z",{rest}}}"#)
    }

    #[test]
    fn the_last_word_on_an_entry_counts() {
        let text = [
            sent("1"),
            sent("2"),
            sent("3"),
            sent("4"),
            told("2", r#""is":"answered","status":201,"id":"x""#),
            told("3", r#""is":"answered","status":400"#),
            told("4", r#""is":"answered","status":201,"id":"y""#),
            told("4", r#""is":"undone","how":"canceled""#),
            String::new(),
        ];
        let written = Written::read(text.join("\n").as_bytes()).unwrap();
        let fates: Vec<_> = written.entries.into_iter().map(|entry| entry.fate).collect();
        let made = Fate::Made("x".to_owned());
        assert_eq!(fates, [Fate::Unknown, made, Fate::Nothing, Fate::Undone]);
    }

    #[test]
    fn a_last_line_may_have_broken_off_and_no_other() {
        let (one, two) = (sent("1"), sent("2"));
        let half = &two[..two.len() / 2];
        for (text, expected) in [
            (String::new(), Ok((0, None))),
            (format!("{one}\n"), Ok((1, None))),
            (one.clone(), Ok((1, None))),
            (format!("{one}\n\n{half}"), Ok((1, Some(3)))),
            (format!("{half}\n{one}\n"), Err("line 1: ")),
            (format!("{one}\n{half}\n"), Err("line 2: ")),
            (
                format!("{}\n", told("9", r#""is":"undone","how":"x""#)),
                Err("line 1: no line before"),
            ),
            (format!("{}\n", told("9", r#""is":"lost""#)), Err("line 1: unknown variant `lost`")),
            ("[]\n".to_owned(), Err("line 1: ")),
        ] {
            match (Written::read(text.as_bytes()), expected) {
                (Ok(written), Ok(expected)) => {
                    assert_eq!((written.entries.len(), written.broken_off), expected, "{text}");
                }
                (Err(problem), Err(told)) => assert!(problem.starts_with(told), "{problem}"),
                (written, expected) => panic!("{written:?}, but {expected:?}"),
            }
        }
    }
}
