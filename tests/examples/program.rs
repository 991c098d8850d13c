//! An example in, the same as a running program out: its lines as they come, and how it ends.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::time::timeout;

/// Long enough for any machine; a program that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running example. It ends with the test.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    complaints: BufReader<ChildStderr>,
}

impl Program {
    /// Starts an example with these variables and arguments, and no others of its own.
    pub(crate) fn start(
        name: &str,
        variables: &[(&str, impl AsRef<OsStr>)],
        arguments: &[&str],
    ) -> Self {
        let mut command = Command::new(path(name));
        command.args(arguments).env_remove("GRAPH_TOKEN");
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let complaints = BufReader::new(child.stderr.take().unwrap());
        Self { child, lines, complaints }
    }

    /// The next line that it says.
    pub(crate) async fn line(&mut self) -> String {
        timeout(PATIENCE, self.lines.next_line()).await.unwrap().unwrap().unwrap()
    }

    /// The next line that it complains.
    pub(crate) async fn complaint(&mut self) -> String {
        let mut line = String::new();
        timeout(PATIENCE, self.complaints.read_line(&mut line)).await.unwrap().unwrap();
        line
    }

    /// Asks it to end, as whoever runs services does.
    #[cfg(unix)]
    pub(crate) async fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        assert!(killed.success());
    }

    /// Its exit code, and what it complained of.
    pub(crate) async fn end(mut self) -> (i32, String) {
        let mut complaint = String::new();
        timeout(PATIENCE, self.complaints.read_to_string(&mut complaint)).await.unwrap().unwrap();
        let status = timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        (status.code().unwrap(), complaint)
    }
}

/// `target/debug/examples/NAME`, beside `target/debug/deps/` of this test.
fn path(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.parent().unwrap().with_file_name("examples").join(name);
    let path = built.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(path.exists(), "{} is not there; run `cargo build --examples`", path.display());
    path
}
