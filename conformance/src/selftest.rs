//! The proof that the judge judges: deliberate mistakes of a server, each with what must be said of it, tried out one by one.
//!
//! ```text
//! judge ──Heard──► faulty server ──► sandbox
//!       ◄──Reply──               ◄──
//! ```
//!
//! Here is how a mistake is made and tried out; which ones there are stands in [`rules::FAULTS`](crate::rules::FAULTS).

mod fault;
mod faulty_server;
mod headers;
mod heard;
mod json_body;
mod outcome;
mod reply;
mod trial;

pub use fault::{Fault, Mistake, Objection, Passed, Patience};
pub use heard::Heard;
pub use outcome::{Outcome, Tried, Undisturbed, run};
pub use reply::{Delivery, Reply};
pub use trial::Bench;
