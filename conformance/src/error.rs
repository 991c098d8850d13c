//! What kept the judge from working. A wrong answer of the endpoint is never one of these: that is a [`Finding`](crate::finding::Finding).

use std::path::PathBuf;

/// Why the judge could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The OpenAPI document cannot be judged by.
    #[error("contract, at {place}: {problem}")]
    Contract {
        /// JSON pointer into the bundled document, or the entry's name.
        place: String,
        /// What is wrong and what to write instead.
        problem: String,
    },
    /// The files of an OpenAPI document could not be brought together.
    #[error("cannot read the contract")]
    Bundle(#[from] openapi_bundle::Error),
    /// A file could not be read or written.
    #[error("cannot {action} {}", path.display())]
    File {
        /// `read`, `write` or the like.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A bindings file does not say what it must.
    #[error("{}:{problem}", path.display())]
    Bindings {
        /// The file.
        path: PathBuf,
        /// Line, cause and remedy.
        problem: String,
    },
    /// A file of shapes does not hold any.
    #[error("{}:{line}: {problem}", path.display())]
    Snapshot {
        /// The file.
        path: PathBuf,
        /// The line, counted from one.
        line: usize,
        /// Cause and remedy.
        problem: String,
    },
    /// A file with settings, or a variable, does not say what it must.
    #[error("{place}: {problem}")]
    Configuration {
        /// The file and the line, or the variable.
        place: String,
        /// What is wrong and what to write instead.
        problem: String,
    },
    /// A published set of requirements cannot be run.
    #[error("requirements {name}: {problem}")]
    Requirements {
        /// The set.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A file of waivers does not say what it must.
    #[error("{}:{problem}", path.display())]
    Waivers {
        /// The file.
        path: PathBuf,
        /// Line, cause and remedy, as in `4: reason is empty; say it in a few words`.
        problem: String,
    },
    /// A report cannot be read, or not be used for what is asked.
    #[error("report {}: {problem}", path.display())]
    Report {
        /// The file.
        path: PathBuf,
        /// Place, cause and remedy.
        problem: String,
    },
    /// A world file does not say what a sandbox can begin with.
    #[error("cannot begin with the world of {}", path.display())]
    World {
        /// The file.
        path: PathBuf,
        /// Place, cause and remedy.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file of keys cannot be used.
    #[error("cannot verify tokens with the keys of {}", path.display())]
    SigningKeys {
        /// The file.
        path: PathBuf,
        /// Place, cause and remedy.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A line of a ledger cannot be understood.
    #[error("ledger {}: {problem}", path.display())]
    Ledger {
        /// The file.
        path: PathBuf,
        /// Line, cause and remedy.
        problem: String,
    },
    /// What is asked for may not be done to the endpoint.
    #[error("refused for safety: {0}")]
    Refused(String),
    /// Somebody has stopped the run.
    #[error("interrupted")]
    Interrupted,
    /// The command line asks for something that cannot be done.
    #[error("{0}")]
    Usage(String),
    /// No connection to the endpoint came about.
    #[error("cannot reach {url}: {problem}")]
    Unreachable {
        /// Where the judge tried to connect.
        url: String,
        /// What stood in the way.
        problem: String,
    },
    /// Who was asked for the token of an identity gave none.
    #[error("no token of {identity}: {problem}")]
    Token {
        /// The name of the identity.
        identity: String,
        /// Who was asked, and what came of it.
        problem: String,
    },
    /// The file that the sandbox is to keep its data in cannot be used.
    #[error("cannot keep data")]
    Data(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The sandbox did not start.
    #[error("cannot start the sandbox")]
    Sandbox(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A trial of the self-test cannot take place.
    #[error("self-test: {0}")]
    SelfTest(String),
    /// The asynchronous runtime did not start.
    #[error("cannot start the asynchronous runtime")]
    Runtime(#[source] std::io::Error),
}

impl Error {
    /// The whole chain of causes on one line, outermost first.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}
