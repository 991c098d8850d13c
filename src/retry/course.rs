//! The tries of one call: what each came to in, the pause before the next out, or that it was the last.

use super::{Outcome, Retry, asked, may_be_repeated, told};
use crate::clock;
use backon::ExponentialBackoff;
use reqwest::Request;
use std::time::Duration;
use tokio::time::Instant;

/// How far the tries of one call have come.
#[derive(Debug)]
pub(crate) struct Course {
    retry: Retry,
    begun: Instant,
    pauses: ExponentialBackoff,
}

impl Course {
    /// The first try begins.
    pub(super) fn begin(retry: Retry) -> Self {
        Self { retry, begun: clock::start(), pauses: retry.pauses_between() }
    }

    /// How long to wait before `request` is sent again; none where `outcome` is the last word, or no more may be tried.
    pub(crate) fn pause(&mut self, request: &Request, outcome: &Outcome) -> Option<Duration> {
        if !may_be_repeated(self.retry, request.method(), outcome) {
            return None;
        }
        // Chance is not told to the nanosecond.
        let own = self.pauses.next()?.min(self.retry.longest);
        // Who asks for no time asks for nothing.
        let pause = asked(outcome).filter(|asked| !asked.is_zero()).unwrap_or(own);
        let time = self.begun.elapsed().checked_add(pause)?;
        if time > self.retry.within {
            return None;
        }
        told::a_try(request, outcome, pause);
        Some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::Mask;
    use crate::reply::Reply;
    use crate::token::TokenFailure;
    use futures_util::FutureExt;
    use reqwest::{Method, StatusCode, Url};
    use tokio::time::sleep;

    const REQUEST: &str = "http://127.0.0.1:1/v1.0";

    fn request(method: Method) -> Request {
        Request::new(method, Url::parse(REQUEST).unwrap())
    }

    #[expect(clippy::unnecessary_wraps, reason = "it stands among outcomes that are errors")]
    fn answer(status: u16, retry_after: Option<&str>) -> Outcome {
        let answer = http::Response::builder().status(status);
        let answer = retry_after
            .into_iter()
            .fold(answer, |answer, value| answer.header("retry-after", value));
        let response = answer.body("").unwrap().into();
        Ok(Ok(Reply::read(response, Mask::default()).now_or_never().unwrap()))
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
        answers: Vec<Outcome>,
    ) -> (usize, Duration, Option<StatusCode>) {
        let (begun, request, mut course) = (clock::start(), request(method), retry.begin());
        for (place, outcome) in answers.into_iter().enumerate() {
            let Some(pause) = course.pause(&request, &outcome) else {
                let status = outcome.ok().and_then(Result::ok).map(|answer| answer.status());
                return (place + 1, begun.elapsed(), status);
            };
            sleep(pause).await;
        }
        panic!("the last answer was tried again");
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
        let answers = vec![Ok(Err(unheard)), answer(201, None)];
        let (count, _, last) = tried(Retry::default(), Method::POST, answers).await;
        assert_eq!((count, last), (2, Some(StatusCode::CREATED)));
    }

    fn granted_none(status: u16, retry_after: Option<u64>) -> TokenFailure {
        TokenFailure::Refused {
            status,
            error: "none".to_owned(),
            description: None,
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_endpoint_that_is_not_there_for_the_moment_is_asked_again_for_any_call() {
        for (failure, expected) in [
            (granted_none(429, None), 2),
            (granted_none(503, None), 2),
            (granted_none(504, None), 2),
            (granted_none(500, None), 1),
            (granted_none(401, None), 1),
            (TokenFailure::because("the vault is closed"), 1),
            (TokenFailure::unavailable("the vault is being restarted"), 2),
            (TokenFailure::Late { after: Duration::from_secs(15) }, 2),
        ] {
            // A call that is not repeated by itself.
            let answers = vec![Err(failure.clone()), answer(200, None)];
            let (count, _, _) = tried(Retry::default(), Method::POST, answers).await;
            assert_eq!(count, expected, "{failure}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_retry_after_of_the_token_endpoint_is_obeyed_within_the_time_of_the_call() {
        let retry = Retry::default();
        let answers = || {
            let failures = [granted_none(429, Some(7)), granted_none(503, Some(20))];
            failures.map(Err).into_iter()
        };
        let (count, time, _) =
            tried(retry, Method::GET, answers().chain([answer(200, None)]).collect()).await;
        assert_eq!((count, time.as_secs()), (3, 27));
        let too_long = answers().chain([answer(429, Some("34")), answer(200, None)]).collect();
        let (count, time, _) = tried(retry, Method::GET, too_long).await;
        assert_eq!((count, time.as_secs()), (3, 27));
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
    async fn a_retry_after_of_no_time_leaves_the_pause_to_chance() {
        for asked in ["0", "Sun, 06 Nov 1994 08:49:36 GMT"] {
            let answers =
                vec![answer(429, Some(asked)), answer(503, Some(asked)), answer(200, None)];
            let (count, time, _) = tried(Retry::default(), Method::GET, answers).await;
            assert_eq!(count, 3);
            assert!((750..=1500).contains(&time.as_millis()), "{time:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_tries_have_an_end() {
        let answers = (0..9).map(|_| answer(503, None)).collect();
        let (count, _, last) = tried(Retry::default().tries(5), Method::GET, answers).await;
        assert_eq!((count, last), (5, Some(StatusCode::SERVICE_UNAVAILABLE)));
    }

    /// The pauses of one call that is never answered well, in milliseconds.
    fn pauses(retry: Retry) -> Vec<u128> {
        let (request, answer, mut course) =
            (request(Method::GET), answer(503, None), retry.begin());
        let pauses = std::iter::from_fn(|| course.pause(&request, &answer));
        pauses.map(|pause| pause.as_millis()).collect()
    }

    /// The shortest and the longest of 200 calls' first pauses, of their second ones, and so on.
    fn spreads(retry: Retry) -> Vec<(u128, u128)> {
        let wide = |(least, most): (u128, u128), pause: u128| (least.min(pause), most.max(pause));
        let mut spreads: Vec<_> = pauses(retry).into_iter().map(|pause| (pause, pause)).collect();
        for pauses in (1..200).map(|_| pauses(retry)) {
            assert_eq!(pauses.len(), spreads.len());
            let widened = spreads.into_iter().zip(pauses);
            spreads = widened.map(|(spread, pause)| wide(spread, pause)).collect();
        }
        spreads
    }

    /// Whether no pause is beyond, and of many some are near the half, and some near the whole.
    fn is_half_to_whole((least, most): (u128, u128), whole: u128) -> bool {
        (whole / 2..=whole * 11 / 20).contains(&least) && (whole * 19 / 20..=whole).contains(&most)
    }

    #[tokio::test(start_paused = true)]
    async fn each_pause_is_between_half_and_whole_of_what_doubles_to_the_longest() {
        let (day, second) = (Duration::from_hours(24), Duration::from_secs(1));
        let patient = Retry::default().within(day);
        for (retry, wholes) in [
            (patient.tries(8), vec![500, 1000, 2000, 4000, 8000, 16_000, 20_000]),
            (patient.tries(5).pauses(second, second * 3), vec![1000, 2000, 3000, 3000]),
            (patient.tries(3).pauses(second * 3, second), vec![1000, 1000]),
            (patient.tries(3).pauses(Duration::ZERO, second), vec![0, 0]),
        ] {
            let spreads = spreads(retry);
            assert_eq!(spreads.len(), wholes.len());
            let mut each = spreads.iter().zip(&wholes);
            assert!(each.all(|(spread, whole)| is_half_to_whole(*spread, *whole)), "{spreads:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_time_is_too_long() {
        let retry = Retry::default().tries(usize::MAX).within(Duration::MAX);
        let request = request(Method::GET);
        for (first, longest) in [
            (Duration::MAX, Duration::MAX),
            (Duration::from_secs(1), Duration::MAX),
            (Duration::MAX, Duration::from_secs(1)),
        ] {
            let mut course = retry.pauses(first, longest).begin();
            let paused = (0..200).filter_map(|_| course.pause(&request, &answer(503, None)));
            assert!(paused.count() == 200, "{first:?} to {longest:?}");
            let asked = course.pause(&request, &answer(429, Some("18446744073709551615")));
            assert_eq!(asked, Some(Duration::from_secs(u64::MAX)));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_wants_no_retry_has_none() {
        let (count, time, _) =
            tried(Retry::never(), Method::GET, vec![answer(429, Some("0"))]).await;
        assert_eq!((count, time), (1, Duration::ZERO));
    }
}
