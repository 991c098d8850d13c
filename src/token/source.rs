//! Where tokens come from: a trait that anybody can implement, a fixed token, and an async function.

use super::{AccessToken, InvalidToken};
use std::error::Error as StdError;
use std::fmt::{self, Debug, Display, Formatter};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// What a [`TokenSource`] answers, in time.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, TokenFailure>> + Send + 'a>>;

/// Gives the token of whoever the client speaks for. It is asked again when the token that it gave runs out, or is refused as such, by one call at
/// a time. What it does may take no longer than the [`timeout`](crate::SessionBuilder::timeout) of the session, and is dropped then:
/// the failure is [`Late`](TokenFailure::Late).
pub trait TokenSource: Debug + Send + Sync {
    /// Fetches a token.
    ///
    /// # Errors
    ///
    /// [`TokenFailure`] where there is none; [`unavailable`](TokenFailure::unavailable) where there may be one in a moment.
    fn token(&self) -> TokenFuture<'_>;
}

/// Why there is no token. It never holds one, nor the secret that one is granted for. All who waited for one fetch have the same.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TokenFailure {
    /// What was given is no bearer token.
    Invalid(InvalidToken),
    /// The token endpoint refused, in its own words.
    #[non_exhaustive]
    Refused {
        /// The status of its answer.
        status: u16,
        /// The error in one word, as `invalid_client`.
        error: String,
        /// The error in a sentence, where it says one.
        description: Option<String>,
        /// How long it asks to wait before it is asked again, where it does.
        retry_after: Option<Duration>,
    },
    /// The token endpoint could not be asked, or its answer is none.
    Endpoint(Arc<reqwest::Error>),
    /// The source was asked, and gave nothing in time.
    #[non_exhaustive]
    Late {
        /// How long was waited: the [`timeout`](crate::SessionBuilder::timeout) of the session.
        after: Duration,
    },
    /// The source gives nothing for the moment, for reasons of its own. It is asked again as [`Retry`](crate::Retry) says.
    Unavailable(Arc<dyn StdError + Send + Sync>),
    /// The source has reasons of its own.
    Source(Arc<dyn StdError + Send + Sync>),
}

impl TokenFailure {
    /// A failure with reasons of its own. It is the last word: the source is not asked again for the same call.
    pub fn because(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Source(Arc::from(reason.into()))
    }

    /// The same, where it may well pass in a moment: the source is asked again for the same call, as a token endpoint is that answers with 503.
    pub fn unavailable(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Unavailable(Arc::from(reason.into()))
    }

    /// How long the token endpoint asks to wait before it is asked again.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            Self::Invalid(_)
            | Self::Endpoint(_)
            | Self::Late { .. }
            | Self::Unavailable(_)
            | Self::Source(_) => None,
        }
    }

    /// Whether there may well be a token in a moment.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status == 429 || (500..600).contains(status),
            // What cannot be sent at all cannot be sent later either.
            Self::Endpoint(cause) => !cause.is_builder() && !cause.is_redirect(),
            Self::Late { .. } | Self::Unavailable(_) => true,
            Self::Invalid(_) | Self::Source(_) => false,
        }
    }
}

impl From<InvalidToken> for TokenFailure {
    fn from(invalid: InvalidToken) -> Self {
        Self::Invalid(invalid)
    }
}

impl Display for TokenFailure {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(invalid) => Display::fmt(invalid, formatter),
            Self::Refused { status, error, description, .. } => {
                write!(formatter, "the token endpoint grants none: {status} {error}")?;
                description.iter().try_for_each(|text| write!(formatter, ": {text}"))
            }
            Self::Endpoint(_) => formatter.write_str("the token endpoint cannot be asked"),
            Self::Late { after } => {
                write!(formatter, "the source of tokens gave none within {after:?}")
            }
            Self::Unavailable(_) => {
                formatter.write_str("the source of tokens gives none for the moment")
            }
            Self::Source(_) => formatter.write_str("the source of tokens gives none"),
        }
    }
}

/// Written out, so that a cause is what it is, and not the pointer by which it is shared.
impl StdError for TokenFailure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Endpoint(cause) => Some(cause.as_ref()),
            Self::Unavailable(cause) | Self::Source(cause) => Some(cause.as_ref()),
            Self::Invalid(_) | Self::Refused { .. } | Self::Late { .. } => None,
        }
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
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_caused_a_failure_is_what_it_was() {
        let failure = TokenFailure::because(std::io::Error::other("the vault is closed"));
        let cause = failure.source().unwrap();
        assert!(cause.is::<std::io::Error>(), "{cause:?}");
        assert_eq!(cause.to_string(), "the vault is closed");
    }
}
