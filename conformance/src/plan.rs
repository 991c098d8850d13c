//! What a run consists of: examples, the bodies made from them, and rules; which of them are chosen, and who speaks of each.

mod asked;
mod choice;
mod pattern;
mod shard;
mod voices;

pub(crate) use asked::Plan;
pub use choice::{Chosen, Patterns, choose};
pub use shard::Shard;
pub use voices::Voices;

use crate::contract::{Contract, Example, ExampleSource, OperationId};
use crate::error::Error;
use crate::finding::{Level, Source};
use crate::judge::Judge;
use crate::judged::Judged;
use crate::rules::{self, Effect, Rule};
use crate::safety::is_safe;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something that is judged as a whole.
#[derive(Clone, Debug)]
pub enum Planned<'a> {
    /// A documented call.
    Example(&'a Example),
    /// Bodies that are made from that of a documented call.
    Input {
        /// `input/` and the id of the example.
        id: String,
        /// The documented call.
        example: &'a Example,
    },
    /// Documented behaviour over several calls, and how firmly it stands in this run.
    Rule(&'static Rule, Level),
}

/// What kind of thing is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A documented call.
    Example,
    /// Bodies that are made from that of a documented call.
    Input,
    /// Documented behaviour over several calls.
    Rule,
    /// What a client and a server said to one another.
    Exchange,
}

/// Something of an endpoint that one case at a time can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Taken {
    /// What the documented examples speak of.
    Documented,
    /// People for whom something is asked.
    People,
    /// A fixture that is used up.
    Fixture(&'static str),
}

impl Kind {
    /// Its name, as it stands before a pattern.
    pub fn name(self) -> &'static str {
        match self {
            Self::Example => "example",
            Self::Input => "input",
            Self::Rule => "rule",
            Self::Exchange => "exchange",
        }
    }
}

impl Planned<'_> {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Example(example) => &example.id.0,
            Self::Input { id, .. } => id,
            Self::Rule(rule, _) => rule.id,
        }
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Example(_) => Kind::Example,
            Self::Input { .. } => Kind::Input,
            Self::Rule(..) => Kind::Rule,
        }
    }

    /// What it shows or says, in a sentence.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Example(example) => &example.summary,
            Self::Input { .. } => FED,
            Self::Rule(rule, _) => rule.sentence,
        }
    }

    /// How firmly it stands.
    pub fn level(&self) -> Level {
        match self {
            Self::Example(_) | Self::Input { .. } => Level::Must,
            Self::Rule(_, level) => *level,
        }
    }

    /// The same, as firm as `level`.
    #[must_use]
    pub fn at_level(self, level: Level) -> Self {
        match self {
            Self::Rule(rule, _) => Self::Rule(rule, level),
            Self::Example(_) | Self::Input { .. } => self,
        }
    }

    /// The operation that it shows, where it is one.
    pub fn operation(&self) -> Option<&OperationId> {
        match self {
            Self::Example(example) | Self::Input { example, .. } => Some(&example.operation),
            Self::Rule(..) => None,
        }
    }

    /// The ids of the operations that it shows or is about; none where it is about all.
    pub fn operations(&self) -> Vec<&str> {
        match self {
            Self::Example(example) | Self::Input { example, .. } => vec![&example.operation.0],
            Self::Rule(rule, _) => rule.operations().to_vec(),
        }
    }

    /// Where an example was documented.
    pub fn source(&self) -> Option<&ExampleSource> {
        match self {
            Self::Example(example) => Some(&example.source),
            Self::Input { .. } | Self::Rule(..) => None,
        }
    }

    /// On what it rests, the weightiest first.
    pub fn rests_on(&self) -> Vec<Source> {
        match self {
            Self::Input { .. } => vec![Source::Schema("#/components/schemas".to_owned())],
            Self::Example(example) => {
                vec![Source::Page(format!("{} ({})", example.source, example.id))]
            }
            Self::Rule(rule, _) => rule.sources().collect(),
        }
    }

    /// Whether it takes people at the endpoint that others take as well: no two such at a time.
    pub fn takes_people(&self) -> bool {
        match self {
            Self::Example(_) | Self::Input { .. } => true,
            Self::Rule(rule, _) => rule.takes_people(),
        }
    }

    /// What of the endpoint it takes, so that no other that takes it may be torn from it: at an endpoint that others use as well, or at one
    /// that is begun anew for each turn.
    pub(crate) fn takes(&self, is_shared: bool) -> BTreeSet<Taken> {
        match self {
            // Examples use up what other examples read.
            Self::Example(_) => BTreeSet::from([Taken::Documented, Taken::People]),
            Self::Input { .. } if is_shared => BTreeSet::from([Taken::Documented, Taken::People]),
            Self::Rule(rule, _) if is_shared => {
                let people = rule.takes_people().then_some(Taken::People);
                let fixtures = rule.fixtures.iter().filter(|fixture| fixture.is_used_up());
                people.into_iter().chain(fixtures.map(|one| Taken::Fixture(one.name))).collect()
            }
            Self::Input { .. } | Self::Rule(..) => BTreeSet::new(),
        }
    }

    /// Whether it only reads, whatever the endpoint does.
    pub fn only_reads(&self) -> bool {
        match self {
            Self::Example(example) | Self::Input { example, .. } => {
                is_safe(&example.request.method)
            }
            Self::Rule(rule, _) => rule.effect == Effect::Reads,
        }
    }

    /// Finds out. What may write is skipped where only reading is allowed, and what is interrupted as well.
    ///
    /// # Errors
    /// Where the endpoint cannot be reached, or the contract or the bindings cannot be used.
    pub async fn judge(&self, judge: &Judge) -> Result<Judged, Error> {
        if let Some(objection) = judge.guard.permitted.objection_to_it()
            && !self.only_reads()
        {
            return Ok(Judged::skipped(&objection));
        }
        let judged = match self {
            Self::Example(example) => judge.replay(example).await,
            Self::Input { id, example } => judge.feed(example, id).await,
            Self::Rule(rule, level) => judge.follow(rule, *level).await,
        };
        match judged {
            Err(Error::Refused(reason)) => Ok(Judged::skipped(&reason)),
            Err(Error::Interrupted) => Ok(Judged::skipped(&Error::Interrupted.to_string())),
            judged => judged,
        }
    }
}

/// What the ids of bodies that are made from an example begin with.
pub(crate) const INPUT: &str = "input/";

/// What is said of the bodies that are made from an example.
pub(crate) const FED: &str = "Of the bodies made from this request by the contract, what it forbids is refused, what means the same is served, and none makes the server fail.";

/// Everything that can be judged by a contract: its examples, the bodies made from them, and with the program's own the rules.
pub fn everything(contract: &Contract, is_own: bool) -> Vec<Planned<'_>> {
    let examples = contract.examples.iter().map(Planned::Example);
    let rules = rules::all().filter(|_| is_own).map(|rule| Planned::Rule(rule, rule.level));
    let fed = contract.examples.iter().filter(|example| example.request.body.is_some());
    let inputs =
        fed.map(|example| Planned::Input { id: format!("{INPUT}{}", example.id), example });
    examples.chain(inputs).chain(rules).collect()
}
