//! How long a call takes through the proxy, against the same call made directly: the same sandbox, the same connection kept open.
//!
//! `cargo bench -p conformance --bench proxy`

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement prints what it found, and ends where it meets what it does not expect"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often each is called.
const CALLS: usize = 2_000;

/// They take turns, so that both meet the same machine.
const TURNS: usize = 10;

const REQUESTS: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";

/// A program that answers until the measurement ends.
struct Running {
    process: Child,
    output: BufReader<std::process::ChildStdout>,
    url: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(process.stdout.take().expect("its output is ours"));
        let mut line = String::new();
        output.read_line(&mut line).expect("it says where it answers");
        let url =
            line.split([' ', ';']).find(|word| word.contains("://")).expect("a URL").to_owned();
        Self { process, output, url }
    }

    fn connect(&self) -> TcpStream {
        let authority = self.url.split('/').nth(2).expect("host and port");
        let stream = TcpStream::connect(authority).expect("it answers");
        stream.set_nodelay(true).expect("the connection is open");
        stream
    }
}

/// The token of the persona of that name.
fn token(served: &mut Running, persona: &str) -> String {
    let mut line = String::new();
    while !line.starts_with(persona) {
        line.clear();
        served.output.read_line(&mut line).expect("a line for each persona");
    }
    line.split_whitespace().nth(1).expect("a token").to_owned()
}

fn call(stream: &mut TcpStream, request: &str) -> Duration {
    let started = Instant::now();
    stream.write_all(request.as_bytes()).expect("it is read");
    let (mut answer, mut buffer) = (Vec::new(), [0; 16 << 10]);
    loop {
        let count = stream.read(&mut buffer).expect("it is answered");
        assert!(count > 0, "the connection ended");
        answer.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if Some(body.len()) == length {
            return started.elapsed();
        }
    }
}

fn main() {
    let mut served =
        Running::start(&["serve", "--listen", "127.0.0.1:0", "--clock", "still", "--print-tokens"]);
    let proxied = Running::start(&["proxy", "--upstream", &served.url]);
    let token = token(&mut served, "admin");
    let id = "7999249e-249e-7999-9e24-99799e249979";
    let request =
        format!("GET {REQUESTS}/{id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n");
    let mut streams = [served.connect(), proxied.connect()];
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..TURNS {
        for (stream, times) in streams.iter_mut().zip(&mut times) {
            times.extend((0..CALLS / TURNS).map(|_| call(stream, &request)));
        }
    }
    for times in &mut times {
        times.sort_unstable();
    }
    let [direct, through] = times;
    for (name, part) in [("p50", 50), ("p99", 99)] {
        let of = |times: &[Duration]| times[times.len() * part / 100].as_secs_f64() * 1000.0;
        let (direct, through) = (of(&direct), of(&through));
        println!(
            "{name}  direct {direct:>6.3} ms   through the proxy {through:>6.3} ms   {:>+7.3} ms  {:>5.2} x",
            through - direct,
            through / direct
        );
    }
}
