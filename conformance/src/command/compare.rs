//! `conformance compare`: two servers in, the same cases judged at both, and where they are not alike out.

use super::admitted::{Admitted, Kept};
use super::checked::{Asked, Checked};
use super::narrowed::{Narrowed, Purpose};
use super::{Loaded, load, pretty, print};
use crate::comparison::Comparison;
use crate::error::Error;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::report::{Ended, Report, ReportFiles, styled};
use crate::settings::{Connection, Settings, Telling, identity};
use crate::snapshots::Snapshots;
use crate::terminal::Stream;
use crate::verdict::Tally;
use clap::Args;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// What stands for a URL where the sandbox is meant.
const SANDBOX: &str = "sandbox";

/// What becomes of a comparison once it is interrupted.
const SAID: &str =
    "what was made is being undone, and only what was judged at both servers will be compared";

/// Flags of a run that say something of one server, or of one report.
const OF_ONE: [&str; 9] =
    ["clock", "cloud", "dry_run", "endpoint", "report", "rerun", "run_id", "shard", "snapshots"];

/// What `compare` is told.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The first server, version segment included, or `sandbox`
    #[arg(value_name = "URL_A")]
    a: String,
    /// The second server, version segment included, or `sandbox`
    #[arg(value_name = "URL_B")]
    b: String,
    /// What stands at the second server for the documented values, where that is not what stands at the first
    #[arg(long, value_name = "FILE", help_heading = "The second server")]
    b_bindings: Option<PathBuf>,
    /// The environment variable that holds the bearer token of an identity at the second server, as in `admin=TOKEN`; may be given again. Without
    /// any, the tokens are those of the first
    #[arg(long, value_name = "NAME=VAR", value_parser = identity, help_heading = "The second server")]
    b_identity: Vec<(String, String)>,
    /// As JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    flags: Narrowed<OfBoth>,
}

/// What is judged at both servers: of use is what holds for two.
#[derive(Clone, Debug)]
struct OfBoth;

impl Purpose for OfBoth {
    const OBJECTION: &'static str = "says something of one server or of its report";

    fn uses(key: &str) -> bool {
        !OF_ONE.contains(&key)
    }
}

pub(super) fn execute(told: &Compare, output: &mut dyn Write) -> Result<Exit, Error> {
    let tokens: Vec<&str> = told.b_identity.iter().map(|(_, name)| name.as_str()).collect();
    let resolved = told.flags.resolve(&tokens)?;
    require_a_second(told)?;
    let Loaded { contract, is_own } = load(resolved.settings.contract.as_deref())?;
    if !is_own && [&told.a, &told.b].contains(&&SANDBOX.to_owned()) {
        let problem = "the sandbox answers for its own contract only; name two servers, or leave out --contract";
        return Err(Error::Usage(problem.to_owned()));
    }
    let contract = Arc::new(contract);
    let (at_a, at_b) = (first(told, &resolved.settings), second(told, &resolved.settings));
    let plan = |at: &Settings| {
        let is_shared = at.connection.endpoint.is_some();
        Plan::asked(&at.selection, &contract, (is_own, is_shared))
    };
    let (plan_a, plan_b) = (plan(&at_a)?, plan(&at_b)?);
    let run = |settings, plan| Checked::of(Asked { settings, contract: &contract, is_own, plan });
    // What is wrong with either is told before the first is judged, which takes minutes; and with a file before anybody is asked for a token.
    let (a, b) = (run(&at_a, &plan_a)?, run(&at_b, &plan_b)?);
    let (a, b) = (Admitted::of(a)?, Admitted::of(b)?);
    let none = || Snapshots::in_memory(Arc::clone(&contract));
    let (a, seen) = a.judge(kept(none()))?;
    if a.ended == Ended::Interrupted {
        return Ok(Exit::Interrupted);
    }
    let (b, _) = b.anew()?.judge(kept(seen.unwrap_or_else(none).into_reviewed()))?;
    let comparison = Comparison::of(&a, &b);
    let text = if told.json {
        pretty(&json!(comparison))
    } else {
        in_words(&comparison, &resolved.settings.telling)
    };
    print(output, &text)?;
    Ok(exit(&comparison, [&a, &b]))
}

fn in_words(comparison: &Comparison, telling: &Telling) -> String {
    let text = if telling.quiet { comparison.to_quiet_text() } else { comparison.to_text() };
    let is_colored = Stream::Output.has_colors(telling.color());
    if is_colored { styled(&text) } else { text }
}

/// A sandbox has its own people, and holds what is documented: nothing that is given for it would be looked at.
fn require_a_second(told: &Compare) -> Result<(), Error> {
    let given = [
        ("--b-bindings", told.b_bindings.is_some()),
        ("--b-identity", !told.b_identity.is_empty()),
    ];
    let given = given.iter().find(|(_, is_given)| *is_given && told.b == SANDBOX);
    given.map_or(Ok(()), |(flag, _)| {
        Err(Error::Usage(format!(
            "the sandbox has its own people, and holds what is documented; leave out {flag}"
        )))
    })
}

fn first(told: &Compare, settings: &Settings) -> Settings {
    at(&told.a, settings.clone())
}

fn second(told: &Compare, settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    if !told.b_identity.is_empty() {
        settings.connection.identity.clone_from(&told.b_identity);
        settings.connection.token_env = None;
        settings.connection.identities.clear();
    }
    if told.b_bindings.is_some() {
        settings.judging.bindings.clone_from(&told.b_bindings);
    }
    at(&told.b, settings)
}

/// The settings of a run at one server. A sandbox is called by its own people, and holds what is documented.
fn at(server: &str, mut settings: Settings) -> Settings {
    settings.output.report.clear();
    settings.acceptance.snapshots = None;
    settings.selection.shard = None;
    settings.selection.rerun = None;
    settings.connection.cloud = None;
    settings.connection.clock = None;
    settings.connection.endpoint = Some(server.to_owned());
    if server == SANDBOX {
        let Connection { timeout, jobs, .. } = settings.connection;
        settings.connection = Connection { timeout, jobs, ..Connection::default() };
        settings.judging.bindings = None;
    }
    settings
}

/// What is kept of the run at one server: the shapes that are held against those of the other.
fn kept(known: Snapshots) -> Kept {
    Kept { files: ReportFiles::none(), snapshots: Some(known), said: SAID }
}

fn exit(comparison: &Comparison, reports: [&Report; 2]) -> Exit {
    let is_run = |tally: Tally| tally.passed + tally.failed + tally.waived > 0;
    let is_interrupted = reports.iter().any(|report| report.ended == Ended::Interrupted);
    let has_errors = reports.iter().any(|report| report.tally.errors > 0);
    let is_empty = !reports.iter().all(|report| is_run(report.tally));
    let codes = [
        is_interrupted.then_some(Exit::Interrupted),
        has_errors.then_some(Exit::NotJudged),
        (!comparison.agrees()).then_some(Exit::DoesNotConform),
        is_empty.then_some(Exit::NothingRun),
    ];
    let hindrances = reports.iter().flat_map(|report| &report.hindrances);
    let hindered = hindrances.map(|hindrance| hindrance.exit);
    Exit::worst(codes.into_iter().flatten().chain(hindered))
}
