//! A clock at the endpoint's own server that is moved on in place of waiting, as the stand-in's control has one.

use crate::endpoint::{Endpoint, require_bare, shown};
use crate::error::Error;
use crate::exchange::{Exchange, Outcome};
use crate::prepare::{Body, Credential, PreparedRequest};
use crate::send::{Limits, send};
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

    async fn forward(&self, by: Duration, limits: Limits) -> Result<(), Error> {
        let request = PreparedRequest {
            method: "PATCH".to_owned(),
            url: self.url.clone(),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            credential: Credential::Nothing,
            body: Some(Body::Json(json!({ "by": format!("PT{}S", by.as_secs_f64()) }))),
        };
        let exchange = send(&request, &self.endpoint, limits).await?;
        if exchange.is_served() {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "--clock {}: it was not moved on ({}); it must take PATCH with {{\"by\": \"PT30S\"}}",
            self.url,
            told(&exchange)
        )))
    }
}

fn told(exchange: &Exchange) -> String {
    match &exchange.outcome {
        Outcome::Answered(answer) => format!("status {}", answer.status),
        Outcome::Broken(interruption) => interruption.to_string(),
    }
}
