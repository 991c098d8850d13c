//! How much memory the sandbox takes: at its start, and after 10,000, 50,000 and 100,000 exchanges
//! that leave nothing behind. Client and sandbox are one process.
//!
//! `cargo bench -p sandbox --bench memory`, on Linux

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement prints what it found, and ends where it meets what it does not expect"
)]

#[path = "load/connection.rs"]
mod connection;
#[path = "load/crowd.rs"]
mod crowd;

use connection::{Connection, request};
use sandbox::{Config, Sandbox};

/// At which numbers of exchanges to look.
const LOOKS: [usize; 3] = [10_000, 50_000, 100_000];

/// A create, a get, a cancel, a get and a delete: what is left is what was there before.
async fn cycle(connection: &mut Connection) -> usize {
    let created = connection.ask(&request("POST", "", &crowd::add_for(0))).await.unwrap();
    assert_eq!(created.status, 201);
    let created: serde_json::Value = serde_json::from_slice(&created.body).unwrap();
    let own = format!("/{}", created["id"].as_str().unwrap());
    let steps = [
        ("GET", own.clone(), 200),
        ("POST", format!("{own}/cancel"), 200),
        ("GET", own.clone(), 200),
        ("DELETE", own, 204),
    ];
    for (method, path, expected) in &steps {
        let answer = connection.ask(&request(method, path, "")).await.unwrap();
        assert_eq!(answer.status, *expected);
    }
    1 + steps.len()
}

/// The resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn look(exchanges: usize) {
    println!("after {exchanges:>7} exchanges {:>8} KiB", resident());
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let config = Config { world: Some(crowd::world(1)), ..Config::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let mut connection =
            Connection::open(sandbox.url().split('/').nth(2).unwrap()).await.unwrap();
        look(0);
        let mut exchanges = 0;
        for goal in LOOKS {
            while exchanges < goal {
                exchanges += cycle(&mut connection).await;
            }
            look(exchanges);
        }
    });
}
