//! The line that sends a request again: it says the same to every shell, and the same arrives.

use crate::scripted_server::{json, read_request, start_with};
use conformance::report::{RequestReport, curl};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::mpsc;

fn request(method: &str, url: &str, body: Option<Value>) -> RequestReport {
    let headers = [("host", "x"), ("accept", "application/json"), ("user-agent", "conformance/1")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let (method, url) = (method.to_owned(), url.to_owned());
    RequestReport { method, url, headers: headers.into(), identity: None, body, text: None }
}

fn with_header(mut request: RequestReport, name: &str, value: &str) -> RequestReport {
    request.headers.push((name.to_owned(), value.to_owned()));
    request
}

fn with_text(request: RequestReport, text: &str) -> RequestReport {
    RequestReport { text: Some(text.to_owned()), ..request }
}

/// What a shell says that follows the lines.
fn followed(lines: &str) -> String {
    let mut shell = Command::new("sh");
    shell
        .env("ADMIN_TOKEN", "t o")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut shell = shell.spawn().unwrap();
    shell.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let ended = shell.wait_with_output().unwrap();
    assert!(ended.status.success(), "{lines:?}");
    String::from_utf8(ended.stdout).unwrap()
}

/// The words that curl is given by a shell, and what it reads; curl itself is not called.
fn words(line: &str) -> (Vec<String>, String) {
    let curl = r#"curl() { printf '%s\0' $# "$@"; case "$*" in *@-) cat;; esac; }"#;
    let said = followed(&format!("{curl}\n{line}\n"));
    let (count, rest) = said.split_once('\0').unwrap();
    let count: usize = count.parse().unwrap();
    let mut words: Vec<String> = rest.splitn(count + 1, '\0').map(str::to_owned).collect();
    let read = words.pop().unwrap();
    (words, read)
}

#[test]
fn a_line_is_as_short_as_the_request() {
    let url = "http://x.example/v1.0/requests?$top=1";
    let list = request("GET", url, None);
    let create = with_header(
        request("POST", "http://x.example/a", Some(json!({"it's": "a $b"}))),
        "content-type",
        "application/json",
    );
    let create = RequestReport { identity: Some("admin".to_owned()), ..create };
    let accept = "-H 'accept: application/json'";
    for (request, expected) in [
        (list.clone(), format!("curl -i '{url}' {accept}")),
        (
            with_header(create, "authorization", "[removed]"),
            format!(
                r#"curl -i -X POST http://x.example/a {accept} -H 'content-type: application/json' -H "authorization: Bearer $ADMIN_TOKEN" --data-raw '{{"it'\''s":"a $b"}}'"#
            ),
        ),
        (
            with_header(list, "authorization", "[removed]"),
            format!(r#"curl -i '{url}' {accept} -H "authorization: $AUTHORIZATION""#),
        ),
        (
            request("POST", "http://x.example/f(on='target')", None),
            format!(
                r#"curl -i -X POST "http://x.example/f(on='target')" {accept} -H 'content-length: 0'"#
            ),
        ),
        (
            with_text(request("PATCH", "https://[::1]/a", None), "a\n\u{1b}[2J'%\\"),
            format!(
                r"printf -- 'a\012\033[2J'\''%%\\' | curl -i --http1.1 -X PATCH -g 'https://[::1]/a' {accept} -H content-type: --data-binary @-"
            ),
        ),
        (
            with_text(request("PUT", "http://x.example/", None), "caf\u{fffd}"),
            format!(
                "curl -i -X PUT http://x.example/ {accept} -H content-type: --data-raw 'caf\u{fffd}'  # bytes that are not UTF-8 are replaced"
            ),
        ),
    ] {
        assert_eq!(curl(&request), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

    #[test]
    fn a_shell_reads_what_was_sent_whatever_it_is(
        url in "[^\0]*[^\0\n]",
        value in "[^\0]{0,40}[^\0\n]",
        text in prop_oneof![any::<String>(), "[-@'\"$`\\\\!%;|&~#\0\n\r\t\u{1b}\u{9b}\u{202e}a]{0,40}"],
    ) {
        let sent = with_header(request("POST", &url, None), "content-type", "text/plain");
        let sent = with_text(with_header(sent, "x-value", &value), &text);
        let line = curl(&sent);
        prop_assert!(!line.contains(['\n', '\r', '\u{1b}', '\u{9b}', '\u{202e}', '\0']), "{line:?}");
        let (words, read) = words(&line);
        prop_assert!(words.contains(&url), "{line:?}: {words:?}");
        prop_assert!(words.contains(&format!("x-value: {value}")), "{line:?}: {words:?}");
        let body = if words.ends_with(&["--data-binary".to_owned(), "@-".to_owned()]) {
            &read
        } else {
            words.last().unwrap()
        };
        prop_assert_eq!(body, &text, "{}", line);
    }
}

#[test]
fn a_token_is_read_from_a_variable_as_one_word() {
    let list = with_header(request("GET", "http://x.example", None), "authorization", "[removed]");
    let (words, _) = words(&curl(&RequestReport { identity: Some("admin".to_owned()), ..list }));
    assert_eq!(words.last().unwrap(), "authorization: Bearer t o");
}

#[test]
fn a_name_that_a_shell_would_act_on_is_no_command_before_a_variable_either() {
    for name in [
        "x-`echo ran`",
        "x-$HOME",
        "x-$(echo ran)",
        "x-!1",
        "x'y",
        "x\"y",
        "x\\y",
        "x'$y\u{1b}`id`",
    ] {
        let list = with_header(request("GET", "http://x.example", None), name, "[removed]");
        let of_admin = RequestReport { identity: Some("admin".to_owned()), ..list.clone() };
        for (request, value) in [(list, ""), (of_admin, "Bearer t o")] {
            let (words, _) = words(&curl(&request));
            assert_eq!(words.last().unwrap(), &format!("{name}: {value}"));
        }
    }
}

/// What arrives at a server where a shell follows the line.
fn arriving(line: &dyn Fn(&str) -> String) -> Option<String> {
    let (sender, receiver) = mpsc::channel();
    let url = start_with(move |client| {
        sender.send(read_request(client)).unwrap();
        client.write_all(&json(200, "{}")).unwrap();
    });
    let said = followed(&line(&url));
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    receiver.try_recv().ok()
}

#[test]
fn the_same_request_arrives() {
    if !Command::new("curl").arg("--version").output().is_ok_and(|said| said.status.success()) {
        eprintln!(
            "there is no curl here to try the lines with; what a shell makes of them is tried all the same"
        );
        return;
    }
    let long = "ä".repeat(200_000);
    for (method, target, body, text) in [
        ("GET", "/a/{b}?$filter=c%20eq%20'd'&e=[1-3]", None, None),
        ("DELETE", "/a", None, None),
        ("POST", "/a/cancel", None, None),
        ("POST", "/a", Some(json!({"it's": ["\u{1b}[0m\n", "$HOME `id`", "\u{2028}"]})), None),
        ("PATCH", "/a", None, Some("@/etc/passwd")),
        ("POST", "/a", None, Some("")),
        ("POST", "/a", None, Some("{\"a\":\r\n\0 1}\n\n")),
        ("PUT", "/a", None, Some(long.as_str())),
        ("GET", "/a", Some(json!(1)), None),
    ] {
        let sent = |url: &str| {
            let sent = request(method, &format!("{url}{target}"), body.clone());
            let sent = with_header(sent, "content-type", "application/json");
            let sent = with_header(sent, "x-empty", "");
            RequestReport { text: text.map(str::to_owned), ..sent }
        };
        let arrived = arriving(&|url| curl(&sent(url))).unwrap();
        let (head, arrived) = arrived.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        assert_eq!(lines.next().unwrap(), format!("{method} {target} HTTP/1.1"));
        let head = head.to_ascii_lowercase();
        let expected = body.as_ref().map(ToString::to_string).or(text.map(str::to_owned));
        for header in ["accept: application/json", "content-type: application/json", "x-empty:"] {
            assert_eq!(head.lines().filter(|line| line == &header).count(), 1, "{header}: {head}");
        }
        let says_how_long = method == "POST" || expected.is_some();
        let length = format!("content-length: {}", expected.as_ref().map_or(0, String::len));
        assert_eq!(head.lines().any(|line| line == length), says_how_long, "{head}");
        assert_eq!(arrived, expected.unwrap_or_default());
    }
}
