//! A source of tokens in, the same asked no more often than it must be: a token is kept until shortly before it runs out, and who waited for a
//! fetch has what came of it.

use super::{AccessToken, TokenFailure, TokenSource};
use crate::clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// So long before a token runs out, the next is fetched: a request that is sent now may be judged a moment later, by another clock.
const EARLY: Duration = Duration::from_mins(5);

/// Of a token that is good for a shorter time, so much is used.
const SHARE: u32 = 2;

/// A source, and the token that it gave last. All who ask at a time wait for one answer, though it be a failure.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    source: Arc<dyn TokenSource>,
    last: Arc<Mutex<Fetched>>,
    /// How many fetches have failed, to be read by those who are about to wait.
    failures: Arc<AtomicUsize>,
}

/// What came of the fetches so far.
#[derive(Debug, Default)]
struct Fetched {
    token: Option<Last>,
    failure: Option<TokenFailure>,
}

#[derive(Debug)]
struct Last {
    token: AccessToken,
    /// When the next is fetched; never for a token that does not say how long it is good.
    due: Option<Instant>,
}

impl Kept {
    pub(crate) fn of(source: Arc<dyn TokenSource>) -> Self {
        Self { source, last: Arc::default(), failures: Arc::default() }
    }

    /// The token to use now.
    ///
    /// # Errors
    ///
    /// Those of the source.
    pub(crate) async fn token(&self) -> Result<AccessToken, TokenFailure> {
        self.token_that(Last::is_good).await
    }

    /// The token to use after `refused` was refused as none: another one, where somebody has fetched it already, or the next that the source
    /// gives.
    ///
    /// # Errors
    ///
    /// Those of the source.
    pub(crate) async fn after(&self, refused: &AccessToken) -> Result<AccessToken, TokenFailure> {
        self.token_that(|last| last.token.authorization() != refused.authorization()).await
    }

    /// The token that was fetched last, where it is one that will do, or else the next. Where a fetch failed for which this one waited, its
    /// failure: many who wait are not to ask a source one after the other that cannot answer. Who comes later asks anew.
    async fn token_that(
        &self,
        will_do: impl FnOnce(&Last) -> bool,
    ) -> Result<AccessToken, TokenFailure> {
        let failed_before = self.failures.load(Ordering::SeqCst);
        let mut last = self.last.lock().await;
        if let Some(kept) = last.token.as_ref().filter(|kept| will_do(kept)) {
            return Ok(kept.token.clone());
        }
        let has_failed = self.failures.load(Ordering::SeqCst) != failed_before;
        match last.failure.as_ref().filter(|_| has_failed) {
            Some(failure) => Err(failure.clone()),
            None => self.fetch(&mut last).await,
        }
    }

    async fn fetch(&self, last: &mut Fetched) -> Result<AccessToken, TokenFailure> {
        let fetched = self.source.token().await;
        match &fetched {
            Ok(token) => {
                let due = token.good_for.and_then(|time| clock::start().checked_add(used(time)));
                last.token = Some(Last { token: token.clone(), due });
            }
            Err(failure) => {
                last.failure = Some(failure.clone());
                self.failures.fetch_add(1, Ordering::SeqCst);
            }
        }
        fetched
    }
}

impl Last {
    fn is_good(&self) -> bool {
        self.due.is_none_or(|due| clock::start() < due)
    }
}

/// How long a token is used that is good for so long.
fn used(time: Duration) -> Duration {
    time.saturating_sub(EARLY).max(time / SHARE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::TokenFuture;
    use futures_util::future::join_all;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::time::{advance, sleep};

    /// How long a fetch takes.
    const FETCH: Duration = Duration::from_secs(2);

    /// The least that the clock tells apart.
    const MOMENT: Duration = Duration::from_millis(1);

    /// Gives `token-1`, `token-2` and so on, each good for so long; the first fetches fail.
    #[derive(Debug, Default)]
    struct Counting {
        good_for: Option<Duration>,
        failing: usize,
        fetches: AtomicUsize,
    }

    impl TokenSource for Arc<Counting> {
        fn token(&self) -> TokenFuture<'_> {
            Box::pin(self.fetch())
        }
    }

    impl Counting {
        fn good_for(seconds: u64) -> Arc<Self> {
            let good_for = Some(Duration::from_secs(seconds));
            Arc::new(Self { good_for, ..Self::default() })
        }

        async fn fetch(&self) -> Result<AccessToken, TokenFailure> {
            let count = self.fetches.fetch_add(1, Ordering::Relaxed) + 1;
            sleep(FETCH).await;
            if count <= self.failing {
                return Err(TokenFailure::because("not yet"));
            }
            let token = AccessToken::new(&format!("token-{count}"))?;
            Ok(self.good_for.into_iter().fold(token, AccessToken::good_for))
        }

        fn fetched(&self) -> usize {
            self.fetches.load(Ordering::Relaxed)
        }
    }

    fn kept(source: &Arc<Counting>) -> Kept {
        Kept::of(Arc::new(Arc::clone(source)))
    }

    /// Which token it is, as `token-1`.
    fn name(token: &AccessToken) -> &str {
        token.authorization().to_str().unwrap().trim_start_matches("Bearer ")
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_used_until_shortly_before_it_runs_out() {
        for (good_for, used) in [
            // Until five minutes before the end, or half of its life, whichever is later.
            (3600, 3300),
            (600, 300),
            (598, 299),
            (300, 150),
            (60, 30),
            (2, 1),
        ] {
            let source = Counting::good_for(good_for);
            let kept = kept(&source);
            kept.token().await.unwrap();
            advance(Duration::from_secs(used).saturating_sub(MOMENT)).await;
            assert_eq!(name(&kept.token().await.unwrap()), "token-1", "{good_for} s");
            advance(MOMENT).await;
            assert_eq!(name(&kept.token().await.unwrap()), "token-2", "{good_for} s");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_that_is_good_for_no_time_is_used_once() {
        let source = Counting::good_for(0);
        let kept = kept(&source);
        assert_eq!(name(&kept.token().await.unwrap()), "token-1");
        assert_eq!(name(&kept.token().await.unwrap()), "token-2");
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_of_unknown_or_endless_life_is_used_until_it_is_refused() {
        for good_for in [None, Some(Duration::MAX)] {
            let source = Arc::new(Counting { good_for, ..Counting::default() });
            let kept = kept(&source);
            let first = kept.token().await.unwrap();
            advance(Duration::from_hours(24 * 365)).await;
            assert_eq!(name(&kept.token().await.unwrap()), "token-1");
            assert_eq!(name(&kept.after(&first).await.unwrap()), "token-2");
            assert_eq!(name(&kept.token().await.unwrap()), "token-2");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_life_of_a_token_is_too_long() {
        for good_for in [Duration::MAX, Duration::from_secs(u64::MAX), Duration::from_secs(1 << 40)]
        {
            let source = Arc::new(Counting { good_for: Some(good_for), ..Counting::default() });
            let kept = kept(&source);
            kept.token().await.unwrap();
            assert_eq!(name(&kept.token().await.unwrap()), "token-1");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_who_ask_at_a_time_wait_for_one_fetch() {
        let source = Counting::good_for(3600);
        let kept = kept(&source);
        let begun = clock::start();
        let tokens = join_all((0..100).map(|_| kept.token())).await;
        assert!(tokens.iter().all(|token| name(token.as_ref().unwrap()) == "token-1"));
        assert_eq!((source.fetched(), begun.elapsed()), (1, FETCH));
    }

    #[tokio::test(start_paused = true)]
    async fn all_who_are_refused_at_a_time_wait_for_one_fetch() {
        let source = Counting::good_for(3600);
        let kept = kept(&source);
        let refused = kept.token().await.unwrap();
        let tokens = join_all((0..100).map(|_| kept.after(&refused))).await;
        assert!(tokens.iter().all(|token| name(token.as_ref().unwrap()) == "token-2"));
        assert_eq!(source.fetched(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn clones_share_one_token() {
        let source = Counting::good_for(3600);
        let kept = kept(&source);
        let (one, other) = (kept.clone(), kept);
        assert_eq!(name(&one.token().await.unwrap()), "token-1");
        assert_eq!(name(&other.token().await.unwrap()), "token-1");
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_is_not_kept() {
        let source = Arc::new(Counting { failing: 1, ..Counting::default() });
        let kept = kept(&source);
        let failure = kept.token().await.unwrap_err();
        assert!(matches!(failure, TokenFailure::Source(_)), "{failure:?}");
        assert_eq!(name(&kept.token().await.unwrap()), "token-2");
    }

    #[tokio::test(start_paused = true)]
    async fn all_who_wait_for_a_fetch_that_fails_have_its_failure() {
        let source = Arc::new(Counting { failing: 2, ..Counting::default() });
        let kept = kept(&source);
        let begun = clock::start();
        for count in 1..=2 {
            let tokens = join_all((0..100).map(|_| kept.token())).await;
            assert!(tokens.iter().all(Result::is_err));
            assert_eq!(
                (source.fetched(), begun.elapsed()),
                (count, FETCH * u32::try_from(count).unwrap())
            );
        }
        // Who asks later is not told of what failed before.
        assert_eq!(name(&kept.token().await.unwrap()), "token-3");
    }

    #[tokio::test(start_paused = true)]
    async fn who_begins_to_wait_after_a_failure_asks_anew() {
        let source = Arc::new(Counting { failing: 1, ..Counting::default() });
        let kept = kept(&source);
        let late = async {
            sleep(FETCH + MOMENT).await;
            kept.token().await
        };
        let (first, waiting, late) = tokio::join!(kept.token(), kept.token(), late);
        assert!(first.is_err() && waiting.is_err());
        assert_eq!(name(&late.unwrap()), "token-2");
    }

    #[tokio::test(start_paused = true)]
    async fn all_who_are_refused_have_the_failure_of_one_fetch() {
        let source = Arc::new(Counting { failing: 1, ..Counting::default() });
        let kept = kept(&source);
        let refused = AccessToken::new("refused").unwrap();
        let tokens = join_all((0..100).map(|_| kept.after(&refused))).await;
        assert!(tokens.iter().all(Result::is_err));
        assert_eq!(source.fetched(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_waiting_for_a_fetch_keeps_nobody_from_the_next() {
        let source = Counting::good_for(3600);
        let kept = kept(&source);
        let impatient = tokio::time::timeout(FETCH / 2, kept.token()).await;
        assert!(impatient.is_err());
        assert_eq!(name(&kept.token().await.unwrap()), "token-2");
    }
}
