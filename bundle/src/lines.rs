//! The text of a file in, the line of every value in it out: that of a member's name, of an item, and of
//! the file's beginning.

use std::collections::HashMap;

use granit_parser::{Event, Parser};

use crate::place::escaped;

/// The line of each value, counted from one, by its JSON pointer. What stands behind a fault in the text
/// has none: whoever reads the text as a value tells of the fault.
pub(crate) fn lines(text: &str) -> HashMap<String, usize> {
    let mut walk = Walk { lines: HashMap::from([(String::new(), 1)]), inside: Vec::new() };
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        walk.take(&event, span.start.line());
    }
    walk.lines
}

/// A walk along a text.
struct Walk {
    lines: HashMap<String, usize>,
    /// What has begun and not ended, outermost first.
    inside: Vec<Inside>,
}

/// What a walk can be inside of.
enum Inside {
    /// A map, with the name of the member whose value is next.
    Map { at: String, name: Option<String> },
    /// A list, with the index of the item that is next.
    List { at: String, next: usize },
    /// What no pointer leads to: a map or a list in the place of a name.
    Nowhere,
}

impl Walk {
    fn take(&mut self, event: &Event<'_>, line: usize) {
        if let Event::Scalar(text, ..) = event {
            self.begin(line, text);
        } else if matches!(event, Event::Alias(_)) {
            self.begin(line, "");
        } else if matches!(event, Event::MappingStart(..)) {
            let map = self.begin(line, "").map(|at| Inside::Map { at, name: None });
            self.inside.push(map.unwrap_or(Inside::Nowhere));
        } else if matches!(event, Event::SequenceStart(..)) {
            let list = self.begin(line, "").map(|at| Inside::List { at, next: 0 });
            self.inside.push(list.unwrap_or(Inside::Nowhere));
        } else if matches!(event, Event::MappingEnd | Event::SequenceEnd) {
            self.inside.pop();
        }
    }

    /// Something begins, and is a name or a value: the pointer of a value.
    fn begin(&mut self, line: usize, text: &str) -> Option<String> {
        match self.inside.last_mut() {
            None => Some(String::new()),
            Some(Inside::Map { at, name }) => {
                if let Some(name) = name.take() {
                    return Some(child(at, &name));
                }
                self.lines.entry(child(at, text)).or_insert(line);
                *name = Some(text.to_owned());
                None
            }
            Some(Inside::List { at, next }) => {
                let item = child(at, &next.to_string());
                *next += 1;
                self.lines.insert(item.clone(), line);
                Some(item)
            }
            Some(Inside::Nowhere) => None,
        }
    }
}

fn child(at: &str, token: &str) -> String {
    format!("{at}/{}", escaped(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, usize)]) {
        let lines = lines(text);
        for (pointer, line) in expected {
            assert_eq!(lines.get(*pointer), Some(line), "{pointer} in {text}");
        }
        assert_eq!(lines.len(), expected.len() + 1, "{lines:?}");
    }

    #[test]
    fn a_value_stands_where_its_name_does() {
        check(
            "# Notes\na:\n  b/c: 1\n  '200': >-\n    text\n    a: text\nd:\n  - 1\n  -\n    e: [2,\n      3]\n",
            &[
                ("/a", 2),
                ("/a/b~1c", 3),
                ("/a/200", 4),
                ("/d", 7),
                ("/d/0", 8),
                ("/d/1", 10),
                ("/d/1/e", 10),
                ("/d/1/e/0", 10),
                ("/d/1/e/1", 11),
            ],
        );
    }

    #[test]
    fn json_is_read_in_the_same_way() {
        check(
            "{\n\t\"a\": {\"b\\/c\": null},\n\t\"d\": [\n\t\t\"\\ud83d\\ude00\",\n\t\t{}\n\t]\n}\n",
            &[("/a", 2), ("/a/b~1c", 2), ("/d", 3), ("/d/0", 4), ("/d/1", 5)],
        );
    }

    #[test]
    fn an_alias_stands_where_it_is_written() {
        check("a: &x {b: 1}\nc: *x\nd: 2\n", &[("/a", 1), ("/a/b", 1), ("/c", 2), ("/d", 3)]);
    }

    #[test]
    fn a_name_that_is_no_text_is_passed_over() {
        check("? {a: 1}\n: 2\nb: 3\n", &[("/", 1), ("/b", 3)]);
    }

    #[test]
    fn what_stands_before_a_fault_and_in_the_first_document_has_its_line() {
        check("a: 1\nb: ]\nc: 1\n", &[("/a", 1), ("/b", 2)]);
        check("a: 1\n---\nb: 2\n", &[("/a", 1)]);
        check("", &[]);
    }
}
