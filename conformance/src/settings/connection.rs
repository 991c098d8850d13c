//! The server to judge, who calls it, and how: addresses, tokens, time limits.

use super::seconds;
use crate::endpoint::DEFAULT;
use crate::environment;
use crate::error::Error;
use crate::rules::IDENTITIES;
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long an answer may take unless it is said otherwise, in seconds.
const TIMEOUT: f64 = 10.0;

/// The server to judge, who calls it, and how.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "The server")]
pub struct Connection {
    /// The server to judge, version segment included, such as <http://127.0.0.1:8080/v1.0>; without it, the sandbox is started
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// The environment variable that holds the bearer token
    #[arg(long, value_name = "VAR")]
    pub token_env: Option<String>,
    /// The environment variable that holds the bearer token of another identity, as in `requestor=REQUESTOR_TOKEN`; may be given again
    #[arg(long, value_name = "NAME=VAR", value_parser = identity)]
    #[serde(skip)]
    pub identity: Vec<(String, String)>,
    /// How long an answer may take, in seconds [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<f64>,
    /// A clock at the endpoint's server that is moved on in place of waiting, as <http://127.0.0.1:8080/__sandbox/clock> of `serve`; one case at
    /// a time is judged then
    #[arg(long, value_name = "URL", requires = "endpoint", conflicts_with = "jobs")]
    pub clock: Option<String>,
    /// How many cases are judged at a time [default: one a processor]
    #[arg(long, value_name = "NUMBER", value_parser = lanes)]
    pub jobs: Option<usize>,
}

impl Connection {
    /// How long an answer may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs_f64(self.timeout.unwrap_or(TIMEOUT))
    }

    /// How many cases are judged at a time, where that is settled: a clock that is moved on for one case is moved on for all.
    pub fn jobs(&self) -> Option<usize> {
        self.jobs.or(self.clock.as_ref().map(|_| 1))
    }

    /// The tokens by the name of the identity.
    ///
    /// # Errors
    /// [`Error::Usage`] where an identity has two, or a variable is not set.
    pub(crate) fn tokens(&self) -> Result<Vec<(String, String)>, Error> {
        let default = self.token_env.iter().map(|variable| (DEFAULT, variable));
        let named = self.identity.iter().map(|(name, variable)| (name.as_str(), variable));
        let mut tokens: Vec<(String, String)> = Vec::new();
        for (name, variable) in default.chain(named) {
            if tokens.iter().any(|(known, _)| known == name) {
                return Err(Error::Usage(format!(
                    "two tokens of {name}; give one, by --identity or, of {DEFAULT}, by --token-env"
                )));
            }
            tokens.push((name.to_owned(), environment::variable(variable)?));
        }
        Ok(tokens)
    }
}

/// `NAME=VAR`: an identity of the rules, and the variable that holds its token.
fn identity(text: &str) -> Result<(String, String), String> {
    let names = || IDENTITIES.map(|identity| identity.name).join(", ");
    let (name, variable) = text
        .split_once('=')
        .filter(|(_, variable)| !variable.is_empty())
        .ok_or_else(|| "give a name and a variable, as in requestor=REQUESTOR_TOKEN".to_owned())?;
    if IDENTITIES.iter().any(|identity| identity.name == name) {
        Ok((name.to_owned(), variable.to_owned()))
    } else {
        Err(format!("there is no identity {name:?}; there are {}", names()))
    }
}

/// A number of lanes, as a flag has it.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn lanes(text: &str) -> Result<usize, String> {
    let lanes = text.parse().ok().filter(|lanes| (1..=64).contains(lanes));
    lanes.ok_or_else(|| "must be a whole number from 1 to 64".to_owned())
}
