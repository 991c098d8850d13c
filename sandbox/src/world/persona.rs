//! Personas: who calls in the stories of a world in, the tokens by which they are known out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{ObjectId, Permission, SubjectId};
use crate::token::Token;

/// A caller with a name: a user with scopes, or an application with permissions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Persona {
    /// One word, by which its token is asked for.
    pub(crate) name: String,
    /// Whose token it is.
    pub(crate) subject: SubjectId,
    /// What a user's token grants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<Vec<Permission>>,
    /// What an application's token grants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) permissions: Option<Vec<Permission>>,
}

impl Persona {
    /// Its token; a checked world's personas have scopes or permissions.
    pub(crate) fn token(&self, object_id: ObjectId) -> Token {
        let object_id = object_id.to_string();
        match &self.scopes {
            Some(scopes) => Token::delegated(&object_id, &names(scopes)),
            None => {
                Token::application(&object_id, &names(self.permissions.as_deref().unwrap_or(&[])))
            }
        }
    }
}

fn names(permissions: &[Permission]) -> Vec<&'static str> {
    permissions.iter().map(|permission| permission.name()).collect()
}
