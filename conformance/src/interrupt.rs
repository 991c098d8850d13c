//! Signals in, the end of a run out: the first ends what waits and lets the run finish, the second ends the program.

use crate::error::Error;
use crate::exit::Exit;
use crate::signals::Signals;
use std::io::Write;
use std::sync::OnceLock;
use std::thread;
use tokio::runtime::Builder;
use tokio::sync::watch;

/// The signals of the process.
static LISTENING: OnceLock<Interrupt> = OnceLock::new();

/// Whether somebody has stopped the run; handles are of the same signals. The default never comes.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Option<watch::Receiver<bool>>);

impl Interrupt {
    /// From here on the first Ctrl-C, or what a supervisor sends in its place, is told to whoever asks: also to the next run of this process.
    /// `said` is said then: what becomes of what is under way.
    ///
    /// # Errors
    /// [`Error::Runtime`] where the system does not tell of signals.
    pub(crate) fn listen(said: &'static str) -> Result<Self, Error> {
        if let Some(listening) = LISTENING.get() {
            return Ok(listening.clone());
        }
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let mut signals = {
            let _entered = runtime.enter();
            Signals::listen().map_err(Error::Runtime)?
        };
        let (sender, receiver) = watch::channel(false);
        thread::spawn(move || {
            runtime.block_on(async {
                signals.next().await;
                sender.send_replace(true);
                // Whoever does not read what is said is stopped all the same.
                let _ = writeln!(std::io::stderr(), "interrupted: {said}; once more ends at once");
                signals.next().await;
                let left =
                    "something may be left; what stands in a ledger, `conformance clean` undoes";
                let _ = writeln!(std::io::stderr(), "stopped at once: {left}");
            });
            // Somebody has asked twice.
            std::process::exit(Exit::Interrupted as i32);
        });
        Ok(LISTENING.get_or_init(|| Self(Some(receiver))).clone())
    }

    /// Whether it has come.
    pub(crate) fn has_come(&self) -> bool {
        self.0.as_ref().is_some_and(|receiver| *receiver.borrow())
    }

    /// What the work comes to, unless it comes before.
    ///
    /// # Errors
    /// [`Error::Interrupted`] where it does, and those of the work.
    pub(crate) async fn or<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(receiver) = &self.0 else { return work.await };
        let mut receiver = receiver.clone();
        tokio::select! {
            biased;
            _ = receiver.wait_for(|has_come| *has_come) => Err(Error::Interrupted),
            outcome = work => outcome,
        }
    }
}
