//! The text of a TOML file in, its keys with their lines out: what is wrong with one is told with its line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys of a TOML text.
pub(crate) struct Lines<'a> {
    text: &'a str,
    table: DeTable<'a>,
}

impl<'a> Lines<'a> {
    /// Those of a text, or why it is no TOML.
    pub(crate) fn of(text: &'a str) -> Result<Self, toml::de::Error> {
        Ok(Self { text, table: DeTable::parse(text)?.into_inner() })
    }

    /// The keys at the top.
    pub(crate) fn top(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(|key| key.get_ref().as_ref())
    }

    /// The line of the key that `path` leads to, counted from one; that of the last key on the way that is there.
    pub(crate) fn line(&self, path: &[&str]) -> usize {
        let mut table = Some(&self.table);
        let mut start = 0;
        for wanted in path {
            let member = table.and_then(|table| member(table, wanted));
            let Some((key, value)) = member else { break };
            start = key.span().start;
            table = value.get_ref().as_table();
        }
        Self::line_of(self.text, start)
    }

    /// The line of a byte of a text, counted from one.
    pub(crate) fn line_of(text: &str, byte: usize) -> usize {
        // A byte may lie within a character.
        let before = text.as_bytes().get(..byte).unwrap_or_default();
        before.split(|byte| *byte == b'\n').count()
    }

    /// The paths of all keys, each with its line; a table comes before what is in it.
    pub(crate) fn all(&self) -> Vec<(Vec<String>, usize)> {
        let mut all = Vec::new();
        self.gather(&self.table, &[], &mut all);
        all
    }

    fn gather(&self, table: &DeTable<'_>, above: &[String], all: &mut Vec<(Vec<String>, usize)>) {
        for (key, value) in table {
            let path = [above, &[key.get_ref().clone().into_owned()]].concat();
            all.push((path.clone(), Self::line_of(self.text, key.span().start)));
            if let Some(table) = value.get_ref().as_table() {
                self.gather(table, &path, all);
            }
        }
    }
}

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;

fn member<'a, 'b>(
    table: &'b DeTable<'a>,
    wanted: &str,
) -> Option<(&'b Key<'a>, &'b Spanned<DeValue<'a>>)> {
    table.iter().find(|(key, _)| key.get_ref().as_ref() == wanted)
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn a_key_is_found_by_its_path_however_it_is_written() {
        let text = "a = 1\n\n[b]\n\"c d\" = 2\nf.g = 3\n[b.h]\ni = { j = 4 }\n";
        let lines = Lines::of(text).unwrap();
        let paths: [(&[&str], usize); 8] = [
            (&["a"], 1),
            (&["b", "c d"], 4),
            (&["b", "f", "g"], 5),
            (&["b", "h", "i"], 7),
            (&["b", "h", "i", "j"], 7),
            (&["b", "h", "unknown"], 6),
            (&["unknown"], 1),
            (&[], 1),
        ];
        for (path, line) in paths {
            assert_eq!(lines.line(path), line, "{path:?}");
        }
        for (path, line) in lines.all() {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            assert_eq!(lines.line(&path), line, "{path:?}");
        }
        assert_eq!(lines.all().len(), 8);
        assert_eq!(lines.top().collect::<Vec<_>>(), ["a", "b"]);
    }
}
