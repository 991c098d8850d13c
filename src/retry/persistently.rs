//! A request and a way to send it in, the outcome of its last try out.

use super::{Again, Retry, again};
use crate::GraphError;
use crate::error::Argument;
use reqwest::{Request, Response};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Sends `request` by `send` until an outcome is the last word, or no more may be tried.
///
/// # Errors
///
/// Those of `send`, which are never tried again.
pub(crate) async fn persistently(
    retry: Retry,
    request: &Request,
    send: impl AsyncFn(Request) -> Result<reqwest::Result<Response>, GraphError>,
) -> Result<reqwest::Result<Response>, GraphError> {
    let begun = Instant::now();
    let mut pauses = retry.pauses_between();
    loop {
        let outcome = send(copy(request)?).await?;
        let Some(again) = again(retry, request.method(), &outcome) else { return Ok(outcome) };
        let pause = pauses.next().map(|own| again.after.unwrap_or(own));
        let is_in_time = |pause: &Duration| {
            begun.elapsed().checked_add(*pause).is_some_and(|time| time <= retry.within)
        };
        let Some(pause) = pause.filter(is_in_time) else { return Ok(outcome) };
        tell(request, &again, pause);
        sleep(pause).await;
    }
}

/// Every body is whole in memory, so that it can be sent again.
fn copy(request: &Request) -> Result<Request, Argument> {
    request.try_clone().ok_or_else(|| Argument::new("the body is a stream"))
}

/// Tells of a try that was not the last, where somebody listens.
#[cfg(feature = "tracing")]
fn tell(request: &Request, again: &Again, pause: Duration) {
    tracing::info!(
        method = %request.method(),
        path = request.url().path(),
        status = again.status.map(|status| status.as_u16()),
        pause = ?pause,
        "trying again"
    );
}

#[cfg(not(feature = "tracing"))]
fn tell(_: &Request, _: &Again, _: Duration) {}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::{Method, StatusCode, Url};
    use std::cell::RefCell;

    const REQUEST: &str = "http://127.0.0.1:1/v1.0";

    fn request(method: Method) -> Request {
        Request::new(method, Url::parse(REQUEST).unwrap())
    }

    #[expect(clippy::unnecessary_wraps, reason = "it stands among outcomes that are errors")]
    fn answer(status: u16, retry_after: Option<&str>) -> reqwest::Result<Response> {
        let answer = http::Response::builder().status(status);
        let answer = retry_after
            .into_iter()
            .fold(answer, |answer, value| answer.header("retry-after", value));
        Ok(answer.body("").unwrap().into())
    }

    /// No connection comes about: nobody may listen there.
    async fn unheard() -> reqwest::Error {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.execute(request(Method::GET)).await.unwrap_err()
    }

    /// How often is tried, how long it takes, and what comes of it in the end, where the service answers so, one after the other.
    async fn tried(
        retry: Retry,
        method: Method,
        answers: Vec<reqwest::Result<Response>>,
    ) -> (usize, Duration, Option<StatusCode>) {
        let begun = Instant::now();
        let answers = RefCell::new(answers.into_iter());
        let (count, request) = (RefCell::new(0), request(method));
        let send = async |_| {
            *count.borrow_mut() += 1;
            Ok(answers.borrow_mut().next().unwrap())
        };
        let outcome = persistently(retry, &request, send).await.unwrap();
        let status = outcome.ok().map(|answer| answer.status());
        (count.into_inner(), begun.elapsed(), status)
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_throttled_or_not_there_for_the_moment_is_tried_again() {
        for (method, status, expected) in [
            (Method::GET, 429, 200),
            (Method::GET, 503, 200),
            (Method::GET, 504, 200),
            (Method::DELETE, 503, 200),
            (Method::GET, 500, 500),
            (Method::GET, 502, 502),
            (Method::GET, 404, 404),
            // A POST that was throttled was not carried out; of the others nobody knows.
            (Method::POST, 429, 200),
            (Method::POST, 503, 503),
            (Method::POST, 504, 504),
        ] {
            let answers = vec![answer(status, None), answer(200, None)];
            let (_, _, last) = tried(Retry::default(), method.clone(), answers).await;
            assert_eq!(last.map(|status| status.as_u16()), Some(expected), "{method} {status}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_post_is_repeated_where_the_caller_allows_it() {
        let answers = vec![answer(503, None), answer(504, None), answer(201, None)];
        let retry = Retry::default().even_posts();
        let (count, _, last) = tried(retry, Method::POST, answers).await;
        assert_eq!((count, last), (3, Some(StatusCode::CREATED)));
    }

    #[tokio::test]
    async fn a_post_that_was_not_heard_is_repeated() {
        let unheard = unheard().await;
        tokio::time::pause();
        let answers = vec![Err(unheard), answer(201, None)];
        let (count, _, last) = tried(Retry::default(), Method::POST, answers).await;
        assert_eq!((count, last), (2, Some(StatusCode::CREATED)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_retry_after_is_obeyed_to_the_second() {
        let answers = vec![answer(429, Some("7")), answer(429, Some("20")), answer(200, None)];
        let (count, time, _) = tried(Retry::default(), Method::GET, answers).await;
        assert_eq!((count, time.as_secs()), (3, 27));
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_for_more_time_than_is_left_has_the_last_word() {
        let answers = vec![answer(429, Some("30")), answer(429, Some("31")), answer(200, None)];
        let (count, time, last) = tried(Retry::default(), Method::GET, answers).await;
        assert_eq!((count, time.as_secs()), (2, 30));
        assert_eq!(last, Some(StatusCode::TOO_MANY_REQUESTS));
    }

    #[tokio::test(start_paused = true)]
    async fn the_tries_have_an_end_and_the_pauses_grow() {
        let answers = (0..9).map(|_| answer(503, None)).collect();
        let retry =
            Retry::default().pauses(Duration::from_secs(1), Duration::from_secs(3)).tries(5);
        let (count, time, last) = tried(retry, Method::GET, answers).await;
        assert_eq!((count, last), (5, Some(StatusCode::SERVICE_UNAVAILABLE)));
        // 1, 2, 3 and 3 seconds, each with as much again by chance at most.
        assert!((9..=18).contains(&time.as_secs()), "{time:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_wants_no_retry_has_none() {
        let (count, time, _) =
            tried(Retry::never(), Method::GET, vec![answer(429, Some("0"))]).await;
        assert_eq!((count, time), (1, Duration::ZERO));
    }
}
