//! `conformance run`: what is to be judged selected, judged in lanes, reported.

use super::shown::shown;
use super::{dry_run, print};
use crate::bindings::Bindings;
use crate::clock;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::plan::{self, Plan, Planned};
use crate::rehearsal::Rehearsal;
use crate::report::{Before, Report, ReportFiles};
use crate::rules::FIXTURES;
use crate::run::{self, Callers, Ground, Progress, Recorder};
use crate::safety::{Guard, Permitted, require_something, tenant};
use crate::settings::Settings;
use crate::snapshots::{Snapshots, Writing};
use crate::waivers::{self, WaiverFile};
use crate::write_plan;
use std::io::Write;
use std::sync::Arc;

/// What becomes of a run once it is interrupted.
const SAID: &str = "what was made is being undone, and the reports will be written";

pub(super) fn execute(
    settings: &Settings,
    contract: Contract,
    is_own: bool,
    output: &mut dyn Write,
) -> Result<Exit, Error> {
    let url = settings.connection.url()?;
    if !is_own && url.is_none() {
        let problem = "the sandbox answers for its own contract only; add `--endpoint URL`, the server to judge by `--contract`";
        return Err(Error::Usage(problem.to_owned()));
    }
    let files = ReportFiles::open(&settings.output.report)?;
    let contract = Arc::new(contract);
    let plan = Plan::asked(&settings.selection, &contract, (is_own, url.is_some()))?;
    plan.before.iter().try_for_each(|before| before.require_place(url))?;
    if settings.safety.dry_run {
        let bindings = bindings(settings, &contract)?;
        return dry_run::execute(settings, &contract, (&bindings, &plan.cases), output);
    }
    let snapshots = snapshots(settings, &contract)?;
    let kept = Kept { files: files.clone(), snapshots, said: SAID };
    let (report, _) = judge(settings, (&contract, is_own), (&plan, kept))?;
    files.finish(&report)?;
    let exit = report.exit();
    print(output, &shown(report, &files.shown(), &settings.telling))?;
    if let Some(why) = plan.before.and_then(|before| before.why_nothing_is_run_again()) {
        // Whoever asks for JSON gets nothing else on standard output.
        let _ = writeln!(std::io::stderr(), "{why}");
    }
    Ok(exit)
}

/// What is kept of a run while it goes on, and what is said where it is interrupted.
pub(super) struct Kept {
    pub(super) files: ReportFiles,
    pub(super) snapshots: Option<Snapshots>,
    pub(super) said: &'static str,
}

/// Everything that is planned, judged; the report, and the shapes that were seen. Nobody is asked for a token before all files are read, and
/// nothing is written before nothing is left that could be refused.
pub(super) fn judge(
    settings: &Settings,
    (contract, is_own): (&Arc<Contract>, bool),
    (plan, kept): (&Plan<'_>, Kept),
) -> Result<(Report, Option<Snapshots>), Error> {
    let started = clock::now();
    let bindings = bindings(settings, contract)?;
    let waivers = settings.acceptance.waivers.as_deref().map(WaiverFile::read).transpose()?;
    let url = settings.connection.url()?;
    let endpoint = url.map(|url| Endpoint::new(url, None)).transpose()?;
    let permitted = Permitted::of_run(endpoint.as_ref(), settings)?;
    require_something(&plan.cases, permitted)?;
    let mut callers = Callers::new(&settings.connection)?;
    let tokens = callers.tokens();
    let mut guard = match url {
        Some(url) => {
            let names = &tokens.iter().map(|(name, _)| name.clone()).collect();
            let (callers, bindings) = (names, &bindings);
            let rehearsal = Rehearsal { contract, settings, bindings, url, callers, permitted };
            guard(&rehearsal, &plan.cases, &tokens)?
        }
        None => Guard { permitted, ..Guard::default() },
    };
    let Kept { files, snapshots, said } = kept;
    guard.interrupt = Interrupt::listen(said)?;
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
    report.snapshots = snapshots.as_ref().and_then(|kept| kept.report(all.iter().map(Planned::id)));
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
fn guard(
    rehearsal: &Rehearsal<'_>,
    plan: &[Planned<'_>],
    tokens: &[(String, String)],
) -> Result<Guard, Error> {
    let Rehearsal { permitted, settings, .. } = *rehearsal;
    let tenant = tenant(tokens, settings.safety.tenant.as_deref())?;
    if permitted == Permitted::WritingElsewhere {
        let said = write_plan::text(rehearsal, plan, tenant.as_deref())?.unwrap_or_default();
        // Whoever does not read it is not kept from the run.
        let _ = write!(std::io::stderr(), "{said}");
    }
    Guard::at(permitted, tenant, &settings.safety)
}

/// The reviewed shapes, where a folder of them is named. In continuous integration nobody would review what is written.
fn snapshots(settings: &Settings, contract: &Arc<Contract>) -> Result<Option<Snapshots>, Error> {
    let Some(folder) = &settings.acceptance.snapshots else { return Ok(None) };
    let writing =
        if environment::is_continuous_integration() { Writing::Nothing } else { Writing::Beside };
    Snapshots::open(folder, writing, Arc::clone(contract)).map(Some)
}

/// What stands at the server for the documented values.
///
/// # Errors
/// What is wrong with the file, where one is named.
pub(super) fn bindings(settings: &Settings, contract: &Contract) -> Result<Bindings, Error> {
    let names: Vec<&str> = FIXTURES.iter().map(|fixture| fixture.name).collect();
    let file = settings.judging.bindings.as_ref();
    let read = file.map(|file| Bindings::read(file, &contract.examples, &names)).transpose()?;
    Ok(read.unwrap_or_default())
}
