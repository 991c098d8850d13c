//! `conformance run`: what is to be judged selected, judged in lanes, reported.

use super::print;
use crate::bindings::Bindings;
use crate::clock;
use crate::contract::Contract;
use crate::environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::finding::Levels;
use crate::plan::{self, Planned};
use crate::report::{Report, ReportFiles};
use crate::requirements::Requirements;
use crate::rules::FIXTURES;
use crate::run::{self, Ground, Recorder};
use crate::settings::Settings;
use crate::snapshots::{Snapshots, Writing};
use std::io::Write;
use std::sync::Arc;

pub(super) fn execute(
    settings: &Settings,
    contract: Contract,
    is_own: bool,
    output: &mut dyn Write,
) -> Result<Exit, Error> {
    if !is_own && settings.connection.endpoint.is_none() {
        let problem = "the sandbox answers for its own contract only; add `--endpoint URL`, the server to judge by `--contract`";
        return Err(Error::Usage(problem.to_owned()));
    }
    if !is_own && settings.selection.requirements.is_some() {
        let problem = "a published set is of the program's own contract; leave out --requirements or --contract";
        return Err(Error::Usage(problem.to_owned()));
    }
    let files = ReportFiles::open(&settings.output.report)?;
    let report = judge(settings, &Arc::new(contract), (is_own, files.clone()))?;
    print(output, &files.finish(&report)?)?;
    Ok(report.exit())
}

/// Everything that is selected, judged.
fn judge(
    settings: &Settings,
    contract: &Arc<Contract>,
    (is_own, files): (bool, ReportFiles),
) -> Result<Report, Error> {
    let (plan, checks) = planned(settings, contract, is_own)?;
    let started = clock::now();
    let bindings = bindings(settings, contract)?;
    let url = settings.connection.endpoint.as_deref();
    let ground = Ground {
        contract: Arc::clone(contract),
        is_own,
        settings,
        url,
        checks,
        fixtures: bindings.fixtures(),
        bindings,
        tokens: settings.connection.tokens()?,
        started: started.to_rfc3339(),
    };
    let snapshots = snapshots(settings, contract)?;
    let mut report = Report::begin(contract, url, started);
    let all = plan::everything(contract, is_own);
    report.snapshots = snapshots.as_ref().map(|kept| kept.report(all.iter().map(Planned::id)));
    report.decisive = settings.judging.level();
    report.requirements.clone_from(&settings.selection.requirements);
    run::run(&ground, &plan, &Recorder::begin(report, files).with_snapshots(snapshots))
}

/// The reviewed shapes, where a folder of them is named. In continuous integration nobody would review what is written.
fn snapshots(settings: &Settings, contract: &Arc<Contract>) -> Result<Option<Snapshots>, Error> {
    let Some(folder) = &settings.acceptance.snapshots else { return Ok(None) };
    let writing =
        if environment::is_continuous_integration() { Writing::Nothing } else { Writing::Beside };
    Snapshots::open(folder, writing, Arc::clone(contract)).map(Some)
}

/// What is selected, and the checks that speak where not all do.
fn planned<'a>(
    settings: &Settings,
    contract: &'a Contract,
    is_own: bool,
) -> Result<(Vec<Planned<'a>>, Option<Levels>), Error> {
    let all = plan::everything(contract, is_own);
    let selection = &settings.selection;
    let Some(name) = &selection.requirements else {
        return Ok((plan::select(all, &selection.only)?, None));
    };
    let requirements = Requirements::published(name)?;
    let required = requirements.of(name, all)?;
    Ok((plan::select(required, &selection.only)?, Some(requirements.checks)))
}

fn bindings(settings: &Settings, contract: &Contract) -> Result<Bindings, Error> {
    let names: Vec<&str> = FIXTURES.iter().map(|fixture| fixture.name).collect();
    let file = settings.judging.bindings.as_ref();
    let read = file.map(|file| Bindings::read(file, &contract.examples, &names)).transpose()?;
    Ok(read.unwrap_or_default())
}
