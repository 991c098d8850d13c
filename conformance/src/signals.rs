//! What the system tells the program in, that it is to stop out.

use std::io;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlBreak, CtrlC, ctrl_break, ctrl_c};

/// Ctrl-C, and what a supervisor sends in its place.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    of_terminal: Signal,
    #[cfg(unix)]
    of_supervisor: Signal,
    #[cfg(windows)]
    of_terminal: CtrlC,
    #[cfg(windows)]
    of_supervisor: CtrlBreak,
}

impl Signals {
    /// From here on they no longer end the program by themselves.
    #[cfg(unix)]
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {
            of_terminal: signal(SignalKind::interrupt())?,
            of_supervisor: signal(SignalKind::terminate())?,
        })
    }

    /// From here on they no longer end the program by themselves.
    #[cfg(windows)]
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self { of_terminal: ctrl_c()?, of_supervisor: ctrl_break()? })
    }

    /// Waits for the next of them.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.of_terminal.recv() => {}
            _ = self.of_supervisor.recv() => {}
        }
    }
}
