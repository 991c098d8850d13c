//! What keeps a sandbox from starting.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::path::PathBuf;

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
    /// HTTPS is asked for, and the crate was built without it.
    #[error("this sandbox was built without TLS; build it with its feature `tls`")]
    WithoutTls,
    /// No certificate could be made.
    #[error("cannot make a certificate")]
    Certificate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A page of a list cannot have this size.
    #[error("a page of {given} requests is not possible; let page_size be from 1 to {most}")]
    PageSize {
        /// The size that was asked for.
        given: usize,
        /// The greatest size there can be.
        most: usize,
    },
    /// The world is not sound.
    #[error("the world cannot be used")]
    World(#[from] WorldError),
    /// The data cannot be kept where they are to be kept.
    #[error("the data cannot be kept in a file")]
    Data(#[from] DataError),
}

/// A world file that is not sound.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WorldError {
    /// The file is no JSON of the documented form.
    #[error("{path} does not have the form of a world")]
    Form {
        /// Where in the file, such as `assignmentRequests[2].state`, or `the text` as a whole.
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

/// Keys by which no signature can be checked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SigningKeysError {
    /// The crate was built without the means.
    #[error("this sandbox was built without signatures; build it with its feature `jwks`")]
    WithoutJwks,
    /// The text is no JSON Web Key Set.
    #[error("{path} does not have the form of a JSON Web Key Set")]
    Form {
        /// Where in the set, such as `keys[0].kty`.
        path: String,
        /// What is wrong there.
        #[source]
        source: serde_json::Error,
    },
    /// None of its keys can verify a signature.
    #[error(
        "the set has no key that verifies signatures; add an RSA key, or an elliptic curve key on \
         P-256 or P-384"
    )]
    NoKey,
    /// A key is none.
    #[error("keys[{index}] is no key; its members must be unpadded base64url")]
    Unusable {
        /// Which of the keys it is.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A data file that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DataError {
    /// The system does not let it be opened for reading and writing.
    #[error("cannot open the data file {}; name a file that can be read and written", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Another sandbox has it open.
    #[error(
        "another sandbox keeps its data in {}; stop that one, or name another file",
        path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// It holds something else than a sandbox writes.
    #[error(
        "{} is damaged, or no data file of a sandbox ({problem}); name another file, or remove this \
         one to begin anew",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Another version of the sandbox wrote it.
    #[error(
        "{} has the form {found} of a data file, and this sandbox knows the form {known}; use the \
         version that wrote it, or name another file",
        path.display()
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// The form it has.
        found: u32,
        /// The form that this sandbox reads and writes.
        known: u32,
    },
    /// What it holds is no sound world.
    #[error(
        "what {} holds contradicts itself; name another file, or remove this one to begin anew",
        path.display()
    )]
    World {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: WorldError,
    },
    /// A thing of the world cannot be written as JSON.
    #[error("a change cannot be written as JSON")]
    NoJson {
        /// What is wrong.
        #[source]
        source: serde_json::Error,
    },
    /// A change was being written when the program went wrong.
    #[error("the writing of the data file was interrupted")]
    Interrupted,
    /// A change could not be written to it.
    #[error("cannot write the data file {}; see that its disk has room", path.display())]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

impl DataError {
    /// Whether the disk has no room for more.
    pub(crate) fn is_for_want_of_room(&self) -> bool {
        use ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};

        let Self::Unwritten { source, .. } = self else { return false };
        matches!(source.kind(), StorageFull | QuotaExceeded | FileTooLarge)
    }
}
