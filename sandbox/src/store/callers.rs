//! Callers: the claims of a token in, the subject that they name and the roles that it holds out.

use crate::command::TargetReference;
use crate::identity::{self, Claims, Identity, Unidentified};
use crate::model::{Role, SubjectId};
use crate::store::Store;
use crate::token::Token;
use crate::world::Persona;

impl Store {
    /// Who calls with a token of these claims.
    pub(crate) fn identify(&self, claims: Claims) -> Result<Identity, Unidentified> {
        let subject = self.subject(&TargetReference::Object(claims.object_id));
        let roles = subject.map(|subject| self.roles_of(subject.id)).unwrap_or_default();
        identity::identify(claims, subject, roles)
    }

    /// The personas of the world by name, each with its token.
    pub(crate) fn tokens(&self) -> Vec<(String, Token)> {
        let token = |persona: &Persona| {
            let object_id = self.subjects.get(&persona.subject)?.object_id?;
            Some((persona.name.clone(), persona.token(object_id)))
        };
        self.personas.iter().filter_map(token).collect()
    }

    fn roles_of(&self, subject: SubjectId) -> Vec<Role> {
        let held = self.role_assignments.iter().filter(|one| one.subject == subject);
        held.map(|one| one.role).collect()
    }
}
