//! Where the token of an identity comes from, as the configuration has it: one of four places.

use crate::environment::{NO_NAME, is_name};
use crate::nearest::{did_you_mean, nearest};
use crate::rules::IDENTITIES;
use schemars::JsonSchema;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where a token comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(with = "Given")]
pub enum TokenSource {
    /// The environment variable that holds it
    TokenEnv(String),
    /// The file that holds it
    TokenFile(PathBuf),
    /// The program that prints it, and its arguments; no shell is between
    TokenCommand(Vec<String>),
    /// What a token endpoint grants it for
    ClientCredentials(ClientCredentials),
}

/// What a token endpoint grants a token for, without a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(with = "GivenCredentials")]
pub struct ClientCredentials {
    /// The token endpoint
    pub token_url: String,
    /// The client's id
    pub client_id: String,
    /// Where the client's secret is
    #[serde(flatten)]
    pub client_secret: ClientSecret,
    /// What the token is for, such as <https://graph.microsoft.com/.default>
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// Where the secret of a client is; it never stands in the configuration itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientSecret {
    /// The environment variable that holds it
    ClientSecretEnv(String),
    /// The file that holds it
    ClientSecretFile(PathBuf),
}

impl TokenSource {
    /// The file that holds the token, or the secret that it is granted for.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::TokenFile(file) => Some(file),
            Self::ClientCredentials(credentials) => match &credentials.client_secret {
                ClientSecret::ClientSecretFile(file) => Some(file),
                ClientSecret::ClientSecretEnv(_) => None,
            },
            Self::TokenEnv(_) | Self::TokenCommand(_) => None,
        }
    }

    /// The variable that holds the token, or the secret that it is granted for.
    pub(crate) fn variable(&self) -> Option<&str> {
        match self {
            Self::TokenEnv(name) => Some(name),
            Self::ClientCredentials(credentials) => match &credentials.client_secret {
                ClientSecret::ClientSecretEnv(name) => Some(name),
                ClientSecret::ClientSecretFile(_) => None,
            },
            Self::TokenFile(_) | Self::TokenCommand(_) => None,
        }
    }
}

/// The identities of a configuration, by name.
///
/// # Errors
/// Where there is no such identity, or where its token comes from is not said once; in words.
pub(crate) fn identities<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, TokenSource>, D::Error> {
    deserializer.deserialize_map(Named)
}

struct Named;

impl<'de> Visitor<'de> for Named {
    type Value = BTreeMap<String, TokenSource>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a table of identities, as [identities.admin]")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut identities = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            require_identity(&name).map_err(A::Error::custom)?;
            identities.insert(name, map.next_value()?);
        }
        Ok(identities)
    }
}

/// Makes sure that rules call by this name.
///
/// # Errors
/// What there is in its place, in words.
pub(crate) fn require_identity(name: &str) -> Result<(), String> {
    let names = IDENTITIES.map(|identity| identity.name);
    if names.contains(&name) {
        return Ok(());
    }
    let hint = did_you_mean(nearest(name, names));
    Err(format!("there is no identity {name:?}{hint} there are {}", names.join(", ")))
}

/// What [`is_name`] takes.
const NAME: &str = "^[A-Za-z_][A-Za-z0-9_]*$";

/// Where the token of an identity comes from: one of these.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
struct Given {
    /// The environment variable that holds it
    #[schemars(extend("pattern" = NAME))]
    token_env: Option<String>,
    /// The file that holds it
    #[schemars(extend("format" = "path"))]
    token_file: Option<PathBuf>,
    /// The program that prints it, and its arguments; no shell is between
    token_command: Option<Vec<String>>,
    /// What a token endpoint grants it for
    client_credentials: Option<ClientCredentials>,
    #[serde(flatten)]
    #[schemars(skip)]
    others: BTreeMap<String, Value>,
}

const SOURCES: [&str; 4] = ["token_env", "token_file", "token_command", "client_credentials"];

impl<'de> Deserialize<'de> for TokenSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Given::deserialize(deserializer)?;
        require_known(&given.others, &SOURCES).map_err(D::Error::custom)?;
        require_name("token_env", given.token_env.as_deref()).map_err(D::Error::custom)?;
        let given = [
            given.token_env.map(Self::TokenEnv),
            given.token_file.map(Self::TokenFile),
            given.token_command.map(Self::TokenCommand),
            given.client_credentials.map(Self::ClientCredentials),
        ];
        one_of(given, &SOURCES).map_err(D::Error::custom)
    }
}

/// What a token endpoint grants a token for, without a user.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend(
    "required" = ["token_url", "client_id"],
    "oneOf" = [{ "required": ["client_secret_env"] }, { "required": ["client_secret_file"] }],
))]
struct GivenCredentials {
    /// The token endpoint
    token_url: Option<String>,
    /// The client's id
    client_id: Option<String>,
    /// The environment variable that holds the client's secret
    #[schemars(extend("pattern" = NAME))]
    client_secret_env: Option<String>,
    /// The file that holds the client's secret
    #[schemars(extend("format" = "path"))]
    client_secret_file: Option<PathBuf>,
    /// What the token is for, such as <https://graph.microsoft.com/.default>
    scope: Option<String>,
    #[serde(flatten)]
    #[schemars(skip)]
    others: BTreeMap<String, Value>,
}

const SECRETS: [&str; 2] = ["client_secret_env", "client_secret_file"];

const CREDENTIALS: [&str; 5] =
    ["token_url", "client_id", "client_secret_env", "client_secret_file", "scope"];

impl<'de> Deserialize<'de> for ClientCredentials {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = GivenCredentials::deserialize(deserializer)?;
        given.try_into().map_err(D::Error::custom)
    }
}

impl TryFrom<GivenCredentials> for ClientCredentials {
    type Error = String;

    fn try_from(given: GivenCredentials) -> Result<Self, String> {
        if given.others.contains_key("client_secret") {
            return Err("a secret does not stand in the file; name the variable or the file that holds it, by client_secret_env or client_secret_file".to_owned());
        }
        require_known(&given.others, &CREDENTIALS)?;
        require_name("client_secret_env", given.client_secret_env.as_deref())?;
        let missing = |member: &str| format!("{member} is missing");
        Ok(Self {
            token_url: given.token_url.ok_or_else(|| missing("token_url"))?,
            client_id: given.client_id.ok_or_else(|| missing("client_id"))?,
            client_secret: one_of(
                [
                    given.client_secret_env.map(ClientSecret::ClientSecretEnv),
                    given.client_secret_file.map(ClientSecret::ClientSecretFile),
                ],
                &SECRETS,
            )?,
            scope: given.scope,
        })
    }
}

/// A secret that stands where the variable is to be named is not repeated.
fn require_name(member: &str, given: Option<&str>) -> Result<(), String> {
    match given {
        Some(text) if !is_name(text) => Err(format!("{member} {NO_NAME} or secret")),
        Some(_) | None => Ok(()),
    }
}

fn require_known(others: &BTreeMap<String, Value>, known: &[&str]) -> Result<(), String> {
    let Some(other) = others.keys().next() else { return Ok(()) };
    let hint = did_you_mean(nearest(other, known.iter().copied()));
    Err(format!("there is no {other}{hint} there are {}", known.join(", ")))
}

/// The one that is given.
fn one_of<T, const N: usize>(given: [Option<T>; N], names: &[&str; N]) -> Result<T, String> {
    let several: Vec<&str> =
        given.iter().zip(names).filter_map(|(one, name)| one.as_ref().map(|_| *name)).collect();
    if several.len() > 1 {
        return Err(format!("give one of them alone: {}", several.join(", ")));
    }
    let one = given.into_iter().flatten().next();
    one.ok_or_else(|| format!("give one of {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct File {
        #[serde(deserialize_with = "identities")]
        identities: BTreeMap<String, TokenSource>,
    }

    const CREDENTIALS: &str =
        "[identities.app.client_credentials]\ntoken_url = 'http://x'\nclient_id = 'c'\n";

    #[test]
    fn an_identity_has_its_token_from_one_place() {
        for (text, expected) in [
            ("[identities.admin]\ntoken_env = 'X'", r#"TokenEnv("X")"#),
            ("[identities.admin]\ntoken_file = 'x'", r#"TokenFile("x")"#),
            ("[identities]\nadmin.token_command = ['az', 'x']", r#"TokenCommand(["az", "x"])"#),
            (
                &format!("{CREDENTIALS}client_secret_env = 'S'"),
                r#"ClientSecretEnv("S"), scope: None"#,
            ),
            (&format!("{CREDENTIALS}client_secret_file = 's'\nscope = 'y'"), r#"scope: Some("y")"#),
        ] {
            let file: File = toml::from_str(text).unwrap();
            let source = format!("{:?}", file.identities);
            assert!(source.contains(expected), "{source}");
            // What is written out says the same again.
            let again = toml::Value::try_from(&file.identities).unwrap();
            let again: BTreeMap<String, TokenSource> = again.try_into().unwrap();
            assert_eq!(again, file.identities);
        }
    }

    #[test]
    fn what_is_wrong_with_an_identity_is_told_with_a_remedy() {
        for (text, told) in [
            ("identities = 7", "a table of identities, as [identities.admin]"),
            (
                "[identities.requester]\ntoken_env = 'X'",
                "\"requester\"; did you mean requestor? there are admin, requestor,",
            ),
            (
                "[identities.admin]",
                "give one of token_env, token_file, token_command, client_credentials",
            ),
            (
                "[identities.admin]\ntoken_env = 'X'\ntoken_file = 'x'",
                "give one of them alone: token_env, token_file",
            ),
            (
                "[identities.admin]\ntoken_evn = 'X'",
                "there is no token_evn; did you mean token_env? there are token_env, token_file,",
            ),
            (
                "[identities.admin]\ntoken_command = 'az x'",
                "invalid type: string \"az x\", expected a sequence",
            ),
            (CREDENTIALS, "give one of client_secret_env, client_secret_file"),
            (
                &format!("{CREDENTIALS}client_secret = 'hunter2'"),
                "a secret does not stand in the file; name the variable",
            ),
            (
                "[identities.admin]\ntoken_env = 'hunter2.x'",
                "token_env takes the name of a variable, not a token or secret",
            ),
            (
                &format!("{CREDENTIALS}client_secret_env = 'hunter2.x'"),
                "client_secret_env takes the name of a variable, not a token or secret",
            ),
            ("[identities.app.client_credentials]\ntoken_url = 'x'", "client_id is missing"),
            (
                &format!("{CREDENTIALS}scop = 'x'"),
                "there is no scop; did you mean scope? there are token_url,",
            ),
        ] {
            let refused = toml::from_str::<File>(text).unwrap_err().message().to_owned();
            assert!(refused.contains(told), "{refused}");
            assert!(!refused.contains("hunter2"), "{refused}");
        }
    }
}
