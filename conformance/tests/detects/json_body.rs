//! The bytes of a JSON body in, other bytes out.

use serde_json::Value;

/// Changes the JSON of a body.
pub(crate) fn edit(body: &mut Vec<u8>, change: impl FnOnce(&mut Value)) {
    let mut json: Value = serde_json::from_slice(body).unwrap();
    change(&mut json);
    *body = json.to_string().into_bytes();
}

/// Puts another value at a place of a body, or takes it away.
pub(crate) fn put(body: &mut Vec<u8>, pointer: &str, value: impl Into<Option<Value>>) {
    edit(body, |json| {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let members = json.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match value.into() {
            Some(value) => members.insert(name.to_owned(), value),
            None => members.shift_remove(name),
        };
    });
}
