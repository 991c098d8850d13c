//! Ctrl-C: the first lets a run finish what it must, the second ends it at once.

use crate::exit_codes::{is_unvisited, silent};
use crate::program::{program, scratch};
use crate::scripted_server::{json, read_request, start_with};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// What is said of a run.
const OF_A_RUN: &str = "what was made is being undone, and the reports will be written";

/// A server that tells of the first request of a method, and answers it when it is let; all others it answers with 204.
struct Holding {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
    holds: Receiver<()>,
    answer: Sender<Vec<u8>>,
}

fn holding(method: &'static str) -> Holding {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ((hold, holds), (answer, answers)) = (channel(), channel());
    let noted = Arc::clone(&heard);
    let url = start_with(move |client| {
        let request = read_request(client);
        let line = request.lines().next().unwrap_or_default().to_owned();
        let is_first = line.starts_with(method)
            && !noted.lock().unwrap().iter().any(|known: &String| known.starts_with(method));
        noted.lock().unwrap().push(line);
        let mut answered = b"HTTP/1.1 204 \r\n\r\n".to_vec();
        if is_first {
            hold.send(()).unwrap();
            answered = answers.recv().unwrap_or_default();
        }
        let _ = client.write_all(&answered);
    });
    Holding { url, heard, holds, answer }
}

/// A run that goes on.
struct Running {
    process: Child,
    log: BufReader<ChildStderr>,
}

impl Running {
    fn start(endpoint: &str, arguments: &[&str]) -> Self {
        Self::start_with(&["run", "--endpoint", endpoint], arguments)
    }

    fn start_with(command: &[&str], arguments: &[&str]) -> Self {
        let mut process = program()
            .args(command)
            .args(["--jobs", "1", "--timeout", "3600"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(process.stderr.take().unwrap());
        Self { process, log }
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Returns once it has said that it is interrupted, and what becomes of what is under way.
    fn until_it_says(&mut self, told: &str) {
        self.until_it_tells(&format!("interrupted: {told}; once more ends at once\n"));
    }

    /// Waits for the next line of the log.
    fn until_it_tells(&mut self, told: &str) {
        let mut line = String::new();
        self.log.read_line(&mut line).unwrap();
        assert_eq!(line, told);
    }

    /// Its exit code and what it wrote.
    fn end(mut self) -> (Option<i32>, String) {
        let mut output = String::new();
        self.process.stdout.take().unwrap().read_to_string(&mut output).unwrap();
        (self.process.wait().unwrap().code(), output)
    }
}

#[test]
fn the_first_ends_what_only_reads_and_the_report_is_whole() {
    for signal in ["INT", "TERM"] {
        let server = holding("GET");
        let report = scratch(&format!("interrupted-{signal}.json"));
        let into = format!("json={}", report.display());
        let only = ["--only", "example:get/*", "--only", "example:list/*"];
        let shown = ["--report", &into, "--report", "text"];
        let run = Running::start(&server.url, &[&only[..], &shown].concat());
        server.holds.recv().unwrap();
        run.signal(signal);
        let (exit, output) = run.end();
        assert_eq!(exit, Some(130), "{output}");
        assert!(output.ends_with("0 passed, 0 failed, 2 skipped\n"), "{output}");
        let text = std::fs::read_to_string(report).unwrap();
        let report: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(report["ended"], "interrupted");
        for case in report["cases"].as_array().unwrap() {
            assert_eq!(case["verdict"]["because"], "interrupted", "{case}");
        }
        assert_eq!(server.heard.lock().unwrap().len(), 1);
    }
}

#[test]
fn a_create_that_is_on_its_way_gets_its_answer_and_is_undone() {
    let server = holding("POST");
    let only = ["--only", "example:create/admin-adds-user", "--only", "example:get/*"];
    let mut run = Running::start(&server.url, &only);
    server.holds.recv().unwrap();
    run.signal("INT");
    run.until_it_says(OF_A_RUN);
    server.answer.send(json(201, r#"{"id":"0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"}"#)).unwrap();
    let (exit, output) = run.end();
    assert_eq!(exit, Some(130), "{output}");
    assert!(output.ends_with("1 failed, 1 skipped\n"), "{output}");
    let heard = server.heard.lock().unwrap();
    let cancel = "/assignmentRequests/0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d/cancel HTTP/1.1";
    assert!(heard.len() == 2 && heard[1].ends_with(cancel), "{heard:?}");
}

#[test]
fn waiting_ends_at_once_and_what_was_made_before_is_undone() {
    let bindings = scratch("interrupted.toml");
    let fixtures = "open-access-package = 'a'\nguest-assignment-policy = 'b'\nemail-domain = 'c'\n";
    std::fs::write(&bindings, format!("[fixtures]\n{fixtures}")).unwrap();
    let only = ["--only", "rule:cancel/is-refused-once-delivered", "--bindings"];
    let patience = ["--patience", "3600"];
    let bound = [bindings.to_str().unwrap()];
    let posted = json(201, r#"{"id":"0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"}"#);
    // The create is answered first, and the request is shown as submitted for ever.
    let heard = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&heard);
    let (show, shown) = channel();
    let url = start_with(move |client| {
        let request = read_request(client);
        let line = request.lines().next().unwrap_or_default().to_owned();
        let answer = match line.split(' ').next() {
            Some("POST") if line.contains("/cancel ") => b"HTTP/1.1 204 \r\n\r\n".to_vec(),
            Some("POST") => posted.clone(),
            _ => json(200, r#"{"state":"submitted"}"#),
        };
        noted.lock().unwrap().push(line.clone());
        let _ = client.write_all(&answer);
        if line.starts_with("GET") {
            let _ = show.send(());
        }
    });
    let run = Running::start(&url, &[&only[..], &bound, &patience].concat());
    shown.recv().unwrap();
    run.signal("INT");
    let (exit, output) = run.end();
    assert_eq!(exit, Some(130), "{output}");
    assert!(output.contains("interrupted"), "{output}");
    let heard = heard.lock().unwrap();
    assert!(heard.last().unwrap().contains("/cancel "), "{heard:?}");
}

#[test]
fn waiting_for_a_token_ends_at_once() {
    let server = holding("OPTIONS");
    let (ask, asks) = channel();
    let mut held = Vec::new();
    let tokens = start_with(move |client| {
        read_request(client);
        if held.is_empty() {
            let token = r#"{"expires_in": 1, "access_token": "the-first-token"}"#;
            let _ = client.write_all(&json(200, token));
        } else {
            ask.send(()).unwrap();
        }
        // Whoever asks again is neither answered nor hung up on.
        held.push(client.try_clone().unwrap());
    });
    let (secret, settings) = (scratch("interrupted-secret"), scratch("interrupted-token.toml"));
    std::fs::write(&secret, "letmein-whoever-i-am").unwrap();
    let secret = secret.display();
    let told = format!(
        "[identities.admin.client_credentials]\ntoken_url = '{tokens}'\nclient_id = 'c'\nclient_secret_file = '{secret}'\n"
    );
    std::fs::write(&settings, told).unwrap();
    let only = ["--only", "example:get/*", "--only", "example:list/*", "--only", "rule:list/*"];
    let slowly = ["--rate", "4", "--report", "text", "--config", settings.to_str().unwrap()];
    let run = Running::start(&server.url, &[&only[..], &slowly].concat());
    asks.recv().unwrap();
    run.signal("INT");
    let (exit, output) = run.end();
    assert_eq!(exit, Some(130), "{output}");
    assert!(output.contains("  interrupted\n"), "what was not tried is told so: {output}");
}

#[test]
fn of_two_servers_the_second_is_not_called_once_the_first_was_interrupted() {
    let server = holding("GET");
    let (listener, other) = silent();
    let compare = ["compare", &server.url, &other];
    let (settings, fetched) = (scratch("interrupted-compare.toml"), scratch("compare-fetched"));
    std::fs::write(&fetched, "").unwrap();
    let command = format!("echo >> {}; echo a-token-of-both", fetched.display());
    let told = format!("[identities.admin]\ntoken_command = ['sh', '-c', '{command}']\n");
    std::fs::write(&settings, told).unwrap();
    let config = ["--config", settings.to_str().unwrap()];
    let only = ["--only", "example:get/*"];
    let mut run = Running::start_with(&compare, &[&only[..], &config].concat());
    server.holds.recv().unwrap();
    run.signal("INT");
    run.until_it_says(
        "what was made is being undone, and only what was judged at both servers will be compared",
    );
    let (exit, output) = run.end();
    assert_eq!((exit, output.as_str()), (Some(130), ""));
    assert!(is_unvisited(&listener), "{output}");
    // Those of both, before the first was judged.
    assert_eq!(std::fs::read_to_string(fetched).unwrap().lines().count(), 2);
}

#[test]
fn of_a_ledger_that_is_being_undone_the_rest_is_left() {
    let server = holding("POST");
    let ledger = scratch("interrupted-clean.jsonl");
    let url = format!("{}/identityGovernance/entitlementManagement/assignmentRequests", server.url);
    let lines = ["1", "2"].map(|entry| {
        let of =
            |is: &str| serde_json::json!({"entry": entry, "at": "2026-01-02T03:04:05Z", "is": is});
        let (mut sent, mut answered) = (of("sent"), of("answered"));
        for (member, value) in
            [("case", "a/b"), ("endpoint", &server.url), ("method", "POST"), ("url", &url)]
        {
            sent[member] = value.into();
        }
        (answered["status"], answered["id"]) = (201.into(), entry.into());
        format!("{sent}\n{answered}\n")
    });
    std::fs::write(&ledger, lines.concat()).unwrap();
    let mut process = program()
        .args(["clean", "--ledger", ledger.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let log = BufReader::new(process.stderr.take().unwrap());
    let mut run = Running { process, log };
    server.holds.recv().unwrap();
    run.signal("INT");
    run.until_it_says("what is not undone yet is left, and stands in the ledger");
    server.answer.send(b"HTTP/1.1 204 \r\n\r\n".to_vec()).unwrap();
    let (exit, output) = run.end();
    assert_eq!(exit, Some(130), "{output}");
    assert!(output.ends_with("1 undone, 1 left\n"), "{output}");
}

#[test]
fn the_second_ends_at_once_and_the_report_is_whole() {
    let server = holding("POST");
    let report = scratch("interrupted-twice.json");
    let into = format!("json={}", report.display());
    let only = ["--only", "example:create/admin-adds-user", "--report", &into];
    let mut run = Running::start(&server.url, &only);
    server.holds.recv().unwrap();
    run.signal("INT");
    run.until_it_says(OF_A_RUN);
    run.signal("INT");
    let left = "something may be left; what stands in a ledger, `conformance clean` undoes";
    run.until_it_tells(&format!("stopped at once: {left}\n"));
    let (exit, output) = run.end();
    assert_eq!((exit, output.as_str()), (Some(130), ""));
    let report: Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["ended"], "unfinished");
}
