//! In the place of TLS where the program is built without it: everything that needs it is refused.

use super::connection::Stream;
use crate::endpoint::WITHOUT_TLS;
use std::future::{Ready, ready};

/// By which certificates servers are trusted: none is ever asked for one.
#[derive(Debug, Default)]
pub(super) struct Trust(());

impl Trust {
    pub(super) fn with(_: &str) -> Result<Self, String> {
        Err(WITHOUT_TLS.to_owned())
    }

    #[expect(clippy::unused_self, reason = "its twin in tls.rs looks at it")]
    pub(super) fn secure(
        &self,
        _: &str,
        _: Box<dyn Stream>,
    ) -> Ready<Result<Box<dyn Stream>, String>> {
        ready(Err(WITHOUT_TLS.to_owned()))
    }
}
