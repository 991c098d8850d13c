//! Who calls in a run: the token of each identity, fetched from where it comes from, and again before it expires.

mod claims;
mod client_credentials;
mod command;
mod expiry;
mod source;

pub(crate) use claims::{claim, tenant_of};
pub use source::{ClientCredentials, ClientSecret, TokenSource};
pub(crate) use source::{identities, require_identity};

use crate::clock;
use crate::endpoint::{Endpoint, require_token};
use crate::environment;
use crate::error::Error;
use crate::files;
use crate::formats::same_guid;
use crate::secret::Secret;
use crate::send::{Limits, Transport};
use chrono::{DateTime, Utc};
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::Mutex;

/// How long a command may take to print a token.
const COMMAND: Duration = Duration::from_mins(1);

/// The tokens of a run. All lanes share them.
#[derive(Debug)]
pub(crate) struct Tokens {
    callers: Mutex<Vec<Caller>>,
    means: Means,
}

/// With what tokens are fetched.
#[derive(Debug)]
struct Means {
    /// What takes every token and password there ever was out of what is told.
    secret: Secret,
    transport: Transport,
    limits: Limits,
}

#[derive(Debug)]
struct Caller {
    identity: String,
    source: TokenSource,
    token: Token,
    /// Why nobody may call any more, once its token was of another tenant.
    refusal: Option<String>,
}

/// A token as it was fetched.
struct Token {
    text: String,
    /// When it is of no use any more, as far as it says.
    expires: Option<DateTime<Utc>>,
    /// When it is fetched again.
    due: Option<DateTime<Utc>>,
}

/// Why there is no token.
#[derive(Debug)]
enum Lack {
    /// What the run is told cannot be right.
    Wrong(String),
    /// Who was asked for it gave none.
    Refused(String),
}

impl Tokens {
    /// Fetches the token of each of these identities; every secret met with is removed by `secret` from now on.
    ///
    /// # Errors
    /// [`Error::Usage`] where something is not there that was named, or what is there is no token; [`Error::Token`] where a command or a token
    /// endpoint gives none.
    pub(crate) fn fetch(
        sources: Vec<(String, TokenSource)>,
        (transport, secret): (&Transport, &Secret),
        limits: Limits,
    ) -> Result<Self, Error> {
        let means = Means { secret: secret.clone(), transport: transport.clone(), limits };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let mut callers = Vec::new();
        for (identity, source) in sources {
            let token = runtime.block_on(means.fetch(&identity, &source))?;
            callers.push(Caller { identity, source, token, refusal: None });
        }
        Ok(Self { callers: Mutex::new(callers), means })
    }

    /// Each of them with the name of its identity.
    pub(crate) fn texts(&mut self) -> Vec<(String, String)> {
        let callers = self.callers.get_mut().iter();
        callers.map(|caller| (caller.identity.clone(), caller.token.text.clone())).collect()
    }

    /// Gives an endpoint the token that each identity has now; one that expires soon is fetched again before.
    ///
    /// # Errors
    /// As [`Tokens::fetch`], once a token has expired; [`Error::Refused`], from then on always, where the new one is of another tenant.
    pub(crate) async fn give(&self, endpoint: &mut Endpoint) -> Result<(), Error> {
        // Whoever comes second finds the new token.
        let mut callers = self.callers.lock().await;
        for caller in callers.iter_mut() {
            caller.renew(&self.means).await?;
            if endpoint.token(&caller.identity) != Some(&caller.token.text) {
                endpoint.give(&caller.identity, caller.token.text.clone());
            }
        }
        Ok(())
    }
}

impl Caller {
    async fn renew(&mut self, means: &Means) -> Result<(), Error> {
        self.require_no_refusal()?;
        let now = clock::now();
        if self.token.due.is_none_or(|due| now < due) {
            return Ok(());
        }
        match means.fetch(&self.identity, &self.source).await {
            Ok(token) => {
                self.refusal = self.objection(&token);
                self.require_no_refusal()?;
                self.token = token;
            }
            Err(error) if self.token.expires.is_none_or(|expires| expires <= now) => {
                return Err(error);
            }
            // As long as the old one holds, there is time to try again.
            Err(_) => self.token.due = self.token.expires.map(|expires| expiry::due(expires, now)),
        }
        Ok(())
    }

    /// Why a token must not take the place of the one that there is. That one was held against what is said of the tenant before the run.
    fn objection(&self, token: &Token) -> Option<String> {
        let (known, named) = (tenant_of(&self.token.text), tenant_of(&token.text));
        let is_same = match (&known, &named) {
            (Some(known), Some(named)) => same_guid(known, named),
            (known, named) => known == named,
        };
        let told = |tenant: Option<String>| {
            tenant.map_or("no tenant".to_owned(), |id| format!("the tenant {id}"))
        };
        (!is_same).then(|| {
            format!(
                "the token of {} was fetched again and names {} where the one before named {}; one run has one tenant",
                self.identity,
                told(named),
                told(known)
            )
        })
    }

    fn require_no_refusal(&self) -> Result<(), Error> {
        self.refusal.clone().map_or(Ok(()), |refusal| Err(Error::Refused(refusal)))
    }
}

impl Means {
    async fn fetch(&self, identity: &str, source: &TokenSource) -> Result<Token, Error> {
        let fetched = match source {
            TokenSource::TokenEnv(variable) => of_variable(variable),
            TokenSource::TokenFile(file) => of_file(file),
            TokenSource::TokenCommand(command) => {
                command::printed(command, COMMAND, &self.secret).await.map(Token::of_text)
            }
            TokenSource::ClientCredentials(told) => client_credentials::granted(told, self).await,
        };
        let token = fetched.and_then(|token| {
            require_token(&token.text).map_err(|problem| source.without_token(&problem))?;
            Ok(token)
        });
        let token = token.map_err(|lack| lack.of(identity))?;
        self.secret.add(&token.text);
        Ok(token)
    }
}

/// A variable stays as it is for as long as the program runs.
fn of_variable(variable: &str) -> Result<Token, Lack> {
    let text = environment::variable(variable).map_err(|error| Lack::Wrong(error.chain()))?;
    Ok(Token { text, expires: None, due: None })
}

fn of_file(file: &std::path::Path) -> Result<Token, Lack> {
    let text = files::read(file).map_err(|error| Lack::Wrong(error.chain()))?;
    Ok(Token::of_text(text.trim().to_owned()))
}

impl Token {
    /// A token that may say itself when it expires.
    fn of_text(text: String) -> Self {
        let expires = expiry::of_jwt(&text);
        Self::until(text, expires)
    }

    fn until(text: String, expires: Option<DateTime<Utc>>) -> Self {
        let due = expires.map(|expires| expiry::due(expires, clock::now()));
        Self { text, expires, due }
    }
}

impl TokenSource {
    fn without_token(&self, problem: &str) -> Lack {
        match self {
            Self::TokenEnv(variable) => {
                Lack::Wrong(format!("environment variable {variable}: {problem}"))
            }
            Self::TokenFile(file) => Lack::Wrong(format!("{}: {problem}", file.display())),
            Self::TokenCommand(command) => {
                let program = command.first().map_or("", String::as_str);
                Lack::Wrong(format!(
                    "{program} must print a token and nothing else, as az does with `--query accessToken --output tsv`; {problem}"
                ))
            }
            Self::ClientCredentials(told) => {
                Lack::Refused(format!("{}: {problem}", told.token_url))
            }
        }
    }
}

impl Lack {
    fn of(self, identity: &str) -> Error {
        match self {
            Self::Wrong(problem) => Error::Usage(format!("token of {identity}: {problem}")),
            Self::Refused(problem) => Error::Token { identity: identity.to_owned(), problem },
        }
    }
}

/// The text is left out.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("expires", &self.expires).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    const ONE: &str = "8f1c0c5e-4a53-4b51-8f0e-0d3c2b1a9f77";
    const OTHER: &str = "0a9b8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d";

    #[test]
    fn a_token_is_replaced_by_one_of_the_same_tenant_alone() {
        let of = |tenant: &str| {
            let claims = BASE64_URL_SAFE_NO_PAD.encode(format!(r#"{{"tid":"{tenant}"}}"#));
            Token::of_text(format!("e30.{claims}.c2ln"))
        };
        let capital = ONE.to_uppercase();
        for (before, after, is_replaced) in [
            (ONE, ONE, true),
            (ONE, &capital, true),
            ("", "", true),
            (ONE, OTHER, false),
            (ONE, "", false),
            ("", ONE, false),
        ] {
            let source = TokenSource::TokenEnv(String::new());
            let identity = "admin".to_owned();
            let caller = Caller { identity, source, token: of(before), refusal: None };
            let objection = caller.objection(&of(after));
            assert_eq!(objection.is_none(), is_replaced, "{before} {after} {objection:?}");
        }
    }
}
