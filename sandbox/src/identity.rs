//! Identities: the text of a token in, who calls with it and what they hold out.
//!
//! A token names a subject of the world by `oid`. What allows what is said by [`crate::permission`].

use thiserror::Error;

use crate::identity::claims::Malformed;
use crate::identity::signature::Unverified;
use crate::model::{Grant, ObjectId, Role, Subject, SubjectId, SubjectType};

mod claims;
mod recent;
mod signature;

pub(crate) use claims::Claims;
pub(crate) use recent::RecentTokens;
pub use signature::SigningKeys;

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) subject: SubjectId,
    pub(crate) grant: Grant,
    pub(crate) roles: Vec<Role>,
}

/// Why nobody is known by a token. It tells no word of the token but the id of the subject.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum Unidentified {
    #[error(transparent)]
    Malformed(#[from] Malformed),

    #[error(transparent)]
    Unverified(#[from] Unverified),

    #[error("the token's exp has passed by the sandbox's clock; get a new one")]
    Expired,

    #[error(
        "nobody in the world has the objectId {0}, which is the token's oid; use a persona's token, \
         which conformance serve --print-tokens shows, or add the subject to the world"
    )]
    Unknown(ObjectId),

    #[error(
        "the token has a scp, so that it is a user's, but its oid {0} is that of a \
         servicePrincipal; give an application's token roles and no scp"
    )]
    UsersTokenOfApplication(ObjectId),

    #[error(
        "the token has no scp, so that it is an application's, but its oid {0} is that of a user; \
         give a user's token a scp"
    )]
    ApplicationsTokenOfUser(ObjectId),
}

/// Whom the claims mean: the subject with their oid, and the roles that it holds.
pub(crate) fn identify(
    claims: Claims,
    subject: Option<&Subject>,
    roles: Vec<Role>,
) -> Result<Identity, Unidentified> {
    let Claims { object_id, grant, expires: _ } = claims;
    let subject = subject.ok_or(Unidentified::Unknown(object_id))?;
    match (&grant, subject.r#type) {
        (Grant::Delegated(_), SubjectType::ServicePrincipal) => {
            Err(Unidentified::UsersTokenOfApplication(object_id))
        }
        (Grant::Application(_), SubjectType::User) => {
            Err(Unidentified::ApplicationsTokenOfUser(object_id))
        }
        _ => Ok(Identity { subject: subject.id, grant, roles }),
    }
}
