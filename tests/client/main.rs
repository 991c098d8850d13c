//! The client against a listener that records the bytes of requests and gives prepared answers, and against the stand-in.
#![expect(clippy::unwrap_used, reason = "an exchange on the loopback that fails is a failed test")]

mod address;
mod batch;
mod broken;
mod client_credentials;
mod decoding;
mod documented;
#[cfg(feature = "tracing")]
mod events;
mod exchange;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod https;
mod masked;
mod pages;
mod query;
mod refusals;
mod requests;
mod script;
mod secrets;
mod session;
mod short_calls;
mod threads;
mod tokens;
mod waiting;
mod wire;
