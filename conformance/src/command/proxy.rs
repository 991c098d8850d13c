//! `conformance proxy`: a server and an address in, its clients served and both sides judged until it is stopped.

use super::{address, print};
use crate::clock;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::exit::{Exit, table};
use crate::finding::Level;
use crate::judge::{Judge, SLOW};
use crate::proxy::{Event, Host, Limits, Observer, Place, Proxy, Telling, Untold};
use crate::report::{Destination, Report, ReportFiles};
use crate::settings::seconds;
use crate::signals::Signals;
use crate::typed;
use crate::verdict::Tally;
use clap::Args;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use tokio::runtime::{self, Runtime};

/// The end of the help on it.
pub(super) fn help() -> String {
    format!(
        "\
Ctrl-C and SIGTERM stop it: what is under way ends, for 10 seconds at most, and the reports are written; a second one waits no longer.

Examples:
  conformance proxy --upstream http://127.0.0.1:8080/v1.0
  conformance proxy --upstream https://graph.microsoft.com/v1.0 --listen 127.0.0.1:9000 --report json=traffic.json --record traffic/

{}",
        table(&[
            (Exit::Conforms, "server and clients conform"),
            (Exit::DoesNotConform, "one of them does not conform"),
            (Exit::WrongUse, "wrong use or configuration, or the traffic could not be recorded to its end"),
            (Exit::NotJudged, "the server could not be reached, or something could not be judged"),
            (Exit::Refused, "refused for safety"),
            (Exit::NothingRun, "nobody came by"),
        ])
    )
}

/// What `proxy` is told.
#[derive(Debug, Args)]
pub(crate) struct Between {
    /// The server that everything is passed on to, version segment included, such as <https://graph.microsoft.com/v1.0>
    #[arg(long, value_name = "URL")]
    upstream: String,
    /// Certificates by which the server is trusted beside those of the system (PEM)
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// IP address and port where clients are listened to; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0", value_parser = address)]
    listen: SocketAddr,
    /// Say to the server in Host how the client calls the proxy: links that the server makes from it lead back here
    #[arg(long)]
    preserve_host: bool,
    /// Listen at an address that other machines reach: what they send reaches the server, too
    #[arg(long)]
    allow_remote_clients: bool,
    /// How the result is told in a file, such as `json=report.json`; may be given again
    #[arg(long, value_name = "FORMAT=PATH")]
    report: Vec<Destination>,
    /// Keep every exchange in this folder, which is new or empty: a JSON file each, secrets removed
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// The least level of a finding that fails the server or a client
    #[arg(long, value_enum, default_value_t = Level::Must)]
    level: Level,
    /// How long an answer may take and still be called quick, in seconds [default: 3]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    slow: Option<f64>,
    /// Show every exchange, not only those with something new
    #[arg(long, short)]
    verbose: bool,
}

impl Between {
    fn place(&self) -> Place<'_> {
        let host = if self.preserve_host { Host::OfProxy } else { Host::OfUpstream };
        let ca_file = self.ca_file.as_deref();
        Place { address: self.listen, upstream: &self.upstream, host, ca_file }
    }
}

pub(super) fn execute(
    told: &Between,
    contract: Contract,
    is_own: bool,
    output: &mut dyn Write,
) -> Result<Exit, Error> {
    if !told.listen.ip().is_loopback() && !told.allow_remote_clients {
        return Err(Error::Refused(format!(
            "{} can be reached from other machines, and whoever reaches it calls the server; add --allow-remote-clients if that is meant",
            told.listen
        )));
    }
    let contract = Arc::new(contract);
    let started = clock::start();
    let files = ReportFiles::open_beside_output(&told.report)?;
    let mut judge = Judge::new(Arc::clone(&contract), Endpoint::new(&told.upstream, None)?);
    judge.round_trip = is_own.then_some(typed::ROUND_TRIP);
    judge.decisive = told.level;
    judge.slow = told.slow.map_or(SLOW, Duration::from_secs_f64);
    let mut report = Report::begin(&contract, Some(judge.endpoint.url()), clock::now());
    report.decisive = told.level;
    let runtime =
        runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
    let (events, passed) = channel();
    let proxy = runtime.block_on(Proxy::listen(told.place(), Limits::default(), events))?;
    let telling = Telling { report, files, record: told.record.as_deref(), all: told.verbose };
    let mut observer = Observer::new(judge, telling)?;
    let signals = runtime.block_on(async { Signals::listen() }).map_err(Error::Runtime)?;
    let line = format!(
        "the proxy listens on {} and passes everything on to {}; stop it with Ctrl-C\n",
        proxy.url(),
        told.upstream.trim_end_matches('/')
    );
    let serving = thread::spawn(move || serve(&runtime, proxy, signals));
    print(output, &line)?;
    observe(&mut observer, &passed, output)?;
    let untold = serving.join().unwrap_or_default();
    let ended = observer.end(started.elapsed(), untold)?;
    print(output, &ended.text)?;
    match ended.unrecorded {
        Some(error) => Err(error),
        None => Ok(exit(ended.tally)),
    }
}

/// Moves bytes until it is stopped. It has a thread of its own: judging, or a terminal that is held up, holds up no client.
fn serve(runtime: &Runtime, proxy: Proxy, signals: Signals) -> Untold {
    let signals = tokio::sync::Mutex::new(signals);
    let next = async || signals.lock().await.next().await;
    runtime.block_on(proxy.serve(next(), next()))
}

/// Judges what passes until nothing can pass any more.
fn observe(
    observer: &mut Observer,
    passed: &Receiver<Event>,
    output: &mut dyn Write,
) -> Result<(), Error> {
    for event in passed {
        let text = observer.take(event);
        if !text.is_empty() {
            print(output, &text)?;
        }
    }
    Ok(())
}

/// What a session ends with; a report holds a part of a long one, so its exchanges are counted.
fn exit(tally: Tally) -> Exit {
    let is_judged = tally.passed + tally.waived + tally.failed > 0;
    Exit::worst(
        [
            (tally.errors > 0).then_some(Exit::NotJudged),
            (tally.failed > 0).then_some(Exit::DoesNotConform),
            (!is_judged).then_some(Exit::NothingRun),
        ]
        .into_iter()
        .flatten(),
    )
}
