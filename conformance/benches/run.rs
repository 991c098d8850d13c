//! How long whole runs of the program take: everything, everything in one lane, and the self-test, each against the examples alone.
//!
//! `cargo bench -p conformance --bench run`

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement prints what it found, and ends where it meets what it does not expect"
)]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often each is timed; the middle one counts.
const RUNS: usize = 15;

const COMMANDS: [(&str, &[&str]); 7] = [
    ("the examples alone", &["run", "--only", "example:*"]),
    ("rules", &["run", "--only", "rule:*"]),
    ("inputs", &["run", "--only", "input:*"]),
    ("examples, rules and inputs", &["run"]),
    ("the same with all reports", ALL_REPORTS),
    ("the same in one lane", &["run", "--jobs", "1"]),
    ("the self-test", &["selftest"]),
];

/// Text, and a file of each form that has one.
const ALL_REPORTS: &[&str] = &[
    "run",
    "--report=text",
    concat!("--report=json=", env!("CARGO_TARGET_TMPDIR"), "/run.json"),
    concat!("--report=html=", env!("CARGO_TARGET_TMPDIR"), "/run.html"),
    concat!("--report=junit=", env!("CARGO_TARGET_TMPDIR"), "/run.xml"),
    concat!("--report=sarif=", env!("CARGO_TARGET_TMPDIR"), "/run.sarif"),
    concat!("--report=ctrf=", env!("CARGO_TARGET_TMPDIR"), "/run.ctrf.json"),
    concat!("--report=tap=", env!("CARGO_TARGET_TMPDIR"), "/run.tap"),
    concat!("--report=github-summary=", env!("CARGO_TARGET_TMPDIR"), "/run.md"),
    concat!("--report=har=", env!("CARGO_TARGET_TMPDIR"), "/run.har"),
    concat!("--report=badge=", env!("CARGO_TARGET_TMPDIR"), "/run.badge.json"),
];

fn main() {
    let mut base = None;
    for (name, arguments) in COMMANDS {
        let median = median(arguments);
        let base = *base.get_or_insert(median);
        let ratio = median.as_secs_f64() / base.as_secs_f64();
        println!("{name:<28} {:>6.0} ms  {ratio:>5.1} x", median.as_secs_f64() * 1000.0);
    }
}

fn median(arguments: &[&str]) -> Duration {
    let mut times: Vec<Duration> = (0..=RUNS).map(|_| once(arguments)).skip(1).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn once(arguments: &[&str]) -> Duration {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.success(), "{arguments:?} ended with {status}");
    started.elapsed()
}
