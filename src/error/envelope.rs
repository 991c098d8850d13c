//! Graph's error envelope, read leniently: a body comes in, and whatever it says of the error goes out.
//! The contract's own type is stricter; a slip of the service must not cost the caller the code.

use serde_json::{Map, Value};

/// The member `error` of an envelope. It has a `code`; nothing else is taken for granted.
#[derive(Clone, Debug)]
pub(crate) struct Envelope(Map<String, Value>);

impl Envelope {
    /// The envelope in the body of a refusal, if there is one.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        Self::of(serde_json::from_slice(body).ok()?)
    }

    /// The envelope that a value is, if it is one.
    pub(crate) fn of(mut body: Value) -> Option<Self> {
        let Value::Object(mut error) = body.get_mut("error")?.take() else { return None };
        // An id need not be written as a text.
        let inner = error.get_mut("innerError").and_then(Value::as_object_mut);
        for id in inner.into_iter().flat_map(Map::values_mut).filter(|id| id.is_number()) {
            *id = Value::String(id.to_string());
        }
        error.get("code").is_some_and(Value::is_string).then_some(Self(error))
    }

    /// The error in one word.
    pub(crate) fn code(&self) -> &str {
        self.text("code").unwrap_or_default()
    }

    /// The error in a sentence.
    pub(crate) fn message(&self) -> Option<&str> {
        self.text("message")
    }

    /// The error as a whole.
    pub(crate) fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// One of the ids in `innerError`.
    pub(crate) fn id(&self, member: &str) -> Option<&str> {
        self.0.get("innerError")?.get(member)?.as_str()
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member)?.as_str()
    }
}
