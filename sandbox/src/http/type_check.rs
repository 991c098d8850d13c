//! Type checks: JSON and the type that it is declared to be in, nothing out but that every member
//! which the type has is of its own type. What the type does not have is JSON, whatever it is.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use crate::http::declared_types::{Holds, Member, Type};
use crate::http::well_formed::WellFormed;

/// A value that is to be this, or perhaps null.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared {
    holds: Holds,
    may_be_null: bool,
}

impl Declared {
    /// An object of the type.
    pub(super) fn object(r#type: &'static Type) -> Self {
        Self { holds: Holds::One(r#type), may_be_null: false }
    }

    fn held_by(member: Member) -> Self {
        Self { holds: member.holds, may_be_null: member.may_be_null }
    }

    fn integer<E: Error>(self, read: Option<i32>, found: Unexpected<'_>) -> Result<(), E> {
        match read {
            Some(_) if matches!(self.holds, Holds::Int32) => Ok(()),
            None if matches!(self.holds, Holds::Int32) => Err(E::invalid_value(found, &self)),
            _ => Err(E::invalid_type(found, &self)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Declared {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Declared {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.holds {
            Holds::Text => "a string",
            Holds::Boolean => "true or false",
            Holds::Int32 => "an integer of 32 bits",
            Holds::One(_) => "an object",
            Holds::Many(_) => "an array",
        })?;
        f.write_str(if self.may_be_null { " or null" } else { "" })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        if matches!(self.holds, Holds::Boolean) {
            return Ok(());
        }
        Err(E::invalid_type(Unexpected::Bool(value), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.integer(i32::try_from(value).ok(), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.integer(i32::try_from(value).ok(), Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.integer(None, Unexpected::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        if matches!(self.holds, Holds::Text) {
            return Ok(());
        }
        Err(E::invalid_type(Unexpected::Str(value), &self))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.may_be_null {
            return Ok(());
        }
        Err(E::invalid_type(Unexpected::Unit, &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Holds::Many(r#type) = self.holds else {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        };
        while items.next_element_seed(Self::object(r#type))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Holds::One(r#type) = self.holds else {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        };
        while let Some(member) = members.next_key_seed(NameIn(r#type))? {
            match member {
                Some(member) => members.next_value_seed(Self::held_by(member))?,
                None => {
                    members.next_value::<WellFormed>()?;
                }
            }
        }
        Ok(())
    }
}

/// The name of a member, which the type may have.
struct NameIn(&'static Type);

impl<'de> DeserializeSeed<'de> for NameIn {
    type Value = Option<Member>;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Self::Value, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for NameIn {
    type Value = Option<Member>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.member(name))
    }
}
