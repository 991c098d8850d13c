//! The program killed in the middle of a run: every file that was asked for is whole.

use crate::none;
use crate::program::{program, scratch};
use crate::scripted_server::{read_request, start_with};
use conformance::report::FORMATS;
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::mpsc::{Sender, channel};

/// A server that answers without content and holds the connection open, for which the judge looks a while for stray bytes; it says so once
/// cases stand in the report, and answers no more.
fn endpoint(report: PathBuf, has_cases: Sender<()>) -> String {
    let (mut held, mut is_told) = (Vec::new(), false);
    start_with(move |client: &mut TcpStream| {
        let _ = read_request(client);
        if is_told {
            held.extend(client.try_clone());
        } else if has_case(&report) {
            is_told = has_cases.send(()).is_ok();
        } else {
            let _ = client.write_all(b"HTTP/1.1 204 \r\n\r\n");
            held.extend(client.try_clone());
        }
    })
}

fn has_case(report: &PathBuf) -> bool {
    let text = std::fs::read_to_string(report).unwrap_or_default();
    let report: Value = serde_json::from_str(&text).unwrap_or_default();
    report["cases"].as_array().is_some_and(|cases| !cases.is_empty())
}

#[test]
fn every_file_of_a_program_that_is_killed_is_whole() {
    let file = |name: &str| scratch(&format!("killed.{name}"));
    for (name, _) in FORMATS {
        std::fs::write(file(name), "of an earlier run").unwrap();
    }
    let (sender, has_cases) = channel();
    let endpoint = endpoint(file("json"), sender);
    let reports =
        FORMATS.iter().map(|(name, _)| format!("--report={name}={}", file(name).display()));
    let mut run = program()
        .args(["run", "--jobs", "1", "--endpoint", &endpoint])
        .args(reports)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    has_cases.recv().unwrap();
    run.kill().unwrap();
    run.wait().unwrap();
    for (name, _) in FORMATS {
        let text = std::fs::read_to_string(file(name)).unwrap();
        assert!(!text.starts_with("of an earlier run"), "{name}");
        none(super::problems(name, &text));
    }
    let report: Value =
        serde_json::from_str(&std::fs::read_to_string(file("json")).unwrap()).unwrap();
    assert_eq!(report["ended"], "unfinished");
}
