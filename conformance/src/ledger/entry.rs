//! Something that a run created, or may have created, and what is known of it.

use super::UNDOING;
use super::line::{Answered, Sent};
use chrono::{DateTime, Utc};

/// One request that creates something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Its name in the ledger.
    pub(crate) name: String,
    /// When it was about to be sent.
    pub(crate) at: DateTime<Utc>,
    /// What was sent.
    pub(crate) sent: Sent,
    /// What came of it.
    pub(crate) fate: Fate,
    /// Its line in the file that it was read from.
    pub(crate) line: Option<usize>,
}

impl Entry {
    /// Whether something of it is left to be undone, or may be. What was sent to undo something is not undone itself.
    pub(crate) fn is_open(&self) -> bool {
        self.fate.is_open() && self.sent.case != UNDOING
    }
}

/// What came of a request that creates something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nobody knows whether it made something.
    Unknown,
    /// It made what has this id.
    Made(String),
    /// It made nothing.
    Nothing,
    /// What it made is undone.
    Undone,
}

impl Fate {
    /// What an answer says. A server that fails, or says nothing of what it made, may have made something all the same.
    pub(super) fn of(answered: &Answered) -> Self {
        match (answered.status, &answered.id) {
            _ if answered.unsent => Self::Nothing,
            (Some(200..=299), Some(id)) => Self::Made(id.clone()),
            (Some(300..=499), _) => Self::Nothing,
            _ => Self::Unknown,
        }
    }

    /// Whether something is left to be undone, or may be.
    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::Unknown | Self::Made(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_is_sure_to_have_made_nothing() {
        let made = || Fate::Made("7".to_owned());
        for (status, id, expected) in [
            (Some(201), Some("7"), made()),
            (Some(200), Some("7"), made()),
            (Some(202), None, Fate::Unknown),
            (Some(307), None, Fate::Nothing),
            (Some(400), Some("7"), Fate::Nothing),
            (Some(429), None, Fate::Nothing),
            (Some(500), Some("7"), Fate::Unknown),
            (Some(503), None, Fate::Unknown),
            (None, None, Fate::Unknown),
        ] {
            let id = id.map(str::to_owned);
            let answered = Answered { status, id, interruption: None, unsent: false };
            assert_eq!(Fate::of(&answered), expected, "{answered:?}");
        }
        let unsent = Answered { status: None, id: None, interruption: None, unsent: true };
        assert_eq!(Fate::of(&unsent), Fate::Nothing);
    }
}
