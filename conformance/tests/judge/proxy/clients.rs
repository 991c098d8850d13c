//! The checks of a client: each is seen to speak of what it objects to, and to be silent for a client that does as documented.

use super::proxied::Proxied;
use super::{report, told_of};
use crate::none;
use crate::program::scratch;
use crate::scripted_server::{json, start};
use crate::served::REQUESTS;
use conformance::proxy::CLIENT_CHECKS;

/// A call of a client: method, what stands behind the path of the requests, headers, body.
type Call<'a> = (&'a str, &'a str, &'a str, &'a str);

const KNOWN: &str = "Authorization: Bearer somebody-else\r\n";
const JSON: &str = "Authorization: Bearer somebody-else\r\nContent-Type: application/json\r\n";

/// A server that pages, is too busy, or fails, as it is asked for by `$filter` and `answers`.
fn answer(request: &str) -> Vec<u8> {
    let line = request.lines().next().unwrap_or_default();
    // Behind a date, a header may follow that tells what the server's clock says.
    let busy = |after: &str| {
        let body = r#"{"error":{"code":"TooManyRequests","message":"Later."}}"#;
        format!("HTTP/1.1 429 \r\ncontent-type: application/json\r\nretry-after: {after}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
    };
    if line.contains("busy-for-an-hour") {
        busy("3600")
    } else if line.contains("busy-for-nothing") {
        busy("0")
    } else if line.contains("busy-until-then") {
        busy("Wed, 21 Oct 2099 07:28:00 GMT")
    } else if line.contains("busy-by-a-slow-clock") {
        busy("Mon, 01 Jan 2001 01:00:00 GMT\r\ndate: Mon, 01 Jan 2001 00:00:00 GMT")
    } else if line.contains("busy-by-a-fast-clock") {
        busy("Wed, 21 Oct 2099 07:28:01 GMT\r\ndate: Wed, 21 Oct 2099 07:28:00 GMT")
    } else if line.contains("pages") && !line.contains("skiptoken") {
        let next = format!("https://up.example{REQUESTS}?$filter=pages%20x&$skiptoken=a%2Bb");
        json(200, &format!(r#"{{"value":[],"@odata.nextLink":"{next}"}}"#))
    } else if request.contains("fail please") {
        json(500, r#"{"error":{"code":"a","message":"b"}}"#)
    } else if request.contains("hang up please") {
        Vec::new()
    } else {
        json(200, r#"{"value":[]}"#)
    }
}

/// What is said of a client that makes these calls, of which the order matters.
fn told(name: &str, calls: &[Call<'_>]) -> Vec<String> {
    let file = scratch(&format!("client-{name}.json"));
    let to = format!("json={}", file.display());
    let proxied = Proxied::start(&format!("{}/v1.0", start(answer)), &["--report", &to]);
    for (method, below, headers, body) in calls {
        let length = if body.is_empty() {
            String::new()
        } else {
            format!("content-length: {}\r\n", body.len())
        };
        let request = format!(
            "{method} {REQUESTS}{below} HTTP/1.1\r\nHost: x\r\n{headers}{length}Connection: close\r\n\r\n{body}"
        );
        proxied.ask(request.as_bytes());
    }
    proxied.stop();
    told_of("client", &report(&file))
}

const FIRST: Call<'static> = ("GET", "?$filter=pages%20x", KNOWN, "");
const CREATE: &str = r#"{"requestType":"adminAdd","assignment":{"targetId":"46184453-e63b-4f20-86c2-c557ed5d5df9","assignmentPolicyId":"2264bf65-76ba-417b-a27d-54d291f0cbc8","accessPackageId":"a914b616-e04e-476b-aa37-91038f0b165b"}}"#;
const FAILING: &str = r#"{"requestType":"adminAdd","justification":"fail please"}"#;
const BROKEN: &str = r#"{"requestType":"adminAdd","justification":"hang up please"}"#;
const OTHER: &str = "Authorization: Bearer another-one\r\nContent-Type: application/json\r\n";

/// A name, what is called in this order, and what is said of the client.
type Row<'a> = (&'a str, &'a [Call<'a>], &'a [&'a str]);

/// Holds what is said against what is to be said.
fn hold(rows: &[Row<'_>]) {
    let told = rows.iter().map(|(name, calls, expected)| (name, told(name, calls), *expected));
    let wrong = told.filter(|(_, told, expected)| told != expected);
    none(wrong.map(|row| format!("{row:?}")));
}

const BUSY: Call<'static> = ("GET", "?$filter=busy-for-an-hour", KNOWN, "");
const ONE: &str = "/7999249e-249e-7999-9e24-99799e249979";

/// Who waits, or is not asked to, or is another, or asks for something else, is not to blame.
const WAITS: &[Row<'_>] = &[
    ("busy", &[BUSY, ("GET", "", KNOWN, "")], &["must client/retry-after"]),
    (
        "busy-until",
        &[("GET", "?$filter=busy-until-then", KNOWN, ""), BUSY],
        &["must client/retry-after"],
    ),
    (
        "busy-by-a-slow-clock",
        &[("GET", "?$filter=busy-by-a-slow-clock", KNOWN, ""), ("GET", "", KNOWN, "")],
        &["must client/retry-after"],
    ),
    (
        "busy-by-a-fast-clock",
        &[("GET", "?$filter=busy-by-a-fast-clock", KNOWN, ""), ("GET", "", KNOWN, "")],
        &[],
    ),
    ("not-busy", &[("GET", "?$filter=busy-for-nothing", KNOWN, ""), ("GET", "", KNOWN, "")], &[]),
    ("busy-once", &[BUSY], &[]),
    ("busy-for-others", &[BUSY, ("GET", "", OTHER, "")], &[]),
    ("busy-elsewhere", &[BUSY, ("GET", ONE, KNOWN, "")], &[]),
];

#[test]
fn who_is_asked_to_wait_waits() {
    hold(WAITS);
}

/// A link may be encoded otherwise, in another order, and followed with a new token.
const LINKS: &[Row<'_>] = &[
    ("link", &[FIRST, ("GET", "?$filter=pages%20x&$skiptoken=a%2Bb", KNOWN, "")], &[]),
    ("link-encoded", &[FIRST, ("GET", "?%24skiptoken=%61%2bb&%24filter=pages+x", KNOWN, "")], &[]),
    ("link-refreshed", &[FIRST, ("GET", "?$filter=pages%20x&$skiptoken=a%2Bb", OTHER, "")], &[]),
    ("link-cut", &[FIRST, ("GET", "?$skiptoken=a%2Bb", KNOWN, "")], &["must client/paging"]),
    (
        "link-longer",
        &[FIRST, ("GET", "?$filter=pages%20x&$skiptoken=a%2Bb&$select=id", KNOWN, "")],
        &["must client/paging"],
    ),
    (
        "link-elsewhere",
        &[
            FIRST,
            (
                "GET",
                "/filterByCurrentUser(on='target')?$filter=pages%20x&$skiptoken=a%2Bb",
                KNOWN,
                "",
            ),
        ],
        &["must client/paging"],
    ),
    ("link-unknown", &[("GET", "?$skiptoken=made-up", KNOWN, "")], &["should client/paging"]),
];

#[test]
fn a_link_is_followed_as_it_was_given() {
    hold(LINKS);
}

const HEADS: &[Row<'_>] = &[
    ("nobody", &[("GET", "", "", "")], &["must client/headers"]),
    (
        "id",
        &[("GET", "", "Authorization: Bearer x\r\nclient-request-id: 7\r\n", "")],
        &["must client/headers"],
    ),
    (
        "good-id",
        &[(
            "GET",
            "",
            "Authorization: Bearer x\r\nClient-Request-Id: 46184453-e63b-4f20-86c2-c557ed5d5df9\r\n",
            "",
        )],
        &[],
    ),
    ("path", &[("GET", "/7", KNOWN, "")], &["must client/path-parameters"]),
    ("good-path", &[("GET", "/7999249E-249E-7999-9E24-99799E249979", KNOWN, "")], &[]),
    ("option", &[("GET", "?$top=1", KNOWN, "")], &["should client/query-options"]),
    ("twice", &[("GET", "?$select=id&$SELECT=state", KNOWN, "")], &["must client/query-options"]),
    ("plain-option", &[("GET", "?select=id", KNOWN, "")], &[]),
];

#[test]
fn a_head_says_who_calls_and_what_in_the_documented_form() {
    hold(HEADS);
}

const BODIES: &[Row<'_>] = &[
    ("create", &[("POST", "", JSON, CREATE)], &[]),
    ("untyped", &[("POST", "", KNOWN, CREATE)], &["must client/content-type"]),
    (
        "form",
        &[("POST", "", "Authorization: Bearer x\r\nContent-Type: text/plain\r\n", CREATE)],
        &["must client/content-type"],
    ),
    ("no-body", &[("POST", "", JSON, "")], &["must client/body"]),
    ("no-json", &[("POST", "", JSON, "{\"requestType\":")], &["must client/body"]),
    ("wrong-type", &[("POST", "", JSON, r#"{"requestType":7}"#)], &["must client/body"]),
    ("no-type", &[("POST", "", JSON, r#"{"justification":"x"}"#)], &["must client/body"]),
    (
        "body-for-nobody",
        &[("POST", "/7999249e-249e-7999-9e24-99799e249979/cancel", JSON, "{}")],
        &["may client/body"],
    ),
    (
        "unknown",
        &[("POST", "", JSON, r#"{"requestType":"adminAdd","colour":"red"}"#)],
        &["should client/unknown-members"],
    ),
    (
        "as-documented",
        &[("POST", "", JSON, r#"{"requestType":"UserAdd","accessPackageAssignment":{}}"#)],
        &[],
    ),
];

#[test]
fn a_body_says_what_it_is_and_is_what_the_contract_has() {
    hold(BODIES);
}

const WRITES: &[Row<'_>] = &[
    (
        "again",
        &[("POST", "", JSON, FAILING), ("POST", "", JSON, FAILING)],
        &["may client/repeated-write"],
    ),
    (
        "again-unanswered",
        &[("POST", "", JSON, BROKEN), ("POST", "", JSON, BROKEN)],
        &["may client/repeated-write"],
    ),
    (
        "looked",
        &[("POST", "", JSON, FAILING), ("GET", "", KNOWN, ""), ("POST", "", JSON, FAILING)],
        &[],
    ),
    ("again-by-another", &[("POST", "", JSON, FAILING), ("POST", "", OTHER, FAILING)], &[]),
    ("another-write", &[("POST", "", JSON, FAILING), ("POST", "", JSON, CREATE)], &[]),
];

#[test]
fn what_may_have_been_done_is_not_done_again_before_somebody_looked() {
    hold(WRITES);
}

#[test]
fn every_check_of_a_client_is_seen_to_speak() {
    let rows = [WAITS, LINKS, HEADS, BODIES, WRITES].concat();
    let spoke =
        |id: &str| rows.iter().any(|(_, _, told)| told.iter().any(|told| told.ends_with(id)));
    let silent = CLIENT_CHECKS.iter().filter(|check| !spoke(check.id));
    none(silent.map(|check| check.id.to_owned()));
}
