//! Names of members: the members of an object that was sent in, the same out, refused where a name
//! is one of the type's own in another casing or with underscores.
//!
//! The Python snippets of the documents send `access_package_id`. A name that is like no other is
//! ignored, as it would be if it were `stopDateTime`, which one example sends.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The members of an object, to be read as a type that knows its own members by name.
pub(super) struct NamedMembers<A>(pub(super) A);

impl<'de, A: MapAccess<'de>> Deserializer<'de> for NamedMembers<A> {
    type Error = A::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(Checked { members: self.0, known })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        MapAccessDeserializer::new(self.0).deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Members whose names are looked at before they are read.
struct Checked<A> {
    members: A,
    known: &'static [&'static str],
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Checked<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(name) = self.members.next_key::<String>()? else { return Ok(None) };
        if let Some(meant) = meant_by(&name, self.known) {
            return Err(A::Error::custom(Misspelt { name, meant }));
        }
        let name: StringDeserializer<A::Error> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.members.next_value_seed(seed)
    }
}

/// A name that is almost one of the known ones.
struct Misspelt {
    name: String,
    meant: &'static str,
}

impl fmt::Display for Misspelt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no member of this object; `{}` was meant", self.name, self.meant)
    }
}

/// The known name that differs in casing and underscores only; none where the name is known itself.
fn meant_by(name: &str, known: &'static [&'static str]) -> Option<&'static str> {
    if known.contains(&name) {
        return None;
    }
    known.iter().copied().find(|known| letters(name).eq(letters(known)))
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_meant_where_only_casing_and_underscores_differ() {
        const KNOWN: &[&str] = &["accessPackageId", "id", "@odata.type"];
        for (name, expected) in [
            ("accessPackageId", None),
            ("access_package_id", Some("accessPackageId")),
            ("AccessPackageId", Some("accessPackageId")),
            ("ACCESS_PACKAGE_ID", Some("accessPackageId")),
            ("@OData.Type", Some("@odata.type")),
            ("access-package-id", None),
            ("accessPackage", None),
            ("_", None),
            ("", None),
        ] {
            assert_eq!(meant_by(name, KNOWN), expected, "{name}");
        }
    }
}
