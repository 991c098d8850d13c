//! Graph's resources and complex types, each with a `builder()`. Where an object can be of several derived
//! types, its base type is an enumeration of them.

pub use crate::generated::types::*;

include!(concat!(env!("OUT_DIR"), "/base_types.rs"));
