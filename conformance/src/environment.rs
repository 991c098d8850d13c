//! The one place that reads environment variables.

use crate::error::Error;
use std::path::PathBuf;

/// What is said of a token in the place of a variable's name. The token is not repeated.
pub(crate) const NO_NAME: &str = "takes the name of a variable, not a token";

/// Whether a variable can have this name. Whoever writes `"$TOKEN"` for `TOKEN` gives a token in its place, which has other characters, too.
pub(crate) fn is_name(text: &str) -> bool {
    let is_first = |first: char| first.is_ascii_alphabetic() || first == '_';
    text.starts_with(is_first) && text.chars().all(|one| is_first(one) || one.is_ascii_digit())
}

/// The value of an environment variable.
///
/// # Errors
/// [`Error::Usage`] naming the variable, where it is not set or not text, and naming nothing where that is no name.
pub(crate) fn variable(name: &str) -> Result<String, Error> {
    if !is_name(name) {
        return Err(Error::Usage(format!("what tells where a token is {NO_NAME}")));
    }
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    std::env::var(name)
        .map_err(|error| Error::Usage(format!("environment variable {name} {}", problem(&error))))
}

/// Whether this is continuous integration, as the field tells it: `CI` is set, and to something that means yes.
pub(crate) fn is_continuous_integration() -> bool {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    let told = std::env::var("CI");
    told.is_ok_and(|told| !matches!(told.as_str(), "" | "0" | "false"))
}

/// What the environment says of proxies.
#[derive(Default)]
pub(crate) struct ProxyVariables {
    /// The proxy before HTTP.
    pub(crate) http: Option<ProxyVariable>,
    /// The proxy before HTTPS.
    pub(crate) https: Option<ProxyVariable>,
    /// The proxy before both, where they have none of their own.
    pub(crate) all: Option<ProxyVariable>,
    /// The servers that have none before them.
    pub(crate) none: Option<ProxyVariable>,
}

/// A variable and what it holds.
pub(crate) struct ProxyVariable {
    pub(crate) name: &'static str,
    pub(crate) value: String,
}

/// The proxies that are to be used. In lower case goes first; in a CGI program, `HTTP_PROXY` is what a caller wrote into a header, and not
/// looked at.
pub(crate) fn proxies() -> ProxyVariables {
    let http = first(&["http_proxy"]);
    let is_cgi = first(&["REQUEST_METHOD"]).is_some();
    ProxyVariables {
        http: http.or_else(|| first(&["HTTP_PROXY"]).filter(|_| !is_cgi)),
        https: first(&["https_proxy", "HTTPS_PROXY"]),
        all: first(&["all_proxy", "ALL_PROXY"]),
        none: first(&["no_proxy", "NO_PROXY"]),
    }
}

/// The first of these variables that holds something.
fn first(names: &[&'static str]) -> Option<ProxyVariable> {
    names.iter().find_map(|name| {
        let value = variable(name).ok().filter(|value| !value.trim().is_empty())?;
        Some(ProxyVariable { name, value: value.trim().to_owned() })
    })
}

/// The value of an environment variable that need not be set; an empty one is not.
pub(crate) fn optional(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The value of an environment variable, where it is set and not empty.
///
/// # Errors
/// [`Error::Usage`] naming the variable, where it is not text.
pub(crate) fn given(name: &str) -> Result<Option<String>, Error> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(error) => Err(Error::Usage(format!("environment variable {name} {}", problem(&error)))),
    }
}

/// The names, in order, of all variables that begin so and are not empty.
pub(crate) fn names(prefix: &str) -> Vec<String> {
    let given = std::env::vars_os().filter(|(_, value)| !value.is_empty());
    let names = given.filter_map(|(name, _)| name.into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
    names.sort_unstable();
    names
}

/// Whether a variable that is a switch is on.
///
/// # Errors
/// Where it is neither on nor off.
pub(crate) fn switch(name: &str) -> Result<bool, Error> {
    let Some(text) = given(name)? else { return Ok(false) };
    is_on(&text).map_err(|problem| Error::Configuration { place: name.to_owned(), problem })
}

/// Whether the text of a switch says on.
///
/// # Errors
/// What it must be, in words.
pub(crate) fn is_on(text: &str) -> Result<bool, String> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err("must be true or false".to_owned()),
    }
}

/// The folder in which the program runs.
///
/// # Errors
/// [`Error::File`] where there is none.
pub(crate) fn working_directory() -> Result<PathBuf, Error> {
    std::env::current_dir().map_err(|source| Error::File {
        action: "find",
        path: "the working directory".into(),
        source,
    })
}

/// Where a test may write.
#[cfg(test)]
pub(crate) fn temporary_folder() -> PathBuf {
    std::env::temp_dir()
}

fn problem(error: &std::env::VarError) -> &'static str {
    match error {
        std::env::VarError::NotPresent => "is not set; export it before the run",
        std::env::VarError::NotUnicode(_) => "is not text",
    }
}
