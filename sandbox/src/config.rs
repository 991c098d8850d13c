//! What a sandbox is told at its start.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::clock::Clock;
use crate::identity::SigningKeys;
use crate::journal::JournalLimits;
use crate::world::World;

/// Longer than any client that means to finish needs on loopback.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// A test that drops its sandbox is not to wait for a connection that somebody forgot.
const GRACE: Duration = Duration::from_secs(2);

/// How long a page of most of Graph's collections is.
const PAGE_SIZE: usize = 100;

/// How long a page can be made.
pub(crate) const MAX_PAGE_SIZE: usize = 999;

/// A receiver is to take a callout, not to work on it.
const CALLOUT_TIMEOUT: Duration = Duration::from_secs(10);

/// How a sandbox starts. The default is the documented world on a free port of 127.0.0.1.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The world to start with; the documented one where none is given.
    pub world: Option<World>,
    /// Where new ids come from: one seed gives one sequence of them.
    pub seed: u64,
    /// The time; where none is given it stands at the world's own until it is moved.
    pub clock: Option<Clock>,
    /// How long the head of a request may take to arrive, and after it the body; 30 seconds by
    /// default.
    pub read_timeout: Duration,
    /// How long what is in flight may take once the sandbox is to stop; 2 seconds by default.
    pub grace: Duration,
    /// Where the data are kept, so that they outlive the sandbox; in memory alone where no file is
    /// named. A new file is filled with the world; the data of one that was written before win over
    /// `world` and `clock`.
    pub data: Option<PathBuf>,
    /// How many requests a page of a list shows where the caller does not say: 1 to 999, 100 by
    /// default.
    pub page_size: usize,
    /// Whose tokens are taken; where no keys are given, nobody checks their signatures.
    pub verify_with: Option<SigningKeys>,
    /// Whether HTTPS is spoken instead of HTTP.
    pub tls: Tls,
    /// Where custom extensions may be called; on this machine alone by default.
    pub callouts: Callouts,
    /// How long the receiver of a callout may take to answer, by the machine's time; 10 seconds by
    /// default. How long its callback may take is the custom extension's own setting.
    pub callout_timeout: Duration,
    /// Who may control it below `/__sandbox/`; whoever asks from this machine by default.
    pub control: Control,
    /// How much the journal keeps.
    pub journal: JournalLimits,
}

/// Where custom extensions may be called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Callouts {
    /// At loopback addresses, and at names all of whose addresses are.
    #[default]
    Loopback,
    /// At any address.
    Anywhere,
}

/// Whether a sandbox speaks HTTPS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tls {
    /// It speaks HTTP.
    #[default]
    Off,
    /// It speaks HTTPS and shows a certificate that it makes at its start for `localhost`, 127.0.0.1,
    /// `::1` and the address it listens on. Clients must be told to trust it:
    /// [`Sandbox::certificate_pem`](crate::Sandbox::certificate_pem). Needs the feature `tls` of this crate.
    SelfSigned,
}

/// Who may control a sandbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Control {
    /// Whoever asks from this machine, by a name or an address of this machine.
    #[default]
    LoopbackOnly,
    /// Everybody who reaches it.
    Everyone,
    /// Nobody.
    Off,
}

impl Default for Config {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen,
            world: None,
            seed: 0,
            clock: None,
            read_timeout: READ_TIMEOUT,
            grace: GRACE,
            data: None,
            page_size: PAGE_SIZE,
            verify_with: None,
            tls: Tls::Off,
            callouts: Callouts::Loopback,
            callout_timeout: CALLOUT_TIMEOUT,
            control: Control::default(),
            journal: JournalLimits::default(),
        }
    }
}
