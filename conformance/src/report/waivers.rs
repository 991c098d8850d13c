//! What became of each waiver in a run: which findings it lets pass, and whether it still has something to let pass.

use super::{CaseReport, Report, one_line};
use crate::check::CHECKS;
use crate::finding::Finding;
use crate::verdict::Verdict;
use crate::waivers::Waiver;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt::{Result, Write};

/// A waiver, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WaiverReport {
    /// As it stands in the file.
    pub waiver: Waiver,
    /// How it stands.
    pub state: Standing,
    /// The ids of the cases that it is for, among everything there is.
    pub cases: Vec<String>,
    /// Those of them in which it found what it is for.
    pub covered: Vec<String>,
}

/// How a waiver stands after a run.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is for another endpoint.
    Elsewhere,
    /// Not everything that it is for was run, and nothing of it was found.
    Untried,
    /// It lets something pass.
    Used,
    /// Everything that it is for was run, and nothing of it was found: it can go.
    Stale,
    /// It lets more cases pass than the file allows.
    OverBudget,
    /// There is no such case or check.
    Unmatched,
    /// Its last day is over: it lets nothing pass any more.
    Expired,
}

impl Standing {
    /// Whether somebody has to look after it.
    pub fn needs_care(self) -> bool {
        match self {
            Self::Elsewhere | Self::Untried | Self::Used => false,
            Self::Stale | Self::OverBudget | Self::Unmatched | Self::Expired => true,
        }
    }

    /// Whether it lets pass what it fits.
    fn is_in_force(self) -> bool {
        match self {
            Self::Untried | Self::Used | Self::Stale | Self::OverBudget => true,
            Self::Elsewhere | Self::Unmatched | Self::Expired => false,
        }
    }
}

impl Report {
    /// Lets pass of a case what waivers are for; a case of which nothing else decides is waived.
    pub(crate) fn waive(&mut self, mut case: CaseReport) -> CaseReport {
        let decisive = self.decisive;
        let mut because = None;
        for finding in &mut case.findings {
            let is_fit = |entry: &&mut WaiverReport| {
                entry.state.is_in_force() && entry.waiver.fits(&case.id, finding)
            };
            let mut fit = self.waivers.iter_mut().filter(is_fit).peekable();
            let waived = fit.peek().map(|entry| (entry.waiver.told(), entry.waiver.to_string()));
            fit.for_each(|entry| entry.cover(&case.id, finding));
            if let Some((waived, told)) = waived.filter(|_| finding.decides(decisive)) {
                finding.waived = Some(waived);
                because.get_or_insert(told);
            }
        }
        let is_left = case.findings.iter().any(|finding| finding.decides(decisive));
        match because {
            Some(because) if case.verdict == Verdict::Failed && !is_left => {
                CaseReport { verdict: Verdict::Waived(because), ..case }
            }
            Some(_) | None => case,
        }
    }

    /// Says of each waiver how it stands once all cases are there.
    pub(crate) fn settle_waivers(&mut self) {
        let waived = self.cases.iter().filter(|case| matches!(case.verdict, Verdict::Waived(_)));
        let too_many: Vec<&str> = waived
            .skip(self.waived_at_most.unwrap_or(usize::MAX))
            .map(|case| case.id.as_str())
            .collect();
        for entry in &mut self.waivers {
            if !entry.state.is_in_force() {
                continue;
            }
            let WaiverReport { cases, covered, .. } = entry;
            covered.sort_by_key(|id| cases.iter().position(|case| case == id));
            let is_over = entry.covered.iter().any(|id| too_many.contains(&id.as_str()));
            entry.state = if is_over {
                Standing::OverBudget
            } else if !entry.covered.is_empty() {
                Standing::Used
            } else if entry.cases.iter().all(|id| is_tried(&entry.waiver, id, &self.cases)) {
                Standing::Stale
            } else {
                Standing::Untried
            };
        }
    }
}

impl WaiverReport {
    /// Notes that it was needed: whatever the level, the endpoint has not mended this.
    fn cover(&mut self, case: &str, finding: &Finding) {
        let is_theirs = finding.out_of_step.is_judged();
        if is_theirs && !self.covered.iter().any(|known| known == case) {
            self.covered.push(case.to_owned());
        }
    }
}

/// Whether a case was run, and all spoke whom a waiver is for.
fn is_tried(waiver: &Waiver, id: &str, cases: &[CaseReport]) -> bool {
    let Some(case) = cases.iter().find(|case| case.id == id) else { return false };
    let is_run = match case.verdict {
        Verdict::Passed | Verdict::Failed | Verdict::Waived(_) => true,
        Verdict::Skipped(_) | Verdict::Error(_) => false,
    };
    let meant = CHECKS.iter().map(|check| check.id).chain([id]);
    let mut meant = meant.filter(|voice| waiver.is_said_by(voice));
    let Some(voices) = &case.voices else { return is_run };
    is_run && meant.all(|voice| voices.iter().any(|known| known == voice))
}

impl Report {
    /// Each waiver that needs care, and what is wrong with it.
    pub(super) fn waivers_to_look_after(&self) -> impl Iterator<Item = (&Waiver, String)> {
        let care = self.waivers.iter().filter(|entry| entry.state.needs_care());
        care.map(|WaiverReport { waiver, state, .. }| {
            (waiver, why(waiver, *state, self.waived_at_most))
        })
    }
}

/// Writes of each waiver that needs care what is wrong with it; nothing where none does.
pub(super) fn write(text: &mut String, report: &Report) -> Result {
    let mut care = report.waivers_to_look_after().peekable();
    if care.peek().is_none() {
        return Ok(());
    }
    writeln!(text, "waivers to look after:")?;
    for (waiver, told) in care {
        let Waiver { id, check, fingerprint, owner, .. } = waiver;
        let print = fingerprint.as_ref().map(|print| format!("  {print}")).unwrap_or_default();
        writeln!(text, "  {}  {}{print}", one_line(id), one_line(check))?;
        writeln!(text, "      {}; ask {}", one_line(&told), one_line(owner))?;
    }
    writeln!(text)
}

fn why(waiver: &Waiver, state: Standing, at_most: Option<usize>) -> String {
    match state {
        Standing::Stale => "stale: what it is for was not found any more; remove it".to_owned(),
        Standing::Expired => format!("expired on {}: it lets nothing pass any more; mend it, or give it another day", waiver.expires),
        Standing::Unmatched => "matches nothing: there is no such case, or no such check; `conformance list` shows them all".to_owned(),
        Standing::OverBudget => format!(
            "over the budget: no more than {} cases may be waived (at_most)",
            at_most.unwrap_or_default()
        ),
        Standing::Elsewhere | Standing::Untried | Standing::Used => String::new(),
    }
}
