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
use crate::report::{Report, ReportFiles};
use crate::rules::FIXTURES;
use crate::run::{self, Callers, Ground, Progress, Recorder};
use crate::safety::{Guard, Permitted, require_something};
use crate::settings::Settings;
use crate::snapshots::{Snapshots, Writing};
use crate::waivers::{self, WaiverFile};
use crate::write_plan;
use std::io::Write;
use std::sync::Arc;

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
    if settings.safety.dry_run {
        let bindings = bindings(settings, &contract)?;
        return dry_run::execute(settings, &contract, (&bindings, &plan.cases), output);
    }
    let kept = Kept { files: files.clone(), snapshots: snapshots(settings, &contract)? };
    let (report, _) = judge(settings, (&contract, is_own), (&plan, kept))?;
    files.finish(&report)?;
    let exit = report.exit();
    print(output, &shown(report, &files.shown(), &settings.telling))?;
    if let Some(before) = plan.before.filter(|before| !before.has_open()) {
        // Whoever asks for JSON gets nothing else on standard output.
        let _ = writeln!(
            std::io::stderr(),
            "everything in {} passed: nothing is run again",
            before.path().display()
        );
        return Ok(Exit::Conforms);
    }
    Ok(exit)
}

/// What is kept of a run while it goes on.
pub(super) struct Kept {
    pub(super) files: ReportFiles,
    pub(super) snapshots: Option<Snapshots>,
}

/// Everything that is planned, judged; the report, and the shapes that were seen.
pub(super) fn judge(
    settings: &Settings,
    (contract, is_own): (&Arc<Contract>, bool),
    (plan, kept): (&Plan<'_>, Kept),
) -> Result<(Report, Option<Snapshots>), Error> {
    let started = clock::now();
    let bindings = bindings(settings, contract)?;
    let url = settings.connection.url()?;
    let mut callers = Callers::new(&settings.connection)?;
    let tokens = callers.tokens();
    let mut guard = match url {
        Some(url) => Guard::at(&Endpoint::new(url, None)?, settings, &tokens)?,
        None => Guard::of_own_sandbox(settings)?,
    };
    require_something(&plan.cases, guard.permitted)?;
    if let Some(url) = url.filter(|_| guard.permitted == Permitted::WritingElsewhere) {
        let callers = &tokens.into_iter().map(|(name, _)| name).collect();
        let (permitted, bindings) = (guard.permitted, &bindings);
        let rehearsal = Rehearsal { contract, settings, bindings, url, callers, permitted };
        // Whoever does not read it is not kept from the run.
        let said = write_plan::text(&rehearsal, &plan.cases, &guard)?.unwrap_or_default();
        let _ = write!(std::io::stderr(), "{said}");
    }
    guard.interrupt = Interrupt::listen()?;
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
    let Kept { files, snapshots } = kept;
    let mut report = Report::begin(contract, url, started);
    let all = plan::everything(contract, is_own);
    report.snapshots = snapshots.as_ref().and_then(|kept| kept.report(all.iter().map(Planned::id)));
    report.had_all_passed = plan.before.as_ref().is_some_and(|before| !before.has_open());
    report.again = settings.again(contract.file());
    report.decisive = settings.judging.level();
    report.run_id = settings.output.run_id();
    report.requirements.clone_from(&settings.selection.requirements);
    if let Some(file) = &settings.acceptance.waivers {
        let file = WaiverFile::read(file)?;
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
