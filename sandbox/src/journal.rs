//! The journal: exchanges in, the latest of them out, however many there were.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use serde::Serialize;

use crate::faults::Loss;
use crate::lock::locked;
use crate::model::Timestamp;

mod message;

pub(crate) use message::Message;

/// How much a journal keeps. What is beyond goes, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalLimits {
    /// How many exchanges; none are noted where it is 0.
    pub entries: usize,
    /// How many bytes of all exchanges together.
    pub bytes: usize,
    /// How many bytes of one body.
    pub body: usize,
}

impl Default for JournalLimits {
    fn default() -> Self {
        Self { entries: 1000, bytes: 4 * 1024 * 1024, body: 16 * 1024 }
    }
}

/// The latest exchanges.
#[derive(Debug)]
pub(crate) struct Journal {
    pub(crate) limits: JournalLimits,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Entry>,
    bytes: usize,
    /// How many exchanges there ever were; the number of the last one.
    last: u64,
}

/// One exchange.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    /// Counted from one; given by the journal.
    pub(crate) number: u64,
    /// When it was, by the sandbox's clock.
    pub(crate) moment: Option<Timestamp>,
    /// How long it took, by the machine's clock; delays that were injected are left out.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub(crate) took: Duration,
    /// Who asked, as far as that is known.
    pub(crate) caller: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    /// Null where nothing was answered.
    pub(crate) status: Option<u16>,
    /// The faults that struck.
    pub(crate) faults: Vec<u64>,
    /// What was lost on purpose.
    pub(crate) lost: Option<Loss>,
    pub(crate) request: Message,
    pub(crate) response: Message,
}

/// A part of the journal, as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct Excerpt {
    /// In the order in which they ended.
    pub(crate) entries: Vec<Entry>,
    /// The number of the first exchange that is still kept, or else that the next one will have.
    pub(crate) first: u64,
    /// The number of the last exchange that was noted.
    pub(crate) last: u64,
}

impl Journal {
    /// An empty journal.
    pub(crate) fn new(limits: JournalLimits) -> Self {
        Self { limits, kept: Mutex::default() }
    }

    /// Whether exchanges are noted at all.
    pub(crate) fn is_kept(&self) -> bool {
        self.limits.entries > 0
    }

    /// Notes an exchange.
    pub(crate) fn note(&self, entry: Entry) {
        let mut kept = locked(&self.kept);
        kept.add(entry);
        while kept.entries.len() > self.limits.entries || kept.bytes > self.limits.bytes {
            kept.drop_oldest();
        }
    }

    /// The exchanges after the one of this number.
    pub(crate) fn after(&self, number: u64) -> Excerpt {
        let kept = locked(&self.kept);
        let later = kept.entries.iter().filter(|entry| entry.number > number);
        let first = kept.entries.front().map_or(kept.last + 1, |entry| entry.number);
        Excerpt { entries: later.cloned().collect(), first, last: kept.last }
    }

    /// Forgets all exchanges. Numbers go on, so that who has seen some misses none.
    pub(crate) fn clear(&self) {
        let mut kept = locked(&self.kept);
        *kept = Kept { last: kept.last, ..Kept::default() };
    }
}

impl Kept {
    fn add(&mut self, entry: Entry) {
        self.last += 1;
        self.bytes += entry.bytes();
        self.entries.push_back(Entry { number: self.last, ..entry });
    }

    fn drop_oldest(&mut self) {
        let oldest = self.entries.pop_front();
        self.bytes -= oldest.map_or(self.bytes, |entry| entry.bytes());
    }
}

impl Entry {
    /// How much of the memory is its own.
    fn bytes(&self) -> usize {
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::capacity);
        let line = self.method.capacity() + self.path.capacity() + text(&self.query);
        let messages = self.request.bytes() + self.response.bytes();
        let faults = self.faults.capacity() * size_of::<u64>();
        size_of::<Self>() + line + text(&self.caller) + faults + messages
    }
}

fn milliseconds<S: serde::Serializer>(took: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(took.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry { path: path.to_owned(), ..Entry::default() }
    }

    fn numbers(journal: &Journal) -> Vec<u64> {
        journal.after(0).entries.iter().map(|entry| entry.number).collect()
    }

    #[test]
    fn the_oldest_exchange_goes_where_there_are_too_many() {
        let journal = Journal::new(JournalLimits { entries: 2, ..JournalLimits::default() });
        for path in ["/a", "/b", "/c"] {
            journal.note(entry(path));
        }
        assert_eq!(numbers(&journal), [2, 3]);
        assert_eq!((journal.after(0).first, journal.after(0).last), (2, 3));
        assert_eq!(journal.after(2).entries[0].path, "/c");
    }

    #[test]
    fn the_oldest_exchanges_go_where_they_are_too_big() {
        let one = entry("/a").bytes();
        let journal = Journal::new(JournalLimits { bytes: 3 * one, ..JournalLimits::default() });
        for path in ["/a", "/b", "/c", "/d"] {
            journal.note(entry(path));
        }
        assert_eq!(numbers(&journal), [2, 3, 4]);
        journal.note(entry(&"/".repeat(one)));
        assert_eq!(numbers(&journal), [4, 5]);
        journal.note(entry(&"/".repeat(3 * one)));
        assert_eq!((numbers(&journal), locked(&journal.kept).bytes), (vec![], 0));
    }

    #[test]
    fn the_faults_that_struck_count_as_well() {
        let limits = JournalLimits { bytes: 2 * entry("/a").bytes(), ..JournalLimits::default() };
        let journal = Journal::new(limits);
        journal.note(Entry { faults: vec![1; limits.bytes], ..entry("/a") });
        assert_eq!(numbers(&journal), [] as [u64; 0]);
    }

    #[test]
    fn numbers_go_on_after_the_journal_was_cleared() {
        let journal = Journal::new(JournalLimits::default());
        journal.note(entry("/a"));
        journal.clear();
        assert_eq!(numbers(&journal), [] as [u64; 0]);
        assert_eq!((journal.after(0).first, journal.after(0).last), (2, 1));
        journal.note(entry("/b"));
        assert_eq!(numbers(&journal), [2]);
    }
}
