//! Several exchanges: answers that are given one after the other come in, the requests that were sent for them go out.

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use crate::exchange::heard;

/// A listener that gives its answers in their order, and hears nobody after the last.
pub(crate) struct Script {
    origin: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// With these answers.
    pub(crate) fn of(answers: impl IntoIterator<Item = String>) -> Self {
        let answers: Vec<_> = answers.into_iter().collect();
        Self::at(|_| answers)
    }

    /// With answers that name the place where they are given, as `http://127.0.0.1:50000`.
    pub(crate) fn at(answers: impl FnOnce(&str) -> Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answers, recorded) = (answers(&origin), Arc::clone(&requests));
        thread::spawn(move || {
            for answer in answers {
                let (mut connection, request) = heard(&listener);
                recorded.lock().unwrap().push(request);
                connection.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { origin, requests }
    }

    /// Where it listens, as `http://127.0.0.1:50000`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The root of the service that it plays.
    pub(crate) fn root(&self) -> String {
        format!("{}/v1.0", self.origin)
    }

    /// The requests so far, as they went over the wire.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// What a request asks for, as it stands in its first line.
pub(crate) fn target(request: &str) -> &str {
    request.split(' ').nth(1).unwrap()
}

/// The value of a header of a request.
pub(crate) fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = request.split_once("\r\n\r\n").unwrap();
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    headers.find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The body of a request.
pub(crate) fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}
