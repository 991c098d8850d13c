//! Closed sets of words, each as one enum: the members of an enumeration of the metadata, which are
//! read in any casing, and names that are not, which have one spelling only.

use thiserror::Error;

/// A text that names no member of an enumeration.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{text:?} is not a member of {enumeration}; the members are {members}")]
pub(crate) struct UnknownMember {
    /// What was given.
    pub(crate) text: String,
    /// The enumeration's name in the metadata.
    pub(crate) enumeration: &'static str,
    /// The members' names, comma separated.
    pub(crate) members: String,
}

/// A text that is none of a set of names.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{text:?} is no {kind}; write one of {names}, in this casing")]
pub(crate) struct UnknownName {
    /// What was given.
    pub(crate) text: String,
    /// What the names stand for.
    pub(crate) kind: &'static str,
    /// The names, comma separated.
    pub(crate) names: String,
}

/// Defines an enumeration from its name in the metadata and the names of its members.
macro_rules! members {
    ($(#[$doc:meta])* $name:ident = $metadata:literal { $($variant:ident = $text:literal,)+ }) => {
        $crate::members::closed_set!($(#[$doc])* $name { $($variant = $text,)+ });

        impl std::str::FromStr for $name {
            type Err = $crate::members::UnknownMember;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().find(|member| member.name().eq_ignore_ascii_case(text));
                found.copied().ok_or_else(|| $crate::members::UnknownMember {
                    text: text.to_owned(),
                    enumeration: $metadata,
                    members: [$($text,)+].join(", "),
                })
            }
        }
    };
}

/// Defines a set of names that are no enumeration of the metadata from what they name: properties,
/// types, status words.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident = $kind:literal { $($variant:ident = $text:literal,)+ }) => {
        $crate::members::closed_set!($(#[$doc])* $name { $($variant = $text,)+ });

        impl std::str::FromStr for $name {
            type Err = $crate::members::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().find(|known| known.name() == text);
                found.copied().ok_or_else(|| $crate::members::UnknownName {
                    text: text.to_owned(),
                    kind: $kind,
                    names: [$($text,)+].join(", "),
                })
            }
        }
    };
}

/// Defines the enum of a closed set and how its words are written.
macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($variant,)+ }

        impl $name {
            /// All of the set, in the order of its definition.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word as it is written.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        $crate::members::text_on_the_wire!($name: { "enum": [$($text,)+] });
    };
}

/// Reads and writes a type as the string that its `FromStr` and `Display` define, and says in the
/// schema of the world what that string is like.
macro_rules! text_on_the_wire {
    ($name:ident: { $($keyword:literal: $value:tt),+ }) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", $($keyword: $value),+ })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {closed_set, members, names, text_on_the_wire};

#[cfg(test)]
mod tests {
    use crate::model::{RequestType, Status};

    #[test]
    fn a_member_is_read_in_any_casing_and_written_as_in_the_metadata() {
        for text in ["AdminAdd", "adminAdd", "ADMINADD"] {
            assert_eq!(text.parse::<RequestType>().unwrap().to_string(), "adminAdd");
        }
    }

    #[test]
    fn a_name_is_read_in_its_own_casing_only() {
        assert_eq!("PendingApproval".parse(), Ok(Status::PendingApproval));
        let error = "pendingApproval".parse::<Status>().unwrap_err().to_string();
        assert!(error.starts_with("\"pendingApproval\" is no status word"), "{error}");
    }

    #[test]
    fn an_unknown_member_is_answered_with_the_known_ones() {
        let error = "UserExtend".parse::<RequestType>().unwrap_err().to_string();
        assert!(error.starts_with("\"UserExtend\" is not a member of accessPackageRequestType"));
        assert!(error.contains("userUpdate, userRemove"), "{error}");
    }
}
