//! A rule and a judge in, what came of it out.

use super::identity::Identity;
use super::rule::Rule;
use crate::error::Error;
use crate::finding::{Finding, Level, Source};
use crate::judge::{Aftermath, Judge};
use crate::judged::Judged;
use crate::probe::{Probe, Stop};
use crate::verdict::Verdict;

impl Judge {
    /// Follows a rule, which stands as firmly as `level`.
    ///
    /// # Errors
    /// Where the endpoint cannot be reached, or a schema of the contract cannot be used.
    pub async fn follow(&self, rule: &'static Rule, level: Level) -> Result<Judged, Error> {
        if let Some(missing) = self.missing(rule) {
            return Ok(Judged::skipped(&missing));
        }
        let mut probe = Probe::new(self, rule.id);
        let stopped = (rule.run)(&mut probe).await.err();
        let (exchanges, mut findings, mut mismatches) = probe.into_parts();
        if matches!(self.aftermath, Aftermath::CleanedUp) {
            self.clean_up(rule.id).await;
        }
        match stopped {
            Some(Stop::Mismatch(mismatch)) => mismatches.push(mismatch),
            // What was found before something turned out to be missing is found all the same.
            Some(Stop::Missing(what)) if mismatches.is_empty() && !self.is_decided(&findings) => {
                // What was sent until then was sent.
                return Ok(Judged { exchanges, findings, verdict: Verdict::Skipped(what) });
            }
            None | Some(Stop::Told | Stop::Missing(_)) => {}
            Some(Stop::Error(error)) => return Err(*error),
        }
        let source = rule.sources().next().unwrap_or_else(|| Source::Choice(rule.id.to_owned()));
        let told = mismatches.into_iter();
        findings.extend(told.map(|told| told.into_finding(rule.id, level, source.clone())));
        Ok(Judged::of(exchanges, findings, self.decisive))
    }

    fn is_decided(&self, findings: &[Finding]) -> bool {
        findings.iter().any(|finding| finding.decides(self.decisive))
    }

    /// The first thing that a rule needs and that nobody gave, in words.
    fn missing(&self, rule: &Rule) -> Option<String> {
        let caller = rule.identities.iter().find(|who| self.endpoint.token(who.name).is_none());
        if let Some(who) = caller {
            let Identity { name, is } = who;
            return Some(format!(
                "nobody calls as {name}: {is}; give a token by --identity {name}=VARIABLE or [identities.{name}]"
            ));
        }
        let fixture = rule.fixtures.iter().find(|what| self.fixtures.value(what.name).is_none());
        fixture.map(|what| format!("{} ({})", self.fixtures.missing(what.name), what.is))
    }
}
