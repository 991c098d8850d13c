//! How many answers a second: the sandbox against a bare handler that returns the same bytes, in one
//! run, in rounds that alternate, as medians and their ratio.
//!
//! Server and clients have a thread each. `cargo bench -p sandbox --bench throughput`

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
#[path = "load/thread_time.rs"]
mod thread_time;

use std::path::Path;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::{get, post};
use connection::{Connection, request};
use sandbox::{Config, Sandbox};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const ROUNDS: usize = 11;
const CONNECTIONS: usize = 8;
/// How often each connection asks in a round.
const ASKS: usize = 1500;
/// The same where every answer waits for the disk.
const KEPT_ASKS: usize = 25;
const REQUEST: &str = "/7999249e-249e-7999-9e24-99799e249979";

const JSON: (HeaderName, &str) = (header::CONTENT_TYPE, "application/json");

/// Somebody who answers, on a thread of their own.
struct Server {
    name: &'static str,
    authority: String,
    _runtime: Runtime,
    sandbox: Option<Sandbox>,
}

/// One thread, which has this name.
fn runtime(name: &str) -> Runtime {
    let mut threads = tokio::runtime::Builder::new_multi_thread();
    threads.worker_threads(1).thread_name(name).enable_all().build().unwrap()
}

fn sandbox(name: &'static str, data: Option<&Path>) -> Server {
    let runtime = runtime(name);
    let (world, data) = (Some(crowd::world(CONNECTIONS * ASKS)), data.map(Path::to_owned));
    let start = Sandbox::start(Config { world, data, ..Config::default() });
    let sandbox = runtime.block_on(async { tokio::spawn(start).await.unwrap().unwrap() });
    let authority = sandbox.url().split('/').nth(2).unwrap().to_owned();
    Server { name, authority, _runtime: runtime, sandbox: Some(sandbox) }
}

/// Answers every GET and every POST with these bytes; the body of a POST is read.
fn bare(shown: Vec<u8>, created: Vec<u8>) -> Server {
    let name = "bare axum";
    let runtime = runtime(name);
    let (shown, created) = (Bytes::from(shown), Bytes::from(created));
    let show = get(move || async move { ([JSON], shown) });
    let create = post(move |_body: Bytes| async move { (StatusCode::CREATED, [JSON], created) });
    let router = Router::new().route("/{*path}", show.merge(create));
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let authority = listener.local_addr().unwrap().to_string();
    runtime.spawn(async move { axum::serve(listener, router).await });
    Server { name, authority, _runtime: runtime, sandbox: None }
}

/// What each connection asks in a round, and the status that it expects.
type Script = Vec<(Vec<Vec<u8>>, u16)>;

fn gets() -> Script {
    (0..CONNECTIONS).map(|_| (vec![request("GET", REQUEST, ""); ASKS], 200)).collect()
}

fn creates(connections: usize) -> Script {
    let of = |connection: usize| {
        let people = (0..ASKS).map(|ask| connection * ASKS + ask);
        people.map(|person| request("POST", "", &crowd::add_for(person))).collect()
    };
    (0..connections).map(|connection| (of(connection), 201)).collect()
}

/// What one round found.
#[derive(Clone, Copy)]
struct Rate {
    answers_a_second: f64,
    /// How long the server's thread was on a processor for each answer, in microseconds.
    thread_time: f64,
}

/// Plays the script, and gives the answers' bodies.
async fn play(server: &Server, script: Script) -> (Rate, Vec<Vec<u8>>) {
    let asks: usize = script.iter().map(|(requests, _)| requests.len()).sum();
    let mut ready = Vec::new();
    for (requests, expected) in script {
        ready.push((Connection::open(&server.authority).await.unwrap(), requests, expected));
    }
    let (start, busy) = (Instant::now(), thread_time::of(server.name));
    let players: JoinSet<Vec<Vec<u8>>> = ready
        .into_iter()
        .map(|(mut connection, requests, expected)| async move {
            let mut bodies = Vec::new();
            for request in requests {
                let answer = connection.ask(&request).await.unwrap();
                assert_eq!(answer.status, expected);
                bodies.push(answer.body);
            }
            bodies
        })
        .collect();
    let bodies = players.join_all().await.concat();
    let took = start.elapsed().as_secs_f64();
    let busy = thread_time::of(server.name).zip(busy).map_or(0, |(after, before)| after - before);
    let busy = Duration::from_nanos(busy).as_secs_f64() * 1e6;
    let asks = f64::from(u32::try_from(asks).unwrap());
    (Rate { answers_a_second: asks / took, thread_time: busy / asks }, bodies)
}

/// Takes back what was created, so that it can be created again.
async fn take_back(server: &Server, created: &[Vec<u8>]) {
    let ids = created.iter().map(|body| {
        let created: serde_json::Value = serde_json::from_slice(body).unwrap();
        created["id"].as_str().unwrap().to_owned()
    });
    let (cancels, deletes) = ids
        .map(|id| {
            let cancel = request("POST", &format!("/{id}/cancel"), "");
            (cancel, request("DELETE", &format!("/{id}"), ""))
        })
        .unzip();
    play(server, vec![(cancels, 200)]).await;
    play(server, vec![(deletes, 204)]).await;
}

async fn create_and_take_back(server: &Server, connections: usize) -> Rate {
    let (rate, created) = play(server, creates(connections)).await;
    if server.sandbox.is_some() {
        take_back(server, &created).await;
    }
    rate
}

fn median(rates: &[Rate], of: impl Fn(&Rate) -> f64) -> f64 {
    let mut values: Vec<f64> = rates.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Lets both play round after round, and prints what that found.
fn compare(what: &str, servers: [&Server; 2], round: &impl AsyncFn(&Server) -> Rate) {
    let clients = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut found = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (server, rates) in servers.iter().zip(&mut found) {
            rates.push(clients.block_on(round(server)));
        }
    }
    println!("{what}");
    let medians = servers.iter().zip(&found).map(|(server, rates)| {
        let answers = median(rates, |rate| rate.answers_a_second);
        let busy = median(rates, |rate| rate.thread_time);
        println!("  {:<16}{answers:>9.0} a second{busy:>9.2} us of its thread", server.name);
        (answers, busy)
    });
    let medians: Vec<_> = medians.collect();
    let (ours, other) = (medians[0], medians[1]);
    println!("  ratio {:.2}, by time of the thread {:.2}", ours.0 / other.0, other.1 / ours.1);
}

/// The body of what a sandbox answers to this.
fn sample(server: &Server, request: &[u8]) -> Vec<u8> {
    let clients = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    clients.block_on(async {
        let mut connection = Connection::open(&server.authority).await.unwrap();
        connection.ask(request).await.unwrap().body
    })
}

fn main() {
    let memory = sandbox("sandbox", None);
    let last = crowd::add_for(CONNECTIONS * ASKS - 1);
    let shown = sample(&memory, &request("GET", REQUEST, ""));
    let created = sample(&memory, &request("POST", "", &last));
    let bare = bare(shown, created.clone());
    let clients = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    clients.block_on(take_back(&memory, &[created]));
    compare("GET by id, 8 connections", [&memory, &bare], &async |server: &Server| {
        play(server, gets()).await.0
    });
    compare("POST create, 8 connections", [&memory, &bare], &async |server: &Server| {
        create_and_take_back(server, CONNECTIONS).await
    });
    drop(bare);

    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("throughput.redb");
    let _ = std::fs::remove_file(&path);
    let kept = sandbox("with a file", Some(&path));
    for connections in [1, CONNECTIONS] {
        let what = format!("POST create, {connections} connections, data in a file against memory");
        compare(&what, [&kept, &memory], &async |server: &Server| {
            let few = creates(connections).into_iter().map(|(mut requests, expected)| {
                requests.truncate(KEPT_ASKS);
                (requests, expected)
            });
            let (rate, created) = play(server, few.collect()).await;
            take_back(server, &created).await;
            rate
        });
    }
}
