//! `conformance run`: what is to be judged selected, judged in lanes, reported.

use super::admitted::{Admitted, Kept};
use super::checked::{Asked, Checked};
use super::shown::shown;
use super::{dry_run, print};
use crate::contract::Contract;
use crate::environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::report::ReportFiles;
use crate::settings::Settings;
use crate::snapshots::{Snapshots, Writing};
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
    let asked = Asked { settings, contract: &contract, is_own, plan: &plan };
    let (checked, snapshots) = (Checked::of(asked)?, snapshots(settings, &contract)?);
    if settings.safety.dry_run {
        return dry_run::execute(&checked, output);
    }
    let kept = Kept { files: files.clone(), snapshots, said: SAID };
    let (report, _) = Admitted::of(checked)?.judge(kept)?;
    files.finish(&report)?;
    let exit = report.exit();
    print(output, &shown(report, &files.shown(), &settings.telling))?;
    if let Some(why) = plan.before.and_then(|before| before.why_nothing_is_run_again()) {
        // Whoever asks for JSON gets nothing else on standard output.
        let _ = writeln!(std::io::stderr(), "{why}");
    }
    Ok(exit)
}

/// The reviewed shapes, where a folder of them is named. In continuous integration nobody would review what is written.
fn snapshots(settings: &Settings, contract: &Arc<Contract>) -> Result<Option<Snapshots>, Error> {
    let Some(folder) = &settings.acceptance.snapshots else { return Ok(None) };
    let writing =
        if environment::is_continuous_integration() { Writing::Nothing } else { Writing::Beside };
    Snapshots::open(folder, writing, Arc::clone(contract)).map(Some)
}
