//! `conformance serve`: what it is told in, a sandbox that answers until it is stopped out.

mod ready_file;
mod signals;

use self::ready_file::ReadyFile;
use self::signals::Signals;
use super::print;
use crate::error::Error;
use crate::exit::Exit;
use crate::files;
use crate::prepare::WITHOUT_TLS;
use clap::{Args, ValueEnum};
use sandbox::{Clock, Config, Origin, Sandbox, Tls, World};
use std::fmt::Write as _;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long what is in flight may take once the sandbox is to stop; whoever cannot wait says so again.
const GRACE: Duration = Duration::from_secs(30);

/// What `serve` is told.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The world to begin with (JSON) [default: the documented world, in which every documented example holds]
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Whether time passes by itself, from the world's own moment on
    #[arg(long, value_enum, default_value_t = Pace::Running)]
    clock: Pace,
    /// Where new ids come from: one number gives one sequence of them
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// Print the token of each persona of the world: its name, blanks, the token
    #[arg(long)]
    print_tokens: bool,
    /// Keep all data in this file, so that they outlive the program; data that are there already win over --world and --seed
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Write the sandbox's URL here once it answers; the file is removed at the end
    #[arg(long, value_name = "PATH")]
    ready_file: Option<PathBuf>,
    /// Serve HTTPS, and write the certificate that clients are to trust here (PEM)
    #[arg(long, value_name = "PATH")]
    tls: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Pace {
    /// As fast as the machine's
    Running,
    /// Only when it is moved
    Still,
}

/// The exit codes of `serve`, shown by its `--help`.
pub(super) const HELP: &str = "\
Ctrl-C and SIGTERM stop it: what is in flight is answered, for 30 seconds at most; a second one ends it at once.

Exit codes:
  0  it was stopped
  2  wrong use or configuration
  3  the sandbox could not be started";

pub(super) fn execute(serve: &Serve, output: &mut dyn Write) -> Result<Exit, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    runtime.block_on(until_stopped(serve, output))
}

async fn until_stopped(serve: &Serve, output: &mut dyn Write) -> Result<Exit, Error> {
    let config = config(serve)?;
    if let Some(path) = &serve.tls {
        files::writable(path)?;
    }
    let ready_file = serve.ready_file.as_deref().map(ReadyFile::begin).transpose()?;
    // Before anybody is told that it is up: who was told may stop it.
    let mut signals = Signals::listen().map_err(Error::Runtime)?;
    let sandbox = Sandbox::start(config).await.map_err(|error| Error::Sandbox(Box::new(error)))?;
    let told = tell(serve, &sandbox, ready_file.as_ref(), output);
    if told.is_ok() {
        signals.next().await;
        tokio::select! {
            () = sandbox.shutdown() => {}
            () = signals.next() => {}
        }
    }
    ready_file.map_or(Ok(()), ReadyFile::end)?;
    told.map(|()| Exit::Conforms)
}

/// Time begins at the world's own moment, at which the documented examples hold.
fn config(serve: &Serve) -> Result<Config, Error> {
    let world = world(serve.world.as_deref())?;
    let clock = match serve.clock {
        Pace::Running => Clock::running_from(world.clock()),
        Pace::Still => Clock::still(world.clock()),
    };
    Ok(Config {
        listen: serve.listen,
        world: Some(world),
        seed: serve.seed,
        clock: Some(clock),
        grace: GRACE,
        data: serve.data.clone(),
        tls: tls(serve.tls.as_deref())?,
        ..Config::default()
    })
}

fn tls(certificate_file: Option<&Path>) -> Result<Tls, Error> {
    match certificate_file {
        None => Ok(Tls::Off),
        Some(_) if cfg!(feature = "rustls") => Ok(Tls::SelfSigned),
        Some(_) => Err(Error::Usage(WITHOUT_TLS.to_owned())),
    }
}

fn world(path: Option<&Path>) -> Result<World, Error> {
    let Some(path) = path else {
        return World::documented().map_err(|error| Error::Sandbox(Box::new(error)));
    };
    World::from_json(&files::read(path)?)
        .map_err(|source| Error::World { path: path.to_owned(), source: Box::new(source) })
}

/// Says that it answers. Whoever waits for the ready file finds everything else in place.
fn tell(
    serve: &Serve,
    sandbox: &Sandbox,
    ready_file: Option<&ReadyFile>,
    output: &mut dyn Write,
) -> Result<(), Error> {
    if let (Some(path), Some(pem)) = (&serve.tls, sandbox.certificate_pem()) {
        files::write(path, pem)?;
    }
    if let Some(ready_file) = ready_file {
        ready_file.write(sandbox.url())?;
    }
    print(output, &beginning(serve, sandbox))
}

/// What is printed once it answers.
fn beginning(serve: &Serve, sandbox: &Sandbox) -> String {
    let (url, now) = (sandbox.url(), sandbox.clock().now().format("%Y-%m-%dT%H:%M:%SZ"));
    let clock = match serve.clock {
        Pace::Running => format!("its clock runs from {now}; requests are delivered after 30 s"),
        Pace::Still => format!("its clock stands at {now} until it is moved"),
    };
    let mut lines = format!("the sandbox listens on {url}; stop it with Ctrl-C\n{clock}\n");
    if let Some(path) = &serve.data {
        let begins = match sandbox.origin() {
            Origin::World => "begins with the world",
            Origin::DataFile => "goes on with what it holds, not with a world",
        };
        let _ = writeln!(lines, "its data are kept in {}, which {begins}", path.display());
    }
    if !serve.listen.ip().is_loopback() {
        lines.push_str("it can be reached from other machines, and asks nobody for a password\n");
    }
    lines.push_str("tokens say who calls, and nobody checks their signatures\n");
    if serve.print_tokens {
        lines.extend(
            sandbox.tokens().into_iter().map(|(name, token)| format!("{name:<10} {token}\n")),
        );
    }
    lines
}
