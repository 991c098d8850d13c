//! A prepared request in, an exchange out: the one place of the judge that touches the network.
//!
//! Every request has a connection of its own, so that what a server writes after an answer that can have no body is seen.

mod connection;
mod message;
mod proxies;
mod received;
#[cfg_attr(not(feature = "rustls"), path = "send/without_tls.rs")]
mod tls;
mod transport;

pub(crate) use transport::Transport;

use crate::clock;
use crate::endpoint::{Endpoint, SHORTEST_TOKEN};
use crate::error::Error;
use crate::exchange::{Answer, Exchange, Interruption, Outcome, SentRequest};
use crate::prepare::{Body, Credential, PreparedRequest};
use crate::secret::{REMOVED, Secret};
use connection::Connection;
pub(crate) use connection::{Stream, connect};
use http_body_util::BodyExt;
use hyper::Response;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use message::Message;
use received::Received;
use serde_json::Value;
use std::borrow::Cow;
use std::time::Duration;
use tokio::time::timeout;

/// How long and how much the judge waits for and reads.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a connection to be made.
    pub connect: Duration,
    /// For the whole exchange, connecting included, to the last byte of the answer.
    pub total: Duration,
    /// For a body, in bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(10), body: 8 << 20 }
    }
}

/// How long a server that keeps the connection open against our wish is watched for stray bytes.
const STRAY_WAIT: Duration = Duration::from_millis(100);

/// Sends a request and keeps what comes back.
///
/// # Errors
/// [`Error::Unreachable`] where no connection comes about. Whatever goes wrong after that is part of the exchange.
pub async fn send(
    request: &PreparedRequest,
    endpoint: &Endpoint,
    limits: Limits,
) -> Result<Exchange, Error> {
    let (started, stopwatch) = (clock::now(), clock::start());
    let total = limits.total;
    let limits = Limits { connect: limits.connect.min(total), ..limits };
    let message = message::of(request, endpoint)?;
    let sent = sent(request, &message);
    let connection = connection::open(&request.url, endpoint.transport(), limits).await?;
    let left = total.saturating_sub(stopwatch.elapsed());
    let answered = timeout(left, converse(&connection, message, limits.body)).await;
    let elapsed = stopwatch.elapsed();
    let outcome = match answered {
        Ok(Ok(mut received)) => {
            received.stray = stray(&connection, &received).await;
            Outcome::Answered(received.into_answer(&secret(&request.credential, endpoint)))
        }
        Ok(Err(interruption)) => Outcome::Broken(interruption),
        Err(_) => Outcome::Broken(Interruption::TimedOut(total)),
    };
    Ok(Exchange { request: sent, outcome, started, elapsed })
}

/// The exchange of a request that is not sent, and of an answer that nobody gave.
///
/// # Errors
/// Where the request cannot be written.
pub(crate) fn unsent(
    request: &PreparedRequest,
    endpoint: &Endpoint,
    answer: &Answer,
) -> Result<Exchange, Error> {
    let sent = sent(request, &message::of(request, endpoint)?);
    let outcome = Outcome::Answered(answer.clone());
    Ok(Exchange { request: sent, outcome, started: clock::now(), elapsed: Duration::ZERO })
}

/// The tokens of the endpoint, and what a call says in place of one: that may be one, too, such as one that has expired.
fn secret<'a>(credential: &Credential, endpoint: &'a Endpoint) -> Cow<'a, Secret> {
    let known = endpoint.secret();
    let Credential::Text(text) = credential else { return Cow::Borrowed(known) };
    let token = text.split_ascii_whitespace().next_back().unwrap_or_default();
    if token.len() < SHORTEST_TOKEN {
        return Cow::Borrowed(known);
    }
    Cow::Owned(known.with(token))
}

/// What is sent, the token left out.
fn sent(request: &PreparedRequest, message: &Message) -> SentRequest {
    let headers = message.headers().iter().map(|(name, value)| {
        let value = if value.is_sensitive() {
            REMOVED.into()
        } else {
            String::from_utf8_lossy(value.as_bytes())
        };
        (name.as_str().to_owned(), value.into_owned())
    });
    let (body, text) = body_as_given(request.body.as_ref());
    SentRequest {
        method: request.method.clone(),
        url: request.url.to_string(),
        headers: headers.collect(),
        identity: match request.credential {
            Credential::Identity(name) => Some(name.to_owned()),
            Credential::Text(_) | Credential::Nothing => None,
        },
        body,
        text,
    }
}

/// The body as it was given: what was given as bytes is told as text, be it JSON or not, for the bytes are what matters.
fn body_as_given(body: Option<&Body>) -> (Option<Value>, Option<String>) {
    match body {
        None => (None, None),
        Some(Body::Json(value)) => (Some(value.clone()), None),
        Some(Body::Bytes(bytes)) => (None, Some(String::from_utf8_lossy(bytes).into_owned())),
    }
}

async fn converse(
    connection: &Connection,
    message: Message,
    most: usize,
) -> Result<Received, Interruption> {
    let is_head = message.method() == hyper::Method::HEAD;
    let (mut sender, driver) =
        http1::handshake(TokioIo::new(connection.clone())).await.map_err(|error| broken(&error))?;
    let answer = async move {
        let response = sender.send_request(message).await.map_err(|error| broken(&error))?;
        read(response, most).await
    };
    // What the driver ends with is known from the answer; it must not shut the connection, for there may be more to read.
    let (received, _) = tokio::join!(answer, driver.without_shutdown());
    received.map(|received| Received { is_head, ..received })
}

/// What follows an answer that ends with its head; the time for it is not the server's.
async fn stray(connection: &Connection, received: &Received) -> Vec<u8> {
    if !received.ends_with_its_head() {
        return Vec::new();
    }
    connection.read_on(STRAY_WAIT).await;
    connection.after_head()
}

async fn read(response: Response<Incoming>, most: usize) -> Result<Received, Interruption> {
    let (head, mut incoming) = response.into_parts();
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error| broken(&error))?;
        let data = frame.data_ref().map(AsRef::as_ref).unwrap_or_default();
        if body.len().saturating_add(data.len()) > most {
            return Err(Interruption::TooLarge { limit: most });
        }
        body.extend_from_slice(data);
    }
    Ok(Received { status: head.status, headers: head.headers, body, ..Received::default() })
}

/// The library's words with their cause.
fn broken(error: &hyper::Error) -> Interruption {
    let cause =
        std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    Interruption::Malformed(format!("{error}{cause}"))
}
