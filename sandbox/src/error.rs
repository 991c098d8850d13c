//! What keeps a sandbox from starting.

use std::io;
use std::net::SocketAddr;

use thiserror::Error;

/// A sandbox that could not be started.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}; choose another address, or port 0 for a free port")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The world is not sound.
    #[error("the world cannot be used")]
    World(#[from] WorldError),
}

/// A world file that is not sound.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WorldError {
    /// The file is no JSON of the documented form.
    #[error("{path} does not have the form of a world")]
    Form {
        /// Where in the file, such as `assignmentRequests[2].state`.
        path: String,
        /// What is wrong there.
        #[source]
        source: serde_json::Error,
    },
    /// Two things of one kind have the same id.
    #[error("{place}: the id {id} is used more than once")]
    Duplicate {
        /// Where the second one stands.
        place: String,
        /// The id.
        id: String,
    },
    /// Something is referred to that the world does not have.
    #[error("{place}: the world has no such thing as {id}; add it or name another")]
    UnknownReference {
        /// Where the reference stands.
        place: String,
        /// What it refers to.
        id: String,
    },
    /// The world cannot be written.
    #[error("the world cannot be written as JSON")]
    Unwritable(#[source] serde_json::Error),
    /// Two members contradict each other.
    #[error("{place}: {problem}")]
    Contradiction {
        /// Where they stand.
        place: String,
        /// What does not fit, and what would.
        problem: String,
    },
}
