//! One thing in which a shape is not as it was: where, what, and what it means for a client.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// The call and the status of its answer, as in `GET /notes/{id} → 200`.
    pub call: String,
    /// Where in the exchange.
    pub part: Part,
    /// Where in the body, as a JSON pointer in which `*` stands for every item.
    pub place: String,
    /// What happened to it.
    pub change: Change,
    /// What it is, in words.
    pub what: String,
    /// What it means for whoever calls the endpoint.
    pub effect: Effect,
}

/// A part of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The exchange as a whole.
    Exchange,
    /// What was sent.
    Request,
    /// What was answered.
    Response,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It is another.
    Changed,
}

/// What a difference means for whoever calls the endpoint.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Whoever reads tolerantly goes on as before.
    Compatible,
    /// It depends on the caller: a list of known members may be complete for one and open for another.
    MayBreak,
    /// Something that callers could rely on is gone.
    Breaking,
}

/// `+ optional string justification`, where, and what it means.
impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = match self.change {
            Change::Added => '+',
            Change::Removed => '-',
            Change::Changed => '~',
        };
        write!(f, "{mark} {}", self.what)?;
        match (self.part, self.place.as_str()) {
            (Part::Exchange, _) => {}
            (Part::Request, "") => write!(f, "  in the request")?,
            (Part::Response, "") => write!(f, "  in the answer")?,
            (Part::Request, place) => write!(f, "  in the request at {place}")?,
            (Part::Response, place) => write!(f, "  in the answer at {place}")?,
        }
        f.write_str(match self.effect {
            Effect::Compatible => "  (compatible)",
            Effect::MayBreak => "  (may break)",
            Effect::Breaking => "  (breaking)",
        })
    }
}
