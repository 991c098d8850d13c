//! The proxy: everything passes as it is, both sides are judged, and nothing secret is kept.

#[path = "proxy/clients.rs"]
mod clients;
#[path = "proxy/hostile.rs"]
mod hostile;
#[path = "proxy/kept.rs"]
mod kept;
#[path = "proxy/passing.rs"]
mod passing;
#[path = "proxy/proxied.rs"]
mod proxied;

use crate::program::{Said, conformance, conformance_with, scratch};
use crate::scripted_server::{CLOSED, json, read_request, start_with};
use crate::served::{REQUESTS, Served, admin};
use proxied::Proxied;
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::channel;

/// A report as it was written.
fn report(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The checks that speak of one side, with the level, each once, in their order.
fn told_of(party: &str, report: &Value) -> Vec<String> {
    let cases = report["cases"].as_array().unwrap().iter();
    let findings = cases.flat_map(|case| case["findings"].as_array().unwrap());
    let of_party = findings.filter(|finding| finding["outOfStep"] == party);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut told: Vec<String> = of_party
        .map(|finding| format!("{} {}", text(&finding["level"]), text(&finding["check"])))
        .collect();
    told.sort();
    told.dedup();
    told
}

/// Judges a served sandbox at an endpoint as far as its administrator can.
fn judged(endpoint: &str, only: &[&str]) -> Said {
    let clock = endpoint.replace("/v1.0", "/__sandbox/clock");
    let bindings = scratch("bindings-of-the-proxy.toml");
    fs::write(&bindings, conformance(&["bindings"]).output).unwrap();
    let run = ["run", "--endpoint", endpoint, "--clock", &clock, "--token-env", "TOKEN"];
    let bound = ["--bindings", bindings.to_str().unwrap()];
    let only: Vec<&str> = only.iter().flat_map(|pattern| ["--only", pattern]).collect();
    conformance_with(("TOKEN", admin().as_str()), &[&run[..], &bound, &only].concat())
}

#[test]
fn a_run_through_the_proxy_says_what_a_run_without_it_says() {
    let only = ["example:*", "page/*", "list/*", "protocol/*", "cancel/*"];
    let direct = {
        let served = Served::start(&["--clock", "still"]);
        judged(served.url(), &only)
    };
    let served = Served::start(&["--clock", "still"]);
    let file = scratch("run-through-the-proxy.json");
    let json = format!("json={}", file.display());
    let proxied = Proxied::start(served.url(), &["--preserve-host", "--report", &json]);
    let through = judged(proxied.url(), &only);
    let last = |said: &Said| said.output.lines().last().unwrap().to_owned();
    assert_eq!((through.exit, last(&through)), (direct.exit, last(&direct)), "{through:?}");
    proxied.stop();
    let report = report(&file);
    assert_eq!(told_of("server", &report), [""; 0], "{file:?}");
    // What was not judged has no findings.
    let passed = report["tally"]["passed"].as_u64().unwrap();
    assert!(passed > 500, "{}", report["tally"]);
}

#[test]
fn no_documented_request_is_a_clients_mistake() {
    let served = Served::start(&["--clock", "still"]);
    let file = scratch("documented-clients.json");
    let json = format!("json={}", file.display());
    let proxied = Proxied::start(served.url(), &["--report", &json, "--level", "may"]);
    judged(proxied.url(), &["example:*"]);
    let said = proxied.stop();
    let report = report(&file);
    assert_eq!((said.exit, told_of("client", &report)), (0, vec![]), "{said:?}");
    // Those of the examples, and those that undo what they made.
    let passed = report["tally"]["passed"].as_u64().unwrap();
    assert!(passed > 17, "{}", report["tally"]);
}

#[test]
fn a_finding_is_told_as_it_comes_while_another_answer_is_on_its_way() {
    let (go_on, goes_on) = channel();
    let mut is_first = true;
    let url = start_with(move |client| {
        read_request(client);
        if std::mem::take(&mut is_first) {
            client.write_all(&json(200, "{}")).unwrap();
            return;
        }
        client.write_all(HALF).unwrap();
        goes_on.recv().unwrap();
        client.write_all(b"lf").unwrap();
    });
    let mut proxied = Proxied::start(&format!("{url}/v1.0"), &[]);
    let request = format!("GET {REQUESTS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    proxied.ask(request.as_bytes());
    let mut other = proxied.connect();
    other.write_all(request.as_bytes()).unwrap();
    let mut half = vec![0; HALF.len()];
    other.read_exact(&mut half).unwrap();
    let told = proxied.line();
    assert!(told.starts_with("FAIL  proxy/1/listAssignmentRequests  GET → 200"), "{told}");
    go_on.send(()).unwrap();
    let mut rest = String::new();
    other.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "lf");
    let said = proxied.stop();
    assert!(said.output.ends_with("0 passed, 2 failed, 0 skipped\n"), "{said:?}");
}

/// An answer, but for its end.
const HALF: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha";

#[test]
fn a_client_may_use_it_as_its_http_proxy() {
    let served = Served::start(&[]);
    let proxied = Proxied::start(served.url(), &[]);
    let request = |url: &str| {
        format!(
            "GET {url} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            served.authority(),
            admin()
        )
    };
    let url = format!("http://{}{REQUESTS}", served.authority());
    let answer = String::from_utf8(proxied.ask(request(&url).as_bytes())).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let answer = String::from_utf8(proxied.ask(request("http://elsewhere.example/").as_bytes()));
    let answer = answer.unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 ") && answer.contains("only http://"), "{answer}");
    let said = proxied.stop();
    assert!(
        said.exit == 0 && said.output.contains("\n1 request was refused by the proxy\n"),
        "{said:?}"
    );
}

#[test]
fn the_exit_code_says_how_the_session_ended() {
    let good = Served::start(&[]);
    let wrong = crate::scripted_server::start(|_| json(200, "{}"));
    let get = |authorization: &str| {
        format!("GET {REQUESTS} HTTP/1.1\r\nHost: x\r\n{authorization}Connection: close\r\n\r\n")
    };
    let known = get(&format!("Authorization: Bearer {}\r\n", admin()));
    for (upstream, request, exit, last) in [
        (good.url(), Some(&known), 0, "1 passed, 0 failed, 0 skipped"),
        (good.url(), Some(&get("")), 1, "0 passed, 1 failed, 0 skipped"),
        (&format!("{wrong}/v1.0"), Some(&known), 1, "0 passed, 1 failed, 0 skipped"),
        (&format!("{CLOSED}/v1.0"), Some(&known), 3, "0 passed, 0 failed, 0 skipped"),
        (good.url(), None, 7, "0 passed, 0 failed, 0 skipped"),
    ] {
        let proxied = Proxied::start(upstream, &[]);
        let answer = request.map(|request| proxied.ask(request.as_bytes())).unwrap_or_default();
        let said = proxied.stop();
        let told = (said.exit, said.output.lines().last().unwrap());
        assert_eq!(told, (exit, last), "{said:?} {}", String::from_utf8_lossy(&answer));
    }
}

#[test]
fn what_cannot_be_done_is_told_before_anybody_is_let_in() {
    let full = scratch("full-folder");
    let _ = fs::create_dir(&full);
    fs::write(full.join("something"), "").unwrap();
    let full = full.to_str().unwrap();
    let file = scratch("no-folder");
    fs::write(&file, "").unwrap();
    let file = file.to_str().unwrap();
    let upstream = ["proxy", "--upstream", "http://127.0.0.1:9/v1.0"];
    let more = |arguments: &[&'static str]| [&upstream[..], arguments].concat();
    for (arguments, exit, told) in [
        (vec!["proxy"], 2, "--upstream <URL>"),
        (vec!["proxy", "--upstream", "127.0.0.1:80"], 2, "give an absolute URL such as"),
        (more(&["--listen", "localhost:80"]), 2, "such as 127.0.0.1:8080 or [::1]:0"),
        (
            more(&["--listen", "192.0.2.1:0", "--allow-remote-clients"]),
            2,
            "cannot listen at 192.0.2.1:0",
        ),
        (more(&["--listen", "0.0.0.0:0"]), 6, "add --allow-remote-clients if that is meant"),
        (
            more(&["--report", "json"]),
            2,
            "give the report a file, as in `--report json=report.json`",
        ),
        (more(&["--report", "json=/no/such/folder/x"]), 2, "cannot write /no/such/folder/x"),
        ([&upstream[..], &["--record", full]].concat(), 2, "is not empty; name a new folder"),
        ([&upstream[..], &["--record", file]].concat(), 2, "no-folder"),
    ] {
        let said = conformance(&arguments);
        assert!(said.exit == exit && said.log.contains(told), "{arguments:?} {said:?}");
        assert_eq!(said.output, "", "{arguments:?}");
    }
}

#[cfg(feature = "rustls")]
#[test]
fn a_proxy_trusts_the_certificate_that_it_is_given() {
    let path = scratch("certificate-behind-a-proxy.pem");
    let file = path.to_str().unwrap();
    let served = Served::start(&["--tls", file]);
    for (given, status) in [(&["--ca-file", file][..], "HTTP/1.1 401 "), (&[], "HTTP/1.1 502 ")] {
        let proxied = Proxied::start(served.url(), given);
        let request = format!("GET {REQUESTS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let answer = String::from_utf8(proxied.ask(request.as_bytes())).unwrap();
        assert!(answer.starts_with(status), "{answer}");
    }
}
