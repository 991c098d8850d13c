//! The command line: what can be asked for, and one file for each subcommand that answers.

mod accept;
mod admitted;
mod checked;
mod clean;
mod compare;
mod completions;
mod config;
mod dry_run;
mod explain;
mod help;
mod list;
mod man;
mod merge;
mod narrowed;
mod proxy;
mod run;
mod selftest;
mod serve;
mod shown;
mod waive;
mod wrong_use;

use self::clean::Clean;
use self::compare::Compare;
use self::merge::Merge;
use self::proxy::Between;
use self::serve::Serve;
use self::waive::Waive;
use crate::comparison;
use crate::contract::{Contract, SourceFiles};
use crate::error::Error;
use crate::exit::Exit;
use crate::plan;
use crate::report;
use crate::requirements;
use crate::rules::FIXTURES;
use crate::settings::{self, Flags, InputFiles, Settings, lanes};
use crate::typed;
use crate::waivers;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use serde_json::Value;
use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Judges an endpoint by the documented examples of an OpenAPI contract and by rules, and says who is out of step.
#[derive(Debug, Parser)]
#[command(name = "conformance", version, after_long_help = help::program())]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    files: InputFiles,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge an endpoint by the examples, by bodies made from them and by rules; without one, the sandbox
    #[command(after_long_help = help::run())]
    Run(Flags),
    /// Undo what runs have made at an endpoint, by the ledger that they wrote, also after a crash
    #[command(after_long_help = clean::help())]
    Clean(Clean),
    /// Print the settings of a run, and where each comes from; it takes the flags of `run`, and runs nothing
    #[command(after_long_help = help::config())]
    Config {
        #[command(flatten)]
        flags: Flags,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Judge two servers by the same cases, and tell where they are not alike, and which is stricter
    #[command(after_long_help = help::compare())]
    Compare(Compare),
    /// List the examples, the bodies made from them, the rules, checks and discrepancies
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Explain an example, the bodies made from one, a rule, a check or a discrepancy
    #[command(after_long_help = help::EXPLAIN)]
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
    /// Join the reports of the shards of one run, and end as it would have; of a single report, write other formats
    #[command(after_long_help = help::merge())]
    Merge(Merge),
    /// Write waivers for what failed in a report
    #[command(after_long_help = help::waive())]
    Waive(Waive),
    /// Make the shapes that wait for review in a folder of `run --snapshots` the reviewed ones
    #[command(after_long_help = help::accept())]
    Accept {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Only those of cases with an id that matches; `*` stands for any text
        #[arg(value_name = "PATTERN")]
        only: Vec<String>,
    },
    /// Prove that the judge judges: every deliberate fault of a server must be found, and a correct server not blamed
    #[command(after_long_help = selftest::help())]
    Selftest(Selftest),
    /// Stand between any client and a server, pass everything on as it is, and judge both sides
    #[command(after_long_help = proxy::help())]
    Proxy(Box<Between>),
    /// Serve the sandbox until it is stopped
    #[command(after_long_help = serve::help())]
    Serve(Serve),
    /// Print a script by which a shell completes the command line
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of the program
    Man {
        /// Write it and those of all subcommands into this folder, in place of printing it
        #[arg(long, value_name = "FOLDER")]
        all: Option<PathBuf>,
    },
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
    /// What `compare --json` prints
    Comparison,
    /// A file with settings: conformance.toml
    Config,
    /// What `run --waivers` reads
    Waivers,
    /// A world of the sandbox: what `serve --world` reads
    World,
}

impl Arguments {
    /// What the command line of this process says.
    ///
    /// # Errors
    /// What is to be shown in its place: help, the version, or what is wrong with it.
    pub fn read() -> Result<Self, clap::Error> {
        Self::from_arg_matches(&program().try_get_matches()?)
    }

    /// What is wrong with a command line, on one line; nothing where help was asked for, or where help says it best.
    pub fn mistake(shown: &clap::Error) -> Option<String> {
        wrong_use::line(shown)
    }
}

/// The program as clap knows it, with all subcommands and flags.
fn program() -> clap::Command {
    // `--patience -1` is a wrong number, no flag `-1`.
    let flags = |command: clap::Command| {
        command.mut_args(|flag| {
            let takes_value = flag.get_action().takes_values();
            if takes_value { flag.allow_negative_numbers(true) } else { flag }
        })
    };
    Arguments::command().mut_subcommands(flags)
}

/// Does what was asked for, and writes the result to `output`.
///
/// # Errors
/// [`Error`] where it could not be done; [`Error::exit`] is the exit code then.
pub fn execute(arguments: Arguments, output: &mut dyn Write) -> Result<Exit, Error> {
    let Arguments { command, files } = arguments;
    let contract = || load(files.contract()?.as_deref());
    let text = match command {
        Command::Serve(_) if files.names_contract() => {
            let problem = "the sandbox knows its own API only; leave out --contract, or serve the document with a mock";
            return Err(Error::Usage(problem.to_owned()));
        }
        Command::Serve(serve) => return serve::execute(&serve, output),
        Command::Selftest(_) if files.names_contract() => {
            let problem = "the faults are those of a server of the program's own contract; leave out --contract";
            return Err(Error::Usage(problem.to_owned()));
        }
        Command::Selftest(told) => return selftest::execute(&told, load(None)?.contract, output),
        Command::Clean(told) => {
            let Loaded { contract, is_own } = contract()?;
            return clean::execute(&told, contract, is_own, output);
        }
        Command::Run(flags) => {
            let settings = flags.resolve()?.settings;
            let Loaded { contract, is_own } = load(settings.contract.as_deref())?;
            return run::execute(&settings, contract, is_own, output);
        }
        Command::Compare(told) => return compare::execute(&told, output),
        Command::Config { flags, json } => config::text(&flags.resolve()?, json)?,
        Command::Merge(told) => return merge::execute(&told, output),
        Command::Waive(told) => return waive::execute(&told, output),
        Command::Proxy(told) => {
            let Loaded { contract, is_own } = contract()?;
            return proxy::execute(&told, contract, is_own, output);
        }
        Command::List { json } => {
            let Loaded { contract, is_own } = contract()?;
            let plan = plan::everything(&contract, is_own);
            if json { list::as_json(&contract, &plan) } else { list::as_text(&contract, &plan) }
        }
        Command::Explain { id } => {
            let Loaded { contract, is_own } = contract()?;
            explain::text(&contract, &plan::everything(&contract, is_own), &id)?
        }
        Command::Accept { folder, only } => accept::text(&folder, &only)?,
        Command::Contract => pretty(contract()?.contract.document()),
        Command::Bindings => {
            let Loaded { contract, is_own } = contract()?;
            crate::bindings::template(&contract.examples, if is_own { FIXTURES } else { &[] })
        }
        Command::Requirements { set: Some(name) } => requirements::text(&name)?.to_owned(),
        Command::Requirements { set: None } => {
            let Loaded { contract, is_own } = contract()?;
            requirements::of_today(&plan::everything(&contract, is_own))
        }
        Command::Schema { of } => pretty(&of.schema()),
        Command::Completions { shell } => completions::script(program(), shell),
        Command::Man { all: None } => man::page(&program())?,
        Command::Man { all: Some(folder) } => man::write_all(program(), &folder)?,
    };
    print(output, &text)?;
    Ok(Exit::Conforms)
}

/// Does what `conformance run` does, as other settings than those of a command line say, by the program's own contract.
///
/// # Errors
/// As [`execute`].
pub fn run(settings: &Settings, output: &mut dyn Write) -> Result<Exit, Error> {
    run::execute(settings, load(None)?.contract, true, output)
}

impl Described {
    fn schema(self) -> Value {
        match self {
            Self::Report => report::schema(),
            Self::Comparison => comparison::schema(),
            Self::Config => settings::schema(),
            Self::Waivers => waivers::schema(),
            Self::World => serve::world_schema(),
        }
    }
}

/// A contract, and whether it is the one that this program was built with.
struct Loaded {
    contract: Contract,
    is_own: bool,
}

/// An IP address and a port, as a flag has them.
///
/// # Errors
/// What is wrong with them, in words.
fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "give an IP address and a port, such as 127.0.0.1:8080 or [::1]:0")
}

/// The contract of a file, else the one that this program was built with.
fn load(file: Option<&Path>) -> Result<Loaded, Error> {
    let (document, files) = match file {
        Some(file) => SourceFiles::of(openapi_bundle::bundle_with_origins(file)?),
        None => (own_document()?, SourceFiles::mapped(typed::SOURCES)),
    };
    Ok(Loaded { contract: Contract::load(document)?.in_files(files), is_own: file.is_none() })
}

fn own_document() -> Result<Value, Error> {
    serde_json::from_str(typed::CONTRACT)
        .map_err(|error| Error::Contract { place: String::new(), problem: error.to_string() })
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
