//! What `serve` is told in, how the sandbox is to start out.

use crate::command::address;
use crate::endpoint::WITHOUT_TLS;
use crate::error::Error;
use crate::files;
use clap::{Args, ValueEnum, value_parser};
use sandbox::{Callouts, Clock, Config, Control, SigningKeys, Tls, World};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long what is in flight may take once the sandbox is to stop; whoever cannot wait says so again.
const GRACE: Duration = Duration::from_secs(30);

/// What `serve` is told.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// IP address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = address)]
    pub(super) listen: SocketAddr,
    /// Write the sandbox's URL here once it answers; the file is removed at the end
    #[arg(long, value_name = "PATH")]
    pub(super) ready_file: Option<PathBuf>,
    /// Serve HTTPS, and write the certificate that clients are to trust here (PEM)
    #[arg(long, value_name = "PATH")]
    pub(super) tls: Option<PathBuf>,
    /// The world to begin with (JSON) [default: the documented world, in which every documented example holds]
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Keep all data in this file, so that they outlive the program; data that are there already win over --world and --seed
    #[arg(long, value_name = "FILE")]
    pub(super) data: Option<PathBuf>,
    /// Whether time passes by itself, from the world's own moment on
    #[arg(long, value_enum, default_value_t = Pace::Running)]
    pub(super) clock: Pace,
    /// Where new ids come from: one number gives one sequence of them
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// Print a token for each persona of the world, a line each: its name, blanks, the token
    #[arg(long)]
    pub(super) print_tokens: bool,
    /// Take only tokens that one of these keys signed and whose time has come and not passed (JSON Web Key Set); needs the feature `jwks`
    #[arg(long, value_name = "JWKS")]
    pub(super) verify_with: Option<PathBuf>,
    /// How many requests a page of a list shows where the caller does not say
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = value_parser!(u16).range(1..=999))]
    page_size: u16,
    /// Call custom extensions on other machines, too; otherwise at loopback addresses alone
    #[arg(long)]
    allow_remote_callouts: bool,
    /// Who may control the sandbox below /__sandbox/
    #[arg(long, value_enum, default_value_t = Controller::Loopback)]
    pub(super) control: Controller,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Pace {
    /// As fast as the machine's
    Running,
    /// Only when it is moved
    Still,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Controller {
    /// Whoever asks from this machine
    Loopback,
    /// Everybody who reaches it
    Everyone,
    /// Nobody
    Off,
}

impl From<Controller> for Control {
    fn from(controller: Controller) -> Self {
        match controller {
            Controller::Loopback => Self::LoopbackOnly,
            Controller::Everyone => Self::Everyone,
            Controller::Off => Self::Off,
        }
    }
}

/// Time begins at the world's own moment, at which the documented examples hold.
pub(super) fn config(serve: &Serve) -> Result<Config, Error> {
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
        control: serve.control.into(),
        page_size: serve.page_size.into(),
        callouts: if serve.allow_remote_callouts { Callouts::Anywhere } else { Callouts::Loopback },
        verify_with: serve.verify_with.as_deref().map(signing_keys).transpose()?,
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

/// What is said to whoever asks for signatures in vain.
const WITHOUT_SIGNATURES: &str =
    "this program was built without signatures; build it with `--features conformance/jwks`";

fn signing_keys(path: &Path) -> Result<SigningKeys, Error> {
    if cfg!(not(feature = "jwks")) {
        return Err(Error::Usage(WITHOUT_SIGNATURES.to_owned()));
    }
    SigningKeys::from_json(&files::read(path)?)
        .map_err(|source| Error::SigningKeys { path: path.to_owned(), source: Box::new(source) })
}

fn world(path: Option<&Path>) -> Result<World, Error> {
    let Some(path) = path else {
        return World::documented().map_err(|error| Error::Sandbox(Box::new(error)));
    };
    World::from_json(&files::read(path)?)
        .map_err(|source| Error::World { path: path.to_owned(), source: Box::new(source) })
}
