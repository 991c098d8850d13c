//! A server that passes every request on to another and changes what one of the two says.

use super::fault::{Mistake, Passed};
use super::headers::{end_of_head, split};
use super::heard::Heard;
use super::reply::{Delivery, Reply};
use crate::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use url::Url;

/// How long a body is held back that comes late.
const DRAG: Duration = Duration::from_millis(40);

/// A running server; it stops when it is dropped.
#[derive(Debug)]
pub(super) struct FaultyServer {
    url: String,
    listening: AbortHandle,
}

/// What all exchanges of a trial have in common.
#[derive(Debug)]
struct Course {
    upstream: SocketAddr,
    /// What stands before the path of every call.
    root: String,
    mistake: Mistake,
    passed: Mutex<Vec<Passed>>,
}

impl FaultyServer {
    /// Listens on a free port before `upstream`, the URL of a server on this machine that closes a connection when it is asked to.
    ///
    /// # Errors
    /// [`Error::SelfTest`] where it cannot.
    pub(super) async fn start(upstream: &str, mistake: Mistake) -> Result<Self, Error> {
        let cannot = |problem: &dyn std::fmt::Display| {
            Error::SelfTest(format!("cannot stand before {upstream}: {problem}"))
        };
        let url = Url::parse(upstream).map_err(|error| cannot(&error))?;
        let addresses = url.socket_addrs(|| None).map_err(|error| cannot(&error))?;
        let address = addresses.first().ok_or_else(|| cannot(&"it has no address"))?;
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| cannot(&error))?;
        let own = listener.local_addr().map_err(|error| cannot(&error))?;
        let root = url.path().trim_end_matches('/').to_owned();
        let url = format!("http://{own}{root}");
        let passed = Mutex::default();
        let course = Arc::new(Course { upstream: *address, root, mistake, passed });
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, Arc::clone(&course)));
            }
        });
        Ok(Self { url, listening: listening.abort_handle() })
    }

    /// The URL that stands for the other server's.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for FaultyServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn serve(mut client: TcpStream, course: Arc<Course>) {
    // Where a connection breaks, the judge sees an answer that breaks off.
    let _ = client.set_nodelay(true);
    let _ = pass(&mut client, &course).await;
    let _ = client.shutdown().await;
}

/// One request and its answer; what cannot be read is passed on as it is.
async fn pass(client: &mut TcpStream, course: &Course) -> io::Result<()> {
    let request = read_request(client).await?;
    let Some(mut heard) = Heard::parse(&request, &course.root) else {
        return client.write_all(&course.ask(&request).await?).await;
    };
    if let Some(reply) = course.own_reply(&heard) {
        course.keep(&heard, &reply);
        return deliver(client, &reply).await;
    }
    if let Mistake::Hears(change) = course.mistake {
        change(&mut heard);
    }
    let answer = course.ask(&heard.to_bytes()).await?;
    let Some(mut reply) = Reply::parse(&answer) else {
        return client.write_all(&answer).await;
    };
    course.change(&heard, &mut reply);
    course.keep(&heard, &reply);
    deliver(client, &reply).await
}

impl Course {
    /// What the server answers out of its head.
    fn own_reply(&self, heard: &Heard) -> Option<Reply> {
        let Mistake::Ignores(answer) = self.mistake else { return None };
        Some(answer(heard)?.complete(heard))
    }

    /// What is said in place of the answer.
    fn change(&self, heard: &Heard, reply: &mut Reply) {
        match self.mistake {
            Mistake::Answers(change) => change(reply),
            Mistake::AnswersTo(change) => change(heard, reply),
            Mistake::Remembers(change) => change(&self.passed(), heard, reply),
            Mistake::Nothing | Mistake::Hears(_) | Mistake::Ignores(_) => {}
        }
    }

    fn keep(&self, heard: &Heard, reply: &Reply) {
        self.passed().push(Passed { heard: heard.clone(), reply: reply.clone() });
    }

    fn passed(&self) -> MutexGuard<'_, Vec<Passed>> {
        // What was kept is whole, whatever a change does.
        self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the other server answers, to the end of the connection.
    async fn ask(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        let mut server = TcpStream::connect(self.upstream).await?;
        server.set_nodelay(true)?;
        server.write_all(request).await?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer).await?;
        Ok(answer)
    }
}

/// Head and body, as long as the head says, or what came before the end.
async fn read_request(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut request = Vec::new();
    while !is_whole(&request) && client.read_buf(&mut request).await? > 0 {}
    Ok(request)
}

fn is_whole(request: &[u8]) -> bool {
    if end_of_head(request).is_none() {
        return false;
    }
    let Some((_, headers, body)) = split(request) else { return true };
    let length = headers.get("content-length").and_then(|length| length.parse().ok());
    body.len() >= length.unwrap_or(0)
}

async fn deliver(client: &mut TcpStream, reply: &Reply) -> io::Result<()> {
    let (head, body) = (reply.head(), reply.body.as_slice());
    let half = body.get(..body.len() / 2).unwrap_or_default();
    match reply.delivery {
        Delivery::Whole => client.write_all(&[&head, body].concat()).await,
        Delivery::Truncated => client.write_all(&[&head, half].concat()).await,
        Delivery::Never => hung_up(client).await,
        Delivery::Late => {
            client.write_all(&head).await?;
            hung_up(client).await?;
            client.write_all(body).await
        }
        Delivery::Dragged => {
            client.write_all(&head).await?;
            tokio::time::sleep(DRAG).await;
            client.write_all(body).await
        }
        Delivery::HungUp => Ok(()),
        Delivery::NotHttp => client.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await,
        Delivery::Stray(bytes) => client.write_all(&[&head, body, bytes].concat()).await,
    }
}

/// Waits until the judge has given up.
async fn hung_up(client: &mut TcpStream) -> io::Result<()> {
    let mut buffer = [0; 64];
    while client.read(&mut buffer).await? > 0 {}
    Ok(())
}
