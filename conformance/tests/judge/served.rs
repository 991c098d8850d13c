//! A running `conformance serve`: arguments in, the process and what it says out.

use crate::program::program;
use sandbox::Token;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The requests of the sandbox.
pub(crate) const REQUESTS: &str =
    "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";

/// A process that serves a sandbox; it ends with the test.
#[derive(Debug)]
pub(crate) struct Served {
    process: Child,
    output: BufReader<ChildStdout>,
    /// The first line that it wrote.
    pub(crate) first_line: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Served {
    /// Starts it on a free port of 127.0.0.1, and returns once it answers.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_at("127.0.0.1:0", arguments)
    }

    pub(crate) fn start_at(listen: &str, arguments: &[&str]) -> Self {
        let mut process = program()
            .args(["serve", "--listen", listen])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut served = Self { process, output, first_line: String::new() };
        served.first_line = served.line();
        assert!(served.first_line.contains("://"), "{served:?}");
        served
    }

    /// The next line of what it writes.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Where it says that it answers.
    pub(crate) fn url(&self) -> &str {
        let words = self.first_line.split([' ', ';']);
        words.into_iter().find(|word| word.contains("://")).unwrap()
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> &str {
        self.url().split('/').nth(2).unwrap()
    }

    /// Sends a request, and gives the whole answer.
    pub(crate) fn ask(&self, method: &str, body: &str) -> String {
        self.ask_as(admin().as_str(), method, body)
    }

    /// The same with this token.
    pub(crate) fn ask_as(&self, token: &str, method: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.authority()).unwrap();
        stream.write_all(head(token, method, body.len()).as_bytes()).unwrap();
        stream.write_all(b"\r\n").unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        rest(stream)
    }

    /// What the control shows to who calls this machine by such a name.
    pub(crate) fn show_control(&self, host: &str, below: &str) -> String {
        let mut stream = TcpStream::connect(self.authority()).unwrap();
        let head =
            format!("GET /__sandbox/{below} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        rest(stream)
    }

    /// Sends the head of a create, and returns once its body is waited for.
    pub(crate) fn ask_without_its_body(&self, length: usize) -> TcpStream {
        let mut stream = TcpStream::connect(self.authority()).unwrap();
        stream.write_all(head(admin().as_str(), "POST", length).as_bytes()).unwrap();
        stream.write_all(b"Expect: 100-continue\r\n\r\n").unwrap();
        let mut asked = [0; 25];
        stream.read_exact(&mut asked).unwrap();
        assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream
    }

    /// Sends it a signal, by its name without `SIG`.
    pub(crate) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Waits until nobody is let in any more.
    pub(crate) fn until_it_listens_no_more(&self) {
        while TcpStream::connect(self.authority()).is_ok() {}
    }

    /// Waits for its end: its exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.process.wait().unwrap().code()
    }
}

/// The token of the persona `admin` of the documented world.
pub(crate) fn admin() -> Token {
    let adele = "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c";
    Token::delegated(adele, &["EntitlementManagement.ReadWrite.All"])
}

/// A head that more can follow.
fn head(token: &str, method: &str, length: usize) -> String {
    format!(
        "{method} {REQUESTS} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n"
    )
}

/// What is still to come on a connection.
pub(crate) fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}
