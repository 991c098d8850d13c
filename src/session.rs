//! Who the client speaks for: a bearer token comes in, the header that proves it goes out. Nothing here
//! shows the token again.

use reqwest::header::HeaderValue;

/// A bearer token for Graph.
///
/// ```
/// let session = assignment_requests::Session::new("eyJ0eXAi")?;
/// assert!(!format!("{session:?}").contains("eyJ0eXAi"));
/// # Ok::<(), assignment_requests::InvalidToken>(())
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    /// Marked as sensitive, so that neither `Debug` nor a log of the connection shows it.
    authorization: HeaderValue,
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

impl Session {
    /// A session that sends `token` with each request.
    ///
    /// # Errors
    ///
    /// Where `token` is empty or holds anything but visible ASCII characters.
    pub fn new(token: &str) -> Result<Self, InvalidToken> {
        if token.is_empty() {
            return Err(InvalidToken::Empty);
        }
        let forbidden = |byte: u8| !byte.is_ascii_graphic();
        if let Some(position) = token.bytes().position(forbidden) {
            return Err(InvalidToken::Character { position });
        }
        let mut authorization = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| InvalidToken::Character { position: 0 })?;
        authorization.set_sensitive(true);
        Ok(Self { authorization })
    }

    /// The value of the header `Authorization`.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }
}
