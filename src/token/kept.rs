//! A source of tokens in, the same asked no more often than it must be: a token is kept until shortly before it runs out.

use super::{AccessToken, TokenFailure, TokenSource};
use crate::clock;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// So long before a token runs out, the next is fetched: a request that is sent now may be judged a moment later, by another clock.
const EARLY: Duration = Duration::from_mins(5);

/// Of a token that is good for a shorter time, so much is used.
const SHARE: u32 = 2;

/// A source, and the token that it gave last. All who ask at a time wait for one answer.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    source: Arc<dyn TokenSource>,
    last: Arc<Mutex<Option<Last>>>,
}

#[derive(Debug)]
struct Last {
    token: AccessToken,
    /// When the next is fetched; never for a token that does not say how long it is good.
    due: Option<Instant>,
}

impl Kept {
    pub(crate) fn of(source: Arc<dyn TokenSource>) -> Self {
        Self { source, last: Arc::default() }
    }

    /// The token to use now.
    ///
    /// # Errors
    ///
    /// Those of the source.
    pub(crate) async fn token(&self) -> Result<AccessToken, TokenFailure> {
        let mut last = self.last.lock().await;
        if let Some(kept) = last.as_ref().filter(|kept| kept.is_good()) {
            return Ok(kept.token.clone());
        }
        self.fetch(&mut last).await
    }

    /// The token to use after `refused` was refused as none: another one, where somebody has fetched it already, or the next that the source
    /// gives.
    ///
    /// # Errors
    ///
    /// Those of the source.
    pub(crate) async fn after(&self, refused: &AccessToken) -> Result<AccessToken, TokenFailure> {
        let mut last = self.last.lock().await;
        match last.as_ref().filter(|kept| kept.token.authorization() != refused.authorization()) {
            Some(kept) => Ok(kept.token.clone()),
            None => self.fetch(&mut last).await,
        }
    }

    async fn fetch(&self, last: &mut Option<Last>) -> Result<AccessToken, TokenFailure> {
        let token = self.source.token().await?;
        let due = token.good_for.and_then(|time| clock::start().checked_add(used(time)));
        *last = Some(Last { token: token.clone(), due });
        Ok(token)
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
