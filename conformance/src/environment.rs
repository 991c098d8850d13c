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

fn problem(error: &std::env::VarError) -> &'static str {
    match error {
        std::env::VarError::NotPresent => "is not set; export it before the run",
        std::env::VarError::NotUnicode(_) => "is not text",
    }
}
