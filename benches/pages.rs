//! How much memory a list takes that is streamed: the resident memory of the process after one page, and after 10,000 and 100,000 requests.
//!
//! `cargo bench --bench pages`, on Linux

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints what it found, and ends where it meets what it does not expect"
)]

#[path = "load/server.rs"]
mod server;

use assignment_requests::{Query, Session};
use futures_util::TryStreamExt;

const PAGE: usize = 100;
const LAST: usize = 1000;
const LOOKS: [usize; 4] = [1, 1_000, 10_000, 100_000];

fn main() {
    let url = server::start(page);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let connection = reqwest::Client::builder().no_proxy().build().unwrap();
        let session = Session::builder().endpoint(&url).token("a-token").connection(connection);
        let mut requests = session.build().unwrap().client().list(&Query::new()).items();
        let mut count = 0;
        while let Some(request) = requests.try_next().await.unwrap() {
            assert!(request.id.is_some());
            count += 1;
            if LOOKS.contains(&count) {
                println!("after {count:>7} requests {:>8} KiB", resident());
            }
        }
        assert_eq!(count, PAGE * LAST);
    });
}

/// One page of requests, and the link to the next.
fn page(line: &str, own: &str) -> String {
    let number = line.split_once("skiptoken=").and_then(|(_, rest)| rest.split(' ').next());
    let number: usize = number.map_or(0, |number| number.parse().unwrap());
    let items: Vec<String> = (0..PAGE)
        .map(|place| {
            format!(
                r#"{{"id":"{number}-{place}","requestType":"adminAdd","state":"delivered","status":"Delivered","createdDateTime":"2024-06-07T15:53:35Z"}}"#
            )
        })
        .collect();
    let next = if number + 1 < LAST {
        format!(r#","@odata.nextLink":"{own}/next?$skiptoken={}""#, number + 1)
    } else {
        String::new()
    };
    format!(r#"{{"value":[{}]{next}}}"#, items.join(","))
}

/// The resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
