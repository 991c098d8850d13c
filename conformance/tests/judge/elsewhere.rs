//! `--allow-writes`: before the first write at another machine the run says what is to come, and the ledger has each of them.

use crate::program::{program, scratch};
use crate::scripted_server::{read_request, start_with};
use crate::served::{Served, admin, rest};
use std::fs::{self, File};
use std::io::Write;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Another machine, which is reached through a proxy alone.
const TENANT: &str = "http://tenant.example";

/// What was there when a write arrived.
#[derive(Debug)]
struct Arrival {
    url: String,
    has_token: bool,
    /// Standard error of the run until then.
    log: String,
    ledger: String,
}

/// A proxy behind which a sandbox stands for the other machine, and every POST that came.
fn proxy(authority: &str, [log, ledger]: [PathBuf; 2]) -> (String, Arc<Mutex<Vec<Arrival>>>) {
    let (authority, arrivals) = (authority.to_owned(), Arc::new(Mutex::new(Vec::new())));
    let noted = Arc::clone(&arrivals);
    let url = start_with(move |client| {
        let request = read_request(client);
        if let Some(line) = request.strip_prefix("POST ") {
            noted.lock().unwrap().push(Arrival {
                url: line.split(' ').next().unwrap_or_default().to_owned(),
                has_token: request.contains(&format!("Bearer {}\r\n", admin())),
                log: fs::read_to_string(&log).unwrap(),
                ledger: fs::read_to_string(&ledger).unwrap_or_default(),
            });
        }
        let mut server = TcpStream::connect(&authority).unwrap();
        server.write_all(request.replacen(TENANT, "", 1).as_bytes()).unwrap();
        let _ = client.write_all(rest(server).as_bytes());
    });
    (url, arrivals)
}

#[test]
fn what_is_to_come_is_told_and_written_down_before_it_is_sent_and_no_token_is() {
    let served = Served::start(&["--clock", "still"]);
    let [log, ledger, report] = ["log", "conformance-ledger.jsonl", "report.json"].map(scratch);
    let _ = fs::remove_file(&ledger);
    let (proxy, arrivals) = proxy(served.authority(), [log.clone(), ledger.clone()]);
    let mut command = program();
    command.args(["run", "--endpoint", &format!("{TENANT}/v1.0"), "--allow-writes", "-vv"]);
    command.args(["--only", "example:create/*", "--token-env", "TOKEN"]);
    command.args(["--report", "text", "--report", "json=report.json"]);
    command.env("http_proxy", proxy).env("TOKEN", admin().as_str()).current_dir(scratch(""));
    let ended = command.stderr(File::create(&log).unwrap()).output().unwrap();
    let texts = [&log, &ledger, &report].map(|file| fs::read_to_string(file).unwrap());
    assert_eq!(ended.status.code(), Some(0), "{texts:?}");

    let arrivals = arrivals.lock().unwrap();
    let (creates, others): (Vec<_>, Vec<_>) =
        arrivals.iter().partition(|arrival| arrival.url.ends_with("/assignmentRequests"));
    assert!(creates.len() > 8 && !others.is_empty(), "{arrivals:?}");
    for arrival in arrivals.iter() {
        let told = format!("this run writes at {TENANT}/v1.0\n");
        assert!(arrival.has_token && arrival.log.starts_with(&told), "{arrival:?}");
        assert!(arrival.log.contains("  ledger      conformance-ledger.jsonl\n"), "{arrival:?}");
    }
    for (number, create) in (1..).zip(creates) {
        let lines = create.ledger.lines().filter(|line| line.contains("\"is\":\"sent\""));
        let url = format!("\"url\":\"{}\"", create.url);
        assert_eq!(lines.filter(|line| line.contains(&url)).count(), number, "{create:?}");
    }
    let output = String::from_utf8(ended.stdout).unwrap();
    for text in texts.iter().chain([&output]) {
        assert!(!text.contains(admin().as_str()) && !text.contains("eyJ"), "{text}");
    }
}
