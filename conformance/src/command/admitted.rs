//! A run of which everything is right in, its tokens fetched and everything that is planned judged, the report out.

use super::checked::{Asked, Checked};
use crate::clock;
use crate::error::Error;
use crate::interrupt::Interrupt;
use crate::plan::{self, Planned};
use crate::rehearsal::Rehearsal;
use crate::report::{Before, Report, ReportFiles};
use crate::run::{self, Callers, Ground, Progress, Recorder};
use crate::safety::{Guard, Permitted, tenant};
use crate::settings::Settings;
use crate::snapshots::Snapshots;
use crate::waivers;
use crate::write_plan;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

/// A run with the tokens of those who call: nothing is left that could be refused.
pub(super) struct Admitted<'a> {
    checked: Checked<'a>,
    callers: Callers,
    tenant: Option<String>,
}

/// What is kept of a run while it goes on, and what is said where it is interrupted.
pub(super) struct Kept {
    pub(super) files: ReportFiles,
    pub(super) snapshots: Option<Snapshots>,
    pub(super) said: &'static str,
}

impl<'a> Admitted<'a> {
    /// Fetches the tokens of those who call, and looks whether a clock that is to be moved is one.
    ///
    /// # Errors
    /// What is wrong with one of them, or why there is none; [`Error::Refused`] where tokens are of another tenant than is meant.
    pub(super) fn of(checked: Checked<'a>) -> Result<Self, Error> {
        let Settings { connection, safety, .. } = checked.asked.settings;
        let mut callers = Callers::new(connection)?;
        let tenant = match connection.url()? {
            Some(_) => tenant(&callers.tokens(), safety.tenant.as_deref())?,
            None => None,
        };
        callers.require_clock(connection)?;
        Ok(Self { checked, callers, tenant })
    }

    /// The same with tokens that are fetched again: those that do not say when they expire may have done so since.
    ///
    /// # Errors
    /// As [`Admitted::of`].
    pub(super) fn anew(self) -> Result<Self, Error> {
        Self::of(self.checked)
    }

    /// Everything that is planned, judged; the report, and the shapes that were seen.
    ///
    /// # Errors
    /// Where a sandbox cannot be started, or the endpoint cannot be used at all.
    pub(super) fn judge(mut self, kept: Kept) -> Result<(Report, Option<Snapshots>), Error> {
        let started = clock::now();
        let Asked { settings, contract, is_own, plan } = self.checked.asked;
        let Kept { files, snapshots, said } = kept;
        let mut guard = self.guard()?;
        guard.interrupt = Interrupt::listen(said)?;
        let report = self.begin(started, snapshots.as_ref())?;
        let Self { checked: Checked { bindings, .. }, callers, .. } = self;
        let ground = Ground {
            contract: Arc::clone(contract),
            is_own,
            settings,
            url: settings.connection.url()?,
            checks: plan.levels.clone(),
            fixtures: bindings.fixtures(),
            bindings,
            callers,
            started: started.to_rfc3339(),
            guard,
        };
        let progress = Progress::begin(plan.cases.len(), &settings.telling);
        let recorder = Recorder::begin(contract, report, (plan, files));
        let recorder = recorder.with_snapshots(snapshots).telling(progress);
        let report = run::run(&ground, &plan.cases, &recorder)?;
        Ok((report, recorder.into_snapshots()))
    }

    /// What stands between a run and its endpoint. What would be written at another machine is said before the ledger is there.
    fn guard(&mut self) -> Result<Guard, Error> {
        let Self { checked: Checked { asked, bindings, permitted, .. }, callers, tenant } = self;
        let (Asked { settings, contract, plan, .. }, permitted) = (*asked, *permitted);
        let Some(url) = settings.connection.url()? else {
            return Ok(Guard { permitted, ..Guard::default() });
        };
        if permitted == Permitted::WritingElsewhere {
            let names: BTreeSet<String> =
                callers.tokens().into_iter().map(|(name, _)| name).collect();
            let callers = &names;
            let rehearsal = Rehearsal { contract, settings, bindings, url, callers, permitted };
            let said = write_plan::text(&rehearsal, &plan.cases, tenant.as_deref())?;
            // Whoever does not read it is not kept from the run.
            let _ = write!(std::io::stderr(), "{}", said.unwrap_or_default());
        }
        Guard::at(permitted, tenant.clone(), &settings.safety)
    }

    /// The report before the first case is judged.
    fn begin(
        &self,
        started: DateTime<Utc>,
        snapshots: Option<&Snapshots>,
    ) -> Result<Report, Error> {
        let Asked { settings, contract, is_own, plan } = self.checked.asked;
        let mut report = Report::begin(contract, settings.connection.url()?, started);
        let all = plan::everything(contract, is_own);
        report.snapshots = snapshots.and_then(|kept| kept.report(all.iter().map(Planned::id)));
        report.had_all_passed = plan.before.as_ref().is_some_and(Before::had_all_passed);
        report.again = settings.again(contract.file());
        report.decisive = settings.judging.level();
        report.run_id = settings.output.run_id();
        report.requirements.clone_from(&settings.selection.requirements);
        if let Some(file) = &self.checked.waivers {
            let today = started.format("%Y-%m-%d").to_string();
            report.waivers = waivers::entries(file, &all, (&report.endpoint, &today));
            report.waived_at_most = file.at_most;
        }
        report.settings = settings.of_judging();
        Ok(report)
    }
}
