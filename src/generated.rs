//! The client as the build generates it from the contract.
#![expect(
    unreachable_pub,
    unreachable_patterns,
    unused_imports,
    unused_qualifications,
    clippy::allow_attributes_without_reason,
    clippy::pedantic,
    clippy::str_to_string,
    reason = "the generator's source is not ours to change"
)]

include!(concat!(env!("OUT_DIR"), "/client.rs"));
