//! Recent tokens: the text of one in, its claims out, read once for as long as it is sent often.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::identity::claims::{Claims, Malformed};
use crate::lock::locked;

/// More than there are personas; each token may be 16 KiB long.
const KEPT: usize = 16;

/// The tokens that came last. A client sends the same one thousands of times, and to read it takes
/// longer than to answer it. Nothing but a token that is the same to the last letter is found here.
#[derive(Default)]
pub(crate) struct RecentTokens(Mutex<VecDeque<(String, Claims)>>);

impl RecentTokens {
    /// What [`Claims::read`] says of the token.
    pub(crate) fn claims(&self, token: &str) -> Result<Claims, Malformed> {
        if let Some(known) = locked(&self.0).iter().find(|(text, _)| text == token) {
            return Ok(known.1.clone());
        }
        let claims = Claims::read(token)?;
        let mut recent = locked(&self.0);
        recent.truncate(KEPT - 1);
        recent.push_front((token.to_owned(), claims.clone()));
        Ok(claims)
    }
}

/// Tokens are secret.
impl std::fmt::Debug for RecentTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecentTokens").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Token;

    fn token(number: usize) -> Token {
        Token::delegated(&format!("00000000-0000-4000-8000-{number:012x}"), &["User.Read"])
    }

    #[test]
    fn a_token_says_the_same_every_time_whatever_came_between() {
        let recent = RecentTokens::default();
        for number in [0, 1, 0].into_iter().chain(0..2 * KEPT).chain([0, 1]) {
            let token = token(number);
            assert_eq!(recent.claims(token.as_str()), Claims::read(token.as_str()));
        }
        assert_eq!(locked(&recent.0).len(), KEPT);
    }

    #[test]
    fn a_text_that_is_no_token_is_refused_every_time() {
        let recent = RecentTokens::default();
        for _ in 0..2 {
            assert_eq!(recent.claims("a.b.c"), Claims::read("a.b.c"));
        }
    }

    #[test]
    fn no_token_is_shown() {
        let recent = RecentTokens::default();
        recent.claims(token(0).as_str()).unwrap();
        assert_eq!(format!("{recent:?}"), "RecentTokens { .. }");
    }
}
