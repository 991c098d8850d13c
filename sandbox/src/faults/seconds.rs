//! Spans of time of a fault on the wire: an `Edm.Duration` in, the machine's own form out, and back.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer, de};

use crate::model;

/// Whether there is no time at all.
pub(super) fn is_zero(span: &Duration) -> bool {
    span.is_zero()
}

pub(super) fn serialize<S: Serializer>(span: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("PT{}S", span.as_secs_f64()))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let read: model::Duration = Deserialize::deserialize(from)?;
    read.length().to_std().map_err(de::Error::custom)
}
