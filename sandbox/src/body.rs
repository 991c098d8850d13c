//! Bodies: a stream in, its bytes out, within limits of length and time.

use std::error::Error;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use thiserror::Error;

/// How much of a body is read, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) bytes: usize,
    pub(crate) time: Duration,
}

/// Why a body was not read.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum Unreadable {
    #[error("the body is longer than {0} bytes")]
    TooLong(usize),
    #[error("the body did not arrive within {0:?}; send it at once")]
    TooLate(Duration),
    #[error("the body could not be read: {0}")]
    Broken(String),
}

/// Reads a body to its end.
pub(crate) async fn read<B>(body: B, limits: Limits) -> Result<Vec<u8>, Unreadable>
where
    B: BodyExt,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let whole = Limited::new(body, limits.bytes).collect();
    match tokio::time::timeout(limits.time, whole).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes().into()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Unreadable::TooLong(limits.bytes)),
        Ok(Err(error)) => Err(Unreadable::Broken(error.to_string())),
        Err(_) => Err(Unreadable::TooLate(limits.time)),
    }
}
