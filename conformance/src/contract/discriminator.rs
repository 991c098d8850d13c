//! The target that a discriminator's mapping names in, the pointer to the subtype's schema out.

use crate::pointer::child;
use serde_json::Value;

/// The pointer to a subtype: OpenAPI allows a mapping to name it by a reference or by the bare name of a component.
pub(crate) fn subtype(document: &Value, target: &str) -> String {
    let named = child("/components/schemas", target);
    match target.strip_prefix('#') {
        Some(pointer) => pointer.to_owned(),
        None if document.pointer(&named).is_some() => named,
        None => target.to_owned(),
    }
}
