//! A prepared request in, an exchange out: the one place of the judge that touches the network.
//!
//! Every request has a connection of its own, so that what a server writes after an answer that can have no body is seen.

mod connection;
mod received;
#[cfg(feature = "rustls")]
mod tls;

use crate::clock;
use crate::error::Error;
use crate::exchange::{Exchange, Interruption, Outcome, SentRequest};
use crate::prepare::{Endpoint, PreparedRequest};
use bytes::Bytes;
use connection::Connection;
use http_body_util::{BodyExt, Full};
use hyper::Response;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use received::Received;
use std::time::Duration;
use tokio::time::timeout;

/// How long and how much the judge waits for and reads.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a connection to be made.
    pub connect: Duration,
    /// For the whole exchange, from the connection to the last byte.
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
    let started = clock::start();
    let connection = connection::open(&request.url, limits).await?;
    let message = received::message(request, endpoint)?;
    let outcome = match timeout(
        limits.total.saturating_sub(started.elapsed()),
        converse(connection, message, limits.body),
    )
    .await
    {
        Ok(Ok(received)) => Outcome::Answered(received.into_answer(endpoint)),
        Ok(Err(interruption)) => Outcome::Broken(interruption),
        Err(_) => Outcome::Broken(Interruption::TimedOut(limits.total)),
    };
    Ok(Exchange { request: sent(request, endpoint), outcome, elapsed: started.elapsed() })
}

fn sent(request: &PreparedRequest, endpoint: &Endpoint) -> SentRequest {
    let authorization =
        endpoint.token().map(|_| ("authorization".to_owned(), received::REMOVED.to_owned()));
    let headers =
        request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
    SentRequest {
        method: request.method.clone(),
        url: request.url.to_string(),
        headers: authorization.into_iter().chain(headers).collect(),
        body: request.body.clone(),
    }
}

async fn converse(
    connection: Connection,
    message: hyper::Request<Full<Bytes>>,
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
    let mut received = received?;
    if is_head || received.can_have_no_body() {
        connection.read_on(STRAY_WAIT).await;
        received.stray = connection.after_head();
    }
    Ok(received)
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
    Ok(Received { status: head.status, headers: head.headers, body, stray: Vec::new() })
}

/// The library's words with their cause.
fn broken(error: &hyper::Error) -> Interruption {
    let cause =
        std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    Interruption::Malformed(format!("{error}{cause}"))
}
