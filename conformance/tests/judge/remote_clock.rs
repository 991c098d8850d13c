//! A served sandbox whose clock is moved on in place of waiting: judged whole in a moment, and no other server is called.

use crate::program::{Said, conformance, conformance_with, scratch};
use crate::scripted_server::{json, read_request, start_with};
use crate::served::{Served, admin};
use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// What needs nobody but the administrator, and hours of waiting otherwise.
const ONLY: [&str; 4] = ["--only", "rule:resume/*", "--only", "rule:cancel/is-refused-once-*"];

fn judged(endpoint: &str, clock: &str) -> Said {
    let bindings = scratch("bindings.toml");
    std::fs::write(&bindings, conformance(&["bindings"]).output).unwrap();
    let run = ["run", "--endpoint", endpoint, "--clock", clock, "--token-env", "TOKEN"];
    let bound = ["--bindings", bindings.to_str().unwrap()];
    conformance_with(("TOKEN", admin().as_str()), &[&run[..], &bound, &ONLY].concat())
}

#[test]
fn what_takes_minutes_at_a_served_sandbox_takes_none() {
    let served = Served::start(&["--clock", "still"]);
    let clock = format!("http://{}/__sandbox/clock", served.authority());
    let said = judged(served.url(), &clock);
    assert_eq!(said.exit, 0, "{said:?}");
    assert!(said.output.ends_with(" passed, 0 failed, 1 skipped\n"), "{said:?}");
}

#[test]
fn what_is_no_clock_is_told_with_what_came_and_nothing_is_judged() {
    let served = Served::start(&[]);
    let said = judged(served.url(), &format!("http://{}/__sandbox/journal", served.authority()));
    let told = "it was not moved on (status 405); it must take PATCH with {\"by\": \"PT0S\"}";
    assert!(said.exit == 2 && said.log.contains(told) && said.output.is_empty(), "{said:?}");
}

/// What a server heard first, by whose clock it is judged, and what was said of it.
fn heard_first(answer: fn(&str) -> Vec<u8>) -> (String, Said) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&heard);
    let url = start_with(move |client| {
        let request = read_request(client);
        noted.lock().unwrap().push(request.clone());
        let _ = client.write_all(&answer(&request));
    });
    let clock = format!("{url}/clock");
    let run = ["run", "--endpoint", &url, "--clock", &clock, "--only", "get/gets-request"];
    let said = conformance(&[&run[..], &["--patience", "0.001"]].concat());
    let first = heard.lock().unwrap()[0].clone();
    (first, said)
}

#[test]
fn a_clock_is_looked_at_before_anything_is_judged_and_not_moved() {
    let gone = |request: &str| json(if request.starts_with("PATCH") { 404 } else { 500 }, "{}");
    let silent = |request: &str| {
        if request.starts_with("PATCH") { Vec::new() } else { json(500, "{}") }
    };
    let later = |request: &str| json(if request.starts_with("PATCH") { 503 } else { 500 }, "{}");
    for (answer, exit, told) in [
        (gone as fn(&str) -> Vec<u8>, 2, "it was not moved on (status 404)"),
        (silent, 3, "/clock: as --clock, the answer broke off"),
        (|_| json(500, "{}"), 2, "it was not moved on (status 500)"),
        (later, 1, ""),
    ] {
        let (first, said) = heard_first(answer);
        assert!(
            first.starts_with("PATCH /clock ") && first.ends_with("{\"by\":\"PT0S\"}"),
            "{first}"
        );
        assert!(said.exit == exit && said.log.contains(told), "{told}: {said:?}");
    }
}

#[test]
fn where_the_server_cannot_be_reached_its_cases_tell() {
    let run = ["run", "--endpoint", "http://127.0.0.1:1", "--clock", "http://127.0.0.1:1/clock"];
    let said = conformance(&[&run[..], &["--only", "get/gets-request"]].concat());
    assert!(said.exit == 3 && said.output.contains("ERROR get/gets-request"), "{said:?}");
}

#[test]
fn a_clock_of_another_server_is_refused_and_nobody_is_called() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let clock = format!("http://{}/clock", elsewhere.local_addr().unwrap());
    let served = Served::start(&[]);
    let with_password = |rest: &str| format!("http://user:letmein@{}{rest}", served.authority());
    let bare = "leave out user, password, query and fragment";
    for (clock, told) in [
        (with_password("/__sandbox/clock").as_str(), bare),
        (&format!("http://{}/clock?key=letmein", served.authority()), bare),
        ("http://user:letmein@host:x/", "invalid port number"),
        (clock.as_str(), "the clock must be at the server of --endpoint"),
        ("soon", "give a URL such as http://127.0.0.1:8080/__sandbox/clock"),
    ] {
        let said = judged(served.url(), clock);
        assert!(said.exit == 2 && said.log.contains(told), "{said:?}");
        assert!(!said.log.contains("user:"), "{said:?}");
    }
    let report = scratch("of-a-refused-clock.json");
    let _ = std::fs::remove_file(&report);
    let to = format!("json={}", report.display());
    let clock = with_password("/__sandbox/clock");
    let run = ["run", "--endpoint", served.url(), "--clock", &clock, "--report", &to];
    assert!(conformance(&run).exit == 2 && !report.exists());
    assert!(elsewhere.accept().is_err());
}
