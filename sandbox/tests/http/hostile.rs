//! Requests that no honest client sends: each is answered, and what is refused is told why.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Answer, Ask, ROOT, admin, authority, documented};

/// Sends rows of requests and compares the codes; what is not refused has none.
async fn check(rows: Vec<(Ask, &str)>) {
    let sandbox = documented().await;
    for (ask, code) in rows {
        let answer = ask.send(&sandbox).await;
        let refused = answer.status >= 400;
        assert!(answer.status < 500, "{answer:?}");
        assert_eq!(if refused { answer.code() } else { String::new() }, code, "{ask:.200?}");
        assert!(!refused || !answer.message().is_empty(), "{answer:?}");
    }
}

/// The answers to raw bytes, until the server closes the connection.
async fn answers(raw: &[u8]) -> Vec<Answer> {
    let sandbox = documented().await;
    let mut stream = TcpStream::connect(authority(&sandbox)).await.unwrap();
    stream.write_all(raw).await.unwrap();
    let mut read = String::new();
    stream.read_to_string(&mut read).await.unwrap();
    read.split("HTTP/1.1 ").skip(1).map(|one| Answer::read(&format!("HTTP/1.1 {one}"))).collect()
}

/// A request to the collection up to its body; the last header says how that ends.
fn head(method: &str, last: &str) -> String {
    let (path, token) = (format!("{ROOT}/assignmentRequests"), admin());
    let json = "Content-Type: application/json";
    format!(
        "{method} {path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {token}\r\n{json}\r\n{last}\r\n\r\n"
    )
}

#[tokio::test]
async fn no_path_confuses() {
    let below = |rest: &str| Ask::new("GET", &format!("assignmentRequests{rest}"));
    check(vec![
        (below("%00"), "ResourceNotFound"),
        (below("/%00"), "BadRequest"),
        (below("/7999249e-249e-7999-9e24-99799e249979%00"), "BadRequest"),
        (below("%C0%AF"), "ResourceNotFound"),
        (below("/%E0%80%AF"), "ResourceNotFound"),
        (below("/%ED%A0%80"), "ResourceNotFound"),
        (below("/%"), "BadRequest"),
        (below("/ä"), "BadRequest"),
        (below("//"), "ResourceNotFound"),
        (below("/../assignmentRequests"), "ResourceNotFound"),
        (below("/%2E%2E/assignmentRequests"), "ResourceNotFound"),
        (below(";a=b"), "ResourceNotFound"),
        (below("/filterByCurrentUser(on='%00')"), "BadRequest"),
        (below("/filterByCurrentUser(on=''')"), "BadRequest"),
        (Ask::at("GET", &format!("/{ROOT}/assignmentRequests")), "ResourceNotFound"),
        (Ask::at("GET", &"/".repeat(8000)), "ResourceNotFound"),
        (Ask::at("GET", "*"), "ResourceNotFound"),
        (Ask::at("CONNECT", "elsewhere.example:80"), "ResourceNotFound"),
    ])
    .await;
}

#[tokio::test]
async fn no_query_confuses() {
    let list = |option: &str, value: &str| {
        Ask::get(&format!("assignmentRequests?{option}={}", value.replace(' ', "+")))
    };
    check(vec![
        (list("$filter", &format!("{}state eq 'x'", "(".repeat(2000))), "InvalidFilter"),
        (list("$filter", &")".repeat(2000)), "InvalidFilter"),
        (list("$filter", &"not (".repeat(1400)), "InvalidFilter"),
        (list("$filter", &format!("state eq '{}'", "x".repeat(7000))), "InvalidFilter"),
        (list("$filter", &"state eq 'denied' or ".repeat(300)), "InvalidFilter"),
        (list("$filter", "%FF%00"), "InvalidFilter"),
        (list("$filter", "createdDateTime gt 9999-12-31T23:59:59-23:59"), "InvalidFilter"),
        (list("$select", &",".repeat(7000)), "BadRequest"),
        (list("$select", "id($select=id)"), "BadRequest"),
        (list("$expand", &"assignment($expand=".repeat(300)), "BadRequest"),
        (list("$expand", "assignment($levels=max)"), "BadRequest"),
        (list("$expand", "assignment/$ref"), "BadRequest"),
        (list("$top", &"9".repeat(3000)), "BadRequest"),
        (list("$skiptoken", &"%00".repeat(2000)), "BadRequest"),
        (list("$skip", "4294967295"), ""),
        (Ask::get(&format!("assignmentRequests?{}", "=".repeat(7000))), "BadRequest"),
        (Ask::get(&format!("assignmentRequests?{}", "&".repeat(7000))), ""),
    ])
    .await;
}

#[tokio::test]
async fn no_method_confuses() {
    let methods = ["OPTIONS", "TRACE", "CONNECT", "PUT", "PATCH", "PRI", "get", &"G".repeat(300)];
    let ask = |method: &&str| (Ask::new(method, "assignmentRequests"), "MethodNotAllowed");
    check(methods.iter().map(ask).collect()).await;
}

#[tokio::test]
async fn no_chunked_body_confuses() {
    for (body, message) in [
        ("2\r\n{}\r\n0\r\n\r\n", "the body: missing field `requestType`"),
        ("1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n", "the body: missing field `requestType`"),
        ("0\r\n\r\n", "the body is empty"),
        ("-1\r\n{}\r\n0\r\n\r\n", "the body could not be read"),
        ("fffffffffffffffff\r\n{}\r\n", "the body could not be read"),
        ("2\r\n{}XX0\r\n\r\n", "the body could not be read"),
    ] {
        let chunked = head("POST", "Connection: close\r\nTransfer-Encoding: chunked");
        let answers = answers(format!("{chunked}{body}").as_bytes()).await;
        let [answer] = &answers[..] else { panic!("{answers:?}") };
        assert_eq!(answer.status, 400, "{body:.50}");
        assert!(answer.message().starts_with(message), "{body:.50}: {}", answer.body);
    }
}

#[tokio::test]
async fn requests_that_are_sent_all_at_once_are_answered_one_after_the_other() {
    let requests = [
        head("GET", "Content-Length: 0"),
        head("POST", "Content-Length: 2") + "{}",
        head("PUT", "Content-Length: 2") + "{}",
        head("HEAD", "Content-Length: 0"),
        head("GET", "Content-Length: 0").repeat(100),
        head("GET", "Connection: close"),
    ];
    let answers = answers(requests.concat().as_bytes()).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [vec![200, 400, 405, 405], vec![200; 101]].concat());
}
