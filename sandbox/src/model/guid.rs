//! Ids: a hyphenated GUID in any casing in, one type per kind of thing out.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use uuid::Uuid;

use crate::members::text_on_the_wire;

/// A text that is no hyphenated GUID.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0:?} is not a GUID; write it as 8-4-4-4-12 hexadecimal digits")]
pub(crate) struct MalformedGuid(String);

macro_rules! guid {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from($name(uuid): $name) -> Self {
                uuid
            }
        }

        impl FromStr for $name {
            type Err = MalformedGuid;

            fn from_str(text: &str) -> Result<Self, MalformedGuid> {
                hyphenated(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        text_on_the_wire!($name: { "format": "uuid" });
    };
}

guid!(
    /// The id of an accessPackageAssignmentRequest.
    RequestId
);
guid!(
    /// The id of an accessPackageAssignment.
    AssignmentId
);
guid!(
    /// The id of an accessPackage.
    PackageId
);
guid!(
    /// The id of an accessPackageAssignmentPolicy.
    PolicyId
);
guid!(
    /// The id of an accessPackageSubject, which is not the object id of the user behind it.
    SubjectId
);
guid!(
    /// The object id of a user in the directory.
    ObjectId
);
guid!(
    /// The id of an accessPackageQuestion.
    QuestionId
);
guid!(
    /// The id of a customExtensionCalloutInstance that the sandbox made itself.
    CalloutId
);

/// Whether a text is a GUID as Graph writes it, in any casing.
pub(crate) fn is_guid(text: &str) -> bool {
    hyphenated(text).is_ok()
}

/// The uuid crate also reads braces, URNs and bare digits; Graph writes and reads this form only.
fn hyphenated(text: &str) -> Result<Uuid, MalformedGuid> {
    let malformed = || MalformedGuid(text.to_owned());
    if text.len() != 36 {
        return Err(malformed());
    }
    Uuid::try_parse(text).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casing_does_not_tell_two_guids_apart() {
        let upper: PackageId = "11115C72-0612-4C43-A044-FC0A4E71A4C5".parse().unwrap();
        assert_eq!(upper, "11115c72-0612-4c43-a044-fc0a4e71a4c5".parse().unwrap());
    }

    #[test]
    fn only_the_hyphenated_form_is_a_guid() {
        for text in [
            "",
            "1",
            "11115c7206124c43a044fc0a4e71a4c5",
            "{11115c72-0612-4c43-a044-fc0a4e71a4c5}",
            "11115c72-0612-4c43-a044-fc0a4e71a4cg",
            "{accessPackageAssignmentRequestId}ab",
        ] {
            assert!(text.parse::<RequestId>().is_err(), "{text}");
        }
    }
}
