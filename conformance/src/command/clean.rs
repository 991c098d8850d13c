//! `conformance clean`: the ledger of a run in, what it made undone out.

use super::narrowed::{Narrowed, Purpose};
use super::print;
use crate::bindings::Bindings;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::exit::{Exit, table};
use crate::fixtures::Fixtures;
use crate::interrupt::Interrupt;
use crate::ledger::{Entry, Ledger, Written};
use crate::report::one_line;
use crate::run::{self, Callers, Ground};
use crate::safety::{Guard, Permitted, require_tenant};
use crate::settings::{Connection, Origin, Origins, Resolved, Settings};
use crate::undo::Undoing;
use clap::{Args, Command};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

/// The end of the help on `clean`.
pub(super) fn help() -> String {
    format!(
        "\
It calls the endpoint that the ledger names; of a ledger that names several, that of --endpoint. It may be run again at any time.
Who calls may stand in conformance.toml, as for `run`.

Examples:
  conformance clean --ledger conformance-ledger.jsonl --token-env ADMIN_TOKEN

{}",
        table(&[
            (Exit::Conforms, "nothing is left"),
            (Exit::DoesNotConform, "something is left; it is named"),
            (Exit::WrongUse, "wrong use, or a ledger that cannot be understood"),
            (Exit::NotJudged, "the endpoint could not be reached"),
            (Exit::Refused, "refused for safety: a token is of another tenant than the ledger"),
            (Exit::Interrupted, "interrupted"),
        ])
    )
}

/// What `clean` is told: the flags of a run, of which only those on who calls, and how, mean something here.
pub(crate) type Clean = Narrowed<CleanUp>;

/// That what runs have made is undone.
#[derive(Clone, Debug)]
pub(crate) struct CleanUp;

const LEDGER: &str = "The ledger that runs have written [default: conformance-ledger.jsonl]";

/// What becomes of the rest once it is interrupted.
const SAID: &str = "what is not undone yet is left, and stands in the ledger";

/// What else means something.
const USED: [&str; 4] = ["contract", "ledger", "patience", "tenant"];

impl Purpose for CleanUp {
    const OBJECTION: &'static str =
        "says nothing to `clean`, which undoes all that is left of the ledger";

    fn uses(key: &str) -> bool {
        let connection = Connection::augment_args(Command::new(""));
        USED.contains(&key) || connection.get_arguments().any(|flag| flag.get_id() == key)
    }

    fn worded(flags: Command) -> Command {
        flags.mut_arg("ledger", |flag| flag.help(LEDGER))
    }

    /// What forbids to write holds from wherever it comes.
    fn check(resolved: &Resolved) -> Result<(), Error> {
        let Resolved { settings: Settings { safety, .. }, origins, .. } = resolved;
        let forbidding = [("dry_run", safety.dry_run), ("read_only", safety.read_only)];
        let Some((key, _)) = forbidding.iter().find(|(_, is_on)| *is_on) else { return Ok(()) };
        let named = origins.named(key);
        let problem = "forbids to write, and `clean` undoes by writing; leave it out";
        Err(Error::Usage(format!("{named} {problem}")))
    }
}

/// How many entries came to what.
#[derive(Default)]
struct Count {
    undone: usize,
    left: usize,
}

pub(super) fn execute(
    told: &Clean,
    contract: Contract,
    is_own: bool,
    output: &mut dyn Write,
) -> Result<Exit, Error> {
    let Resolved { mut settings, origins, .. } = told.resolve(&[])?;
    let ledger = Ledger::reopened(settings.safety.earlier_ledger())?;
    let (ledger, Written { entries, broken_off, .. }) = ledger;
    let url = endpoint(&entries, &settings, &origins)?;
    let is_there = |entry: &Entry| url.as_ref() == Some(&entry.sent.endpoint);
    let open: Vec<Entry> =
        entries.into_iter().filter(|entry| entry.is_open() && is_there(entry)).collect();
    (settings.connection.endpoint, settings.connection.cloud) = (url.clone(), None);
    let mut callers = Callers::new(&settings.connection)?;
    let tenant = require_tenant(&callers.tokens(), settings.safety.tenant.as_deref(), &open)?;
    let guard = Guard {
        // This is what it is for.
        permitted: Permitted::WritingElsewhere,
        tenant,
        ledger: Arc::new(ledger),
        interrupt: Interrupt::listen(SAID)?,
    };
    if let Some(line) = broken_off {
        print(
            output,
            &format!("line {line} broke off while it was written, and is passed over\n"),
        )?;
    }
    if let Some(url) = url.as_ref().filter(|_| !open.is_empty()) {
        print(output, &format!("at {}, {} to undo\n", one_line(url), open.len()))?;
    }
    let ground = Ground {
        contract: Arc::new(contract),
        is_own,
        settings: &settings,
        url: url.as_deref(),
        checks: None,
        bindings: Bindings::default(),
        fixtures: Fixtures::default(),
        callers,
        started: String::new(),
        guard,
    };
    let mut count = Count::default();
    let undone = run::undo(&ground, &ground.guard.interrupt, &open, |entry, id, outcome| {
        let line = count.line(entry, id, outcome);
        // Whoever closed our output has seen enough, and the rest is undone all the same.
        let _ = print(output, &line);
    });
    print(output, &format!("{} undone, {} left\n", count.undone, open.len() - count.undone))?;
    undone?;
    Ok(if count.left == 0 { Exit::Conforms } else { Exit::DoesNotConform })
}

/// The endpoint that is called: the only one that the ledger names, or of several the one that is asked for; none where it names none.
fn endpoint(
    entries: &[Entry],
    settings: &Settings,
    origins: &Origins,
) -> Result<Option<String>, Error> {
    let known: BTreeSet<&str> = entries.iter().map(|entry| entry.sent.endpoint.as_str()).collect();
    let asked = settings.connection.url()?.map(|asked| Endpoint::new(asked, None)).transpose()?;
    let asked = asked.as_ref().map(Endpoint::url);
    if let Some(asked) = asked.filter(|asked| known.contains(asked)) {
        return Ok(Some(asked.to_owned()));
    }
    let names = known.iter().map(|name| one_line(name)).collect::<Vec<_>>().join(", ");
    let is_flag = |key: &str| matches!(origins.of(&[key]), Origin::Flag(_));
    let is_asked_now = is_flag("endpoint") || is_flag("cloud");
    let mut all = known.iter();
    match (asked, all.next(), all.next()) {
        (_, None, _) => Ok(None),
        (Some(asked), Some(_), _) if is_asked_now => {
            Err(Error::Usage(format!("the ledger names nothing at {asked}; it is of {names}")))
        }
        // What stands in a file is meant for a run.
        (_, Some(only), None) => Ok(Some((*only).to_owned())),
        (_, Some(_), Some(_)) => Err(Error::Usage(format!(
            "the ledger is of several endpoints; choose by --endpoint: {names}"
        ))),
    }
}

impl Count {
    /// What is told of an entry.
    fn line(&mut self, entry: &Entry, id: Option<&str>, outcome: &Undoing) -> String {
        let (word, how) = match outcome {
            Undoing::Done(how) => {
                self.undone += 1;
                ("undone", how)
            }
            Undoing::Left(why) => {
                self.left += 1;
                ("left  ", why)
            }
        };
        let line = entry.line.map(|line| format!(", line {line}")).unwrap_or_default();
        let told = format!("{word}  {}  {how}  ({}{line})", id.unwrap_or("-"), entry.sent.case);
        format!("{}\n", one_line(&told))
    }
}
