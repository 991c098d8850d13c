//! A source of tokens in, the same asked no more often than it must be: a token is kept until shortly before it runs out, and used while the next
//! is fetched; who waited for a fetch has what came of it.

use super::{AccessToken, TokenFailure, TokenSource};
use crate::clock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync;
use tokio::time::{Instant, timeout};

/// So long before a token runs out, the next is fetched: a request that is sent now may be judged a moment later, by another clock.
const EARLY: Duration = Duration::from_mins(5);

/// Of a token that is good for a shorter time, so much is used before.
const SHARE: u32 = 2;

/// So long after an early fetch that gave nothing, the next is made: a source that is broken is not to be asked with every call.
const PAUSE: Duration = Duration::from_secs(30);

/// A source, and the token that it gave last. Who finds it run out or refused waits for one answer together with all who do, though it be a
/// failure; as long as it is good, nobody waits but the one who fetches the next.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    source: Arc<dyn TokenSource>,
    /// How long a fetch may take.
    timeout: Duration,
    shared: Arc<Shared>,
}

/// What the clones of a session have in common.
#[derive(Debug, Default)]
struct Shared {
    /// Looked at by every call, and never held while a fetch goes on.
    last: Mutex<Option<Last>>,
    /// What the last fetch came to. Whoever fetches holds it.
    outcome: sync::Mutex<Option<Result<AccessToken, TokenFailure>>>,
    /// How many fetches have ended, to be read by those who are about to wait.
    ended: AtomicUsize,
}

/// The token that was given last, unless it was refused.
#[derive(Clone, Debug)]
struct Last {
    token: AccessToken,
    /// From when on the next is fetched; never for a token that does not say how long it is good.
    renew: Option<Instant>,
    expires: Option<Instant>,
}

/// The right to fetch.
type Turn<'a> = sync::MutexGuard<'a, Option<Result<AccessToken, TokenFailure>>>;

impl Kept {
    pub(crate) fn of(source: Arc<dyn TokenSource>, timeout: Duration) -> Self {
        Self { source, timeout, shared: Arc::default() }
    }

    /// The token to use now. One that is due is renewed by one caller at a time, and used by all others; where nothing comes of that, by all.
    ///
    /// # Errors
    ///
    /// Those of the source, where no token is left that is good.
    pub(crate) async fn token(&self) -> Result<AccessToken, TokenFailure> {
        let Some(last) = self.good() else { return self.next().await };
        let Some(turn) = self.turn_to_renew(&last) else { return Ok(last.token) };
        let fetched = self.fetch(turn).await;
        // By now it may have run out, or been refused.
        fetched.or_else(|failure| self.good().map(|last| last.token).ok_or(failure))
    }

    /// The token to use after `refused` was refused as none: another one, where somebody has fetched it already, or the next that the source
    /// gives. Nobody uses the refused one from now on, unless the source gives it again.
    ///
    /// # Errors
    ///
    /// Those of the source.
    pub(crate) async fn after(&self, refused: &AccessToken) -> Result<AccessToken, TokenFailure> {
        self.last().take_if(|last| last.token.authorization() == refused.authorization());
        self.token().await
    }

    /// What comes of the next fetch. Where one ended for which this caller waited, that is it: many who wait are not to ask a source one after
    /// the other, least of all one that cannot answer. Who comes later asks anew.
    async fn next(&self) -> Result<AccessToken, TokenFailure> {
        let ended = || self.shared.ended.load(Ordering::SeqCst);
        let ended_before = ended();
        let turn = self.shared.outcome.lock().await;
        match turn.as_ref().filter(|_| ended() != ended_before) {
            Some(outcome) => outcome.clone(),
            // One may have ended between the look at the last token and the wait.
            None => match self.good() {
                Some(last) => Ok(last.token),
                None => self.fetch(turn).await,
            },
        }
    }

    /// The turn of this caller, where a token is due and nobody else fetches the next. Who gives up while fetching is a failure too.
    fn turn_to_renew(&self, last: &Last) -> Option<Turn<'_>> {
        let is_due = |last: &Last| last.renew.is_some_and(|renew| renew <= clock::start());
        let turn = is_due(last).then(|| self.shared.outcome.try_lock().ok())??;
        // Another may have had its turn since the look.
        let is_still_due = self.last().as_ref().is_some_and(is_due);
        is_still_due.then(|| self.put_off())?;
        Some(turn)
    }

    async fn fetch(&self, mut turn: Turn<'_>) -> Result<AccessToken, TokenFailure> {
        let fetched = timeout(self.timeout, self.source.token()).await;
        let late = |_| Err(TokenFailure::Late { after: self.timeout });
        let fetched = fetched.unwrap_or_else(late);
        match &fetched {
            Ok(token) => *self.last() = Some(Last::of(token.clone())),
            Err(_) => self.put_off(),
        }
        *turn = Some(fetched.clone());
        self.shared.ended.fetch_add(1, Ordering::SeqCst);
        fetched
    }

    /// Makes no early fetch for a while.
    fn put_off(&self) {
        if let Some(last) = self.last().as_mut() {
            last.renew = clock::start().checked_add(PAUSE);
        }
    }

    /// The last token, where it is good.
    fn good(&self) -> Option<Last> {
        let is_good = |last: &&Last| last.expires.is_none_or(|expires| clock::start() < expires);
        self.last().as_ref().filter(is_good).cloned()
    }

    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        self.shared.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    /// A token that was given now.
    fn of(token: AccessToken) -> Self {
        let moment = |time: Duration| clock::start().checked_add(time);
        let renew = token.good_for.and_then(|time| moment(used(time)));
        let expires = token.good_for.and_then(moment);
        Self { token, renew, expires }
    }
}

/// How long a token is used that is good for so long, before the next is fetched.
fn used(time: Duration) -> Duration {
    time.saturating_sub(EARLY).max(time / SHARE)
}

#[cfg(test)]
mod tests;
