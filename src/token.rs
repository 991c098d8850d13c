//! Who the client speaks for: where a bearer token comes from, how long it is kept, and that nothing shows it.

#[cfg(feature = "azure_identity")]
mod azure;
mod client_credentials;
mod kept;
pub(crate) mod source;

#[cfg(feature = "azure_identity")]
pub(crate) use azure::Credential;
pub use client_credentials::ClientCredentials;
pub(crate) use kept::Kept;
pub use source::{TokenFailure, TokenFuture, TokenSource};

use crate::mask::Mask;
use reqwest::header::HeaderValue;
use std::time::Duration;

/// A bearer token for Graph, and how long it may be used.
///
/// Where a service repeats it, an error has `…` in its place, however it is written. One of fewer than 16 bytes, such as `token` in a test against
/// a mock, is left there: it may as well be a part of another word.
///
/// ```
/// use assignment_requests::AccessToken;
/// use std::time::Duration;
///
/// let token = AccessToken::new("eyJ0eXAi")?.good_for(Duration::from_secs(3599));
/// assert!(!format!("{token:?}").contains("eyJ0eXAi"));
/// # Ok::<(), assignment_requests::InvalidToken>(())
/// ```
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// Marked as sensitive, so that neither `Debug` nor a log of the connection shows it.
    authorization: HeaderValue,
    /// Made once, for it goes with every answer.
    mask: Mask,
    good_for: Option<Duration>,
}

/// Why a text cannot be a bearer token. Tells where, never what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidToken {
    /// The text is empty.
    #[error("the bearer token is empty; pass the access token that the token endpoint returned")]
    Empty,
    /// The text holds what cannot stand in a header, such as the line break at the end of a file.
    #[error(
        "the bearer token has a blank, a line break or another forbidden character at byte {position}; \
         pass the access token alone"
    )]
    Character {
        /// The byte at which it stands.
        position: usize,
    },
}

impl AccessToken {
    /// The token that `text` is. How long it may be used is not known.
    ///
    /// # Errors
    ///
    /// Where `text` is empty or holds anything but visible ASCII characters.
    pub fn new(text: &str) -> Result<Self, InvalidToken> {
        if text.is_empty() {
            return Err(InvalidToken::Empty);
        }
        let forbidden = |byte: u8| !byte.is_ascii_graphic();
        if let Some(position) = text.bytes().position(forbidden) {
            return Err(InvalidToken::Character { position });
        }
        let mut authorization = HeaderValue::try_from(format!("Bearer {text}"))
            .map_err(|_| InvalidToken::Character { position: 0 })?;
        authorization.set_sensitive(true);
        Ok(Self { authorization, mask: Mask::of_token(text), good_for: None })
    }

    /// The same token, known to be good for so long from now on. It is used again until shortly before.
    #[must_use]
    pub fn good_for(self, time: Duration) -> Self {
        Self { good_for: Some(time), ..self }
    }

    /// What keeps it out of errors.
    pub(crate) fn mask(&self) -> &Mask {
        &self.mask
    }

    /// The value of the header `Authorization`.
    pub(crate) fn authorization(&self) -> &HeaderValue {
        &self.authorization
    }
}
