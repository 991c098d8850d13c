//! The server to judge, who calls it, and how: addresses, tokens, time limits.

use super::seconds;
use crate::endpoint::DEFAULT;
use crate::environment::{NO_NAME, is_name};
use crate::error::Error;
use crate::rules::{Cloud, IDENTITIES};
use crate::tokens::{TokenSource, identities, require_identity};
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
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
    /// The cloud whose Microsoft Graph v1.0 is judged, in place of --endpoint
    #[arg(long, value_enum, value_name = "CLOUD")]
    pub cloud: Option<Cloud>,
    /// The environment variable that holds the bearer token
    #[arg(long, value_name = "VAR", value_parser = variable)]
    pub token_env: Option<String>,
    /// The environment variable that holds the bearer token of another identity, as in `requestor=REQUESTOR_TOKEN`; may be given again
    #[arg(long, value_name = "NAME=VAR", value_parser = identity)]
    #[serde(skip)]
    pub identity: Vec<(String, String)>,
    /// Where the token of each identity comes from
    #[arg(skip)]
    #[serde(deserialize_with = "identities")]
    #[schemars(extend("propertyNames" = serde_json::json!({ "enum": IDENTITIES.map(|one| one.name) })))]
    pub identities: BTreeMap<String, TokenSource>,
    /// Certificates that are trusted beside those of the system (PEM)
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// How long an answer may take, in seconds [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<f64>,
    /// A clock at the endpoint's server that is moved on in place of waiting, as <http://127.0.0.1:8080/__sandbox/clock> of `serve`; one case at
    /// a time is judged then
    #[arg(long, value_name = "URL")]
    pub clock: Option<String>,
    /// How many cases are judged at a time [default: one a processor]
    #[arg(long, value_name = "NUMBER", value_parser = lanes)]
    pub jobs: Option<usize>,
    /// How many requests are sent a second, at most, all lanes together
    #[arg(long, value_name = "NUMBER", value_parser = rate)]
    pub rate: Option<f64>,
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

    /// The server to judge; without one, the sandbox is.
    ///
    /// # Errors
    /// [`Error::Usage`] where it is said twice.
    pub fn url(&self) -> Result<Option<&str>, Error> {
        match (&self.endpoint, self.cloud) {
            (Some(endpoint), Some(cloud)) => Err(Error::Usage(format!(
                "two servers to judge, the endpoint {endpoint} and a cloud, {}; give one of them, by --endpoint or --cloud",
                cloud.url()
            ))),
            (Some(endpoint), None) => Ok(Some(endpoint)),
            (None, cloud) => Ok(cloud.map(Cloud::url)),
        }
    }

    /// The names of the variables that hold a token or a secret.
    pub(super) fn variables(&self) -> impl Iterator<Item = String> {
        let of_flags = self.token_env.iter().chain(self.identity.iter().map(|(_, name)| name));
        let configured = self.identities.values().filter_map(TokenSource::variable);
        of_flags.map(String::as_str).chain(configured).map(str::to_owned)
    }

    /// Where the token of each identity comes from, by its name. What a flag says goes before the configuration, whose identities are those of
    /// a server, and not of the sandbox.
    ///
    /// # Errors
    /// [`Error::Usage`] where flags give an identity two.
    pub(crate) fn sources(&self) -> Result<Vec<(String, TokenSource)>, Error> {
        let default = self.token_env.iter().map(|variable| (DEFAULT, variable));
        let named = self.identity.iter().map(|(name, variable)| (name.as_str(), variable));
        let mut sources: Vec<(String, TokenSource)> = Vec::new();
        for (name, variable) in default.chain(named) {
            if sources.iter().any(|(known, _)| known == name) {
                return Err(Error::Usage(format!(
                    "two tokens of {name}; give one, by --identity or, of {DEFAULT}, by --token-env"
                )));
            }
            sources.push((name.to_owned(), TokenSource::TokenEnv(variable.clone())));
        }
        if self.url()?.is_some() {
            let is_new = |name: &String| !sources.iter().any(|(known, _)| known == name);
            let configured = self.identities.iter().filter(|(name, _)| is_new(name));
            let configured: Vec<_> =
                configured.map(|(name, source)| (name.clone(), source.clone())).collect();
            sources.extend(configured);
        }
        Ok(sources)
    }
}

/// `NAME=VAR`: an identity of the rules, and the variable that holds its token.
pub(crate) fn identity(text: &str) -> Result<(String, String), String> {
    let (name, variable) = text
        .split_once('=')
        .filter(|(name, variable)| !name.is_empty() && !variable.is_empty())
        .ok_or_else(|| "takes a name and a variable, as in requestor=REQUESTOR_TOKEN".to_owned())?;
    // A token that stands before a = is not to be repeated either.
    let (name, variable) = (self::variable(name)?, self::variable(variable)?);
    require_identity(&name)?;
    Ok((name, variable))
}

/// The name of a variable, as a flag has it.
fn variable(text: &str) -> Result<String, String> {
    if is_name(text) { Ok(text.to_owned()) } else { Err(NO_NAME.to_owned()) }
}

/// A number of requests a second, as a flag has it.
fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| format!("{text:?} is no number of requests"))?;
    if (0.001..=10_000.0).contains(&rate) {
        Ok(rate)
    } else {
        Err("must lie between 0.001 and 10000 requests a second".to_owned())
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
