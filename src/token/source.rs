//! Where tokens come from: a trait that anybody can implement, a fixed token, and an async function.

use super::{AccessToken, InvalidToken};
use std::error::Error as StdError;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

/// What a [`TokenSource`] answers, in time.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, TokenFailure>> + Send + 'a>>;

/// Gives the token of whoever the client speaks for. It is asked again when the token that it gave runs out, or is refused as such.
pub trait TokenSource: Debug + Send + Sync {
    /// Fetches a token.
    ///
    /// # Errors
    ///
    /// [`TokenFailure`] where there is none.
    fn token(&self) -> TokenFuture<'_>;
}

/// Why there is no token. It never holds one, nor the secret that one is granted for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenFailure {
    /// What was given is no bearer token.
    #[error(transparent)]
    Invalid(#[from] InvalidToken),
    /// The token endpoint refused, in its own words.
    #[error("the token endpoint grants none: {status} {error}{}", described(description.as_deref()))]
    Refused {
        /// The status of its answer.
        status: u16,
        /// The error in one word, as `invalid_client`.
        error: String,
        /// The error in a sentence, where it says one.
        description: Option<String>,
    },
    /// The token endpoint could not be asked, or its answer is none.
    #[error("the token endpoint cannot be asked")]
    Endpoint(#[source] reqwest::Error),
    /// The source has reasons of its own.
    #[error("the source of tokens gives none")]
    Source(#[source] Box<dyn StdError + Send + Sync>),
}

fn described(description: Option<&str>) -> String {
    description.map(|text| format!(": {text}")).unwrap_or_default()
}

impl TokenFailure {
    /// A failure with reasons of its own.
    pub fn because(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Source(reason.into())
    }
}

/// One token for as long as the client is used.
#[derive(Debug)]
pub(crate) struct Fixed(pub(crate) AccessToken);

impl TokenSource for Fixed {
    fn token(&self) -> TokenFuture<'_> {
        let token = self.0.clone();
        Box::pin(async move { Ok(token) })
    }
}

/// An async function that fetches one.
pub(crate) struct Function<F>(pub(crate) F);

impl<F> Debug for Function<F> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Function")
    }
}

impl<F, T> TokenSource for Function<F>
where
    F: Fn() -> T + Send + Sync,
    T: Future<Output = Result<AccessToken, TokenFailure>> + Send + 'static,
{
    fn token(&self) -> TokenFuture<'_> {
        Box::pin((self.0)())
    }
}
