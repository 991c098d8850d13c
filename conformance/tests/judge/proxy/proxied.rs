//! A running `conformance proxy`: an upstream and arguments in, the process, its connections and what it says out.

use crate::program::{Said, program};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A process that stands before an upstream; it ends with the test.
#[derive(Debug)]
pub(crate) struct Proxied {
    process: Child,
    output: BufReader<ChildStdout>,
    first_line: String,
}

impl Drop for Proxied {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Proxied {
    /// Starts it on a free port of 127.0.0.1, and returns once it answers.
    pub(crate) fn start(upstream: &str, arguments: &[&str]) -> Self {
        let mut process = program()
            .args(["proxy", "--upstream", upstream])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut proxied = Self { process, output, first_line: String::new() };
        proxied.first_line = proxied.line();
        assert!(proxied.first_line.contains("://"), "{proxied:?}");
        proxied
    }

    /// The next line of what it writes.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// What clients call in place of the upstream.
    pub(crate) fn url(&self) -> &str {
        let mut words = self.first_line.split(' ');
        words.find(|word| word.contains("://")).unwrap()
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> &str {
        self.url().split('/').nth(2).unwrap()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(self.authority()).unwrap()
    }

    /// Sends these bytes; everything that comes back until the end of the connection.
    pub(crate) fn ask(&self, request: &[u8]) -> Vec<u8> {
        asked(self.authority(), request)
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Stops it as Ctrl-C does: what it said after its first line, and how it ended.
    pub(crate) fn stop(mut self) -> Said {
        let kill = format!("kill -INT {}", self.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let (mut output, mut log) = (String::new(), String::new());
        self.output.read_to_string(&mut output).unwrap();
        self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        Said { exit: self.process.wait().unwrap().code().unwrap(), output, log }
    }
}

/// Sends these bytes to a server; everything that comes back until the end of the connection, however that is.
pub(crate) fn asked(authority: &str, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(authority).unwrap();
    // Who refuses may do so before everything is written.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}
