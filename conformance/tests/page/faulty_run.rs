//! A run of the program against a server with a mistake: nothing in, the page of its report out.

use crate::bare::program;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use sandbox::{Config, Sandbox};

/// The address of the page.
pub(crate) fn page() -> String {
    static PAGE: LazyLock<PathBuf> = LazyLock::new(judged);
    address(&PAGE)
}

/// What a browser calls a file.
pub(crate) fn address(file: &Path) -> String {
    format!("file://{}", file.display())
}

/// A folder that cargo gives tests, of which no other test uses the file of this name.
pub(crate) fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// What is judged: what the mistake is about, and some that it leaves alone.
const ONLY: [&str; 4] = ["example:*", "rule:cancel/*", "rule:delete/*", "rule:resume/denies*"];

fn judged() -> PathBuf {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::start(Config::default()).await.unwrap();
        let host = server_before(sandbox.url());
        let tokens = sandbox.tokens().into_iter();
        let tokens = tokens.map(|(name, token)| (name, token.to_string())).collect::<Vec<_>>();
        // The sandbox answers on this thread.
        tokio::task::spawn_blocking(move || judge(&host, &tokens)).await.unwrap()
    })
}

fn judge(host: &str, tokens: &[(String, String)]) -> PathBuf {
    let (page, bindings) = (scratch("faulty-run.html"), scratch("faulty-run-bindings.toml"));
    std::fs::write(&bindings, run(program().arg("bindings"))).unwrap();
    let mut command = program();
    command.args(["run", "--endpoint", &format!("{host}/v1.0"), "--token-env", "TOKEN_OF_ADMIN"]);
    command.args(["--clock", &format!("{host}/__sandbox/clock"), "--bindings"]).arg(bindings);
    command.args(["--report", &format!("html={}", page.display())]);
    command.args(ONLY.iter().flat_map(|pattern| ["--only", pattern]));
    for (name, token) in tokens {
        let variable = format!("TOKEN_OF_{}", name.to_uppercase());
        command.env(&variable, token);
        if name != "admin" {
            command.args(["--identity", &format!("{name}={variable}")]);
        }
    }
    run(&mut command);
    page
}

fn run(command: &mut Command) -> Vec<u8> {
    let ended = command.output().unwrap();
    assert!(matches!(ended.status.code(), Some(0 | 1)), "{ended:?}");
    ended.stdout
}

/// Passes everything on to the sandbox, and says of a cancel that it is done whatever the sandbox says.
fn server_before(upstream: &str) -> String {
    let host = upstream.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (mut client, host) = (client.unwrap(), host.clone());
            // A judge that has read enough hangs up.
            std::thread::spawn(move || pass(&mut client, &host).ok());
        }
    });
    url
}

fn pass(client: &mut TcpStream, host: &str) -> std::io::Result<()> {
    let request = read_request(client)?;
    let mut server = TcpStream::connect(host)?;
    server.write_all(&request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    let line = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
    if line.contains("/cancel ") && answer.starts_with(b"HTTP/1.1 4") {
        answer = b"HTTP/1.1 204 \r\n\r\n".to_vec();
    }
    client.write_all(&answer)
}

/// Head and body.
fn read_request(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        match client.read(&mut buffer)? {
            0 => break,
            count => request.extend_from_slice(&buffer[..count]),
        }
    }
    Ok(request)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
