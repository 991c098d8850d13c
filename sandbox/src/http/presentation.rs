//! How a caller wants to see what comes of a command.

use crate::http::next_link::NextLink;
use crate::http::view::{Enumerations, View};

/// How an outcome is shown.
#[derive(Debug)]
pub(crate) struct Presentation {
    pub(crate) view: View,
    pub(crate) enumerations: Enumerations,
    /// The page size that the header Prefer asks for.
    pub(crate) preferred_page_size: Option<usize>,
    /// Where a list goes on behind the page that is shown; none where no list is asked for.
    pub(crate) next_link: Option<NextLink>,
}
