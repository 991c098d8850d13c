//! How long a page of a list takes in a world of 100,000 requests, over a loopback connection that
//! stays open. What is compared: a plain loop over all of them in one array.
//!
//! `cargo bench -p sandbox --bench list` prints medians and their ratios to that loop.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement is printed, and a failure of it may be a panic"
)]

use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use sandbox::{Config, Sandbox, World};
use serde_json::{Value, json};

const REQUESTS: usize = 100_000;
const RUNS: usize = 101;
const LIST: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
/// As long as a page may take.
const GOAL: Duration = Duration::from_millis(5);

/// What is measured, and the options of its list.
const LISTS: &[(&str, &str)] = &[
    ("first page", ""),
    ("newest first", "$orderby=createdDateTime desc"),
    ("filter, one in two", "$filter=state eq 'delivered'"),
    ("filter, one in ten thousand", "$filter=state eq 'denied'"),
    ("filter, none", "$filter=state eq 'scheduled'"),
    ("filter, the last hundred", "$filter=createdDateTime ge 2020-01-02T03:45:00Z"),
    (
        "filter, put together",
        "$filter=not (state eq 'delivered' or state eq 'canceled') and createdDateTime gt 2020-01-01T00:00:00Z",
    ),
    ("counted", "$count=true"),
    ("filtered and counted", "$count=true&$filter=state eq 'denied'"),
    ("last page", "$skip=99900"),
    ("expanded", "$expand=requestor,accessPackage"),
];

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let world = Some(World::from_json(&large_world().to_string()).unwrap());
    let sandbox = runtime.block_on(Sandbox::start(Config { world, ..Config::default() })).unwrap();
    let mut connection = Connection::new(&sandbox);

    let plain = plain_loop();
    println!("{:<28} {:>10.3?}", "plain loop", plain);
    let follow = connection.next_link(&format!("{LIST}?$skip=99800"));
    let mine = format!("{LIST}/filterByCurrentUser(on='createdBy')");
    let lists = LISTS.iter().map(|(name, options)| (*name, format!("{LIST}?{options}")));
    for (name, path) in lists.chain([("last page by its link", follow), ("the caller's", mine)]) {
        let taken = median(|| connection.get(&path));
        let ratio = taken.as_secs_f64() / plain.as_secs_f64();
        let verdict = if taken <= GOAL { "" } else { "  over 5 ms" };
        println!("{name:<28} {taken:>10.3?} {ratio:>7.2} times the loop{verdict}");
    }
}

fn median<T>(mut step: impl FnMut() -> T) -> Duration {
    let mut taken: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            black_box(step());
            begin.elapsed()
        })
        .collect();
    taken.sort();
    taken[RUNS / 2]
}

/// Looks at each of as many requests, which lie side by side, and takes those few that match.
fn plain_loop() -> Duration {
    let states: Vec<(u64, u128, Box<str>)> =
        (0..REQUESTS).map(|index| (index as u64, index as u128, state(index).into())).collect();
    median(|| black_box(&states).iter().filter(|one| &*one.2 == "denied").count())
}

fn state(index: usize) -> &'static str {
    match index {
        _ if index % 10_000 == 9_999 => "denied",
        _ if index.is_multiple_of(2) => "delivered",
        _ => "canceled",
    }
}

/// The documented world with many requests, one a second, in the place of its own.
fn large_world() -> Value {
    let mut world: Value = serde_json::from_str(include_str!("../worlds/documented.json")).unwrap();
    world["assignmentRequests"] = (0..REQUESTS).map(request).collect();
    world
}

fn request(index: usize) -> Value {
    let (hour, minute, second) = (index / 3600 % 24, index / 60 % 60, index % 60);
    let day = 1 + index / 86_400;
    let created = format!("2020-01-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    let state = state(index);
    let status = format!("{}{}", state[..1].to_uppercase(), &state[1..]);
    // Spread over all ids, as those of the real service are.
    let id = (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    json!({
        "id": format!("{:08x}-0000-4000-8000-{index:012x}", id >> 32),
        "requestType": "userAdd",
        "state": state,
        "status": status,
        "createdDateTime": created,
        "completedDateTime": created,
        "createdBy": "e1d2c3b4-a596-4877-9a6b-5c4d3e2f1a0b",
        "requestor": "e1d2c3b4-a596-4877-9a6b-5c4d3e2f1a0b",
        "target": "e1d2c3b4-a596-4877-9a6b-5c4d3e2f1a0b",
        "accessPackage": "6d4f8b2a-93c1-4e70-b5d8-2a7c9e1f3b64",
        "assignmentPolicy": "9a6d1f3c-5e82-4b47-a0c9-7d2e8f4b1a53"
    })
}

/// A connection that stays open.
struct Connection {
    stream: BufReader<TcpStream>,
    headers: String,
}

impl Connection {
    fn new(sandbox: &Sandbox) -> Self {
        let address = sandbox.url().trim_start_matches("http://").trim_end_matches("/v1.0");
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let token = sandbox.token("admin").unwrap();
        let headers = format!("Host: {address}\r\nAuthorization: Bearer {token}\r\n\r\n");
        Self { stream: BufReader::new(stream), headers }
    }

    fn get(&mut self, path: &str) -> Vec<u8> {
        let path = path.replace(' ', "%20");
        let head = format!("GET {path} HTTP/1.1\r\n{}", self.headers);
        self.stream.get_mut().write_all(head.as_bytes()).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        assert!(line.starts_with("HTTP/1.1 200"), "{path}: {line}");
        let mut length = 0;
        while line != "\r\n" {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        body
    }

    fn next_link(&mut self, path: &str) -> String {
        let page: Value = serde_json::from_slice(&self.get(path)).unwrap();
        let link = page["@odata.nextLink"].as_str().unwrap();
        let (_, path) = link.split_once("/v1.0").unwrap();
        format!("/v1.0{path}")
    }
}
