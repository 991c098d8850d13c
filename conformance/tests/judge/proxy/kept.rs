//! What is kept of the traffic: whole, in the report's own form, and without anything secret.

use super::proxied::Proxied;
use super::{report, told_of};
use crate::program::{conformance, scratch};
use crate::scripted_server::{self, json};
use crate::served::REQUESTS;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of this name that is not there.
fn new_folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// Every file of a folder, with its text.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

const SECRETS: [&str; 5] = [
    "opaque-token-of-nobody",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl",
    "cookie-of-nobody",
    "secret-of-an-app",
    "key-of-nobody",
];

#[test]
fn no_secret_is_kept_wherever_it_stands() {
    let [token, web_token, cookie, app, key] = SECRETS;
    let url = scripted_server::start(|request| {
        // It repeats all that it heard, in a body, in a header and behind an answer that has none.
        let [token, _, cookie, ..] = SECRETS;
        let head = request.split("\r\n\r\n").next().unwrap();
        let echo = json!({"heard": head, "client_secret": "secret-of-an-app"}).to_string();
        if request.starts_with("DELETE") {
            return format!("HTTP/1.1 204 No Content\r\n\r\n{head}").into_bytes();
        }
        let head = format!(
            "X-Echo: {token}\r\nSet-Cookie: a=b; session={cookie}\r\nContent-Type: application/json\r\n"
        );
        format!("HTTP/1.1 200 OK\r\n{head}content-length: {}\r\n\r\n{echo}", echo.len())
            .into_bytes()
    });
    let (folder, file, text) =
        (new_folder("secret-traffic"), scratch("secret.json"), scratch("secret.txt"));
    let reports = [format!("json={}", file.display()), format!("text={}", text.display())];
    let proxied = Proxied::start(
        &format!("{url}/v1.0"),
        &[
            "-v",
            "--level",
            "may",
            "--record",
            folder.to_str().unwrap(),
            "--report",
            &reports[0],
            "--report",
            &reports[1],
        ],
    );
    let body =
        json!({"requestType": token, "password": app, "justification": web_token}).to_string();
    for method in ["POST", "DELETE"] {
        let request = format!(
            "{method} {REQUESTS}?a={token}&sig={app}&b={web_token} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
             Cookie: a=b; session={cookie}\r\nX-Api-Key: {key}\r\nX-Other: {web_token}\r\ncontent-length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let answer = String::from_utf8(proxied.ask(request.as_bytes())).unwrap();
        assert!(answer.contains(token) && answer.contains(web_token), "it passes: {answer}");
    }
    let said = proxied.stop();
    let kept = files(&folder);
    assert_eq!(kept.len(), 2, "{kept:?}");
    let texts = kept.into_iter().map(|(_, text)| text);
    let reports = [&file, &text].map(|path| fs::read_to_string(path).unwrap());
    for kept in texts.chain(reports).chain([said.output, said.log]) {
        for secret in SECRETS {
            assert!(!kept.contains(secret), "{secret} in {kept}");
        }
        assert!(kept.is_empty() || kept.contains("[removed]"), "{kept}");
    }
}

#[test]
fn each_exchange_is_one_file_in_the_form_of_the_report() {
    let url = scripted_server::start(|_| json(404, r#"{"error":{"code":"a","message":"b"}}"#));
    let (folder, file) = (new_folder("traffic"), scratch("traffic.json"));
    let json = format!("json={}", file.display());
    let proxied = Proxied::start(
        &format!("{url}/v1.0"),
        &["--record", folder.to_str().unwrap(), "--report", &json],
    );
    for path in [REQUESTS, "/v1.0/others", "/elsewhere"] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        proxied.ask(request.as_bytes());
    }
    proxied.stop();
    let report = report(&file);
    let kept = files(&folder);
    let names: Vec<&str> = kept.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["000001-listAssignmentRequests.json", "000002-GET.json", "000003-GET.json"]);
    for ((_, text), case) in kept.iter().zip(report["cases"].as_array().unwrap()) {
        let exchange: Value = serde_json::from_str(text).unwrap();
        assert_eq!(exchange, case["exchanges"][0]);
    }
    assert_eq!(report["cases"][2]["verdict"]["is"], "skipped", "{report}");
    let schema: Value = serde_json::from_str(&conformance(&["schema", "report"]).output).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn a_folder_that_can_be_written_to_no_longer_is_told_of_and_the_traffic_goes_on() {
    let url = scripted_server::start(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec());
    let folder = new_folder("folder-that-goes");
    let mut proxied = Proxied::start(&url, &["--record", folder.to_str().unwrap()]);
    fs::remove_dir(&folder).unwrap();
    let request = b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for _ in 0..2 {
        assert!(proxied.ask(request).starts_with(b"HTTP/1.1 200 OK"));
    }
    let told = proxied.line();
    assert!(told.starts_with("the traffic is recorded no longer: cannot write "), "{told}");
    let said = proxied.stop();
    assert!(said.exit == 2 && said.log.contains("cannot write "), "{said:?}");
    assert!(said.output.ends_with("2 passed, 0 failed, 0 skipped\n"), "{said:?}");
}

#[test]
fn a_packed_answer_is_judged_by_what_it_contains() {
    fn packed(body: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(body.as_bytes()).unwrap();
        let body = encoder.finish().unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), &body].concat()
    }
    let url = scripted_server::start(|_| packed(r#"{"value": [{"id": 7}]}"#));
    let file = scratch("packed.json");
    let json = format!("json={}", file.display());
    let proxied = Proxied::start(&format!("{url}/v1.0"), &["--report", &json]);
    let request = format!(
        "GET {REQUESTS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    );
    proxied.ask(request.as_bytes());
    proxied.stop();
    let report = report(&file);
    let body = &report["cases"][0]["exchanges"][0]["response"]["body"];
    assert_eq!(body, &json!({"value": [{"id": 7}]}));
    let told = told_of("server", &report);
    assert!(told.contains(&"must schema".to_owned()), "{told:?}");
    assert!(!told.contains(&"must json".to_owned()), "{told:?}");
}

#[test]
fn the_same_finding_is_shown_once_and_counted_in_the_end() {
    let url = scripted_server::start(|_| json(200, r#"{"value": []}"#));
    let proxied = Proxied::start(&format!("{url}/v1.0"), &[]);
    for _ in 0..3 {
        let request = format!("GET {REQUESTS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        proxied.ask(request.as_bytes());
    }
    let said = proxied.stop();
    assert_eq!(
        said.output.matches("must    client/headers  header authorization").count(),
        1,
        "{said:?}"
    );
    assert!(said.output.contains(" findings were the same as one that is shown\n"), "{said:?}");
}
