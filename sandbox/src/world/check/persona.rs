//! Soundness of a persona: a persona and its subject in, what contradicts the rest out.

use super::{Known, contradiction, found};
use crate::error::WorldError;
use crate::model::SubjectType;
use crate::world::Persona;

/// A persona's token must lead back to its subject.
pub(super) fn check(known: &Known<'_>, persona: &Persona, place: &str) -> Result<(), WorldError> {
    let subject = found(&known.subjects, &persona.subject, &format!("{place}/subject"))?;
    if subject.object_id.is_none() {
        let problem = format!("the subject {} has no objectId for a token to name", subject.id);
        return contradiction(&format!("{place}/subject"), problem);
    }
    if persona.name.is_empty() || persona.name.contains(char::is_whitespace) {
        return contradiction(&format!("{place}/name"), "a name is one word".to_owned());
    }
    let is_application = subject.r#type == SubjectType::ServicePrincipal;
    match (&persona.scopes, &persona.permissions) {
        (Some(_), None) if !is_application => Ok(()),
        (None, Some(_)) if is_application => Ok(()),
        _ => {
            let problem = "give a user's persona scopes, a servicePrincipal's permissions";
            contradiction(place, problem.to_owned())
        }
    }
}
