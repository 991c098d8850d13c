//! A rule as data: what it says, how firmly, on what it rests, what it needs, and the steps that find out.

use super::fixture::{EMPLOYEE, Fixture, TARGET};
use super::identity::Identity;
use super::sources::Basis;
use crate::finding::{Level, Source};
use crate::probe::{Probe, Step};
use serde::Serialize;
use std::pin::Pin;

/// Documented behaviour over several calls.
pub struct Rule {
    /// Its id: family and fact.
    pub id: &'static str,
    /// What it says, in a sentence.
    pub sentence: &'static str,
    /// How firmly it stands.
    pub level: Level,
    /// On what it rests, the weightiest first.
    pub(super) sources: &'static [Basis],
    /// Who calls beside the default identity.
    pub identities: &'static [Identity],
    /// What it cannot make itself.
    pub fixtures: &'static [Fixture],
    /// What it does to the endpoint.
    pub effect: Effect,
    pub(super) run: Steps,
}

/// What a rule does to the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Nothing, whatever the endpoint does: it sends safe methods alone.
    Reads,
    /// Nothing, where the endpoint is right: it sends writes that must be refused.
    Refused,
    /// It makes or changes something, or may where the documents leave it open.
    Writes,
}

/// The steps of a rule. What they do not find as it should be ends them, or is noted.
pub(super) type Steps =
    for<'p, 'j> fn(&'p mut Probe<'j>) -> Pin<Box<dyn Future<Output = Step> + 'p>>;

impl Rule {
    /// On what it rests, the weightiest first.
    pub fn sources(&self) -> impl Iterator<Item = Source> {
        self.sources.iter().map(Basis::source)
    }

    /// Whether it asks something for people whom other rules ask it for as well.
    pub(crate) fn takes_people(&self) -> bool {
        let is_person = |fixture: &Fixture| [TARGET, EMPLOYEE].contains(fixture);
        let asks = !self.identities.is_empty() || self.fixtures.iter().any(is_person);
        asks && self.effect == Effect::Writes
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule").field("id", &self.id).finish_non_exhaustive()
    }
}
