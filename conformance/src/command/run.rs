//! `conformance run`: what is to be judged selected, judged in lanes, reported.

mod ground;
mod turns;

use super::{Run, print};
use crate::bindings::Bindings;
use crate::clock;
use crate::contract::Contract;
use crate::environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::files;
use crate::finding::Levels;
use crate::lanes;
use crate::plan::{self, Planned};
use crate::report::{Destination, Format, Report};
use crate::requirements::Requirements;
use crate::rules::{FIXTURES, IDENTITIES};
use crate::verdict::Tally;
use ground::Ground;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

pub(super) fn execute(
    run: &Run,
    contract: Contract,
    is_own: bool,
    output: &mut dyn Write,
) -> Result<Exit, Error> {
    if !is_own && run.endpoint.is_none() {
        let problem = "the sandbox answers for its own contract only; add `--endpoint URL`, the server to judge by `--contract`";
        return Err(Error::Usage(problem.to_owned()));
    }
    if !is_own && run.requirements.is_some() {
        let problem = "a published set is of the program's own contract; leave out --requirements or --contract";
        return Err(Error::Usage(problem.to_owned()));
    }
    let destinations = destinations(&run.report)?;
    let report = judge(run, &Arc::new(contract), is_own)?;
    for destination in destinations {
        let text = destination.format.render(&report);
        match destination.path {
            Some(path) => files::write(&path, &text)?,
            None => print(output, &text)?,
        }
    }
    Ok(exit(report.tally))
}

/// Text on standard output where nothing else is asked for; never two at one place. A place that cannot be written to is told before the run.
fn destinations(asked: &[Destination]) -> Result<Vec<Destination>, Error> {
    let mut places = Vec::new();
    for destination in asked {
        let place = destination.path.as_deref().map(files::writable).transpose()?;
        if places.contains(&place) {
            return Err(Error::Usage(twice(place.as_deref())));
        }
        places.push(place);
    }
    if asked.is_empty() {
        return Ok(vec![Destination { format: Format::Text, path: None }]);
    }
    Ok(asked.to_vec())
}

fn twice(place: Option<&Path>) -> String {
    match place {
        None => "two reports on standard output; give all but one a file, as in `--report json=report.json`".to_owned(),
        Some(file) => format!("two reports into {}; give each a file of its own", file.display()),
    }
}

/// Everything that is selected, judged.
fn judge(run: &Run, contract: &Arc<Contract>, is_own: bool) -> Result<Report, Error> {
    let (plan, checks) = planned(run, contract, is_own)?;
    let started = clock::now();
    let bindings = bindings(run, contract)?;
    let ground = Ground {
        contract: Arc::clone(contract),
        is_own,
        run,
        checks,
        fixtures: bindings.fixtures(),
        bindings,
        tokens: tokens(run)?,
        started: started.to_rfc3339(),
    };
    let mut report = Report::begin(contract, run.endpoint.as_deref(), started);
    report.decisive = run.level;
    report.requirements.clone_from(&run.requirements);
    let stopwatch = clock::start();
    // A clock that is moved on for one case is moved on for all.
    let jobs = run.jobs.or(run.clock.as_ref().map(|_| 1));
    let judged = turns::run(&ground, &plan, lanes::jobs(jobs))?;
    report.elapsed_ms = stopwatch.elapsed().as_secs_f64() * 1000.0;
    plan.iter().zip(judged).for_each(|(planned, judged)| report.add(planned, judged));
    Ok(report)
}

/// What is selected, and the checks that speak where not all do.
fn planned<'a>(
    run: &Run,
    contract: &'a Contract,
    is_own: bool,
) -> Result<(Vec<Planned<'a>>, Option<Levels>), Error> {
    let all = plan::everything(contract, is_own);
    let Some(name) = &run.requirements else { return Ok((plan::select(all, &run.only)?, None)) };
    let requirements = Requirements::published(name)?;
    let required = requirements.of(name, all)?;
    Ok((plan::select(required, &run.only)?, Some(requirements.checks)))
}

fn bindings(run: &Run, contract: &Contract) -> Result<Bindings, Error> {
    let names: Vec<&str> = FIXTURES.iter().map(|fixture| fixture.name).collect();
    let file = run.bindings.as_ref();
    let read = file.map(|file| Bindings::read(file, &contract.examples, &names)).transpose()?;
    Ok(read.unwrap_or_default())
}

/// The tokens of `--token-env` and `--identity`, by the name of the identity.
fn tokens(run: &Run) -> Result<Vec<(String, String)>, Error> {
    let default = run.token_env.iter().map(|variable| (crate::endpoint::DEFAULT, variable));
    let named = run.identity.iter().map(|(name, variable)| (name.as_str(), variable));
    let mut tokens: Vec<(String, String)> = Vec::new();
    for (name, variable) in default.chain(named) {
        if tokens.iter().any(|(known, _)| known == name) {
            return Err(Error::Usage(format!(
                "two tokens of {name}; give one, by --identity or, of {}, by --token-env",
                crate::endpoint::DEFAULT
            )));
        }
        tokens.push((name.to_owned(), environment::variable(variable)?));
    }
    Ok(tokens)
}

/// `NAME=VAR`: an identity of the rules, and the variable that holds its token.
pub(super) fn identity(text: &str) -> Result<(String, String), String> {
    let names = || IDENTITIES.map(|identity| identity.name).join(", ");
    let (name, variable) = text
        .split_once('=')
        .filter(|(_, variable)| !variable.is_empty())
        .ok_or_else(|| "give a name and a variable, as in requestor=REQUESTOR_TOKEN".to_owned())?;
    if IDENTITIES.iter().any(|identity| identity.name == name) {
        Ok((name.to_owned(), variable.to_owned()))
    } else {
        Err(format!("there is no identity {name:?}; there are {}", names()))
    }
}

fn exit(tally: Tally) -> Exit {
    if tally.errors > 0 {
        Exit::NotJudged
    } else if tally.failed > 0 {
        Exit::DoesNotConform
    } else if tally.passed == 0 {
        Exit::NothingRun
    } else {
        Exit::Conforms
    }
}
