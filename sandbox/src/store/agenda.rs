//! The agenda: what goes on by itself and when in, what has come due out, the earliest first.

use std::collections::{BTreeSet, HashMap};

use crate::model::{AssignmentId, RequestId, Timestamp};

/// What can go on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Entry {
    Request(RequestId),
    Assignment(AssignmentId),
}

/// When each of them goes on next.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    by_moment: BTreeSet<(Timestamp, Entry)>,
    moments: HashMap<Entry, Timestamp>,
}

impl Agenda {
    /// Notes when something goes on, in place of what was noted of it before; none if it does not.
    pub(super) fn note(&mut self, entry: Entry, due: Option<Timestamp>) {
        if let Some(before) = self.moments.remove(&entry) {
            self.by_moment.remove(&(before, entry));
        }
        if let Some(due) = due {
            self.moments.insert(entry, due);
            self.by_moment.insert((due, entry));
        }
    }

    /// When the next thing goes on.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.by_moment.first().map(|first| first.0)
    }

    /// Takes off what came due first, if anything has by `now`.
    pub(super) fn take_due(&mut self, now: Timestamp) -> Option<(Timestamp, Entry)> {
        let (due, entry) = self.by_moment.first().copied().filter(|first| first.0 <= now)?;
        self.note(entry, None);
        Some((due, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn entry(digit: u8) -> Entry {
        Entry::Request(RequestId::from(uuid::Uuid::from_bytes([digit; 16])))
    }

    #[test]
    fn what_comes_due_first_is_taken_first_and_nothing_before_its_time() {
        let mut agenda = Agenda::default();
        let (early, late) = (moment("2024-06-07T12:00:00Z"), moment("2024-06-07T13:00:00Z"));
        agenda.note(entry(1), Some(late));
        agenda.note(entry(2), Some(early));
        assert_eq!(agenda.next_due(), Some(early));
        assert_eq!(agenda.take_due(early), Some((early, entry(2))));
        assert_eq!(agenda.take_due(early), None);
        assert_eq!(agenda.take_due(late), Some((late, entry(1))));
        assert_eq!(agenda.next_due(), None);
    }

    #[test]
    fn a_later_note_replaces_an_earlier_one() {
        let mut agenda = Agenda::default();
        let (early, late) = (moment("2024-06-07T12:00:00Z"), moment("2024-06-07T13:00:00Z"));
        agenda.note(entry(1), Some(early));
        agenda.note(entry(1), Some(late));
        assert_eq!(agenda.take_due(early), None);
        agenda.note(entry(1), None);
        assert_eq!(agenda.next_due(), None);
        assert_eq!(agenda.take_due(late), None);
    }
}
