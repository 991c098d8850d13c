//! The command line: what can be asked for, and one file for each subcommand that answers.

mod explain;
mod list;
mod run;
mod selftest;
mod serve;

use self::serve::Serve;
use crate::contract::Contract;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::finding::Level;
use crate::inputs::{MUTATIONS_OF_AN_EXAMPLE, SEED};
use crate::judge::SLOW;
use crate::plan;
use crate::report::{self, Destination};
use crate::requirements;
use crate::rules::FIXTURES;
use crate::time::PATIENCE;
use crate::typed;
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::Value;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Judges an endpoint by the documented examples of an OpenAPI contract and by rules, and says who is out of step.
#[derive(Debug, Parser)]
#[command(name = "conformance", version, after_help = exit::HELP)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Judge by another OpenAPI 3.0 document (YAML or JSON, also split over files), by its examples
    #[arg(long, global = true, value_name = "FILE", display_order = 99)]
    contract: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge an endpoint by the examples, by bodies made from them and by rules; without one, the sandbox
    #[command(after_help = exit::HELP)]
    Run(Run),
    /// List the examples, the bodies made from them, the rules, checks and discrepancies
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Explain an example, the bodies made from one, a rule, a check or a discrepancy
    Explain {
        /// Its id, as `list` shows it
        id: String,
    },
    /// Print the contract as one OpenAPI document in JSON
    Contract,
    /// Print a bindings file to fill in: every documented value, what rules cannot make, and what each must be at your endpoint
    Bindings,
    /// Print a published set of requirements, or everything of today in that form
    Requirements {
        /// The set, such as 2026-11
        set: Option<String>,
    },
    /// Print the JSON Schema of a file format
    Schema {
        /// The format
        of: Described,
    },
    /// Prove that the judge judges: every deliberate fault of a server must be found, and a correct server not blamed
    #[command(after_help = selftest::HELP)]
    Selftest(Selftest),
    /// Serve the sandbox until it is stopped
    #[command(after_help = serve::HELP)]
    Serve(Serve),
}

/// What `run` is told.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The server to judge, version segment included, such as <http://127.0.0.1:8080/v1.0>; without it, the sandbox is started
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The environment variable that holds the bearer token
    #[arg(long, value_name = "VAR")]
    token_env: Option<String>,
    /// The environment variable that holds the bearer token of another identity, as in `requestor=REQUESTOR_TOKEN`; may be given again
    #[arg(long, value_name = "NAME=VAR", value_parser = run::identity)]
    identity: Vec<(String, String)>,
    /// Only what has an id that matches; `*` stands for any text, and `example:`, `rule:` or `input:` before it for one kind; may be given again
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
    /// The least level of a finding that fails the endpoint
    #[arg(long, value_enum, default_value_t = Level::Must)]
    level: Level,
    /// What stands at the endpoint for the documented values, and what rules cannot make there (TOML; `conformance bindings` prints a template)
    #[arg(long, value_name = "FILE")]
    bindings: Option<PathBuf>,
    /// How the result is told: text or json, to a file or to standard output; may be given again [default: text]
    #[arg(long, value_name = "FORMAT[=PATH]")]
    report: Vec<Destination>,
    /// How long an answer may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    timeout: f64,
    /// Only what was required at a time, as firmly as then: a published set such as 2026-11
    #[arg(long, value_name = "SET")]
    requirements: Option<String>,
    /// How many bodies are made from each documented one by the contract's schemas, at most
    #[arg(long, value_name = "NUMBER", default_value_t = MUTATIONS_OF_AN_EXAMPLE)]
    inputs: usize,
    /// What chooses among the bodies that could be made
    #[arg(long, value_name = "NUMBER", default_value_t = SEED)]
    seed: u64,
    /// Ask a mock, such as Prism, for the documented answer of each example by its name (`Prefer: example=NAME`)
    #[arg(long)]
    prefer_examples: bool,
    /// How long an answer may take and still be called quick, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = SLOW.as_secs_f64(), value_parser = seconds)]
    slow: f64,
    /// How long a rule waits for a request to be delivered or the like, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = PATIENCE.as_secs_f64(), value_parser = seconds)]
    patience: f64,
    /// A clock at the endpoint's server that is moved on in place of waiting, as <http://127.0.0.1:8080/__sandbox/clock> of `serve`; one case at
    /// a time is judged then
    #[arg(long, value_name = "URL", requires = "endpoint", conflicts_with = "jobs")]
    clock: Option<String>,
    /// How many cases are judged at a time [default: one a processor]
    #[arg(long, value_name = "NUMBER", value_parser = lanes)]
    jobs: Option<usize>,
}

/// What `selftest` is told.
#[derive(Debug, Args)]
pub(crate) struct Selftest {
    /// Only faults whose name, case or objector matches, and cases whose id does; `*` stands for any text; may be given again
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
    /// Tell of the faults that were found, too
    #[arg(long, short)]
    verbose: bool,
    /// How many faults are tried at a time [default: one a processor]
    #[arg(long, value_name = "NUMBER", value_parser = lanes)]
    jobs: Option<usize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Described {
    /// What `run --report json` writes
    Report,
    /// A world of the sandbox: what `serve --world` reads
    World,
}

/// Does what was asked for, and writes the result to `output`.
///
/// # Errors
/// [`Error`] where it could not be done; [`Error::exit`] is the exit code then.
pub fn execute(arguments: Arguments, output: &mut dyn Write) -> Result<Exit, Error> {
    let Arguments { command, contract: file } = arguments;
    let contract = || load(file.as_deref());
    let text = match command {
        Command::Serve(_) if file.is_some() => {
            let problem = "the sandbox knows its own API only; leave out --contract, or serve the document with a mock";
            return Err(Error::Usage(problem.to_owned()));
        }
        Command::Serve(serve) => return serve::execute(&serve, output),
        Command::Selftest(_) if file.is_some() => {
            let problem = "the faults are those of a server of the program's own contract; leave out --contract";
            return Err(Error::Usage(problem.to_owned()));
        }
        Command::Selftest(told) => return selftest::execute(&told, contract()?, output),
        Command::Run(run) => return run::execute(&run, contract()?, file.is_none(), output),
        Command::List { json } => {
            let contract = contract()?;
            let plan = plan::everything(&contract, file.is_none());
            if json { list::as_json(&contract, &plan) } else { list::as_text(&contract, &plan) }
        }
        Command::Explain { id } => {
            let contract = contract()?;
            explain::text(&contract, &plan::everything(&contract, file.is_none()), &id)?
        }
        Command::Contract => pretty(contract()?.document()),
        Command::Bindings => {
            let fixtures = if file.is_none() { FIXTURES } else { &[] };
            crate::bindings::template(&contract()?.examples, fixtures)
        }
        Command::Requirements { set: Some(name) } => requirements::text(&name)?.to_owned(),
        Command::Requirements { set: None } => {
            let contract = contract()?;
            requirements::of_today(&plan::everything(&contract, file.is_none()))
        }
        Command::Schema { of: Described::Report } => pretty(&report::schema()),
        Command::Schema { of: Described::World } => pretty(&serve::world_schema()),
    };
    print(output, &text)?;
    Ok(Exit::Conforms)
}

/// The contract of a file, else the one that this program was built with.
fn load(file: Option<&Path>) -> Result<Contract, Error> {
    let document = match file {
        Some(file) => openapi_bundle::bundle(file)?,
        None => serde_json::from_str(typed::CONTRACT).map_err(|error| Error::Contract {
            place: String::new(),
            problem: error.to_string(),
        })?,
    };
    Contract::load(document)
}

/// Writes the result. Whoever closed our output, as `head` does, has seen enough: what was found out still decides the exit code.
fn print(output: &mut dyn Write, text: &str) -> Result<(), Error> {
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(Error::File { action: "write", path: "standard output".into(), source })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("{text:?} is no number of seconds"))?;
    if (0.001..=3600.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("must lie between 0.001 and 3600".to_owned())
    }
}

fn lanes(text: &str) -> Result<usize, String> {
    let lanes = text.parse().ok().filter(|lanes| (1..=64).contains(lanes));
    lanes.ok_or_else(|| "must be a whole number from 1 to 64".to_owned())
}
