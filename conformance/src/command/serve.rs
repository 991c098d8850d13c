//! `conformance serve`: what it is told in, a sandbox that answers until it is stopped out.

mod announcement;
mod options;
mod ready_file;

use self::announcement::announce;
use self::options::config;
use self::ready_file::ReadyFile;
use crate::error::Error;
use crate::exit::{Exit, table};
use crate::files;
use crate::signals::Signals;
use sandbox::{Sandbox, World};
use serde_json::Value;
use std::io::Write;
use tokio::runtime::{self, Runtime};

pub(crate) use self::options::Serve;

/// The form of a world that it begins with.
pub(super) fn world_schema() -> Value {
    World::schema()
}

/// The end of the help on it.
pub(super) fn help() -> String {
    format!(
        "\
Examples:
  conformance serve --print-tokens
  conformance serve --listen 127.0.0.1:0 --ready-file sandbox.url --clock still
  conformance serve --data sandbox.redb

Ctrl-C and SIGTERM stop it: what is in flight is answered, for 30 seconds at most; a second one ends it at once.

{}",
        table(&[
            (Exit::Conforms, "it was stopped"),
            (Exit::WrongUse, "wrong use or configuration"),
            (Exit::NotJudged, "the sandbox could not be started"),
        ])
    )
}

pub(super) fn execute(serve: &Serve, output: &mut dyn Write) -> Result<Exit, Error> {
    let runtime =
        runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
    to_its_end(runtime, until_stopped(serve, output))
}

/// What the work comes to. The system may take long to look up the name of a custom extension; nobody
/// waits for that.
fn to_its_end<T>(runtime: Runtime, work: impl Future<Output = T>) -> T {
    let done = runtime.block_on(work);
    runtime.shutdown_background();
    done
}

async fn until_stopped(serve: &Serve, output: &mut dyn Write) -> Result<Exit, Error> {
    let config = config(serve)?;
    if let Some(path) = &serve.tls {
        files::writable(path)?;
    }
    let ready_file = serve.ready_file.as_deref().map(ReadyFile::begin).transpose()?;
    // Before anybody is told that it is up: who was told may stop it.
    let mut signals = Signals::listen().map_err(Error::Runtime)?;
    let sandbox = Sandbox::start(config).await.map_err(unstarted)?;
    let told = announce(serve, &sandbox, ready_file.as_ref(), output);
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

fn unstarted(error: sandbox::Error) -> Error {
    if let sandbox::Error::Data(data) = error {
        return Error::Data(Box::new(data));
    }
    Error::Sandbox(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;
    use tokio::sync::oneshot;
    use tokio::task::spawn_blocking;

    #[test]
    fn the_end_waits_for_nothing_that_blocks() {
        let runtime = runtime::Builder::new_current_thread().build().unwrap();
        let (begun, beginning) = oneshot::channel();
        let (end, ending) = mpsc::channel();
        to_its_end(runtime, async {
            spawn_blocking(move || {
                begun.send(()).unwrap();
                let _ = ending.recv_timeout(Duration::from_secs(5));
            });
            beginning.await.unwrap();
        });
        assert_eq!(end.send(()), Ok(()));
    }
}
