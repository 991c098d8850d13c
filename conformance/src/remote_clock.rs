//! A clock at the endpoint's own server that is moved on in place of waiting, as the stand-in's control has one.

use crate::endpoint::{Endpoint, require_bare, shown};
use crate::error::Error;
use crate::exchange::{Exchange, Outcome};
use crate::prepare::{Body, Credential, PreparedRequest};
use crate::send::{Limits, send};
use crate::throttle::is_later;
use crate::time::Time;
use serde_json::json;
use std::rc::Rc;
use std::time::Duration;
use url::Url;

/// Where the clock is: PATCH `{"by": "PT30S"}` moves it forwards.
#[derive(Clone, Debug)]
pub(crate) struct RemoteClock {
    url: Url,
    endpoint: Endpoint,
}

impl RemoteClock {
    /// The clock at `url`, on the server of `endpoint`.
    ///
    /// # Errors
    /// [`Error::Usage`] where it is no URL, one with more than a server and a path, or one of another server: nobody else is called.
    pub(crate) fn new(url: &str, endpoint: Endpoint) -> Result<Self, Error> {
        let wrong = |problem: String| Error::Usage(format!("--clock {:?}: {problem}", shown(url)));
        let parsed = Url::parse(url).map_err(|error| {
            wrong(format!("{error}; give a URL such as http://127.0.0.1:8080/__sandbox/clock"))
        })?;
        require_bare(&parsed).map_err(wrong)?;
        if parsed.origin() != endpoint.base().origin() {
            return Err(wrong("the clock must be at the server of --endpoint".to_owned()));
        }
        Ok(Self { url: parsed, endpoint })
    }

    /// Time that passes by this clock.
    pub(crate) fn time(self, limits: Limits) -> Time {
        let clock = Rc::new(self);
        Time::moved_by(move |by| {
            let clock = Rc::clone(&clock);
            Box::pin(async move { clock.forward(by, limits).await })
        })
    }

    /// Makes sure that it can be moved on, and does not move it: what is no clock would be found out by each rule that waits. Where the server
    /// cannot be reached, or sends away, its cases tell.
    ///
    /// # Errors
    /// [`Error::Usage`] where it is no clock, [`Error::Unreachable`] where no answer comes.
    pub(crate) async fn require(&self, limits: Limits) -> Result<(), Error> {
        let exchange = match self.moved(Duration::ZERO, limits).await {
            Err(Error::Unreachable { .. }) => return Ok(()),
            exchange => exchange?,
        };
        match &exchange.outcome {
            Outcome::Answered(answer) if is_later(answer.status) => Ok(()),
            Outcome::Answered(_) => self.require_moved((&exchange, Duration::ZERO)),
            Outcome::Broken(interruption) => {
                let (url, problem) = (self.url.to_string(), interruption.to_string());
                Err(Error::Unreachable { url, problem: format!("as --clock, {problem}") })
            }
        }
    }

    async fn forward(&self, by: Duration, limits: Limits) -> Result<(), Error> {
        self.require_moved((&self.moved(by, limits).await?, by))
    }

    async fn moved(&self, by: Duration, limits: Limits) -> Result<Exchange, Error> {
        let request = PreparedRequest {
            method: "PATCH".to_owned(),
            url: self.url.clone(),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            credential: Credential::Nothing,
            body: Some(Body::Json(json!({ "by": duration(by) }))),
        };
        send(&request, &self.endpoint, limits).await
    }

    fn require_moved(&self, (exchange, by): (&Exchange, Duration)) -> Result<(), Error> {
        if exchange.is_served() {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "--clock {}: it was not moved on ({}); it must take PATCH with {{\"by\": \"{}\"}}",
            self.url,
            told(exchange),
            duration(by)
        )))
    }
}

/// As ISO 8601 has it, in seconds.
fn duration(by: Duration) -> String {
    format!("PT{}S", by.as_secs_f64())
}

fn told(exchange: &Exchange) -> String {
    match &exchange.outcome {
        Outcome::Answered(answer) => format!("status {}", answer.status),
        Outcome::Broken(interruption) => interruption.to_string(),
    }
}
