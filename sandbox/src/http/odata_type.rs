//! `@odata.type` annotations: the name of a type with or without its `#` in (D-35), the type out.

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

/// The type that an annotation names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OdataType<T>(pub(crate) T);

impl<'de, T> Deserialize<'de> for OdataType<T>
where
    T: FromStr,
    T::Err: Display,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let name = text.strip_prefix('#').unwrap_or(&text);
        format!("#{name}").parse().map(Self).map_err(de::Error::custom)
    }
}
