//! What a run is told in, a run out of which nothing is left to be refused: first what is wrong with settings and files, then with tokens.

use crate::bindings::Bindings;
use crate::clock;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::files;
use crate::interrupt::Interrupt;
use crate::plan::{self, Plan, Planned};
use crate::rehearsal::Rehearsal;
use crate::report::{Before, Report, ReportFiles};
use crate::rules::FIXTURES;
use crate::run::{self, Callers, Ground, Progress, Recorder};
use crate::safety::{Guard, Permitted, require_something, tenant};
use crate::settings::Settings;
use crate::snapshots::Snapshots;
use crate::waivers::{self, WaiverFile};
use crate::write_plan;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

/// What a run is asked for: what it is told, the contract that it judges by and whether that is the program's own, and what is judged.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) settings: &'a Settings,
    pub(super) contract: &'a Arc<Contract>,
    pub(super) is_own: bool,
    pub(super) plan: &'a Plan<'a>,
}

/// A run of which everything is right that is known without asking anybody.
pub(super) struct Checked<'a> {
    pub(super) asked: Asked<'a>,
    /// What stands at the server for the documented values.
    pub(super) bindings: Bindings,
    /// What may be sent there.
    pub(super) permitted: Permitted,
    waivers: Option<WaiverFile>,
}

/// The same with the tokens of those who call: nothing is left that could be refused.
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

impl<'a> Checked<'a> {
    /// Reads every file, and asks nobody for anything.
    ///
    /// # Errors
    /// What is wrong with a file or a setting; [`Error::Refused`] where nothing of what is planned may be run.
    pub(super) fn of(asked: Asked<'a>) -> Result<Self, Error> {
        let Asked { settings, contract, plan, .. } = asked;
        let bindings = bindings(settings, contract)?;
        let waivers = settings.acceptance.waivers.as_deref().map(WaiverFile::read).transpose()?;
        let endpoint = settings.connection.url()?.map(|url| named(url, settings)).transpose()?;
        let permitted = Permitted::of_run(endpoint.as_ref(), settings)?;
        require_something(&plan.cases, permitted)?;
        let ledger = settings.safety.ledger(permitted).filter(|_| endpoint.is_some());
        ledger.map(files::writable).transpose()?;
        settings.connection.ca_file.as_deref().map(files::read).transpose()?;
        Ok(Self { asked, bindings, permitted, waivers })
    }

    /// Fetches the tokens of those who call, and looks whether a clock that is to be moved is one.
    ///
    /// # Errors
    /// What is wrong with one of them, or why there is none; [`Error::Refused`] where tokens are of another tenant than is meant.
    pub(super) fn admitted(self) -> Result<Admitted<'a>, Error> {
        let Settings { connection, safety, .. } = self.asked.settings;
        let mut callers = Callers::new(connection)?;
        let tenant = match connection.url()? {
            Some(_) => tenant(&callers.tokens(), safety.tenant.as_deref())?,
            None => None,
        };
        callers.require_clock(connection)?;
        Ok(Admitted { checked: self, callers, tenant })
    }
}

impl Admitted<'_> {
    /// Everything that is planned, judged; the report, and the shapes that were seen.
    ///
    /// # Errors
    /// Where a sandbox cannot be started, or the endpoint cannot be used at all.
    pub(super) fn judge(mut self, kept: Kept) -> Result<(Report, Option<Snapshots>), Error> {
        let started = clock::now();
        let Asked { settings, contract, is_own, plan } = self.checked.asked;
        let url = settings.connection.url()?;
        let Kept { files, snapshots, said } = kept;
        let mut guard = self.guard()?;
        guard.interrupt = Interrupt::listen(said)?;
        let Self { checked: Checked { bindings, waivers, .. }, callers, .. } = self;
        let ground = Ground {
            contract: Arc::clone(contract),
            is_own,
            settings,
            url,
            checks: plan.levels.clone(),
            fixtures: bindings.fixtures(),
            bindings,
            callers,
            started: started.to_rfc3339(),
            guard,
        };
        let mut report = Report::begin(contract, url, started);
        let all = plan::everything(contract, is_own);
        let of_shapes = |kept: &Snapshots| kept.report(all.iter().map(Planned::id));
        report.snapshots = snapshots.as_ref().and_then(of_shapes);
        report.had_all_passed = plan.before.as_ref().is_some_and(Before::had_all_passed);
        report.again = settings.again(contract.file());
        report.decisive = settings.judging.level();
        report.run_id = settings.output.run_id();
        report.requirements.clone_from(&settings.selection.requirements);
        if let Some(file) = waivers {
            let today = started.format("%Y-%m-%d").to_string();
            report.waivers = waivers::entries(&file, &all, (&report.endpoint, &today));
            report.waived_at_most = file.at_most;
        }
        report.settings = settings.of_judging();
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
}

/// The server of that URL. Where nothing is sent to it, no TLS is needed.
fn named(url: &str, settings: &Settings) -> Result<Endpoint, Error> {
    if settings.safety.dry_run { Endpoint::named(url) } else { Endpoint::new(url, None) }
}

/// What stands at the server for the documented values.
fn bindings(settings: &Settings, contract: &Contract) -> Result<Bindings, Error> {
    let names: Vec<&str> = FIXTURES.iter().map(|fixture| fixture.name).collect();
    let file = settings.judging.bindings.as_ref();
    let read = file.map(|file| Bindings::read(file, &contract.examples, &names)).transpose()?;
    Ok(read.unwrap_or_default())
}
