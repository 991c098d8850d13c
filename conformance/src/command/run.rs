//! `conformance run`: examples selected, replayed one after the other, reported.

use super::{Run, print};
use crate::bindings::Bindings;
use crate::clock;
use crate::contract::{Contract, Example};
use crate::environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::files;
use crate::prepare::Endpoint;
use crate::replay::{Judge, Replayed};
use crate::report::{Destination, Format, Report};
use crate::schemas::Schemas;
use crate::send::Limits;
use crate::typed;
use crate::verdict::Tally;
use sandbox::Sandbox;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use wildmatch::WildMatch;

/// The persona of the documented world for whom every example holds.
const CALLER: &str = "admin";

pub(super) fn execute(
    run: Run,
    contract: Contract,
    is_own: bool,
    output: &mut dyn Write,
) -> Result<Exit, Error> {
    if !is_own && run.endpoint.is_none() {
        let problem = "the sandbox answers for its own contract only; add `--endpoint URL`, the server to judge by `--contract`";
        return Err(Error::Usage(problem.to_owned()));
    }
    let destinations = destinations(&run.report)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    let report = runtime.block_on(judge(run, contract, is_own))?;
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

async fn judge(run: Run, contract: Contract, is_own: bool) -> Result<Report, Error> {
    let selected = select(&contract.examples, &run.only)?;
    let bindings =
        run.bindings.as_ref().map(|file| Bindings::read(file, &contract.examples)).transpose()?;
    // Held until the end of the run: it stops when it is dropped.
    let sandbox = if run.endpoint.is_none() { Some(start_sandbox().await?) } else { None };
    let endpoint = endpoint(&run, sandbox.as_ref())?;
    let mut report = Report::begin(&contract, endpoint.url(), clock::now());
    report.is_own_sandbox = sandbox.is_some();
    let judge = Judge {
        schemas: Schemas::new(&contract),
        contract,
        endpoint,
        bindings: bindings.unwrap_or_default(),
        limits: Limits { total: Duration::from_secs_f64(run.timeout), ..Limits::default() },
        round_trip: is_own.then_some(typed::ROUND_TRIP),
    };
    let started = clock::start();
    replay_all(&judge, &selected, &mut report).await;
    report.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
    Ok(report)
}

/// Replays every example. One that cannot be judged does not lose the others; once the endpoint cannot be reached, the rest is not tried.
async fn replay_all(judge: &Judge, selected: &[Example], report: &mut Report) {
    let mut examples = selected.iter();
    for example in examples.by_ref() {
        let replayed = judge.replay(example).await;
        let is_unreachable = matches!(replayed, Err(Error::Unreachable { .. }));
        report.add(example, replayed.unwrap_or_else(|error| Replayed::unjudged(&error)));
        if is_unreachable {
            break;
        }
    }
    for example in examples {
        report.add(example, Replayed::skipped("the endpoint could not be reached"));
    }
}

fn select(examples: &[Example], patterns: &[String]) -> Result<Vec<Example>, Error> {
    let patterns: Vec<(&String, WildMatch)> =
        patterns.iter().map(|pattern| (pattern, WildMatch::new(pattern))).collect();
    for (text, pattern) in &patterns {
        if !examples.iter().any(|example| pattern.matches(&example.id.0)) {
            return Err(Error::Usage(format!(
                "--only {text:?} matches no example; `conformance list` shows them all"
            )));
        }
    }
    let is_selected = |example: &&Example| {
        patterns.is_empty() || patterns.iter().any(|(_, pattern)| pattern.matches(&example.id.0))
    };
    Ok(examples.iter().filter(is_selected).cloned().collect())
}

async fn start_sandbox() -> Result<Sandbox, Error> {
    Sandbox::start(sandbox::Config::default())
        .await
        .map_err(|error| Error::Sandbox(Box::new(error)))
}

fn endpoint(run: &Run, sandbox: Option<&Sandbox>) -> Result<Endpoint, Error> {
    let token = run.token_env.as_deref().map(environment::variable).transpose()?;
    match (sandbox, &run.endpoint) {
        (Some(sandbox), _) => {
            let admin = || sandbox.token(CALLER).map(|token| token.to_string());
            Endpoint::new(sandbox.url(), token.or_else(admin))
        }
        (None, url) => Endpoint::new(url.as_deref().unwrap_or_default(), token),
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
