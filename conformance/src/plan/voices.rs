//! Who speaks of a case: checks, and the case itself.

use super::pattern::Checks;
use crate::finding::Finding;

/// Who speaks of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voices {
    checks: Checks,
    /// Whether the case says itself what it finds, as rules do.
    own: bool,
    /// Whether all speak that can.
    are_all: bool,
}

impl Voices {
    /// All that can: these checks, and the case itself.
    pub(super) fn all(checks: &[&'static str]) -> Self {
        Self { checks: checks.iter().copied().collect(), own: true, are_all: true }
    }

    /// Nobody but these of them.
    pub(super) fn keep(&mut self, checks: &Checks) {
        self.checks.retain(|check| checks.contains(check));
        self.own = false;
        self.are_all = false;
    }

    /// Not these of them.
    pub(super) fn silence(&mut self, checks: &Checks) {
        self.checks.retain(|check| !checks.contains(check));
        self.are_all = false;
    }

    /// Whether nobody speaks: such a case need not be run.
    pub(super) fn are_none(&self) -> bool {
        !self.own && self.checks.is_empty()
    }

    /// Whether a finding of the case of that id is told.
    pub(crate) fn tell(&self, case: &str, finding: &Finding) -> bool {
        self.are_all
            || self.checks.contains(finding.check.as_str())
            || self.own && finding.check == case
    }

    /// The ids of those who speak of the case of that id; none where all do.
    pub(crate) fn names(&self, case: &str) -> Option<Vec<String>> {
        let own = self.own.then(|| case.to_owned());
        let names = || self.checks.iter().map(|check| (*check).to_owned()).chain(own);
        (!self.are_all).then(|| names().collect())
    }
}
