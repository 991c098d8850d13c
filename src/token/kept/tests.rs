//! Sources that count, take their time, and fail come in; how often they are asked, and who has which token, goes out.

use super::*;
use crate::token::TokenFuture;
use futures_util::future::join_all;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::time::{advance, sleep};

/// How long a fetch takes.
const FETCH: Duration = Duration::from_secs(2);

/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The least that the clock tells apart.
const MOMENT: Duration = Duration::from_millis(1);

/// Gives `token-1`, `token-2` and so on, each good for so long; but these fetches fail.
#[derive(Debug, Default)]
struct Counting {
    good_for: Option<Duration>,
    failing: Range<usize>,
    /// The fetches that never end.
    silent: Range<usize>,
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
        if self.silent.contains(&count) {
            return std::future::pending().await;
        }
        sleep(FETCH).await;
        if self.failing.contains(&count) {
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
    Kept::of(Arc::new(Arc::clone(source)), PATIENCE)
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
    for good_for in [Duration::MAX, Duration::from_secs(u64::MAX), Duration::from_secs(1 << 40)] {
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
    let source = Arc::new(Counting { failing: 1..2, ..Counting::default() });
    let kept = kept(&source);
    let failure = kept.token().await.unwrap_err();
    assert!(matches!(failure, TokenFailure::Source(_)), "{failure:?}");
    assert_eq!(name(&kept.token().await.unwrap()), "token-2");
}

#[tokio::test(start_paused = true)]
async fn all_who_wait_for_a_fetch_that_fails_have_its_failure() {
    let source = Arc::new(Counting { failing: 1..3, ..Counting::default() });
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
    let source = Arc::new(Counting { failing: 1..2, ..Counting::default() });
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
    let source = Arc::new(Counting { failing: 1..2, ..Counting::default() });
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
    let impatient = timeout(FETCH / 2, kept.token()).await;
    assert!(impatient.is_err());
    assert_eq!(name(&kept.token().await.unwrap()), "token-2");
}

/// A source whose tokens are good for an hour, at which these fetches fail, and its first token, which is due.
async fn due(failing: Range<usize>) -> (Arc<Counting>, Kept, AccessToken) {
    let good_for = Some(Duration::from_hours(1));
    let source = Arc::new(Counting { good_for, failing, ..Counting::default() });
    let kept = kept(&source);
    let first = kept.token().await.unwrap();
    advance(Duration::from_mins(55)).await;
    (source, kept, first)
}

#[tokio::test(start_paused = true)]
async fn while_one_fetches_early_all_others_use_what_is_there_at_once() {
    let (source, kept, _) = due(0..0).await;
    let begun = clock::start();
    let timed = async || (name(&kept.token().await.unwrap()).to_owned(), begun.elapsed());
    let tokens = join_all((0..100).map(|_| timed())).await;
    let (old, new): (Vec<_>, Vec<_>) = tokens.into_iter().partition(|(name, _)| name == "token-1");
    assert!(old.len() == 99 && old.iter().all(|(_, time)| time.is_zero()), "{old:?}");
    assert_eq!(new, [("token-2".to_owned(), FETCH)]);
    assert_eq!(source.fetched(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_used_to_its_end_where_early_fetches_fail_and_these_have_pauses() {
    let (source, kept, _) = due(2..100).await;
    let (mut calls, begun) = (0, clock::start());
    while begun.elapsed() < Duration::from_mins(5).saturating_sub(FETCH) {
        assert_eq!(name(&kept.token().await.unwrap()), "token-1");
        calls += 1;
        advance(Duration::from_secs(1)).await;
    }
    // One in 32 seconds, of which it takes two.
    assert!(calls > 250 && source.fetched() - 1 == 10, "{calls}: {}", source.fetched());
    advance(FETCH).await;
    let tokens = join_all((0..100).map(|_| kept.token())).await;
    assert!(tokens.iter().all(Result::is_err));
    assert_eq!(source.fetched(), 12);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_runs_out_while_the_next_is_fetched_in_vain_is_not_used() {
    let (source, kept, _) = due(2..3).await;
    advance(Duration::from_mins(5).saturating_sub(FETCH / 2)).await;
    let late = async {
        sleep(FETCH / 2).await;
        kept.token().await
    };
    let (first, late) = tokio::join!(kept.token(), late);
    assert!(first.is_err() && late.is_err());
    assert_eq!(source.fetched(), 2);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_an_early_fetch_leaves_the_token_to_the_next() {
    let (source, kept, _) = due(0..0).await;
    assert!(timeout(FETCH / 2, kept.token()).await.is_err());
    assert_eq!(name(&kept.token().await.unwrap()), "token-1");
    advance(PAUSE).await;
    assert_eq!(name(&kept.token().await.unwrap()), "token-3");
    assert_eq!(source.fetched(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_was_refused_is_used_by_nobody_though_the_next_fetch_fails() {
    let (source, kept, first) = due(2..4).await;
    assert!(kept.after(&first).await.is_err());
    assert!(kept.token().await.is_err());
    assert_eq!(name(&kept.token().await.unwrap()), "token-4");
    assert_eq!(source.fetched(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_does_not_answer_is_waited_for_so_long_and_by_all_at_once() {
    let source = Arc::new(Counting { silent: 1..2, ..Counting::default() });
    let (kept, begun) = (kept(&source), clock::start());
    let tokens = join_all((0..100).map(|_| kept.token())).await;
    let is_late = |failure: &TokenFailure| matches!(failure, TokenFailure::Late { after } if *after == PATIENCE);
    assert!(tokens.iter().all(|token| token.as_ref().is_err_and(is_late)), "{tokens:?}");
    assert_eq!((source.fetched(), begun.elapsed()), (1, PATIENCE));
    assert_eq!(name(&kept.token().await.unwrap()), "token-2");
}

#[tokio::test(start_paused = true)]
async fn an_early_fetch_that_does_not_end_leaves_the_token_that_is_good() {
    let good_for = Some(Duration::from_hours(1));
    let source = Arc::new(Counting { good_for, silent: 2..3, ..Counting::default() });
    let kept = kept(&source);
    kept.token().await.unwrap();
    advance(Duration::from_mins(55)).await;
    let begun = clock::start();
    assert_eq!(name(&kept.token().await.unwrap()), "token-1");
    assert_eq!(begun.elapsed(), PATIENCE);
}
