//! Enumerations of the metadata: member names in, an enum out that reads any casing and writes the
//! casing of the metadata.

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

/// Defines an enumeration from its name in the metadata and the names of its members.
macro_rules! members {
    ($(#[$doc:meta])* $name:ident = $metadata:literal { $($variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($variant,)+ }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The member's name in the casing of the metadata.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

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

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        $crate::members::text_on_the_wire!($name);
    };
}

/// Reads and writes a type as the string that its `FromStr` and `Display` define.
macro_rules! text_on_the_wire {
    ($name:ident) => {
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

pub(crate) use {members, text_on_the_wire};

#[cfg(test)]
mod tests {
    use crate::model::RequestType;

    #[test]
    fn a_member_is_read_in_any_casing_and_written_as_in_the_metadata() {
        for text in ["AdminAdd", "adminAdd", "ADMINADD"] {
            assert_eq!(text.parse::<RequestType>().unwrap().to_string(), "adminAdd");
        }
    }

    #[test]
    fn an_unknown_member_is_answered_with_the_known_ones() {
        let error = "UserExtend".parse::<RequestType>().unwrap_err().to_string();
        assert!(error.starts_with("\"UserExtend\" is not a member of accessPackageRequestType"));
        assert!(error.contains("userUpdate, userRemove"), "{error}");
    }
}
