//! The reports: valid by their schema, the same from run to run, and without secrets.

use crate::program::{Said, WHOLE_RUN, conformance, conformance_with, notes, scratch};
use crate::scripted_server::{json, start};
use conformance::contract::Contract;
use conformance::endpoint::Endpoint;
use conformance::judge::Judge;
use conformance::probe::{Call, Probe};
use conformance::report::{FORMATS, Format, Report};
use conformance::typed::CONTRACT;
use conformance::verdict::Verdict;
use serde_json::Value;
use std::sync::{Arc, LazyLock};

#[test]
fn the_json_report_is_valid_by_its_published_schema() {
    let schema: Value = serde_json::from_str(&conformance(&["schema", "report"]).output).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let of = |endpoint: String| {
        let said = conformance(&["run", "--report", "json", "--endpoint", &endpoint]);
        serde_json::from_str(&said.output).unwrap()
    };
    let wrong = of(start(|_| b"HTTP/1.1 204 \r\n\r\n".to_vec()));
    let broken = of(start(|_| Vec::new()));
    for report in [&WHOLE_RUN.1, &wrong, &broken] {
        let errors: Vec<String> =
            validator.iter_errors(report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_json_report_holds_every_exchange() {
    let said = conformance(&["run", "--only", "example:reprocess/*", "--report", "json"]);
    let mut report: Value = serde_json::from_str(&said.output).unwrap();
    let exchange = &mut report["cases"][0]["exchanges"][0];
    assert_eq!(exchange["response"]["status"], 202);
    let headers = exchange["request"]["headers"].as_array().unwrap();
    assert!(headers.contains(&serde_json::json!(["authorization", "[removed]"])), "{headers:?}");
}

#[test]
fn a_case_on_a_fresh_sandbox_ends_the_same_whatever_runs_beside_it() {
    let only = ["example:*", "input:resume/*", "rule:re*", "rule:create/*"];
    let only: Vec<&str> = only.iter().flat_map(|pattern| ["--only", pattern]).collect();
    let said = conformance(&[&["run", "--jobs", "3", "--report", "json"], &only[..]].concat());
    let report: Value = serde_json::from_str(&said.output).unwrap();
    let cases = |report: &Value| {
        let mut cases = report["cases"].clone();
        remove_times_and_ports(&mut cases);
        cases.as_array().unwrap().clone()
    };
    let (all, some) = (cases(&WHOLE_RUN.1), cases(&report));
    assert!(some.len() > 50, "{said:?}");
    for case in some {
        assert!(all.contains(&case), "{}", case["id"]);
    }
}

/// Every lane has a sandbox of its own, on a port that happens to be free.
pub(crate) fn remove_times_and_ports(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| name != "started" && name != "elapsedMs");
            members.values_mut().for_each(remove_times_and_ports);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_times_and_ports),
        Value::String(text) if text.contains("127.0.0.1:") => {
            static PORT: LazyLock<regex::Regex> =
                LazyLock::new(|| regex::Regex::new(r"127\.0\.0\.1:\d+").unwrap());
            *text = PORT.replace_all(text, "127.0.0.1").into_owned();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_report_goes_to_a_file_while_another_goes_to_the_output() {
    let file = scratch("report.json");
    let said = conformance(&[
        "run",
        "--only",
        "example:*",
        "--report",
        "text",
        "--report",
        &format!("json={}", file.display()),
    ]);
    assert!(said.output.ends_with(" passed, 0 failed, 0 skipped\n"), "{said:?}");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(report["tally"]["failed"], 0);
}

/// An endpoint that repeats whatever it is sent, secrets included.
fn repeating_endpoint() -> String {
    start(|request| {
        let head =
            request.lines().filter(|line| line.starts_with("authorization")).collect::<String>();
        let body = serde_json::json!({ "id": 7, "text": request, "error": { "code": request } })
            .to_string();
        let length = body.len();
        format!(
            "HTTP/1.1 500 \r\ncontent-type: application/json\r\nset-cookie: session=also-a-secret\r\nx-seen: {head}\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    })
}

#[test]
fn no_secret_reaches_any_report_even_where_the_endpoint_repeats_it() {
    let token = "eyJhbGciOiJub25lIn0.e30.c2VjcmV0";
    let endpoint = repeating_endpoint();
    let notes = notes();
    let file = |name: &str| scratch(&format!("without-secrets.{name}"));
    let files = FORMATS.map(|(name, _)| format!("--report={name}={}", file(name).display()));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for contract in [vec![], vec!["--contract", &notes]] {
        let run = ["run", "--endpoint", &endpoint, "--token-env", "TOKEN", "--report", "text"];
        let said = conformance_with(("TOKEN", token), &[&run[..], &contract, &files].concat());
        assert_eq!(said.exit, 1, "{said:?}");
        assert!(!tells(&said, token) && !tells(&said, "also-a-secret"), "{said:?}");
        for (name, _) in FORMATS {
            let report = std::fs::read_to_string(file(name)).unwrap();
            let is_told = report.contains(token) || report.contains("also-a-secret");
            assert!(!is_told, "{name}: {report}");
        }
    }
}

/// Not the token of an identity alone: also one that a rule has from elsewhere, such as one that has expired.
#[test]
fn no_token_that_a_rule_brings_along_reaches_an_exchange() {
    let endpoint = Endpoint::new(&repeating_endpoint(), None).unwrap();
    let contract = Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap();
    let judge = Judge::new(Arc::new(contract), endpoint);
    let mut probe = Probe::new(&judge, "a rule");
    let token = "eyJhbGciOiJub25lIn0.e30.ZXhwaXJlZA";
    let call = Call::new("GET", "/notes").with_authorization(format!("Bearer {token}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let reply = runtime.block_on(probe.send(call)).unwrap();
    assert!(reply.json()["text"].as_str().unwrap().contains("Bearer [removed]"), "{reply:?}");
    let kept = format!("{reply:?} {:?}", probe.into_parts());
    assert!(!kept.contains(token), "{kept}");
}

fn tells(said: &Said, secret: &str) -> bool {
    said.output.contains(secret) || said.log.contains(secret)
}

#[test]
fn the_json_report_holds_the_whole_text_of_an_answer_that_is_no_json() {
    const PAGE: &str = "<p>There is a long story behind this page.</p>";
    let endpoint = start(|_| {
        let page = PAGE.repeat(20);
        let length = page.len();
        format!(
            "HTTP/1.1 500 \r\ncontent-type: text/html\r\ncontent-length: {length}\r\n\r\n{page}"
        )
        .into_bytes()
    });
    let run = ["run", "--only", "get/*", "--endpoint", &endpoint, "--report", "json"];
    let report: Value = serde_json::from_str(&conformance(&run).output).unwrap();
    let text = &report["cases"][0]["exchanges"][0]["response"]["text"];
    assert_eq!(text.as_str(), Some(PAGE.repeat(20).as_str()));
}

#[test]
fn a_report_can_be_read_however_deep_a_body_is_nested() {
    let endpoint = start(|_| json(200, &format!("{}{}", "[".repeat(126), "]".repeat(126))));
    let file = scratch("nested.json");
    let report = format!("json={}", file.display());
    let said =
        conformance(&["run", "--only", "get/*", "--endpoint", &endpoint, "--report", &report]);
    let read = conformance(&["merge", file.to_str().unwrap()]);
    assert_eq!((said.exit, read.exit, read.log.as_str()), (1, 1, ""));
    let body: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let response = &body["cases"][0]["exchanges"][0]["response"];
    assert_eq!(response["text"].as_str().map(str::len), Some(252));
}

#[test]
fn of_a_body_without_end_the_report_holds_the_start() {
    let endpoint = start(|_| json(200, &format!("[{}0]", "0,".repeat(1 << 20))));
    let run = ["run", "--only", "get/*", "--endpoint", &endpoint, "--report", "json"];
    let report: Value = serde_json::from_str(&conformance(&run).output).unwrap();
    let response = &report["cases"][0]["exchanges"][0]["response"];
    let text = response["text"].as_str().unwrap();
    assert!(text.starts_with("[0,0,") && text.ends_with("… (2097155 bytes)"), "{}", text.len());
    assert_eq!((response.get("body"), text.len() < 300_000), (None, true));
}

#[test]
fn nothing_an_endpoint_says_acts_on_the_terminal_or_adds_a_line() {
    let endpoint = start(|_| {
        let body = "{\"a\\n17 passed, 0 failed, 0 skipped\": 1, \"state\": \"\u{202e}\u{9b}31m\"}";
        let length = body.len();
        format!("HTTP/1.1 200 \r\ncontent-type: text/\u{202e}\u{9b}31m\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
    });
    let said = conformance(&["run", "--only", "get/*", "--endpoint", &endpoint]);
    assert_eq!(said.exit, 1, "{said:?}");
    assert!(!said.output.contains(['\u{202e}', '\u{9b}']), "{said:?}");
    assert!(said.output.contains(r"actual  text/\u{202e}\u{9b}31m"), "{said:?}");
    assert!(said.output.contains(r"/a\n17 passed, 0 failed, 0 skipped"), "{said:?}");
    assert!(!said.output.contains("\n17 passed"), "{said:?}");
}

#[test]
fn a_status_that_another_reading_accepts_is_charged_to_the_documentation() {
    let endpoint = start(|_| b"HTTP/1.1 204 \r\n\r\n".to_vec());
    let said = conformance(&["run", "--only", "example:cancel/*", "--endpoint", &endpoint]);
    assert_eq!(said.exit, 0, "{said:?}");
    assert!(said.output.contains("out of step  the documentation, which says both"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn a_report_written_through_a_link_goes_where_the_link_leads() {
    let (file, link) = (scratch("linked-report.json"), scratch("link-to-report.json"));
    std::fs::write(&file, "old").unwrap();
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let said =
        conformance(&["run", "--only", "get/*", "--report", &format!("json={}", link.display())]);
    assert_eq!(said.exit, 0, "{said:?}");
    assert!(link.is_symlink());
    assert!(std::fs::read_to_string(file).unwrap().starts_with('{'));

    let both = [
        format!("json={}", link.display()),
        format!("text={}", scratch("linked-report.json").display()),
    ];
    let said = conformance(&["run", "--report", &both[0], "--report", &both[1]]);
    assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
}

/// A rule may find out on its way that it lacks something.
#[test]
fn why_a_case_is_skipped_is_told_whatever_was_sent_before() {
    let said = conformance(&["run", "--only", "example:get/*", "--report", "json"]);
    let mut report: Report = serde_json::from_str(&said.output).unwrap();
    report.cases[0].verdict = Verdict::Skipped("the list has one page".to_owned());
    let text = Format::Text.render(&report);
    assert!(text.contains("skip  get/gets-request  the list has one page\n"), "{text}");
}

#[test]
fn a_file_beside_a_report_is_somebodys_own_whatever_its_name() {
    let folder = scratch("beside-a-report");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let own = folder.join("r.json.part");
    std::fs::write(&own, "mine").unwrap();
    let to = format!("json={}", folder.join("r.json").display());
    let run = ["run", "--only", "example:get/*", "--report", &to];
    for _ in 0..2 {
        let said = conformance(&run);
        assert_eq!(said.exit, 0, "{said:?}");
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "mine");
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
}
