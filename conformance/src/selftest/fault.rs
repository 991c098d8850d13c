//! What a fault is: a mistake of a server, and what the judge must say of it.

use super::heard::Heard;
use super::reply::Reply;
use crate::check::CHECKS;
use crate::finding::{Finding, Level, Party};
use crate::judge::SLOW;
use crate::judged::Judged;
use crate::plan::INPUT;
use crate::rules;
use std::time::Duration;

/// A deliberate mistake of a server.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// The mistake, as a fact.
    pub name: &'static str,
    /// Id of the example or rule in whose exchanges it is made.
    pub case: &'static str,
    /// Where it is made, and how.
    pub mistake: Mistake,
    /// What the judge must say.
    pub objection: Objection,
    /// How long the judge waits in this trial.
    pub patience: Patience,
}

/// One side of an exchange, changed; every exchange of the case, unless the change looks which one it is.
#[derive(Clone, Copy, Debug)]
pub enum Mistake {
    /// There is none: the server does as it should.
    Nothing,
    /// The server takes the request for another one, and acts accordingly.
    Hears(fn(&mut Heard)),
    /// The server acts as it should, and says something else.
    Answers(fn(&mut Reply)),
    /// The same, where it depends on the request what is said.
    AnswersTo(fn(&Heard, &mut Reply)),
    /// The server answers some requests out of its head, and does nothing.
    Ignores(fn(&Heard) -> Option<Reply>),
    /// The server acts as it should, and says something else because of what went before in this trial.
    Remembers(fn(&[Passed], &Heard, &mut Reply)),
}

/// An exchange that was passed on.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The request, as the server took it.
    pub heard: Heard,
    /// What the judge was told.
    pub reply: Reply,
}

/// What the judge must say, and where.
#[derive(Clone, Copy, Debug)]
pub struct Objection {
    /// Id of the check or rule that must object.
    pub by: &'static str,
    /// Where the mistake shows, as in [`Finding::place`].
    pub place: &'static str,
    /// How firmly, where that is not the check's or rule's own level.
    pub level: Option<Level>,
}

/// How long the judge waits for an answer.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until it gives up.
    pub total: Duration,
    /// Until it calls the answer slow.
    pub slow: Duration,
}

impl Patience {
    /// Enough for a correct server on a busy machine.
    pub const ORDINARY: Self = Self { total: Duration::from_secs(10), slow: SLOW };
    /// For answers that never come.
    pub const SHORT: Self = Self { total: Duration::from_millis(100), ..Self::ORDINARY };
    /// For answers that come late.
    pub const EXACTING: Self = Self { slow: Duration::from_millis(20), ..Self::ORDINARY };
}

impl Fault {
    /// A mistake in what the server makes of the request.
    pub const fn hears(
        name: &'static str,
        case: &'static str,
        told: (&'static str, &'static str),
        change: fn(&mut Heard),
    ) -> Self {
        Self::new(name, case, told, Mistake::Hears(change))
    }

    /// A mistake in what the server answers.
    pub const fn answers(
        name: &'static str,
        case: &'static str,
        told: (&'static str, &'static str),
        change: fn(&mut Reply),
    ) -> Self {
        Self::new(name, case, told, Mistake::Answers(change))
    }

    /// A mistake in what the server answers to some requests.
    pub const fn answers_to(
        name: &'static str,
        case: &'static str,
        told: (&'static str, &'static str),
        change: fn(&Heard, &mut Reply),
    ) -> Self {
        Self::new(name, case, told, Mistake::AnswersTo(change))
    }

    /// Requests to which the server gives an answer of its own, and that it does nothing about.
    pub const fn ignores(
        name: &'static str,
        case: &'static str,
        told: (&'static str, &'static str),
        answer: fn(&Heard) -> Option<Reply>,
    ) -> Self {
        Self::new(name, case, told, Mistake::Ignores(answer))
    }

    /// A mistake in what the server answers, made because of what went before; the exchanges are in the order of their answers, as they
    /// were heard and answered.
    pub const fn remembers(
        name: &'static str,
        case: &'static str,
        told: (&'static str, &'static str),
        change: fn(&[Passed], &Heard, &mut Reply),
    ) -> Self {
        Self::new(name, case, told, Mistake::Remembers(change))
    }

    const fn new(
        name: &'static str,
        case: &'static str,
        (by, place): (&'static str, &'static str),
        mistake: Mistake,
    ) -> Self {
        let objection = Objection { by, place, level: None };
        Self { name, case, mistake, objection, patience: Patience::ORDINARY }
    }

    /// The same, where the check or rule speaks more or less firmly than it does as a rule.
    #[must_use]
    pub const fn told_as(mut self, level: Level) -> Self {
        self.objection.level = Some(level);
        self
    }

    /// The same, before a judge who waits so long.
    #[must_use]
    pub const fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }
}

impl Objection {
    /// How firmly it must be said; none where there is no such check, rule or input.
    pub fn level(&self) -> Option<Level> {
        let check = || CHECKS.iter().find(|check| check.id == self.by).map(|check| check.level);
        let rule = || rules::all().find(|rule| rule.id == self.by).map(|rule| rule.level);
        let input = || self.by.starts_with(INPUT).then_some(Level::Must);
        self.level.or_else(check).or_else(rule).or_else(input)
    }

    /// Whether it is said, at the place, as firmly as it must be, and of the server.
    pub fn is_said_in(&self, judged: &Judged) -> bool {
        let level = self.level();
        let is_it = |finding: &Finding| {
            finding.check == self.by
                && finding.place == self.place
                && Some(finding.level) == level
                && finding.out_of_step == Party::Server
        };
        judged.findings.iter().any(is_it)
    }
}
