//! The text of a TOML file in, its keys with their lines out: what is wrong with one is told with its line.

use crate::report::one_line;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

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

    /// The keys of each table of a list of tables at the top.
    pub(crate) fn each(&self, name: &str) -> impl Iterator<Item = Vec<&str>> {
        let list = member(&self.table, name).and_then(|(_, value)| value.get_ref().as_array());
        list.into_iter().flatten().map(|item| {
            let keys = item.get_ref().as_table().into_iter().flat_map(DeTable::keys);
            keys.map(|key| key.get_ref().as_ref()).collect()
        })
    }

    /// The line of the key that `path` leads to, counted from one; that of the last key on the way that is there. An item of a list has its
    /// number, counted from zero, for a key.
    pub(crate) fn line(&self, path: &[&str]) -> usize {
        let mut within = Within::Table(&self.table);
        let mut start = 0;
        for wanted in path {
            let Some((at, value)) = within.step(wanted) else { break };
            start = at;
            within = Within::of(value);
        }
        Self::line_of(self.text, start)
    }

    /// The line of a byte of a text, counted from one.
    pub(crate) fn line_of(text: &str, byte: usize) -> usize {
        // A byte may lie within a character.
        let before = text.as_bytes().get(..byte).unwrap_or_default();
        before.split(|byte| *byte == b'\n').count()
    }

    /// Why a text is no TOML, or not of the form that is asked for: the line, and what is wrong there.
    pub(crate) fn mistake(text: &str, error: &toml::de::Error) -> (usize, String) {
        let start = error.span().map(|span| span.start).unwrap_or_default();
        // A type of Rust says nothing to whoever wrote the file.
        let problem = error.message().replace("expected usize", "expected a whole number");
        (Self::line_of(text, start), one_line(&problem))
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

/// What a path can lead on into.
enum Within<'a, 'b> {
    Table(&'b DeTable<'a>),
    List(&'b DeArray<'a>),
    Nothing,
}

impl<'a, 'b> Within<'a, 'b> {
    fn of(value: &'b DeValue<'a>) -> Self {
        let list = || value.as_array().map(Self::List);
        value.as_table().map(Self::Table).or_else(list).unwrap_or(Self::Nothing)
    }

    /// Where the key or item begins, and what stands there.
    fn step(&self, wanted: &str) -> Option<(usize, &'b DeValue<'a>)> {
        match self {
            Self::Table(table) => {
                let (key, value) = member(table, wanted)?;
                Some((key.span().start, value.get_ref()))
            }
            Self::List(list) => {
                let item = list.get(wanted.parse::<usize>().ok()?)?;
                Some((item.span().start, item.get_ref()))
            }
            Self::Nothing => None,
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
        let items = Lines::of("[[w]]\na = 1\n\n[[w]]\n# b\nb = 2\n").unwrap();
        let paths: [(&[&str], usize); 5] = [
            (&["w", "0", "a"], 2),
            (&["w", "1"], 4),
            (&["w", "1", "b"], 6),
            (&["w", "1", "c"], 4),
            (&["w", "2"], 1),
        ];
        for (path, line) in paths {
            assert_eq!(items.line(path), line, "{path:?}");
        }
        assert_eq!(items.each("w").collect::<Vec<_>>(), [["a"], ["b"]]);
        assert_eq!(lines.top().collect::<Vec<_>>(), ["a", "b"]);
    }
}
