//! Soundness of subject sets: whom they mean.

use crate::error::WorldError;
use crate::model::SubjectSet;
use crate::world::check::{Known, found};

/// Refuses a set that means nobody.
pub(super) fn check(known: &Known<'_>, sets: &[SubjectSet], place: &str) -> Result<(), WorldError> {
    for (index, set) in sets.iter().enumerate() {
        found(&known.users, &set.user_id, &format!("{place}/{index}/userId"))?;
    }
    Ok(())
}
