//! A server between the judge and a sandbox: it passes on what it hears, and holds its breath at one request.

use crate::scripted_server::{read_request, start_with};
use crate::served::rest;
use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// When it holds its breath.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// At this POST, counted from one, before the sandbox hears of it.
    Asked(usize),
    /// At this POST, once the sandbox has answered it.
    Done(usize),
}

/// The server in between.
pub(crate) struct Between {
    /// Where it listens.
    pub(crate) url: String,
    /// Tells that it holds its breath.
    pub(crate) holds: Receiver<()>,
    /// Lets it hang up on whoever waits, and go on.
    pub(crate) go_on: Sender<()>,
}

/// Stands before the server at `authority`.
pub(crate) fn between(authority: &str, at: At) -> Between {
    let (authority, posts) = (authority.to_owned(), AtomicUsize::new(0));
    let (hold, holds) = channel();
    let (go_on, goes_on) = channel();
    let wait = move || {
        hold.send(()).unwrap();
        // Whoever has seen enough is gone.
        let _ = goes_on.recv();
    };
    let url = start_with(move |client| {
        let request = read_request(client);
        let number = posts.load(Ordering::SeqCst) + usize::from(request.starts_with("POST "));
        let is_new = posts.swap(number, Ordering::SeqCst) != number;
        if is_new && at == At::Asked(number) {
            return wait();
        }
        let mut server = TcpStream::connect(&authority).unwrap();
        server.write_all(request.as_bytes()).unwrap();
        let answer = rest(server);
        if is_new && at == At::Done(number) {
            return wait();
        }
        let _ = client.write_all(answer.as_bytes());
    });
    Between { url, holds, go_on }
}
