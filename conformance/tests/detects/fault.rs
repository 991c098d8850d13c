//! What a fault is: a mistake of a server, and what the judge must say of it.

use crate::heard::Heard;
use crate::reply::Reply;
use conformance::finding::Level;

/// A deliberate mistake of a server.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The mistake, as a fact.
    pub(crate) name: &'static str,
    /// The example in whose exchange it is made.
    pub(crate) example: &'static str,
    /// Where it is made, and how.
    pub(crate) mistake: Mistake,
    /// What the judge must say.
    pub(crate) objection: Objection,
}

/// One side of an exchange, changed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mistake {
    /// The server takes the request for another one, and acts accordingly.
    Hears(fn(&mut Heard)),
    /// The server acts as it should, and says something else.
    Answers(fn(&mut Reply)),
}

/// What the judge must say, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Objection {
    /// The check that must object.
    pub(crate) check: &'static str,
    /// Where the mistake shows.
    pub(crate) place: &'static str,
    /// How firmly, where that is not the check's own level.
    pub(crate) level: Option<Level>,
}

impl Fault {
    /// A mistake in what the server makes of the request.
    pub(crate) const fn hears(
        name: &'static str,
        example: &'static str,
        (check, place): (&'static str, &'static str),
        change: fn(&mut Heard),
    ) -> Self {
        let objection = Objection { check, place, level: None };
        Self { name, example, mistake: Mistake::Hears(change), objection }
    }

    /// A mistake in what the server answers.
    pub(crate) const fn answers(
        name: &'static str,
        example: &'static str,
        (check, place): (&'static str, &'static str),
        change: fn(&mut Reply),
    ) -> Self {
        let objection = Objection { check, place, level: None };
        Self { name, example, mistake: Mistake::Answers(change), objection }
    }

    /// The same, where the check speaks more or less firmly than it does as a rule.
    pub(crate) const fn told_as(mut self, level: Level) -> Self {
        self.objection.level = Some(level);
        self
    }
}
