//! The one place that reads environment variables.

use crate::error::Error;

/// The value of an environment variable.
///
/// # Errors
/// [`Error::Usage`] naming the variable, where it is not set or not text.
pub(crate) fn variable(name: &str) -> Result<String, Error> {
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

fn problem(error: &std::env::VarError) -> &'static str {
    match error {
        std::env::VarError::NotPresent => "is not set; export it before the run",
        std::env::VarError::NotUnicode(_) => "is not text",
    }
}
